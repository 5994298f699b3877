"""Given articles: a program hands in the text itself, with the address of its page or without one.

It is read and cleaned in the child process, as pages are, and kept in one transaction with its item. No page is fetched
for it, and a fetch that comes later does not take its place. What has no address of its own is known again by what
was handed in: no other save ever meets it.
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple

import msgspec

from satchel.base.errors import Busy, Full, Invalid, Unavailable
from satchel.base.text import line
from satchel.base.urls import Address
from satchel.formats import blocks
from satchel.library import edits, reanchoring, saving, versions
from satchel.library.change import Changeset
from satchel.library.context import Library
from satchel.library.ingesting import storable
from satchel.library.usecase import writes
from satchel.model.articles import Article
from satchel.model.items import MAX_TITLE_CHARACTERS, ArticleExtras, ArticleHead, Item, NewLink, Saved
from satchel.model.pages import FetchFailed
from satchel.model.versions import Origin
from satchel.store import articles, items
from satchel.store import edits as edits_store
from satchel.store.db import Tx

MAX_CONTENT_CHARACTERS = 2_000_000
MAX_SOURCE_CHARACTERS = 200
#: Of the HTML in which a title is looked for where none is given.
MAX_OPENING_CHARACTERS = 20_000


class Given(NamedTuple):
    """What a program handed in, read."""

    article: Article
    key: bytes  #: 16 bytes, the same for the same content


async def read(library: Library, user: int, html: str, url: str = "") -> Given:
    """The article in `html`, a whole page or its text, cleaned; `url` is where its links start.

    Takes a minute at most. Raises `Invalid` with the field `content` for what is too long, says nothing or cannot be
    read, `Busy` where the machine has no time for it.
    """
    html = html.strip()
    if len(html) > MAX_CONTENT_CHARACTERS:
        raise Invalid(f"The content is longer than {MAX_CONTENT_CHARACTERS:,} characters.", field="content")
    if library.reader is None:
        raise Unavailable("This process reads no pages.")
    try:
        async with library.turns.reading(user):
            article = await library.reader.read_html(html, url, user)
    except FetchFailed as failure:
        if failure.permanent:
            raise Invalid("The content could not be read.", field="content") from None
        raise Busy from None
    if not article.text.strip() and not article.images:
        raise Invalid("There is no text in the content.", field="content")
    key = hashlib.blake2b(html.encode("utf-8", "ignore"), digest_size=16, person=b"satchel given").digest()
    return Given(storable(article), key)


async def read_and_save(library: Library, user: int, link: NewLink, html: str, source: str = "") -> Saved:
    """`read`, then `save`: nothing is kept of what cannot be read. Raises as both do."""
    given = await read(library, user, html, link.url)
    return await library.run(save, user, link, given, source)


def _weight(user: int, link: NewLink, given: Given, source: str = "") -> int:
    return max(saving.MAX_SHORT_TAGS, len(link.tags))


@writes(weight=_weight, long=saving.MAX_SHORT_TAGS)
def save(tx: Tx, user: int, link: NewLink, given: Given, source: str = "") -> Saved:
    """Put an article on the person's unread list, as `saving.save` does with a link; its text is what was given.

    With the address "" of `link` it is an item without one: its `given_url` is "", the name of its site `source`, which
    says where it is from, and the same content is the same item. Raises `Invalid`, `Full`.
    """
    with tx.pipelined(), Changeset(tx, user) as change:
        return save_within(change, link, given, source)


def save_within(change: Changeset, link: NewLink, given: Given, source: str = "") -> Saved:
    """`save`, as one of several changes."""
    if link.url:
        saved = saving.save_within(change, link, fetches=False)
        return msgspec.structs.replace(saved, item=_with_text(change, saved.item, link, given.article))
    saved = saving.save_at(change, Address("", "", given.key, ""), link, fetches=False)
    if saved.item.article is not None:
        return saved  # the same content, with all that its person has done to it since
    article = given.article
    title = link.title or article.title or _opening(article)
    named = msgspec.structs.replace(
        article, title=title, site=line(source, MAX_SOURCE_CHARACTERS) or article.site
    )
    return msgspec.structs.replace(saved, item=_with_text(change, saved.item, link, named))


def _opening(article: Article) -> str:
    """What a text that has no title begins with: its first heading, or the beginning of its first paragraph."""
    return next(
        (blocks.shown(each) for each in blocks.blocks(article.html[:MAX_OPENING_CHARACTERS]) if each.text), ""
    )


def _with_text(change: Changeset, item: Item, link: NewLink, article: Article) -> Item:
    """The item with that text, which is read from now on; highlights look for their places in it."""
    if change.has_no_room_for_text:
        raise Full
    tx, user = change.tx, change.user
    page = edits.bare(item)
    found = _head(page, link, article, change.stamp, tx.now)
    body = articles.body(tx, user, item.id) if page.article else None
    if page.article and body == (article.html, article.text):
        # The same text is the same body, found when it was found first.
        found = msgspec.structs.replace(found, version=page.article.version, found_at=page.article.found_at)
    else:
        versions.add(change, page, found, article, Origin.HANDED_IN)
    # Not a fetch: but what was never fetched would be waited for.
    page = msgspec.structs.replace(
        page, article=found, fetched_at=change.stamp, changed_at=change.stamp, fetch_reason=""
    )
    item = edits.worn(page, edits.mine(item))
    items.found(tx, user, item, None)
    edits_store.choose(tx, user, item.id, chosen=True)
    reanchoring.settle(change, item.id, article.text)
    return item


def _head(page: Item, link: NewLink, article: Article, version: int, now: int) -> ArticleHead:
    """What lists show of what was given; where that says nothing, what was known of the page before."""
    old = page.article
    before = old.details if old else ArticleExtras()
    images = article.images or before.images
    return ArticleHead(
        version=version, url=old.url if old else page.given_url, media_type="text/html",
        size=len(article.html.encode()), encoding="utf-8",
        title=line(link.title, MAX_TITLE_CHARACTERS) or article.title or (old.title if old else ""),
        excerpt=article.excerpt or (old.excerpt if old else ""), site=article.site or (old.site if old else ""),
        language=article.language or (old.language if old else ""),
        direction=article.direction or (old.direction if old else ""),
        published_at=article.published_at if article.published_at is not None or not old else old.published_at,
        found_at=now, words=article.words, has_image=int(article.has_image), has_video=int(article.has_video),
        is_article=int(article.is_article), is_index=0,
        lead_image=article.lead_image or (old.lead_image if old else ""),
        details=ArticleExtras(
            article.authors or before.authors, images, article.videos, article.icon or before.icon,
            article.amp or before.amp,
        ),
    )  # fmt: skip
