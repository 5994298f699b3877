"""Imports: a file of links that a person brings along, and what became of each of its rows."""

from __future__ import annotations

from enum import IntEnum, StrEnum

import msgspec

from satchel.model.states import State


class ImportStatus(IntEnum):
    """How far an import has come. The numbers are stored; they never change."""

    LOOKING = 0  #: the file is being looked at; nothing has been written
    LOOKED = 1  #: the person has seen what is in it, and is to say whether it comes in
    UNDER_WAY = 2
    DONE = 3
    STOPPED = 4  #: by the person: what had come in by then is in
    REFUSED = 5  #: the file cannot be read, or may not be kept
    BEING_UNDONE = 6
    UNDONE = 7
    FAILED = 8  #: it came to no end by itself: what had come in by then is in


class Outcome(IntEnum):
    """What became of a row. The numbers are stored; they never change."""

    NEW = 0  #: an item was made of it
    JOINED = 1  #: the item was there
    SKIPPED = 2


class Why(StrEnum):
    """Why a row made no item of its own, as far as that is ours to say; readers of files have reasons beside these.

    The names are stored.
    """

    DELETED_HERE = "deleted-here"  #: the person deleted it here
    LIST_FULL = "list-full"  #: the person may not have more items
    SAME_ROW = "same-row"  #: a row before it is of the same page
    SEEN = "seen"  #: the very same row came in before


class Folders(StrEnum):
    """What becomes of the folders of a file."""

    FOLDERS = "folders"
    TAGS = "tags"
    NOTHING = "nothing"


class Archived(StrEnum):
    """Where things go by whether they are archived in the file."""

    KEEP = "keep"  #: as in the file
    UNREAD = "unread"  #: all to the unread list
    ALL = "all"  #: all to the archive


class Choices(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a person chose when they had seen what is in a file."""

    tags: tuple[str, ...] = ()  #: that everything gets
    archived: Archived = Archived.KEEP
    folders: Folders = Folders.FOLDERS
    revive: bool = False  #: what the person deleted here comes back
    copies: bool = False  #: copies of pages that are gone are looked for in an archive of the web
    parts: tuple[str, ...] | None = None  #: which parts of the file; None for all
    answers: dict[str, str] = {}  #: to questions of the reader, by their names


class Shown(msgspec.Struct, frozen=True, omit_defaults=True):
    """One row of a file as we understand it, before anything is written."""

    place: str
    address: str = ""
    title: str = ""
    saved: int = 0  #: ms; 0 for unknown
    archived: bool = False
    favourite: bool = False
    tags: tuple[str, ...] = ()
    folder: str = ""
    highlights: int = 0
    body: bool = False
    why: str = ""  #: why it will be skipped; "" for one that comes in


class Part(msgspec.Struct, frozen=True, omit_defaults=True):
    """One list in a file that has several."""

    name: str
    kind: str = ""  #: what people call it
    size: int = 0  #: bytes
    is_usual: bool = True  #: it comes in unless the person chooses otherwise
    more: int = 0  #: files of it beside the one by which it is called


class Question(msgspec.Struct, frozen=True, omit_defaults=True):
    """What only the person can say of a file: which of these answers, the first if they say nothing."""

    name: str
    question: str
    options: tuple[tuple[str, str], ...]  #: value, and what people read


class Look(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is in a file."""

    kind: str = ""
    rows: int = 0
    known: int = 0  #: rows whose address the person has already
    deleted: int = 0  #: and rows whose address they had and deleted
    repeated: int = 0  #: rows whose address an earlier row has
    skipped: int = 0
    archived: int = 0
    favourites: int = 0
    tagged: int = 0
    tags: int = 0  #: different ones
    folders: int = 0
    highlights: int = 0
    notes: int = 0
    bodies: int = 0
    oldest: int = 0  #: ms
    newest: int = 0
    first: tuple[Shown, ...] = ()
    skips: tuple[Shown, ...] = ()  #: the first that will be skipped
    whys: dict[str, int] = {}  #: how many will be skipped for which reason
    parts: tuple[Part, ...] = ()
    questions: tuple[Question, ...] = ()
    remarks: tuple[str, ...] = ()  #: of the reader, on the file as a whole


class Import(msgspec.Struct, frozen=True):
    """One import. All fields are columns; `rows` is the sum of the three after it."""

    id: int
    name: str  #: of the file, as its owner calls it
    file: str  #: where the server keeps it meanwhile: a name in its own folder; "" when it is gone
    digest: str  #: SHA-256 of the file, in hex
    size: int  #: bytes
    kind: str
    status: ImportStatus
    choices: Choices
    look: Look
    made_at: int  #: ms
    ended_at: int = 0
    rows: int = 0  #: that were dealt with
    new: int = 0
    joined: int = 0
    skipped: int = 0
    highlights: int = 0  #: that came in
    undone: int = 0  #: rows whose items are as they were before; of an undoing
    kept: int = 0  #: and rows whose items have changed since, and stay
    place: int = 0  #: the last row that was undone
    error: str = ""  #: why a file was refused, in words
    act_id: int = 0  #: its entry among what the person did
    folders: tuple[int, ...] = ()  #: that it made

    @property
    def is_under_way(self) -> bool:
        """Whether something goes on without the person."""
        return self.status in (ImportStatus.LOOKING, ImportStatus.UNDER_WAY, ImportStatus.BEING_UNDONE)


class Added(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a row brought to its item: what undoing takes away again, unless the person changed it since.

    Of a new item that is all that it was; of one that was there only what it lacked.
    """

    state: State | None = None
    was_state: State | None = None  #: where an item was that changed its list
    saved: int = 0
    was_saved: int = 0
    favourite: bool = False
    tags: tuple[str, ...] = ()
    folder: int = 0
    title: str = ""
    note: str = ""  #: what was written, or written behind what was there
    excerpt: bool = False  #: `note` is what the file says of the page: it goes when the page has been read
    highlights: tuple[int, ...] = ()
    body: bool = False
    revived: bool = False  #: it was deleted before

    def __bool__(self) -> bool:
        return self != _NOTHING


_NOTHING = Added()


class Fate(msgspec.Struct, frozen=True):
    """What became of one row: a line of the account."""

    number: int  #: in the file, from 1
    outcome: Outcome
    why: str  #: a `Why`, or a reason of the reader; "" for nothing to say
    place: str  #: where it stands in the file
    address: str
    title: str
    item_id: int  #: 0 for none, and for one that is gone for good
    same_as: int  #: the row that came before it; 0 for none
    added: Added
    remarks: str  #: what was repaired or left out of it, and what more is known, a sentence a line
    digest: bytes  #: of what the row says and what was chosen, 16 bytes
    marks: int = (
        0  #: bit 1: the item became one with another, bit 2: undone, bit 4: left as it was by an undoing
    )


MOVED, UNDONE, LEFT = 1, 2, 4
