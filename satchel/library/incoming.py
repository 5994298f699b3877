"""What comes in: a row of a file, made ready for the list while nobody waits for the database."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from satchel.base import urls
from satchel.base.text import line, tag_form
from satchel.formats.imports.highlights import Highlight as Mark
from satchel.formats.imports.row import Own, Place, Read, Remark, Row, Skipped
from satchel.formats.imports.saying import say
from satchel.library import own_rows
from satchel.library.own_rows import OwnText
from satchel.library.saving import MAX_TITLE_CHARACTERS
from satchel.model.articles import Article
from satchel.model.highlights import Highlight
from satchel.model.imports import Archived, Choices, Folders
from satchel.model.items import Item, State
from satchel.model.places import FINISHED
from satchel.store.derived import derived

MAX_NOTE_CHARACTERS = 20_000
MAX_TAGS = 200  #: of one row
TAG_BYTES = 200  #: of text that take as long to be kept as a tag
MAX_FOLDER_CHARACTERS = 200
#: What the account keeps of a row.
MAX_SHOWN_CHARACTERS = 1_000
#: Between the names of a folder and of the one in it: ours have one level.
STEP = " / "

_encoder = msgspec.json.Encoder()
_NOWHERE = Place("", 0, 0)


class Incoming(msgspec.Struct):
    """A row, ready. `item` has the id 0, and None stands for a row that cannot come in."""

    number: int  #: in the file, from 1
    place: str
    address: str
    title: str
    digest: bytes
    remarks: str = ""
    why: str = ""
    item: Item | None = None
    key: bytes = b""  #: of its address
    derived: dict[str, object] = {}
    folder: str = ""
    is_excerpt: bool = (
        False  #: its description is what the file says of the page, and nothing that the person wrote
    )
    highlights: tuple[Highlight, ...] = ()  #: with the id 0
    row: Row | None = None  #: while it has a body that is to be read
    article: Article | None = None
    own: Own | None = None  #: what only a file of our own says; its item is complete, but for its numbers
    texts: tuple[OwnText, ...] = ()  #: of such an item, cleaned
    of_title: str = ""  #: it has no address, and marks the item of that title

    @property
    def weight(self) -> int:
        """About how many bytes of text it holds, with as many for its tags as take as long to be kept."""
        body = len(self.row.html) + len(self.row.text) if self.row else 0
        body += sum(len(html) + len(text) for html, text in self.own.bodies) if self.own else 0
        body += TAG_BYTES * len(self.item.tags) if self.item else 0
        return body + (len(self.article.html) + len(self.article.text) if self.article else 0)


def incoming(
    read: Iterable[Read], choices: Choices, made_at: int, after: int = 0, *, is_newest_first: bool = True
) -> Iterator[Incoming]:
    """Rows of a file as what comes in, without the first `after`; remarks on the file as a whole are left out.

    What has no time of its own gets that of the import, in the order of the file.
    """
    number = 0
    marked = _encoder.encode((choices.tags, choices.folders))
    for each in read:
        if isinstance(each, Remark):
            continue
        number += 1
        if number > after:
            at = made_at - number if is_newest_first else made_at + number
            yield prepared(each, number, choices, at, marked)


def prepared(each: Row | Skipped, number: int, choices: Choices, at: int, marked: bytes = b"") -> Incoming:
    """One row, saved `at` (ms) if it does not say when.

    `marked` are choices that are part of what makes a row the same as another one.
    """
    place = where(each.place)
    digest = hashlib.blake2b(marked, digest_size=16)
    digest.update(_encoder.encode(msgspec.structs.replace(each, place=_NOWHERE)))
    if isinstance(each, Skipped):
        return Incoming(
            number, place, "", each.text, digest.digest(), each.detail, str(each.reason),
            highlights=_highlights((each.mark,), max(1, at)) if each.mark else (), of_title=each.of_title,
        )  # fmt: skip
    if each.own is not None:
        return _of_own(each, each.own, number, choices, at, digest.digest())
    remarks = list(each.remarks)
    saved = each.saved_at or max(1, at)
    note = _note(each, remarks)
    state = _state(each, choices)
    folder, more = _folder(each, choices, state)
    tags = sorted({form for tag in (*each.tags, *choices.tags, *more) if (form := tag_form(tag))})
    if len(tags) > MAX_TAGS:
        remarks.append(say("Only the first %(n)s of its tags were kept.", n=MAX_TAGS))
        tags = tags[:MAX_TAGS]
    address = urls.read(each.address) if each.address else None
    item = Item(
        id=0, state=state, favourite=each.favourite, added_at=saved, changed_at=0,
        read_at=each.read_at if state == State.ARCHIVED else 0,
        favourited_at=(each.favourited_at or saved) if each.favourite else 0,
        given_url=address.url if address else "", given_title=line(each.title, MAX_TITLE_CHARACTERS),
        description=note, tags=tuple(tags), fetch_status=0, fetch_reason="", fetched_at=0,
        progress=each.progress or 0, progress_at=(each.read_at or saved) if each.progress else 0,
        furthest=each.progress or 0, finished_at=(each.read_at or saved) if (each.progress or 0) >= FINISHED else 0,
    )  # fmt: skip
    has_body = bool(each.html or each.text or each.file)
    return Incoming(
        number, place, each.address[:MAX_SHOWN_CHARACTERS], item.given_title, digest.digest(), "\n".join(remarks),
        item=item, key=address.key if address else digest.digest(), derived=derived(item), folder=folder,
        is_excerpt=not each.note,
        highlights=_highlights(each.highlights, saved), row=each if has_body else None,
    )  # fmt: skip


def _of_own(each: Row, own: Own, number: int, choices: Choices, at: int, digest: bytes) -> Incoming:
    """A row of a file of our own: as it was, but for what was chosen."""
    line = own.line
    state = each.state if each.state == State.DELETED else _state(each, choices)
    tags = {*line.tags, *choices.tags}
    folder = line.folder if choices.folders is Folders.FOLDERS else ""
    if line.folder and choices.folders is Folders.TAGS and (form := tag_form(line.folder)):
        tags.add(form)
    item = own_rows.item(line, state, line.saved or max(1, at), tuple(sorted(tags)))
    address = urls.read(item.given_url) if item.given_url else None
    return Incoming(
        number, where(each.place), each.address[:MAX_SHOWN_CHARACTERS], item.given_title, digest,
        "\n".join(each.remarks), item=item, key=address.key if address else own_rows.key(line, digest),
        derived=derived(item),
        folder=folder, highlights=tuple(own_rows.highlight(mark, item.added_at) for mark in line.highlights),
        row=each if line.texts else None, own=own,
    )  # fmt: skip


def where(place: Place) -> str:
    """Where a row stands, in words that need no language: member, line or number."""
    at = f"{place.line}" if place.line else f"#{place.number}"
    return f"{place.member}:{at}" if place.member else at


def _state(row: Row, choices: Choices) -> State:
    if choices.archived is Archived.KEEP:
        return row.state
    return State.UNREAD if choices.archived is Archived.UNREAD else State.ARCHIVED


def _folder(row: Row, choices: Choices, state: State) -> tuple[str, tuple[str, ...]]:
    """The folder that a row goes to, and tags in place of one: only what is unread is in a folder."""
    name = line(STEP.join(row.folder), MAX_FOLDER_CHARACTERS)
    if not name or choices.folders is Folders.NOTHING:
        return "", ()
    if choices.folders is Folders.TAGS or state != State.UNREAD:
        return "", (name,)
    return name, ()


def _note(row: Row, remarks: list[str]) -> str:
    """What the person wrote; where that is nothing, what the file says of the page."""
    text = (row.note or row.excerpt).strip()
    if len(text) > MAX_NOTE_CHARACTERS:
        remarks.append(say("Its note was cut after %(n)s characters.", n=f"{MAX_NOTE_CHARACTERS:,}"))
    return text[:MAX_NOTE_CHARACTERS]


def _highlights(marks: Sequence[Mark], saved: int) -> tuple[Highlight, ...]:
    return tuple(
        Highlight(
            0, "", each.quote[:MAX_NOTE_CHARACTERS],
            "\n\n".join(filter(None, (each.note, " ".join(f"#{tag}" for tag in each.tags))))[:MAX_NOTE_CHARACTERS],
            each.colour, None, None, "", "", "", 2, each.made_at or saved, 0,
        )
        for each in marks[:1000]
    )  # fmt: skip
