"""The numbers beside the lines of a code listing: no part of the code, whatever element they stand in.

They are known by counting: one for each line, each one more than the one before, in an element of their own.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from satchel.base.text import words_of
from satchel.pipeline.parsing.tree import Element, has_own_text, remove

MAX_NUMBERS = 20_000  #: of one listing; longer ones are data

_TAGS = tuple(words_of("span td th a b i em small div button"))
_NUMBERS = re.compile(r"\s*(?:\d{1,5}[.:|)]?\s+)*\d{1,5}[.:|)]?\s*")
_NUMBER = re.compile(r"\d+")
#: How highlighters call a number that is part of the code.
_LITERAL = re.compile(r"(?:^|\s|[-_])(?:m[bfhio]?|il|nu\d?|number|numeric|literal|constant)(?:$|\s)", re.I)
_CODE_CELL = re.compile(r"(?:^|[\s_-])(?:code|blob-code)(?:$|[\s_-])", re.I)
#: A character that no page has, in place of a number while the lines are looked at.
_MARK = "\ue000"

Writer = Callable[[Element], str]


def drop_numbers(block: Element, write: Writer) -> None:
    """Take the numbers of the lines out of a `pre`; `write` gives its text."""
    found = [one for one in block.iter(*_TAGS) if not len(one) and _is_number(one)][:MAX_NUMBERS]
    counted = [[int(number) for number in _NUMBER.findall(one.text or "")] for one in found]
    if not _counts([number for numbers in counted for number in numbers]):
        return
    texts = [one.text for one in found]
    for one, numbers in zip(found, counted, strict=True):
        one.text = _MARK * len(numbers)
    begin_lines = _begin_lines(write(block))
    for one, text in zip(found, texts, strict=True):
        if begin_lines:
            remove(one)
        else:
            one.text = text


def listing_of(table: Element, write: Writer) -> str | None:
    """The code in a table that has a row, or a column, of numbers beside it; None for any other table."""
    lines: list[str] = []
    counted: list[int] = []
    for row in table.iter("tr"):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        if len(cells) != 2 or not _holds_code(cells[1]):
            return None
        told = " ".join(map(str, cells[0].itertext()))
        numbers = [int(number) for number in _NUMBER.findall(told or cells[0].get("data-line-number") or "")]
        if told.strip() and not _NUMBERS.fullmatch(told):
            return None
        code = write(cells[1])
        if not numbers or abs(len(numbers) - len(code.split("\n"))) > 1:
            return None
        counted += numbers
        lines.append(code)
    return "\n".join(lines) if any(map(str.strip, lines)) and _counts(counted) else None


def _is_number(element: Element) -> bool:
    name = element.get("class") or ""
    return bool(_NUMBERS.fullmatch(element.text or "")) and not _LITERAL.search(name)


def _counts(numbers: list[int]) -> bool:
    """Whether there are several numbers, each one more than the one before."""
    return len(numbers) > 1 and all(after - before == 1 for before, after in pairwise(numbers))


def _begin_lines(text: str) -> bool:
    """Whether marks begin all lines that say anything, or stand before the first in the number of the lines."""
    rest = text.lstrip(f"{_MARK} \t\n")
    column = text[: len(text) - len(rest)].count(_MARK)
    if column > 1 and _MARK not in rest:
        return abs(column - len(rest.rstrip().split("\n"))) <= 1
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return all(line.startswith(_MARK) and line.count(_MARK) == 1 for line in lines)


def _holds_code(cell: Element) -> bool:
    """Whether nothing but code is in a cell, or nothing at all."""
    if _CODE_CELL.search(cell.get("class") or ""):
        return True
    return all(child.tag in ("pre", "code") for child in cell) and not has_own_text(cell)
