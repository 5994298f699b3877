"""Where words stand in a text, and the passages that show them best."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from satchel.base.search_words import folded, is_single

MAX_PASSAGES = 3
MAX_PASSAGE_WORDS = 30
MAX_PASSAGE_CHARACTERS = 300  #: for scripts without spaces, and words without end
#: How much of an article is looked through, characters, and places of each thing sought that are weighed.
MAX_LOOKED_CHARACTERS = 300_000
MAX_HITS = 4
#: Places that are marked in a whole text.
MAX_PLACES = 300
#: Words before a place that are shown where its sentence is a long one.
_BEFORE = 10

_RUN = re.compile("[^\x00-\x7f]+")
_WORD = re.compile(r"\S+")
_END = re.compile(r"[.!?…؟।](?:[\"'”’»)\]]*)\s+|[。！？](?:[」』”’）]*)\s*")
_GAP = r"[\W_]"


class Sought(NamedTuple):
    """Folded words that stand side by side; the last may only begin so."""

    words: tuple[str, ...]
    is_prefix: bool = False


class Hit(NamedTuple):
    """Where something that was sought stands."""

    start: int
    end: int
    sought: int  #: which of what was sought


class Passage(NamedTuple):
    """A piece of a text: from where to where, and what stands in it."""

    start: int
    end: int
    hits: tuple[Hit, ...]
    goes_before: bool  #: the sentence begins before it
    goes_on: bool  #: and goes on behind it


def passages(text: str, sought: Sequence[Sought]) -> list[Passage]:
    """At most three passages that have the most of what is sought, in their order."""
    text = text[:MAX_LOOKED_CHARACTERS]
    if text.isascii():
        # Most texts without any are known at once.
        lower = text.lower()
        left = [number for number, each in enumerate(sought) if each.words[0] in lower]
    else:
        left = list(range(len(sought)))
    patterns = {number: _pattern(sought[number]) for number in left}
    seen = dict.fromkeys(left, 0)
    candidates: list[Passage] = []
    at = 0
    for line in text.split("\n"):
        hits = sorted(_hits(line, [(number, sought[number].words[0], patterns[number]) for number in left]))
        if hits:
            candidates += (_moved(each, at) for each in _cut(line, hits))
            for hit in hits:
                seen[hit.sought] += 1
            left = [number for number in left if seen[number] < MAX_HITS]
        if not left:
            break
        at += len(line) + 1
    return _best(candidates)


def _best(candidates: list[Passage]) -> list[Passage]:
    """Of all of them those that have what the ones before them lack; then the earliest."""
    chosen: list[Passage] = []
    had: set[int] = set()
    left = list(candidates)
    while left and len(chosen) < MAX_PASSAGES:
        best = max(left, key=lambda each: (len({hit.sought for hit in each.hits} - had), -each.start))
        chosen.append(best)
        left.remove(best)
        had |= {hit.sought for hit in best.hits}
    return sorted(chosen)


def _moved(passage: Passage, by: int) -> Passage:
    hits = tuple(Hit(hit.start + by, hit.end + by, hit.sought) for hit in passage.hits)
    return passage._replace(start=passage.start + by, end=passage.end + by, hits=hits)


@lru_cache(maxsize=256)
def _pattern(sought: Sought) -> re.Pattern[str]:
    """What is sought, with whatever may stand between its words."""
    parts: list[str] = []
    for before, word in zip(("", *sought.words), sought.words, strict=False):
        if before:
            parts.append(_GAP + ("*" if is_single(before) or is_single(word) else "+"))
        parts.append(re.escape(word))
    first, last = sought.words[0], sought.words[-1]
    head = "" if is_single(first) else r"(?<![^\W_])"
    tail = r"[^\W_]*" if sought.is_prefix else "" if is_single(last) else r"(?![^\W_])"
    return re.compile(head + "".join(parts) + ("" if sought.is_prefix and is_single(last) else tail))


def _hits(
    line: str, sought: Sequence[tuple[int, str, re.Pattern[str]]], most: int = MAX_HITS
) -> Iterator[Hit]:
    """Where something stands in a line: each with its number, its first word and what it looks like."""
    text = folded(line)
    places: list[tuple[int, int]] | None = None
    for number, first, pattern in sought:
        at, left = text.find(first), most
        while at >= 0 and left:
            found = pattern.match(text, at)
            if found and found.end() > at:
                if places is None:
                    places = [] if len(text) == len(line) else _shifts(line)
                left -= 1
                yield Hit(_unfolded(places, at), _unfolded(places, found.end()), number)
            at = text.find(first, found.end() if found and found.end() > at else at + 1)


def _shifts(line: str) -> list[tuple[int, int]]:
    """From which places of the folded line on how much is to be added to come to those of the line."""
    shifts: list[tuple[int, int]] = []
    by = 0
    for run in _RUN.finditer(line):
        start = run.start() - by
        for place, letter in enumerate(run[0], run.start()):
            width = len(folded(letter))
            if width != 1:
                by += 1 - width
                shifts.append((place + 1 - by, by))
        if len(folded(run[0])) != run.end() - by - start:
            # Letters that become one with their neighbours: the whole run is where it stands.
            by = run.end() - start - len(folded(run[0]))
            shifts.append((start + len(folded(run[0])), by))
    return shifts


def _unfolded(shifts: list[tuple[int, int]], at: int) -> int:
    found = bisect_right(shifts, (at, 1 << 60)) - 1
    return at + (shifts[found][1] if found >= 0 else 0)


def _cut(line: str, hits: list[Hit]) -> Iterator[Passage]:
    """The passages of a line that have its hits."""
    ends = [0, *(found.end() for found in _END.finditer(line)), len(line)]
    at = 0
    while at < len(hits):
        hit = hits[at]
        sentence = bisect_right(ends, hit.start) - 1
        start, end = ends[sentence], ends[min(sentence + 1, len(ends) - 1)]
        goes_before = goes_on = False
        room = MAX_PASSAGE_WORDS - len(
            _WORD.findall(line, start, min(end, start + MAX_PASSAGE_CHARACTERS + 1))
        )
        if room < 0 or end - start > MAX_PASSAGE_CHARACTERS:
            begin, stop = _window(line, start, end, hit)
            goes_before, goes_on = begin > start, stop < len(line[:end].rstrip())
            start, end = begin, stop
        else:
            # What follows goes with it as far as there is room.
            for behind in ends[sentence + 2 :]:
                room -= len(_WORD.findall(line, end, behind))
                if room < 0 or behind - start > MAX_PASSAGE_CHARACTERS:
                    break
                end = behind
        end = start + len(line[start:end].rstrip())
        start += len(line[start:end]) - len(line[start:end].lstrip())
        inside = [each for each in hits[at:] if start <= each.start and each.end <= end]
        at += max(1, len(inside))
        if inside:
            yield Passage(start, end, tuple(_apart(inside)), goes_before, goes_on)


def places(text: str, sought: Sequence[Sought]) -> list[tuple[int, int]]:
    """From where to where anything that is sought stands in a text, in order and apart from one another."""
    patterns = [(number, each.words[0], _pattern(each)) for number, each in enumerate(sought)]
    found: list[tuple[int, int]] = []
    at = 0
    for line in text[:MAX_LOOKED_CHARACTERS].split("\n"):
        hits = _apart(list(_hits(line, patterns, MAX_PLACES)))
        found += ((at + hit.start, at + hit.end) for hit in hits)
        if len(found) > MAX_PLACES:
            return found[:MAX_PLACES]
        at += len(line) + 1
    return found


def _window(line: str, start: int, end: int, hit: Hit) -> tuple[int, int]:
    """As much of a long sentence as is shown around a hit."""
    first = max(start, hit.start - MAX_PASSAGE_CHARACTERS // 2)
    last = min(end, max(hit.end, first + MAX_PASSAGE_CHARACTERS))
    words = [(found.start(), found.end()) for found in _WORD.finditer(line, first, last)]
    if not words:
        return first, last
    # What is cut in two at either end is left out, unless there are no spaces at all.
    if first > start and not line[first - 1].isspace() and words[0][1] <= hit.start:
        words = words[1:]
    if last < end and not line[last].isspace() and words[-1][0] >= hit.end:
        words = words[:-1]
    its = max(0, bisect_right(words, (hit.start, end)) - 1)
    begin = max(0, min(its - _BEFORE, len(words) - MAX_PASSAGE_WORDS))
    stop = min(len(words), begin + MAX_PASSAGE_WORDS) - 1
    return words[begin][0], words[stop][1]


def _apart(hits: Sequence[Hit]) -> Iterator[Hit]:
    """Hits of which none stands in another one."""
    end = -1
    for hit in sorted(hits, key=lambda each: (each.start, -each.end)):
        if hit.start >= end:
            yield hit
            end = hit.end
