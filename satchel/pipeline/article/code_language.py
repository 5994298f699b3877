"""What a code block is written in, by the names that highlighters give to it and to the boxes around it."""

from __future__ import annotations

import re
from itertools import chain

from satchel.base.text import lines_of
from satchel.pipeline.parsing.tree import Element

MAX_BOXES_ABOVE = 3  #: around a block, that may say it
_ATTRIBUTES = ("data-lang", "data-language", "data-code-lang", "lang-name")
_NAMED = re.compile(
    r"(?:^|\s)(?:language|lang|brush:?|highlight-source|highlight-text|highlight|sourceCode|hljs)[-_:\s]\s?(?!(?:language|lang|highlight|hljs)[-_:])([a-z][a-z0-9+#-]{0,19})(?=$|[\s;])",
    re.I,
)
#: Languages by their other names; "-" for what such names say besides.
_SAME = {
    name: language
    for language, *names in map(str.split, lines_of(__package__, "code_languages.txt"))
    for name in names
}


def language_of(block: Element) -> str:
    """The language of a block of code in small letters; "" where nothing says it."""
    inside = block[0] if len(block) == 1 and block[0].tag == "code" else None
    above = [
        box
        for box, _ in zip(block.iterancestors(), range(MAX_BOXES_ABOVE), strict=False)
        if _is_box(box, block)
    ]
    for element in (inside, block, *above):
        if element is None:
            continue
        told = (element.get(name) or "" for name in _ATTRIBUTES)
        named = (match[1] for match in _NAMED.finditer(element.get("class") or ""))
        if found := next(filter(None, map(_known, chain(told, named))), ""):
            return found
    return ""


def _is_box(box: Element, block: Element) -> bool:
    """Whether a box holds that block of code and no other."""
    return box.tag in ("div", "figure", "td", "tr", "tbody", "table") and sum(1 for _ in box.iter("pre")) <= 2


def _known(name: str) -> str:
    name = name.strip().lower()
    name = _SAME.get(name, name)
    return name if re.fullmatch(r"[a-z][a-z0-9+#-]{0,19}", name) else ""
