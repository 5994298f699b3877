"""What people save, and what they do with it."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

import msgspec

from satchel.model.articles import Author, Image, Video
from satchel.model.conditions import Condition
from satchel.model.states import State as State
from satchel.model.text_query import TextQuery

MAX_TITLE_CHARACTERS = 500
MAX_DESCRIPTION_CHARACTERS = 5000


class NewLink(msgspec.Struct, frozen=True):
    """A link as somebody asks us to keep it."""

    url: str
    title: str = ""
    tags: tuple[str, ...] = ()
    description: str | None = None  #: None leaves what an earlier save said
    at: int | None = None  #: when the person did it, ms; None or the future mean now


class ArticleExtras(msgspec.Struct, frozen=True, omit_defaults=True):
    """The parts of an article that lists show but never search."""

    authors: tuple[Author, ...] = ()
    images: tuple[Image, ...] = ()
    videos: tuple[Video, ...] = ()
    icon: str = ""
    amp: str = ""
    seconds: int | None = None
    by_name: bool = False  #: the title is the name of the file: none was found
    copy: str = ""  #: where the copy is that is read in place of a page that is gone


class ArticleHead(msgspec.Struct, frozen=True):
    """What a fetch found, without its body. The fields are columns of the item, `version` the number of the body."""

    version: int
    url: str  #: where the page was in the end
    media_type: str
    size: int  #: bytes
    encoding: str
    title: str
    excerpt: str
    site: str
    language: str
    direction: str
    published_at: int | None
    found_at: int
    words: int
    has_image: int
    has_video: int
    is_article: int
    is_index: int
    lead_image: str
    details: ArticleExtras


class Facts(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is said of a page, by itself or by a person; None where nothing is."""

    title: str | None = None
    authors: tuple[Author, ...] | None = None
    published_at: int | None = None  #: ms; 0 for no day
    language: str | None = None


class Edits(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a person set in place of what a page says; the item's columns have what holds."""

    mine: Facts = Facts()
    page: Facts = Facts()  #: what the page says where there is something of `mine`
    given_title: str = ""  #: the one that holds again without a title of `mine`
    by_name: bool = False  #: of the page's title
    direction: str = ""  #: of the page's language


class Item(msgspec.Struct, frozen=True):
    """One person's save of one page, as lists show it. All fields but the article are columns."""

    id: int
    state: State
    favourite: bool
    added_at: int
    changed_at: int
    read_at: int
    favourited_at: int
    given_url: str  #: "" for what somebody gave us without an address of its own
    given_title: str
    description: str
    tags: tuple[str, ...]
    fetch_status: int  #: HTTP status of the last fetch; 0: none yet, or no answer
    fetch_reason: str  #: a `Reason`, or "" while all is well
    fetched_at: int  #: 0: never yet
    folder_id: int | None = None
    progress: int = 0  #: how much was read, in thousandths
    progress_at: int = 0  #: when that was, ms; the newest time wins
    edits: Edits | None = (
        None  #: what the person set otherwise than the page; all that is shown follows it already
    )
    trashed_at: int = 0  #: since when it lies in the trash, ms; 0 for what does not
    furthest: int = 0  #: the most that was ever read, in thousandths
    finished_at: int = 0  #: when the end was reached, ms; 0 for never, or unread again since
    article: ArticleHead | None = None

    @property
    def title(self) -> str:
        """The found title, else the given one, else the name of the file, else the address."""
        return self.page_title or self.given_title or self.given_url

    @property
    def page_title(self) -> str:
        """What the page is called: the title found in it; where there is none the given one, else the file's name."""
        if self.article is None:
            return ""
        return (self.given_title if self.article.details.by_name else "") or self.article.title


class Tombstone(msgspec.Struct, frozen=True):
    """What is left of a deleted item, for those who keep a copy of the list."""

    id: int
    changed_at: int


class Saved(msgspec.Struct, frozen=True):
    """The outcome of a save."""

    item: Item
    is_new: bool
    fetching: bool  #: a fetch is under way or waiting


class Kind(IntEnum):
    """What a list can be narrowed to by what the page is."""

    ARTICLE = 1
    VIDEO = 2
    IMAGE = 3


class Order(IntEnum):
    """In which order a list comes."""

    NEWEST = 1
    OLDEST = 2
    TITLE = 3
    SITE = 4
    SHORTEST = 5
    LONGEST = 6
    READ = 7  #: what was read last comes first; then what never was
    CHANCE = 8  #: in an order that looks like none, and begins each day at another place
    TRASHED = 9  #: what was deleted last comes first
    NUMBER = 10  #: by their ids: what is new comes last, and nothing ever moves


class Position(NamedTuple):
    """Where an item stands in a list: by what that is ordered, and by its id among those that are alike in it."""

    value: int | bytes
    id: int


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """Which of a person's items, in which order. `None` leaves a filter out."""

    states: tuple[State, ...] = (State.UNREAD, State.ARCHIVED)
    favourite: bool | None = None
    tag: str | None = None
    any_tag: tuple[str, ...] = ()  #: only what has one of them
    untagged: bool = False
    kind: Kind | None = None
    text: str | None = None  #: only what has this in a title or an address, be it in the middle of a word
    matching: TextQuery | None = None  #: only what has these words
    host: str | None = None
    words: tuple[int, int] | None = None  #: only articles of at least, and of less than so many words
    folder: int | None = None
    unfiled: bool = False  #: only what is in no folder
    highlighted: bool = False  #: only what somebody marked something in
    condition: Condition | None = None  #: only what fits it
    search: str = ""  #: only what people would find who write this; `browsing.widened` makes conditions of it
    saved: int = 0  #: the same, of the search that the person keeps under this number
    started: bool = False  #: only what was begun and not finished
    trashed: bool = False  #: only what lies in the trash, as it was; its state is deleted
    since: int | None = None  #: ms; only what changed at or after it
    before: int | None = None  #: ms; only what changed before it
    order: Order = Order.NEWEST
    pivot: int = 0  #: where the order by chance begins
    limit: int = 30
    offset: int = 0
    after: Position | None = None  #: only what comes behind it, however much that was
    backwards: bool = False  #: from the list's end to its beginning


class Listing(msgspec.Struct, frozen=True):
    """A page of a list."""

    items: list[Item | Tombstone]
    synced_to: int  #: ms; ask for changes since then to miss nothing
    total: int | None = None
    next: Position | None = None  #: the last one, of a page that is full: what to ask for the next page after
