"""Lines of our own export on their way in: whoever edited the file may have written anything there.

What the library itself wrote passes as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from satchel.base import urls
from satchel.base.text import clean, line, tag_form
from satchel.formats.exports.lines import COLOURS, ORIGINS, STATES
from satchel.model.articles import Author, Image, Video
from satchel.model.library_file import Fetched, Line, Mark, Said, Spot, Text
from satchel.model.states import State

MAX_TITLE_CHARACTERS = 500
MAX_NOTE_CHARACTERS = 200_000
MAX_TAGS = 1_000
MAX_FOLDER_CHARACTERS = 200
MAX_KEYS = 200
MAX_TEXTS = 5
MAX_MARKS = 5_000
MAX_LISTED = 2_000  #: pictures, films or authors of a text
MAX_WHY_CHARACTERS = 4_000
MAX_PATCH_CHARACTERS = 100_000
MAX_URL_CHARACTERS = 8_192
MAX_NUMBER = 2**53 - 1
MAX_LETTERS = 2**31 - 1
#: Times of changes grow while a clock stands still, and clocks of two servers differ by a little.
LEEWAY_MS = 60_000
_KEY = re.compile("[0-9a-f]{32}")
#: A share and a second, as programs tell where somebody stands.
_SAID = re.compile(r"(0\.[0-9]{1,20}|1\.0|[0-9](\.[0-9]{1,20})?e-[0-9]{1,3}) [0-9]{1,13}")
_WEB = re.compile(r"https?://[^\s<>\"\x00-\x1f]+", re.IGNORECASE)


def vetted(given: Line, now: int) -> Line:
    """The line with nothing in it that cannot be kept. Raises `Invalid` where its address cannot be."""
    now += LEEWAY_MS
    address = urls.read(given.url).url if given.url else ""
    texts = _texts(given.texts, now)
    numbers = {old.kept: new.kept for old, new in zip(given.texts, texts, strict=False)}
    state = given.state if given.state in STATES.values() else ""
    return msgspec.structs.replace(
        given,
        saved=_time(given.saved, now), url=address, title=line(given.title, MAX_TITLE_CHARACTERS), state=state,
        read=_time(given.read, now),
        trashed=(_time(given.trashed, now) or now - LEEWAY_MS) if state == STATES[State.DELETED] else 0,
        trashed_from=given.trashed_from if given.trashed_from == "archived" else "",
        favourited=_time(given.favourited, now) if given.favourite else 0,
        tags=tuple(sorted({form for each in given.tags if (form := tag_form(each))}))[:MAX_TAGS],
        folder=line(given.folder, MAX_FOLDER_CHARACTERS), note=clean(given.note)[:MAX_NOTE_CHARACTERS],
        progress=_within(given.progress, 1000), progress_at=_time(given.progress_at, now),
        furthest=_within(given.furthest, 1000), finished=_time(given.finished, now),
        place=_spot(given.place, numbers) if given.place else None,
        keys=tuple(sorted({key for key in given.keys if _KEY.fullmatch(key)}))[:MAX_KEYS],
        led_to=given.led_to if _KEY.fullmatch(given.led_to) else "",
        fetch=_fetched(given.fetch, now) if given.fetch else None,
        edits=_said(given.edits) if given.edits else None, texts=texts, highlights=_marks(given.highlights, now),
    )  # fmt: skip


def _time(value: int, now: int) -> int:
    return value if 0 < value <= now else 0


def _within(value: int, most: int) -> int:
    return max(0, min(value, most))


def _address(text: str) -> str:
    return text if len(text) <= MAX_URL_CHARACTERS and _WEB.fullmatch(text) else ""


def _spot(given: Spot, numbers: dict[int, int]) -> Spot:
    said = given.said if _SAID.fullmatch(given.said) else ""
    return Spot(_within(given.at, MAX_LETTERS), numbers.get(given.text, 0), clean(given.quote)[:64], said)


def _fetched(given: Fetched, now: int) -> Fetched:
    return Fetched(_within(given.status, 999), clean(given.reason)[:100], _time(given.at, now))


def _said(given: Said) -> Said:
    published = given.published
    return Said(
        None if given.title is None else line(given.title, MAX_TITLE_CHARACTERS),
        None if given.authors is None else _authors(given.authors),
        published if published is None or -MAX_NUMBER <= published <= MAX_NUMBER else None,
        None if given.language is None else clean(given.language)[:35],
    )


def _authors(some: Iterable[Author]) -> tuple[Author, ...]:
    return tuple(Author(clean(each.name)[:500], _address(each.url)) for each in tuple(some)[:MAX_LISTED])


def _texts(given: tuple[Text, ...], now: int) -> tuple[Text, ...]:
    """The versions, one of them read; numbers that are no order of theirs are replaced."""
    given = given[:MAX_TEXTS]
    numbers = [each.kept for each in given]
    if numbers != sorted({number for number in numbers if 0 < number <= now}):
        numbers = [now - len(given) + place for place in range(1, len(given) + 1)]
    read = next((place for place, each in enumerate(given) if each.read), len(given) - 1)
    return tuple(
        _text(each, number, place == read, now)
        for place, (each, number) in enumerate(zip(given, numbers, strict=True))
    )


def _text(given: Text, number: int, read: bool, now: int) -> Text:
    published = given.published
    return msgspec.structs.replace(
        given,
        kept=number, read=read, origin=given.origin if given.origin in ORIGINS.values() else "",
        why=clean(given.why)[:MAX_WHY_CHARACTERS], url=_address(given.url), media_type=clean(given.media_type)[:200],
        size=_within(given.size, MAX_NUMBER), encoding=clean(given.encoding)[:100], title=clean(given.title)[:10_000],
        excerpt=clean(given.excerpt)[:MAX_NOTE_CHARACTERS], site=clean(given.site)[:10_000],
        language=clean(given.language)[:100], direction=given.direction if given.direction in ("rtl", "ltr") else "",
        authors=_authors(given.authors),
        published=published if published is None or -MAX_NUMBER <= published <= MAX_NUMBER else None,
        found=_time(given.found, now), words=_within(given.words, MAX_LETTERS),
        has_image=_within(given.has_image, 2), has_video=_within(given.has_video, 2),
        is_article=_within(given.is_article, 1), is_index=_within(given.is_index, 1),
        lead_image=_address(given.lead_image), images=_images(given.images), videos=_videos(given.videos),
        icon=_address(given.icon), amp=_address(given.amp),
        seconds=None if given.seconds is None else _within(given.seconds, MAX_LETTERS),
    )  # fmt: skip


def _images(some: tuple[Image, ...]) -> tuple[Image, ...]:
    return tuple(
        msgspec.structs.replace(
            each, width=_within(each.width, MAX_LETTERS), height=_within(each.height, MAX_LETTERS),
            alt=clean(each.alt), caption=clean(each.caption), credit=clean(each.credit),
        )
        for each in some[:MAX_LISTED] if _address(each.src)
    )  # fmt: skip


def _videos(some: tuple[Video, ...]) -> tuple[Video, ...]:
    return tuple(
        msgspec.structs.replace(
            each, vid=clean(each.vid)[:500], width=_within(each.width, MAX_LETTERS),
            height=_within(each.height, MAX_LETTERS),
            seconds=None if each.seconds is None else _within(each.seconds, MAX_LETTERS),
        )
        for each in some[:MAX_LISTED] if _address(each.src)
    )  # fmt: skip


def _marks(some: tuple[Mark, ...], now: int) -> tuple[Mark, ...]:
    return tuple(_mark(each, now) for each in some[:MAX_MARKS] if clean(each.quote).strip())


def _mark(given: Mark, now: int) -> Mark:
    start, end = given.start, given.end
    placed = start is not None and end is not None and 0 <= start < end <= MAX_LETTERS
    return msgspec.structs.replace(
        given,
        quote=clean(given.quote)[:MAX_NOTE_CHARACTERS], note=clean(given.note)[:MAX_NOTE_CHARACTERS],
        colour=given.colour if given.colour in COLOURS.values() else "yellow", made=_time(given.made, now),
        start=start if placed else None, end=end if placed else None,
        prefix=clean(given.prefix)[:64] if placed else "", suffix=clean(given.suffix)[:64] if placed else "",
        name=clean(given.name)[:200], patch=clean(given.patch)[:MAX_PATCH_CHARACTERS],
        patch_version=_within(given.patch_version, MAX_LETTERS),
    )  # fmt: skip
