"""The pictures and films of an article, as lists, taken from its final tree."""

from __future__ import annotations

import re

from satchel.model.articles import Image, Player, Video
from satchel.pipeline.links import absolute
from satchel.pipeline.media.players import film_at, frame_address
from satchel.pipeline.metadata.title import plain
from satchel.pipeline.parsing.tree import Element, text_of

MAX_IMAGES = 100
MAX_VIDEOS = 20
NUMBER = re.compile(r"^\s*(\d{1,5})(?:\.\d+)?\s*(?:px)?\s*$")
_CREDIT = re.compile(r"credit|copyright|photographer|attribution|\bsource\b", re.I)
_WRITTEN_CREDIT = re.compile(
    r"(?:^|[.\s(])((?:photo(?:graph)?|image|picture|credit|foto|bild)s?\s*(?:by|:|credit:|/)\s*[^.()]{2,80})\)?\.?$",
    re.I,
)
_CLOCK = re.compile(r"^P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?$", re.I)


def number(value: str | None) -> int:
    """A length in pixels; 0 when it is none (per cent, words)."""
    found = NUMBER.match(value) if value else None
    return int(found[1]) if found else 0


def images_of(article: Element) -> tuple[Image, ...]:
    """Every picture with its size, alternative text, caption and credit; each address once, at most 100."""
    found: dict[str, Image] = {}
    for image in article.iter("img"):
        src = image.get("src") or ""
        if not src or src in found:
            continue
        caption, credit = _caption(image)
        found[src] = Image(
            src=src[:4096],
            width=number(image.get("width")),
            height=number(image.get("height")),
            alt=plain(image.get("alt") or "", 500),
            caption=plain(caption, 1_000),
            credit=plain(credit, 300),
        )
        if len(found) >= MAX_IMAGES:
            break
    return tuple(found.values())


def _caption(image: Element) -> tuple[str, str]:
    for level, above in enumerate(image.iterancestors()):
        if level > 5:
            break
        if above.tag == "figure":
            captions = list(above.iter("figcaption"))
            if not captions:
                return "", ""
            text = text_of(captions[0])
            for inner in captions[0].iter():
                if inner is not captions[0] and (
                    inner.tag == "cite" or _CREDIT.search(inner.get("class") or "")
                ):
                    credit = text_of(inner)
                    return text.replace(credit, "").strip(), credit
            written = _WRITTEN_CREDIT.search(text)
            if written:
                return text[: written.start(1)].rstrip(" ("), written[1]
            return text, ""
    return "", ""


def seconds_of(value: str) -> int | None:
    """The length of a film: ISO 8601 ("PT1H2M3S") or plain seconds; None when unreadable."""
    value = value.strip()
    if value.isascii() and value.isdigit() and len(value) < 7:
        return int(value)
    found = _CLOCK.match(value[:40])
    if not found or not any(found.groups()):
        return None
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    total = ((days * 24 + hours) * 60 + minutes) * 60 + seconds
    return total if 0 < total < 10_000_000 else None


def video_of(element: Element, base: str) -> Video | None:
    """The film that an element of the page plays; None when it plays none."""
    if element.tag in ("video", "audio"):
        src = element.get("src") or next(
            (one.get("src") or "" for one in element.iter("source") if one.get("src")), ""
        )
        address = absolute(src or element.get("data-src"), base)
        if not address or element.tag == "audio":
            return None
        return Video(address, Player.FILE, "", number(element.get("width")), number(element.get("height")))
    address = frame_address(element)
    film = film_at(address)
    if film is None:
        return None
    return Video(
        absolute(address, base) or film.watch,
        film.player,
        film.vid,
        number(element.get("width")),
        number(element.get("height")),
    )
