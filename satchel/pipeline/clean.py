"""The last gate: nothing leaves extraction that has not passed here."""

from __future__ import annotations

import re
from functools import lru_cache

import nh3

from satchel.pipeline.links import absolute, mail_link
from satchel.pipeline.media.srcset import parse_srcset, write_srcset
from satchel.pipeline.policy import ATTRIBUTES, EVERYWHERE, GONE, TAGS

MAX_HTML = 2_000_000  #: bytes of cleaned HTML
MAX_ENTITIES = 20_000  #: escapes; the sanitiser is quadratic in those of one text (20,000 cost 0.07 s)
_URLS = frozenset(["src", "poster", "cite"])
_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|nbsp|#\d+);")
NOTE = re.compile(r"note-[1-9]\d{0,3}")  #: names of footnotes, the only ids there are
LANGUAGE = re.compile(r"[a-z][a-z0-9+#-]{0,19}")  #: names of programming languages
_NUMBERS = frozenset(["width", "height", "colspan", "rowspan", "span", "start", "value"])
_WORDS = re.compile(r"^[\w.,:;/()<>=%\s+-]{0,200}$")


def clean(html: str) -> str:
    """HTML reduced to the allow-list of `policy`, with absolute http and https addresses only.

    Whatever comes in, what goes out is safe to put into a page: no scripts, styles, forms or
    frames, no classes or handlers, no ids but those of footnotes. The result is stable: cleaning
    it again changes nothing.
    """
    if html.count("&") > MAX_ENTITIES:
        html = _ENTITY.sub(" ", html)
    return _cleaner().clean(html)


@lru_cache(maxsize=1)
def _cleaner() -> nh3.Cleaner:
    attributes = {tag: set(names) for tag, names in ATTRIBUTES.items()}
    attributes["*"] = set(EVERYWHERE)
    return nh3.Cleaner(
        tags=set(TAGS),
        clean_content_tags=set(GONE),
        attributes=attributes,
        attribute_filter=_vetted,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
        strip_comments=True,
    )


def _vetted(tag: str, name: str, value: str) -> str | None:
    """The value that may stay, or None. Runs after the sanitiser's own checks, and trusts none of them."""
    if name == "rel":
        return "noopener noreferrer nofollow"
    if name == "href":
        return (
            value
            if tag == "a" and NOTE.fullmatch(value.removeprefix("#")) and value[0] == "#"
            else _safe_link(value)
        )
    if name == "id":
        return value if NOTE.fullmatch(value) else None
    if name in _URLS:
        return absolute(value, "") or None
    if name == "srcset":
        return write_srcset(parse_srcset(value, "")) or None
    if name in _NUMBERS:
        return value if value.isascii() and value.lstrip("-").isdigit() and len(value) < 7 else None
    if name == "loading":
        return "lazy"
    if name == "dir":
        return value if value.lower() in ("ltr", "rtl", "auto") else None
    if name in ("alt", "title", "label", "datetime", "lang", "srclang", "kind", "scope", "headers"):
        return value[:1_000]
    if name == "data-tex":
        return value if value in ("inline", "block") else None
    if name == "data-lang":
        return value if LANGUAGE.fullmatch(value) else None
    if name in ("controls", "reversed", "open"):
        return ""
    return value if _WORDS.match(value) else None


def _safe_link(value: str) -> str | None:
    if value.lower().startswith("mailto:"):
        return mail_link(value) or None
    return absolute(value, "") or None
