"""Cheap guards against pages that are made to hang a parser.

Both parsers are quadratic in the attributes of one tag and in the depth of nesting, so a
small page can cost minutes. One linear scan over the tags cuts what no honest page has.
"""

from __future__ import annotations

import re

from satchel.base.text import words_of

MAX_LETTERS = 10_000_000  #: of a decoded page; the fetcher reads 10 MB at most
MAX_MARKUP = 2_500_000  #: outside scripts and styles; the largest honest pages (encyclopedias) have 2 MB
MAX_TAG = 1_000  #: letters of one tag that need no closer look: not quadratic enough to matter
MAX_ATTRIBUTES = 60  #: kept of a tag that is longer than that
MAX_VALUE = 20_000  #: letters of one attribute of such a tag; whole srcsets and data URLs of icons fit
MAX_DEPTH = 200  #: open elements; the deepest honest page of 700 had 90
MAX_TAGS = 60_000  #: in one page; every one costs Python's time

# A tag as parsers see it: quotes count only after an equals sign.
_TAG = re.compile(
    r"<(?:(/?)([a-zA-Z][^\s/>]*+)(?:>|[^>=]*+(?:=\s*+(?:\"[^\"]*+\"|'[^']*+')?+[^>=]*+)*+>?)|!--)",
)
_ATTRIBUTE = re.compile(r"([^\s\"'>/=<]{1,100}+)(?:\s*+=\s*+(\"[^\"]*+\"|'[^']*+'|[^\s\"'>]++))?")
_RAW_END = {
    name: re.compile(rf"</(?i:{name})") for name in ("script", "style", "textarea", "title", "xmp", "iframe")
}
# As browsers end them: "<!-->" is a whole comment, so the search begins two letters early.
_COMMENT_END = re.compile(r"--!?>")
# These close themselves when the next one opens, so counting them says nothing about depth.
_IMPLIED = words_of(
    "p li dt dd tr td th tbody thead tfoot option optgroup colgroup rp rt html head body",
    "area base br col embed hr img input link meta source track wbr param frame keygen",
)

_DRAWN = words_of("path rect circle use line polygon g stop")  # in drawings these may close themselves


def guard(text: str) -> tuple[str, tuple[str, ...]]:
    """The page without what would take a parser quadratic time, and notes on what was cut.

    An honest page comes back as it is. Linear in the length of the text.
    """
    notes: list[str] = []
    if len(text) > MAX_LETTERS:
        text = text[:MAX_LETTERS]
        notes.append(f"cut: more than {MAX_LETTERS} letters")
    edits, end = _Scan(text, notes).run()
    if not edits and end == len(text):
        return text, tuple(notes)
    parts: list[str] = []
    done = 0
    for start, stop, replacement in edits:
        parts += [text[done:start], replacement]
        done = stop
    parts.append(text[done:end])
    return "".join(parts), tuple(notes)


class _Scan:
    """One walk over the tags of a page."""

    def __init__(self, text: str, notes: list[str]) -> None:
        self.text = text
        self.notes = notes
        self.edits: list[tuple[int, int, str]] = []
        self.depth: dict[str, int] = {}
        self.open = 0
        self.dropped: dict[str, int] = {}
        self.never_closed: set[str] = set()
        self.cut_tags = 0
        self.tags = 0
        self.raw = 0
        self.end = len(text)
        self.crowded = len(text) > MAX_MARKUP or text.count("<") > MAX_TAGS
        self.deepest = False

    def run(self) -> tuple[list[tuple[int, int, str]], int]:
        """The edits to make, in order, and where the page ends."""
        position: int | None = 0
        while position is not None:
            position = self._stretch(position)
        return self.edits, self.end

    def _stretch(self, position: int) -> int | None:
        """Look at the tags from `position` up to the next raw text; gives where that ends, None at the end."""
        text, implied, depth, crowded = self.text, _IMPLIED, self.depth, self.crowded
        for found in _TAG.finditer(text, position):
            closing, name = found.groups()
            start, position = found.span()
            if name is None:
                return self._skipped(position, self._after(_COMMENT_END, "--", position - 2, position))
            if crowded and self._is_too_much(start):
                return None
            if position - start < MAX_TAG:
                if name in implied:
                    continue
                known = depth.get(name)
                # Nearly all tags need no closer look: of a name seen before, at an honest depth.
                if known is not None and not self.dropped and name not in _DRAWN:
                    if closing:
                        if known:
                            depth[name] = known - 1
                            self.open -= 1
                        continue
                    if self.open < MAX_DEPTH:
                        depth[name] = known + 1
                        self.open += 1
                        continue
            attributes = text[found.end(2) : position].removesuffix(">")
            name = name.lower()
            if position - start > MAX_TAG and (closing or self._is_flood(attributes)):
                self.edits.append((start, position, f"<{closing}{name[:40]}{_shortened(attributes)}>"))
                self._note_once("cut_tags", "cut: a tag with a flood of attributes")
            if name in _RAW_END and not closing and not (depth.get("svg") or depth.get("math")):
                return self._skipped(position, self._after(_RAW_END[name], name, position, position))
            if name not in implied:
                self._nest(name, bool(closing), start, position, attributes)
        return None

    def _skipped(self, start: int, end: int) -> int:
        self.raw += end - start
        return end

    def _is_too_much(self, start: int) -> bool:
        """True when the page ends here, because nothing behind this tag is read."""
        self.tags += 1
        if start - self.raw <= MAX_MARKUP and self.tags - len(self.edits) <= MAX_TAGS:
            return False
        self.notes.append("cut: the page has more markup than is read")
        self.end = start
        return True

    def _is_flood(self, attributes: str) -> bool:
        """Long for their number, or for the length of one (long lists of classes and data are honest)."""
        if len(attributes) > 4 * MAX_VALUE:
            return True
        return sum(1 for _ in _ATTRIBUTE.finditer(attributes)) > MAX_ATTRIBUTES

    def _nest(self, name: str, closing: bool, start: int, end: int, rest: str) -> None:
        if closing:
            if self.dropped.get(name):
                self.dropped[name] -= 1
                self._erase(start, end)
            elif self.depth.get(name):
                self.depth[name] -= 1
                self.open -= 1
            return
        if rest.endswith("/") and name in _DRAWN:
            return
        if self.open < MAX_DEPTH:
            self.depth[name] = self.depth.get(name, 0) + 1
            self.open += 1
            return
        self.dropped[name] = self.dropped.get(name, 0) + 1
        self._erase(start, end)
        self._note_once("deepest", f"flattened: more than {MAX_DEPTH} open elements")

    def _erase(self, start: int, end: int) -> None:
        if self.edits and self.edits[-1][0] == start:
            self.edits.pop()
        self.edits.append((start, end, " "))

    def _note_once(self, flag: str, note: str) -> None:
        if not getattr(self, flag):
            setattr(self, flag, True)
            self.notes.append(note)

    def _after(self, end: re.Pattern[str], name: str, begin: int, otherwise: int) -> int:
        """Where the raw text that begins at `begin` ends; `otherwise` when it is never closed."""
        if name in self.never_closed:
            return otherwise
        found = end.search(self.text, begin)
        if found is None:
            self.never_closed.add(name)
            return otherwise
        return max(found.start(), otherwise)


def _shortened(attributes: str) -> str:
    kept: list[str] = []
    room = 4 * MAX_VALUE
    for found in _ATTRIBUTE.finditer(attributes, 0, 50 * MAX_VALUE):
        value = found[2] or '""'
        if len(value) > MAX_VALUE:
            continue
        room -= len(value) + len(found[1])
        if room < 0 or len(kept) >= MAX_ATTRIBUTES:
            break
        kept.append(f" {found[1]}={value}")
    return "".join(kept)
