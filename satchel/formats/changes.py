"""What changed between two texts, paragraph by paragraph, and word by word where a paragraph was rewritten."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

#: What has to be compared after the equal beginnings and ends are put aside; of more the rest is shown as replaced.
MAX_PARAGRAPHS = 1500
MAX_WORDS = 600  #: of one paragraph, for its words to be compared
#: What stands so often says nothing of where the texts belong together, and would make the search long.
MAX_TIMES = 6
#: A paragraph is another version of one with which it shares so much.
ALIKE = 0.4
#: Equal paragraphs that are shown before and behind a change.
AROUND = 1
_PARAGRAPHS = re.compile(r"\n+")
_WORDS = re.compile(r"\s*\S+")


class Piece(NamedTuple):
    """Some words of a changed paragraph."""

    kind: str  #: "same", "old" or "new"
    text: str


class Change(NamedTuple):
    """A paragraph, or a number of equal ones that are not shown."""

    kind: str  #: "same", "old", "new", "both" for a rewritten one, "more" for equal ones that are left out
    pieces: tuple[Piece, ...] = ()
    number: int = 0  #: of those that are left out


def paragraphs(text: str) -> list[str]:
    """The paragraphs of an article's plain text."""
    return [each.strip() for each in _PARAGRAPHS.split(text) if each.strip()]


def changes(old: str, new: str) -> list[Change]:
    """How `new` differs from `old`; nothing where they say the same. The time is bounded, whatever they say."""
    found = list(_changes(paragraphs(old), paragraphs(new)))
    return _shortened(found) if any(each.kind != "same" for each in found) else []


def _changes(old: list[str], new: list[str]) -> Iterator[Change]:
    begins = _shared(old, new)
    ends = _shared(old[begins:][::-1], new[begins:][::-1])
    one, other = old[begins : len(old) - ends], new[begins : len(new) - ends]
    yield from map(_same, old[:begins])
    for kind, first, last, start, stop in _matched(one[:MAX_PARAGRAPHS], other[:MAX_PARAGRAPHS]):
        if kind == "equal":
            yield from map(_same, one[first:last])
        else:
            yield from _replaced(one[first:last], other[start:stop])
    yield from (_whole("old", each) for each in one[MAX_PARAGRAPHS:])
    yield from (_whole("new", each) for each in other[MAX_PARAGRAPHS:])
    yield from map(_same, old[len(old) - ends :] if ends else ())


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """How many paragraphs are equal from the beginning."""
    return next(
        (at for at, (first, second) in enumerate(zip(one, other, strict=False)) if first != second),
        min(len(one), len(other)),
    )


def _matched(one: Sequence[str], other: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    from difflib import SequenceMatcher  # few look, and a server that idles need not have it

    times = Counter(other)
    matcher = SequenceMatcher(lambda each: times[each] > MAX_TIMES, one, other, autojunk=False)
    return list(matcher.get_opcodes())


def _replaced(old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    """Paragraphs in the place of others: those that are alike, one after the other, as rewritten."""
    at = 0
    for paragraph in old:
        found = next(
            (place for place in range(at, min(at + 3, len(new))) if _is_alike(paragraph, new[place])), None
        )
        if found is None:
            yield _whole("old", paragraph)
            continue
        yield from (_whole("new", each) for each in new[at:found])
        yield Change("both", tuple(_words(paragraph, new[found])))
        at = found + 1
    yield from (_whole("new", each) for each in new[at:])


def _is_alike(old: str, new: str) -> bool:
    """Whether they share much of their words."""
    one, other = Counter(old.split()), Counter(new.split())
    shared = (one & other).total()
    return shared >= ALIKE * max(one.total(), other.total())


def _words(old: str, new: str) -> Iterator[Piece]:
    one, other = _WORDS.findall(old), _WORDS.findall(new)
    if max(len(one), len(other)) > MAX_WORDS:
        yield from (Piece("old", old), Piece("new", new))
        return
    for kind, first, last, start, stop in _matched(one, other):
        if kind == "equal":
            yield Piece("same", "".join(one[first:last]))
            continue
        if first < last:
            yield Piece("old", "".join(one[first:last]))
        if start < stop:
            yield Piece("new", "".join(other[start:stop]))


def _same(paragraph: str) -> Change:
    return _whole("same", paragraph)


def _whole(kind: str, paragraph: str) -> Change:
    return Change(kind, (Piece(kind, paragraph),))


def _shortened(found: list[Change]) -> list[Change]:
    """Without the equal paragraphs that stand far from every change."""
    near = set[int]()
    for at, each in enumerate(found):
        if each.kind != "same":
            near.update(range(at - AROUND, at + AROUND + 1))
    shown: list[Change] = []
    for at, each in enumerate(found):
        if at in near:
            shown.append(each)
        elif shown and shown[-1].kind == "more":
            shown[-1] = shown[-1]._replace(number=shown[-1].number + 1)
        else:
            shown.append(Change("more", number=1))
    return shown
