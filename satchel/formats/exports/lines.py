"""Items as lines of our own export."""

from __future__ import annotations

import msgspec

from satchel.model.exports import Body, Leaving
from satchel.model.highlights import Colour, Highlight
from satchel.model.items import ArticleExtras, ArticleHead, Item
from satchel.model.library_file import Fetched, Line, Mark, Said, Spot, Text
from satchel.model.states import State
from satchel.model.versions import Origin

STATES = {State.UNREAD: "", State.ARCHIVED: "archived", State.DELETED: "trash"}
COLOURS = {colour: "" if colour is Colour.PLAIN else colour.name.lower() for colour in Colour}
ORIGINS = {origin: "" if origin is Origin.FETCHED else origin.name.lower() for origin in Origin}


def line(leaving: Leaving, bare: Item, own_key: bytes, texts: tuple[Text, ...]) -> Line:
    """The line of an item. `bare` is the item as its page has it; `own_key` that of the address it was given."""
    item, rest = leaving.item, leaving.rest
    spot = Spot(rest.place, rest.place_version, rest.place_quote, rest.place_said)
    fetched = Fetched(item.fetch_status, item.fetch_reason, item.fetched_at)
    return Line(
        saved=item.added_at, url=item.given_url, title=bare.given_title, state=STATES[item.state], read=item.read_at,
        trashed=item.trashed_at, trashed_from=STATES[State(rest.trashed_from)],
        favourite=item.favourite, favourited=item.favourited_at, tags=item.tags, folder=leaving.folder,
        note=item.description, progress=item.progress, progress_at=item.progress_at, furthest=item.furthest,
        finished=item.finished_at, place=spot if spot != Spot() else None,
        keys=tuple(key.hex() for key in leaving.keys if key != own_key),
        led_to=rest.led_to.hex() if rest.led_to else "",
        keeps_address=rest.keeps_address == 1,
        fetch=fetched if fetched != Fetched() else None,
        edits=Said(*msgspec.structs.astuple(item.edits.mine)) if item.edits else None,
        chosen=rest.chosen == 1, texts=texts,
        highlights=tuple(map(mark, leaving.highlights)),
    )  # fmt: skip


def mark(one: Highlight) -> Mark:
    """A highlight as it stands in the line of its item."""
    return Mark(
        one.quote, one.note, COLOURS[one.colour], one.made_at, one.start, one.end, one.prefix, one.suffix,
        one.client_name, one.patch, one.version, one.occurrence,
    )  # fmt: skip


def text(body: Body, head: ArticleHead, html: str, plain: str) -> Text:
    """What stands of a version in the line of its item; `html` and `plain` are names of members."""
    more = head.details
    return Text(
        html=html, text=plain, kept=body.number, read=body.head is None, origin=ORIGINS[body.origin], why=body.why,
        url=head.url, media_type=head.media_type, size=head.size, encoding=head.encoding, title=head.title,
        excerpt=head.excerpt, site=head.site, language=head.language, direction=head.direction, authors=more.authors,
        published=head.published_at, found=head.found_at, words=head.words, has_image=head.has_image,
        has_video=head.has_video, is_article=head.is_article, is_index=head.is_index, lead_image=head.lead_image,
        images=more.images, videos=more.videos, icon=more.icon, amp=more.amp, seconds=more.seconds,
        by_name=more.by_name,
    )  # fmt: skip


def head(text: Text, version: int) -> ArticleHead:
    """The other way: what lists show of a version with that number."""
    details = ArticleExtras(
        text.authors, text.images, text.videos, text.icon, text.amp, text.seconds, text.by_name
    )
    return ArticleHead(
        version=version, url=text.url, media_type=text.media_type, size=text.size, encoding=text.encoding,
        title=text.title, excerpt=text.excerpt, site=text.site, language=text.language, direction=text.direction,
        published_at=text.published, found_at=text.found, words=text.words, has_image=text.has_image,
        has_video=text.has_video, is_article=text.is_article, is_index=text.is_index, lead_image=text.lead_image,
        details=details,
    )  # fmt: skip
