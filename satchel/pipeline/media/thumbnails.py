"""Small copies of a picture beside the picture itself."""

from __future__ import annotations

import re
from collections import defaultdict
from urllib.parse import parse_qsl, unquote, urlsplit

from satchel.base.text import words_of
from satchel.pipeline.media.lists import number
from satchel.pipeline.parsing.tree import Element, remove

# How addresses say that they lead to a copy of another size.
_SIZED = re.compile(r"[-_.@](?:\d{2,4}x\d{2,4}|\d{2,4}[wpx]x?|w\d{2,4}|[123]x)(?=\.\w{3,4}$|$)", re.I)
_SMALL = re.compile(
    r"[-_.](?:thumb(?:nail)?s?|small|sm|tiny|mini|preview|xs|tn|lowres|lqip|medium|large|full|original)(?=\.\w{3,4}$|$)"
    r"|(?<![a-z])(?:thumb(?:nail)?s?|tn)[-_](?=[^/]+$)",
    re.I,
)
_FOLDER = re.compile(
    r"/(?:thumb(?:nail)?s?|small|tiny|mini|previews?|medium|large|full|originals?|w\d{2,4}|\d{2,4}x\d{2,4})(?=/)",
    re.I,
)
_THUMB = re.compile(r"thumb|[-_./](?:small|tiny|mini|preview|tn|xs|sm)[-_./]|lqip|lowres", re.I)
_SIZES = words_of("w h width height size s sz resize dpr wid hei scale maxwidth maxheight imwidth quality q")
_FORMS = words_of("fit crop auto format fm")
_NUMBERS = re.compile(r"\d{2,4}")


def drop_thumbnails(article: Element) -> None:
    """Take out the small copies of pictures that the article shows as well; the largest of each stays.

    A copy is known by an address that differs in its size alone, and by its link to the picture.
    One with a caption of its own stays.
    """
    groups: dict[str, list[Element]] = defaultdict(list)
    shown = set()
    for image in article.iter("img"):
        src = image.get("src") or ""
        if src:
            groups[_plain(src)].append(image)
            shown.add(src)
    for images in groups.values():
        if len({image.get("src") for image in images}) > 1:
            best = max(images, key=_weight)
            for image in images:
                if image.get("src") != best.get("src"):
                    _drop(image)
    for image in list(article.iter("img")):
        link = next(image.iterancestors("a"), None)
        target = link.get("href") if link is not None else None
        if target in shown and target != image.get("src"):
            _drop(image)


def _plain(src: str) -> str:
    """The address of a picture without what says its size."""
    try:
        parts = urlsplit(src)
    except ValueError:
        return src
    path = _FOLDER.sub("", _SMALL.sub("", _SIZED.sub("", _SMALL.sub("", unquote(parts.path)))))
    query = sorted(pair for pair in parse_qsl(parts.query[:1000]) if not _is_size(*pair))
    return f"{parts.netloc}{path}?{query}"


def _is_size(name: str, value: str) -> bool:
    name = name.lower()
    return name in _FORMS or (name in _SIZES and value[:1].isdigit())


def _weight(image: Element) -> tuple[bool, int]:
    """How much a copy is the picture itself: no thumbnail by its name, then its size, which may be told nowhere."""
    src = image.get("src") or ""
    sizes = [int(found) for found in _NUMBERS.findall("".join(_SIZED.findall(src)) + urlsplit(src).query)]
    told = max(number(image.get("width")), *sizes) if sizes else number(image.get("width"))
    return not _THUMB.search(src), told or (10_000 if not sizes else 0)


def _drop(image: Element) -> None:
    figure = next(image.iterancestors("figure"), None)
    if figure is not None and any(True for _ in figure.iter("figcaption")):
        return
    above = image.getparent()
    remove(image)
    while above is not None and above.tag in ("picture", "a", "figure") and not above.findall(".//img"):
        if "".join(map(str, above.itertext())).strip() or above.getparent() is None:
            return
        upper = above.getparent()
        remove(above)
        above = upper
