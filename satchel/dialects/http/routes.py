"""The paths of a protocol, exact or with parameters: `/api/{item_id:int}/tags`, `/users/{name}/feed/{kind:all|read}`.

A segment is literal, or holds one parameter with what stands around it, as in `{id:int}.json`. A parameter is a
text that is not empty, percent-decoded, slashes too; with `:int` digits that fit 63 bits; or one of the words given.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import unquote

from satchel.base.once import once
from satchel.dialects.http.request import Request
from satchel.dialects.http.response import Response
from satchel.library.context import Library

Endpoint = Callable[[Library, Request], Awaitable[Response]]

_PARAMETER = re.compile(r"([^{}]*)\{([a-z_][a-z0-9_]*)(?::([^{}]+))?\}([^{}]*)")
_DIGITS = re.compile(r"[0-9]{1,19}")
_MAX_INT = 2**63 - 1


class Segment(NamedTuple):
    """One part of a path between two slashes."""

    before: str  #: all of it where it has no parameter
    name: str = ""  #: of the parameter; "" where there is none
    words: frozenset[str] = frozenset()  #: those of the parameter, where it is one of some words
    is_int: bool = False
    after: str = ""

    @property
    def rank(self) -> int:
        """The lower, the less it fits, and the earlier it is tried."""
        if not self.name:
            return 0
        kind = 1 if self.words else 2 if self.is_int else 3
        return 2 * kind - bool(self.before or self.after)

    def read(self, part: str) -> Any:
        """The parameter in `part`, or `part` itself; None where that is another segment."""
        if not self.name:
            return part if part == self.before else None
        value = part.removeprefix(self.before).removesuffix(self.after)
        if not value or len(value) != len(part) - len(self.before) - len(self.after):
            return None
        if self.is_int:
            number = int(value) if _DIGITS.fullmatch(value) else _MAX_INT + 1
            return number if number <= _MAX_INT else None
        return value if not self.words or value in self.words else None

    def fits_as(self, other: Segment) -> bool:
        """Whether both take the same parts, or words in common."""
        around = (self.before, self.after, bool(self.name), self.is_int, bool(self.words))
        if around != (other.before, other.after, bool(other.name), other.is_int, bool(other.words)):
            return False
        return not self.words or bool(self.words & other.words)


@dataclass(frozen=True)
class Route:
    """What answers one or more methods at one path; raises `ValueError` for a path that cannot be one."""

    methods: str | tuple[str, ...]
    path: str
    endpoint: Endpoint
    #: Whether callers that show who they are may send a long list (`Dialect.vouch`).
    takes_lists: bool = False

    def __post_init__(self) -> None:
        if isinstance(self.methods, str):
            object.__setattr__(self, "methods", (self.methods,))
        if "" in self.path.split("/")[1:] or not self.path.startswith("/"):
            raise ValueError(f"{self.path} does not begin with a slash, or has one too many.")
        _ = self.segments

    @property
    def is_exact(self) -> bool:
        """Whether the path has no parameters."""
        return not any(segment.name for segment in self.segments)

    @once
    def segments(self) -> tuple[Segment, ...]:
        """The path, taken apart."""
        return tuple(_segment(part, self.path) for part in self.path.split("/")[1:])

    def read(self, parts: list[str]) -> dict[str, Any] | None:
        """The parameters in a path of as many parts; None where it is another path."""
        found = {}
        for segment, part in zip(self.segments, parts, strict=True):
            value = segment.read(part)
            if value is None:
                return None
            if segment.name:
                found[segment.name] = value
        return found

    def fits_as(self, other: Route) -> bool:
        """Whether both are the same pattern, whatever their parameters are called."""
        mine, theirs = self.segments, other.segments
        return len(mine) == len(theirs) and all(a.fits_as(b) for a, b in zip(mine, theirs, strict=True))


def decoded(raw_path: bytes) -> list[str]:
    """The parts of a path as it was sent, each percent-decoded; slashes at its ends do not count."""
    return [unquote(part) for part in raw_path.partition(b"?")[0].decode("latin-1").strip("/").split("/")]


def _segment(part: str, path: str) -> Segment:
    if "{" not in part and "}" not in part:
        return Segment(part)
    found = _PARAMETER.fullmatch(part)
    if not found:
        raise ValueError(f"{part!r} in {path} is no parameter.")
    before, name, kind, after = found.groups()
    if kind and kind not in ("int", "text") and "|" not in kind:
        raise ValueError(f"{kind!r} in {path} is neither int nor text nor words with | between them.")
    words = frozenset(kind.split("|")) if kind and "|" in kind else frozenset[str]()
    return Segment(before, name, words, kind == "int", after)
