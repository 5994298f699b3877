"""What a fetch found: the article and its parts."""

from __future__ import annotations

from enum import IntEnum

import msgspec


class Presence(IntEnum):
    """Whether a page has pictures (or films), or is one."""

    NONE = 0
    CONTAINS = 1
    IS = 2


class Player(IntEnum):
    """Where a film plays. The numbers are stored; they never change."""

    YOUTUBE = 1
    VIMEO = 2
    VIMEO_FLASH = 3
    VIMEO_FRAME = 4
    FILE = 5
    FLASH = 6
    FRAME = 7
    BRIGHTCOVE = 8
    DAILYMOTION = 9


class Author(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who wrote a page."""

    name: str
    url: str = ""


class Image(msgspec.Struct, frozen=True, omit_defaults=True):
    """A picture in a page; sizes in pixels, 0 where they are unknown."""

    src: str
    width: int = 0
    height: int = 0
    alt: str = ""
    caption: str = ""
    credit: str = ""


class Video(msgspec.Struct, frozen=True, omit_defaults=True):
    """A film in a page; `vid` is its id at the player."""

    src: str
    player: Player = Player.FRAME
    vid: str = ""
    width: int = 0
    height: int = 0
    seconds: int | None = None


class Article(msgspec.Struct, frozen=True, omit_defaults=True):
    """Everything that extraction says about one page.

    `html` is cleaned and complete: absolute addresses, allow-listed elements, safe to show.
    `text` is the same as plain text. Times are milliseconds since 1970.
    """

    title: str = ""
    html: str = ""
    text: str = ""
    excerpt: str = ""
    site: str = ""
    language: str = ""  #: BCP 47 tag as declared, e.g. "en" or "pt-BR"
    direction: str = ""  #: "rtl", "ltr" or "" when unknown
    authors: tuple[Author, ...] = ()
    published_at: int | None = None
    updated_at: int | None = None
    words: int = 0
    lead_image: str = ""
    images: tuple[Image, ...] = ()
    videos: tuple[Video, ...] = ()
    has_image: Presence = Presence.NONE
    has_video: Presence = Presence.NONE
    is_article: bool = False
    is_index: bool = False
    canonical: str = ""  #: the page's own declaration, absolute; not yet believed
    amp: str = ""
    icon: str = ""
    encoding: str = ""  #: lower-case name of the charset that was used, e.g. "utf-8"
    seconds: int | None = None  #: length of a film or recording that the page is
    next_page: str = ""  #: where its next part is, when the page is one of several parts; on the same site
    refresh: str = ""  #: where the page leads by itself, when it is only a redirection; maybe to itself
    by_name: bool = False  #: the page has no title: `title` is the name of its file; a given one is better
    log: tuple[str, ...] = ()  #: why it came out like this: which candidate won, what was removed
