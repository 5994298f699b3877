"""The objects of an array in a JSON file of any size, one at a time: a fault costs the object in which it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple, TypeAlias

from satchel.formats.imports.json_decode import Object, decode, decode_scalar

MAX_OBJECT_CHARACTERS = 16 * 1024 * 1024  #: an article of 8 million, and what JSON puts around its letters
MAX_DEPTH = 200
_MAX_SCALARS = 64  #: of one frame that are remembered
_MAX_KEY = 1_000

#: A text, also one that goes on over lines; a bracket. Where a line begins with what only JSON begins lines with, a
#: text that is still open was never closed.
_TOKEN = re.compile(
    r'"(?:[^"\\\n]++|\\.|\n(?![ \t\r]*+["{}\]]))*+(?:"|(?=\n[ \t\r]*+["{}\]]))|[{}\[\]"]',
    re.DOTALL,
)
_SCALAR = re.compile(r'\s*:\s*("(?:[^"\\]++|\\.)*+"|-?\d[\d.eE+-]*|true|false|null)(?=\s*[,}])', re.DOTALL)
_COLON = re.compile(r"\s*:")

Path: TypeAlias = tuple[str, ...]


class Found(NamedTuple):
    """An object of the wanted array."""

    line: int  #: in which it begins, from 1
    value: Object | None  #: None if it is damaged
    text: str  #: as it stands in the file, at most its beginning if it is damaged
    is_cut: bool  #: the file ends within it
    parents: tuple[Object, ...]  #: what is known of the objects around it: their scalars that stand before it


class _Frame:
    """An object or array that is open."""

    __slots__ = ("key", "scalars")

    def __init__(self, *, is_array: bool) -> None:
        self.key = "[]" if is_array else ""
        self.scalars: Object = {}


def objects(
    pieces: Iterable[str],
    is_wanted: Callable[[Path], bool],
    key: str,
    closed: Callable[[Path, Object], None] | None = None,
) -> Iterator[Found]:
    """The objects whose path is wanted: the keys that lead to them, `[]` for the places of an array.

    `key` is one that each of them has, and nothing within them. `closed` is told each object around wanted
    ones, with its scalars, when it ends. Several documents one after another, JSON lines, commas too many and
    text behind the end are all right.
    """
    scan = _Scan(pieces, key)
    frames: list[_Frame] = []
    usual: tuple[Object, ...] | None = None  # around the objects that were found
    while (sign := scan.next()) is not None:
        if sign[0] == '"':
            if frames and frames[-1].key != "[]":
                scan.note(frames[-1], sign)
        elif sign in "{[":
            path = tuple(frame.key for frame in frames) if sign == "{" else ()
            if sign == "{" and is_wanted(path):
                usual = tuple(frame.scalars for frame in frames if frame.key != "[]")
                yield from scan.capture(usual)
            elif sign == "{" and not frames and usual is not None and scan.is_alike():
                yield from scan.capture(usual)  # damage has closed what was around it
            elif len(frames) < MAX_DEPTH:
                frames.append(_Frame(is_array=sign == "["))
        elif frames and (sign == "]") is (frames[-1].key == "[]"):
            frame = frames.pop()
            if closed is not None and sign == "}":
                closed(tuple(each.key for each in frames), frame.scalars)


class _Scan:
    """A window on a text, which moves on token by token."""

    def __init__(self, pieces: Iterable[str], key: str) -> None:
        self._pieces = iter(pieces)
        self._key = key
        self._text = ""
        self._begin = 0  #: of the last token
        self._at = 0  #: behind it
        self._line = 1  #: in which `_counted` is
        self._counted = 0
        self._is_over = False
        self._first_key = ""

    def next(self) -> str | None:
        """The next text or bracket; None at the end."""
        while True:
            found = _TOKEN.search(self._text, self._at)
            if found and (self._is_over or _is_complete(found, self._text)):
                self._begin, self._at = found.span()
                return found[0] if len(found[0]) < 2 * _MAX_KEY else '""'
            if self._is_over:
                return None
            self._at = found.start() if found else len(self._text)
            if len(self._text) - self._at > MAX_OBJECT_CHARACTERS:
                self._at += 1  # a text without an end
            self._begin = self._at
            self._more()

    def note(self, frame: _Frame, token: str) -> None:
        """Remember a key, and its value if that is a scalar."""
        while not self._is_over and len(self._text) - self._at < 4 * _MAX_KEY:
            self._more()
        scalar = _SCALAR.match(self._text, self._at)
        if scalar is None:
            if _COLON.match(self._text, self._at):
                frame.key = str(decode_scalar(token))
            return
        self._at = scalar.end()
        if len(frame.scalars) < _MAX_SCALARS and len(scalar[1]) < 10 * _MAX_KEY:
            frame.scalars[str(decode_scalar(token))] = decode_scalar(scalar[1])

    def is_alike(self) -> bool:
        """Whether the object that has just begun begins as those before it did."""
        while not self._is_over and len(self._text) - self._at < 2 * _MAX_KEY:
            self._more()
        text = self._text[self._at : self._at + 2 * _MAX_KEY].lstrip()
        return bool(self._first_key) and text.startswith(f'"{self._first_key}"')

    def capture(self, parents: tuple[Object, ...]) -> Iterator[Found]:
        """The object that has just begun; several, where damage made one of them."""
        is_closed = self._go_to_end_of_object()
        text = self._text[self._begin : self._at]
        line = self._line_of(self._begin)
        value = decode(text)
        if value is not None:
            self._first_key = self._first_key or next(iter(value), "")
            yield Found(line, value, "", False, parents)
            return
        for piece, at in _apart(text, self._first_key, self._key):
            value = decode(piece) if len(piece) < len(text) else None
            is_cut = not is_closed and at + len(piece) >= len(text.rstrip())
            yield Found(
                line + text.count("\n", 0, at), value, "" if value else piece[:2_000], is_cut, parents
            )

    def _go_to_end_of_object(self) -> bool:
        """Move behind the object that begins with the last token; False if it has no end."""
        opened, behind = list[str](), 0  # `behind`: how far it was looked at, from its beginning
        while True:
            for found in _TOKEN.finditer(self._text, self._begin + behind):
                sign = found[0]
                if sign[0] == '"':
                    if not self._is_over and not _is_complete(found, self._text):
                        break
                elif sign in "{[":
                    opened.append(sign)
                elif sign == "}":
                    while opened and opened.pop() != "{":
                        pass
                elif opened[-1] == "[":  # one that closes nothing is what is left of a text
                    opened.pop()
                behind = found.end() - self._begin
                if not opened:
                    self._at = found.end()
                    return True
            if self._is_over or len(self._text) - self._begin > MAX_OBJECT_CHARACTERS:
                self._at = len(self._text)
                return False
            self._more()

    def _line_of(self, place: int) -> int:
        self._line += self._text.count("\n", self._counted, place)
        self._counted = place
        return self._line

    def _more(self) -> None:
        """Let go of what lies before the last token, and read on, the more the longer the window is already."""
        self._line_of(self._begin)
        kept = self._text[self._begin :]
        self._at -= self._begin
        self._begin = self._counted = 0
        read, wanted = [kept], len(kept) // 2 + 1
        while wanted > 0:
            piece = next(self._pieces, None)
            if piece is None:
                self._is_over = True
                break
            read.append(piece)
            wanted -= len(piece)
        self._text = "".join(read)


def _is_complete(found: re.Match[str], text: str) -> bool:
    """Whether no more text could make another token of it."""
    return found[0][0] != '"' or (len(found[0]) > 1 and found.end() < len(text) - 100)


def _apart(text: str, first_key: str, key: str) -> list[tuple[str, int]]:
    """A damaged text, taken apart where objects seem to begin, with their places: an open quote makes one of many."""
    if not first_key:
        found = re.match(r'\{\s*"([^"\\]{1,200})"\s*:', text)
        first_key = found[1] if found else ""
    begin = re.compile(rf'[,\n]\s*(\{{\s*"{re.escape(first_key)}"\s*:)')
    edges = [0, *(found.start(1) for found in begin.finditer(text))] if first_key else [0]
    named = re.compile(rf'"{re.escape(key)}"\s*:')
    kept = [
        at
        for at, end in zip(edges, [*edges[1:], len(text)], strict=True)
        if at == 0 or named.search(text, at, end)
    ]
    return [
        (text[at:end].rstrip().rstrip(",").rstrip(), at)
        for at, end in zip(kept, [*kept[1:], len(text)], strict=True)
    ]


def leaves(pieces: Iterable[str], key: str) -> Iterator[Object | None]:
    """The scalars of each object that has a text under `key`, wherever it stands; None for each that is cut off."""
    scan = _Scan(pieces, key)
    frames: list[_Frame] = []
    while (sign := scan.next()) is not None:
        if sign[0] == '"':
            if frames and frames[-1].key != "[]":
                scan.note(frames[-1], sign)
        elif sign in "{[":
            if len(frames) < MAX_DEPTH:
                frames.append(_Frame(is_array=sign == "["))
        elif frames and (sign == "]") is (frames[-1].key == "[]"):
            scalars = frames.pop().scalars
            if isinstance(scalars.get(key), str):
                yield scalars
    yield from (None for frame in frames if key in frame.scalars)


def listed(value: Any) -> list[Any]:
    """The value if it is a list, else an empty one."""
    return value if isinstance(value, list) else []
