"""What comes out of a file: rows, what could not be one, and remarks. Nothing behind the readers knows more of it."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeAlias

import msgspec

from satchel.formats.imports.highlights import Highlight
from satchel.model.library_file import Line
from satchel.model.states import State


class Place(msgspec.Struct, frozen=True, gc=False):
    """Where in a file something stands."""

    member: str  #: name in the archive; "" in a file of its own
    line: int  #: from 1; 0 where the form has no lines
    number: int  #: of the row among all rows of its part, from 1; 0 for what is no row


class Own(msgspec.Struct, frozen=True):
    """What only a file of our own says of an item: all that its library knew."""

    line: Line
    bodies: tuple[
        tuple[str, str], ...
    ] = ()  #: HTML and text of each of its texts, not cleaned; "" for missing ones


class Row(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One saved thing, as its file has it. All texts can be stored; times are ms, 0 = unknown."""

    place: Place
    address: str = ""  #: one that `base.urls.read` takes; "" for text without an address
    title: str = ""  #: one line; "" where the file has none worth having
    title_cut: bool = False  #: the program cut it, so that any title found later is better
    saved_at: int = 0
    state: State = State.UNREAD
    read_at: int = 0
    favourite: bool = False
    favourited_at: int = 0
    tags: tuple[str, ...] = ()  #: in the order and the case of the file, no two alike
    folder: tuple[str, ...] = ()  #: names from the outermost to the innermost
    note: str = ""  #: words of the person
    excerpt: str = ""  #: words of the page, or of the program
    progress: int | None = None  #: how much was read, in thousandths
    highlights: tuple[Highlight, ...] = ()  #: no two of one quote
    html: str = ""  #: the article's own body, not cleaned
    text: str = ""  #: the same as plain text, where there is no HTML
    file: str = ""  #: name of the member that is the article (a PDF); `reading.open_member` opens it
    authors: tuple[str, ...] = ()
    published_at: int = 0
    site: str = ""
    language: str = ""
    cover: str = ""  #: address of a picture
    words: int = 0
    remarks: tuple[str, ...] = ()  #: what had to be repaired or left out, as sentences
    own: Own | None = None

    @property
    def has_body(self) -> bool:
        """Whether the file has a text of the article."""
        return bool(self.html or self.text or self.file or (self.own and self.own.line.texts))


class Reason(StrEnum):
    """Why a row of a file is none of ours. The values are stored in accounts of imports; they never change."""

    NO_ADDRESS = "no-address"
    NOT_A_LINK = "not-a-link"
    OTHER_SCHEME = "other-scheme"
    TOO_LONG = "too-long"
    NO_PUBLIC_PAGE = "no-public-page"
    DAMAGED = "damaged"
    CUT_OFF = "cut-off"
    DELETED = "deleted"
    NOT_SAVED = "not-saved"
    ASSET = "asset"

    @property
    def sentence(self) -> str:
        """The reason in words, for people."""
        return _SENTENCES[self]


_SENTENCES = {
    Reason.NO_ADDRESS: "There is no link in it.",
    Reason.NOT_A_LINK: "Where its link should be, there is something else.",
    Reason.OTHER_SCHEME: "Only http and https links can be saved.",
    Reason.TOO_LONG: "Its link is longer than 8,192 characters.",
    Reason.NO_PUBLIC_PAGE: "Its page can only be opened in the program that it comes from.",
    Reason.DAMAGED: "It is damaged and could not be understood.",
    Reason.CUT_OFF: "The file ends in the middle of it.",
    Reason.DELETED: "It was deleted in the program that it comes from.",
    Reason.NOT_SAVED: "It came from a feed and was never saved.",
    Reason.ASSET: "It is an uploaded file, which this export does not hold.",
}


class Skipped(msgspec.Struct, frozen=True):
    """A row of the file that cannot be saved. Every row of a file comes out either as a `Row` or as this."""

    place: Place
    reason: Reason
    text: str = ""  #: what is known of it, at most 1,000 characters
    detail: str = ""  #: a sentence that says more than the reason; "" for none
    mark: Highlight | None = None  #: on the article of that title, if the person has exactly one of it
    of_title: str = ""


class Remark(msgspec.Struct, frozen=True):
    """Something to know about the file that is no row of it."""

    place: Place
    text: str  #: a sentence


Read: TypeAlias = Row | Skipped | Remark
