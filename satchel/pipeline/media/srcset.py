"""Reading and rebuilding srcset, the list of one picture's sizes."""

from __future__ import annotations

import re
from typing import NamedTuple

from satchel.pipeline.links import absolute

MAX_SOURCES = 30
_ADDRESS = re.compile(r"[\s,]*+(\S+)")
_SIZE = re.compile(r"^(\d{1,6}(?:\.\d{1,3})?)([wxh])$")


class Source(NamedTuple):
    """One address of a picture, absolute, and the size it is for ("640w", "2x", "")."""

    url: str
    size: str

    @property
    def width(self) -> float:
        """A number to compare sources by: larger is larger."""
        found = _SIZE.match(self.size)
        if not found:
            return 1.0
        return float(found[1]) * (1 if found[2] == "w" else 1000 if found[2] == "x" else 1.5)


def parse_srcset(text: str, base: str) -> list[Source]:
    """The http and https sources of a srcset, in its order. Never raises; at most 30.

    Addresses may hold commas (many image servers use them), so an address ends at white
    space, or at commas that stand at its end, as in browsers.
    """
    sources: list[Source] = []
    for url, size in _candidates(text[:50_000]):
        address = absolute(url, base)
        if address and len(sources) < MAX_SOURCES:
            sources.append(Source(address, size if _SIZE.match(size) else ""))
    return sources


def _candidates(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    position, end = 0, len(text)
    while len(found) < 4 * MAX_SOURCES and (match := _ADDRESS.match(text, position)) is not None:
        url, position = match[1], match.end()
        if url.endswith(","):
            found.append((url.rstrip(","), ""))
            continue
        comma = text.find(",", position)
        stop = end if comma < 0 else comma
        found.append((url, text[position:stop].strip().split(" ")[0]))
        position = stop
    return found


def write_srcset(sources: list[Source]) -> str:
    """A srcset that holds nothing but these sources."""
    return ", ".join(
        f"{source.url.replace(' ', '%20').rstrip(',')} {source.size}".rstrip() for source in sources
    )


def largest(sources: list[Source], limit: int = 2_000) -> str:
    """The address of the largest source that is at most `limit` pixels wide; "" when there is none."""
    if not sources:
        return ""
    fitting = [source for source in sources if source.width <= limit]
    return max(fitting or sources[:1], key=lambda source: source.width).url
