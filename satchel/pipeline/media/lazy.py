"""Pictures that wait for a script: given their address before anything is weighed."""

from __future__ import annotations

import re

from lxml import etree

from satchel.pipeline.links import absolute
from satchel.pipeline.media.figures import is_small
from satchel.pipeline.media.lists import NUMBER, number
from satchel.pipeline.media.players import film_at
from satchel.pipeline.media.srcset import Source, largest, parse_srcset
from satchel.pipeline.media.thumbnails import without_size
from satchel.pipeline.parsing.tree import Element, length_of, put, remove, text_of

_SOURCES = (
    "data-src", "data-original", "data-lazy-src", "data-lazyload", "data-lazy", "data-original-src", "data-orig-file",
    "data-hi-res-src", "data-full-src", "data-large-file", "data-image", "data-img", "data-url", "data-src-large",
    "data-pin-media", "data-echo", "data-raw-src", "data-actualsrc", "data-img-src", "data-image-src",
    "data-runner-src", "data-delayed-url", "data-native-src", "data-default-src",
)  # fmt: skip
MAX_LAZY = 5  #: of them; the others may hold the size in which it was taken
_SETS = (
    "srcset",
    "data-srcset",
    "data-lazy-srcset",
    "data-src-set",
    "data-original-set",
    "data-responsive",
    "data-sizes-src",
)
_PLACEHOLDER = re.compile(
    r"^data:|^about:|(?:^|/)(?:blank|spacer|pixel|transparent|placeholder|gr[ea]y|loading|lazy|1x1|trans|clear)"
    r"(?:[-_]?(?:image|img|pixel|placeholder|load|gif|\d+x\d+|\d{1,2}))*\.(?:gif|png|svg|jpe?g)",
    re.I,
)
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg)(?:[?#&/]|$)", re.I)
TINY = 3  #: pixels; smaller pictures are counters (small icons inside sentences are meant)
_WIDE = re.compile(r"(?<![\w-])width\s*:\s*(?:[1-9]\d\d?%|auto)")
MAX_SIGN_LETTERS = 8
_SIGN = re.compile(r"[^\w\s]+")
_FACE = re.compile("[\u2190-\u2bff\ufe0f\u200d\U0001f000-\U0001faff]+")
MAX_STYLE_LETTERS = 1_000  #: that are looked at
_BACKGROUND = re.compile(r"""background(?:-image)?\s*:[^;]*?url\(\s*(["']?)([^"')]+)\1\s*\)""", re.I)
#: Where the background of a box waits for a script.
_BACKGROUNDS = ("data-bg", "data-background", "data-background-image", "data-bg-src", "data-thumbnail")
#: Where a box waits for a press or a script to become a player: an address, or settings with one.
_FILMS = frozenset(["data-src", "data-facadesrc", "data-settings"])
_FILM = re.compile(r"(?:https?:)?\\?/\\?/[^\s\"']+")
MAX_PLAY_LETTERS = 60  #: of a box that waits so; one that says more has its film in the background
_SHOWING = frozenset(["style", *_BACKGROUNDS, *_FILMS])
_TEMPLATE = "{width}"  #: stands in addresses for a width that a script puts there
TEMPLATE_WIDTH = "1080"  #: pixels; one that all servers with such addresses have
_NO_FILM = re.compile(r"(?!.*video)")
#: Types that every reader shows, e-readers too; where none is named it is one of these.
_COMMON = re.compile(r"(?:image/(?:jpe?g|png|gif)\s*(?:;.*)?)?$", re.I)
#: Elements that a script makes players of, and where those are.
_PLAYERS = {
    "amp-youtube": "https://www.youtube.com/embed/",
    "amp-vimeo": "https://player.vimeo.com/video/",
    "amp-dailymotion": "https://www.dailymotion.com/embed/video/",
    "lite-youtube": "https://www.youtube.com/embed/",
    "lite-vimeo": "https://player.vimeo.com/video/",
}


def is_tiny(image: Element) -> bool:
    """True for a picture that says it is a dot that counts visitors.

    One with sizes leaves its own to its style, as one of no width may; those of one that waits for a script are of
    what stands in its place.
    """
    if image.get("width") == "0" and _WIDE.search(image.get("style") or ""):
        return False
    told = [number(size) for name in ("width", "height") if NUMBER.match(size := image.get(name) or "")]
    return bool(told) and max(told) <= TINY and not any(map(image.get, ("sizes", *_SOURCES, *_SETS)))


def unpack_pictures(body: Element) -> None:
    """Make pictures of those that stand in noscript and of those of other names; of players, too."""
    for box in body.iter("div", "span", "a"):
        if not _SHOWING.isdisjoint(box.keys()):
            _show(box)
    for box in list(body.iter("noscript")):
        _unpack(box)
    waiting = ("blockquote", "iframe", *_PLAYERS)
    for shown in list(body.iter("amp-img", "amp-anim", "object", "figure", *waiting)):
        if shown.tag in waiting:
            _play(shown)
        else:
            _rename(shown)


def _play(shown: Element) -> None:
    """Make a frame of a player or a post that waits for a script, with nothing of what is shown until then."""
    vid = shown.get("data-videoid") or shown.get("videoid") if shown.tag in _PLAYERS else None
    if vid:
        shown.set("src", _PLAYERS[str(shown.tag)] + vid)
    elif shown.tag == "blockquote":
        vid = next((shown.get(name, "") for name in map(str, shown.keys()) if "permalink" in name), "")
        if film_at(vid) is None:
            return
        shown.set("src", vid)
    elif shown.tag != "iframe":
        return
    shown.tag, shown.text, shown[:] = "iframe", None, []


def _show(box: Element) -> None:
    """Make a picture of an empty box that says that it shows one as its background; put one into a link to it.

    A box of words that says so, as covers do, shows it above them. Make a player of one that waits to be one.
    """
    if not _FILMS.isdisjoint(box.keys()) and (film := _film_of(box)) and length_of(box) <= MAX_PLAY_LETTERS:
        box.tag = "iframe"
        box.set("src", film)
        return
    called, empty = box.get("role") == "img", not len(box) and not (box.text or "").strip()
    if not (called or empty):
        return
    found = _BACKGROUND.search((box.get("style") or "")[:MAX_STYLE_LETTERS])
    address = found[2] if found else next(filter(None, map(box.get, _BACKGROUNDS)), "")
    if not address:
        return
    said = box.get("aria-label") or ""
    if box.tag == "a":
        href = box.get("href") or ""
        if _PICTURE.search(href[:1000]):
            etree.SubElement(box, "img", src=href, alt=said)
        return
    figure, above = next(box.iterancestors("figure"), None), box.getparent()
    is_figure = figure is not None and figure.find(".//img") is None
    if box.tag == "div" and not empty:
        image = etree.Element("img", src=address, alt=said)
        image.tail, box.text = box.text, None
        box.insert(0, image)
    elif is_figure or box.get("role") == "img" or (above is not None and above.get("role") == "img"):
        box.tag = "img"
        box.set("src", address)
        box.set("alt", said)


def _film_of(box: Element) -> str:
    """The address of a known player in what a box keeps for a script; "" when there is none."""
    found = (
        _FILM.search((box.get(name) or "")[:MAX_STYLE_LETTERS])
        for name in map(str, box.keys())
        if name in _FILMS
    )
    addresses = (one[0].replace("\\", "") for one in found if one)
    return next((address for address in addresses if film_at(address) is not None), "")


def _rename(image: Element) -> None:
    """Make a picture of an element of another name that is one, with nothing of what is shown until it is there."""
    address = image.get("src")
    if image.tag == "object":
        address = image.get("data") if (image.get("type") or "").startswith("image/") else None
    elif image.tag == "figure":
        address = image.get("itemid") if image.find(".//img") is None else None
        image = etree.SubElement(image, "img") if address else image
    if image.tag.startswith("amp-") or address:
        image.tag = "img"
        image.set("src", address or "")
        for child in list(image):
            image.remove(child)


def settle_pictures(body: Element, base: str) -> None:
    """Give every picture its real `src` and `srcset`, those that are unpacked included.

    One that stands for a sign, such as a smile, becomes it.
    """
    for image in body.iter("img"):
        alt = image.get("alt") or ""
        if len(alt) <= MAX_SIGN_LETTERS and (
            _FACE.fullmatch(alt) or (is_small(image) and _SIGN.fullmatch(alt))
        ):
            image.tag, image.text = "span", alt
            image.attrib.clear()
        else:
            settle(image, base)


def settle(image: Element, base: str) -> None:
    """Set `src` to the best address known and `srcset` to absolute ones; both may end up missing."""
    own = [source for source in _sets(image, base) if not _PLACEHOLDER.search(source.url)]
    address = _address(image, own + _sets_around(image, base), base)
    # Twice as many pixels as some screen needs: "2x" of a source for that screen may be less than `src`.
    wide = [source for source in _sets_around(image, base, _COMMON) if source.size.endswith("w")]
    put(image, "src", _larger(image, address, own + wide))
    sized = [source for source in own if source.size]
    put(
        image, "srcset", ", ".join(f"{each.url} {each.size}" for each in sized[:12]) if len(sized) > 1 else ""
    )


def _sets(element: Element, base: str) -> list[Source]:
    return [source for name in _SETS if (value := element.get(name)) for source in parse_srcset(value, base)]


def _sets_around(image: Element, base: str, kind: re.Pattern[str] = _NO_FILM) -> list[Source]:
    """What the `picture` around the image offers in types of that `kind`."""
    parent = image.getparent()
    if parent is None or parent.tag != "picture":
        return []
    pictures = (one for one in parent.iter("source") if kind.match(one.get("type") or ""))
    return [source for one in pictures for source in _sets(one, base)]


def _larger(image: Element, address: str, sources: list[Source]) -> str:
    """The largest of a picture's sizes, where that is larger than the one at `address`.

    Browsers look at `src` only when there are no sizes; many sites have the smallest one there.
    """
    sized = [source for source in sources if source.size]
    best = largest(sized)
    if not best or not address or best == address:
        return address
    width = max(source.width for source in sized if source.url == best)
    known = max(
        (source.width for source in sized if source.url == address), default=number(image.get("width"))
    )
    return best if width > known else address


def _address(image: Element, sources: list[Source], base: str) -> str:
    src = image.get("src", "")
    empty = not src or bool(_PLACEHOLDER.search(src))
    address = "" if empty else absolute(src, base)
    if not empty and "lazy" not in image.get("class", ""):
        # The same picture in another size waits for a script; without one, what is shown is the picture.
        larger = _waiting(image, base, _SOURCES[:MAX_LAZY])
        again = bool(larger) and without_size(larger) == without_size(address)
        return larger if again else address or largest(sources)
    return _waiting(image, base, _SOURCES) or address or largest(sources) or _any_picture(image, base)


def _waiting(image: Element, base: str, names: tuple[str, ...]) -> str:
    return next((found for name in names if (found := _usable(image.get(name), base))), "")


def width_of(image: Element, base: str) -> float:
    """How many pixels wide a picture is, in its largest size; 0 where it does not tell."""
    sources = _sets(image, base) + _sets_around(image, base)
    widths = (source.width for source in sources if source.size.endswith("w"))
    return max(number(image.get("width")), *widths, 0)


def _usable(value: str | None, base: str) -> str:
    if not value or value.startswith(("{", "[", "data:")):
        return ""
    return absolute(value.split()[0].replace(_TEMPLATE, TEMPLATE_WIDTH), base) if value.strip() else ""


def _any_picture(image: Element, base: str) -> str:
    """An attribute of any name that looks like the address of a picture."""
    for name in list(map(str, image.attrib)):
        value = image.get(name) or ""
        if (
            name not in ("alt", "title", "class")
            and _PICTURE.search(value[:1000])
            and " " not in value.strip()
        ):
            found = absolute(value, base)
            if found and not _PLACEHOLDER.search(value):
                return found
    return ""


def _unpack(box: Element) -> None:
    """A noscript with one picture or film holds the real one of the placeholder before (or after) it."""
    images = list(box.iter("img", "iframe"))
    parent = box.getparent()
    if parent is None:
        return
    if len(images) != 1 or text_of(box):
        remove(box)
        return
    image = images[0]
    for other in (box.getprevious(), box.getnext()):
        if other is None:
            continue
        waiting = other if other.tag == image.tag else next(iter(other.iter(image.tag)), None)
        if waiting is not None and not text_of(other) and sum(1 for _ in other.iter(image.tag)) == 1:
            for name, value in image.attrib.items():
                if name in ("src", "srcset", "sizes", "alt", "width", "height") and value:
                    waiting.set(name, value)
            waiting.set("class", "")
            remove(box)
            return
    image.tail = None
    box.addprevious(image)
    remove(box)
