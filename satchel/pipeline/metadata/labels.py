"""The words before the names of writers, in the languages of most pages."""

from __future__ import annotations

import re

from satchel.pipeline.metadata.wording import any_of

_OF, _NOUNS, _EASTERN = any_of("of"), any_of("noun"), any_of("eastern noun")
_SAID = rf"(?:{any_of('verb')}\s+)?{_OF}"
_LABEL = (
    rf"(?:{_SAID}(?=[\s:]|$)|(?-i:di|de)(?=\s)|(?:di|de)(?=\s+\w+\s+\w)"
    rf"|{_NOUNS}\s*(?=[:：|\n])|{_EASTERN})"
)  # none begins with one of fjlmnoquxz: where that is asked first, it spares most lines the rest
_BEFORE = re.compile(rf"\W{{0,3}}+{_LABEL}(?:\W+|$)", re.I)
_BEGINS = re.compile(r"\W{0,3}+(?=[^\W\d_fjlmnoquxz])" + _LABEL.replace(r"|\n]", r"|\n]|$"), re.I)
# In one line of the East stand the day, the paper and the writer, each behind its label; in Korean the
# label stands behind the name.
_INSIDE = re.compile(
    r"(?<=[\s|／/）)])(?:作者|记者|記者|撰文|文・写真|写真・文|取材・文|文)\s*[:：／/](?=\s*\S)"
    r"|^\W{0,3}+[가-힣]{2,4}\s(?=기자(?:\W|$))"
)
_WORDED = re.compile(r"作者|记者|記者|编辑|編輯|著者|筆者|^(?:发布|发表|發布|發表|更新)")
_NEXT = re.compile(r"\s[^\s:：]{2,6}[:：]")
_ALONE = re.compile(rf"\W*(?:{_SAID}|{_NOUNS}|{_EASTERN})\W*", re.I)


def begins_with_label(line: str) -> bool:
    """True for "By Ann Lee", "Text: Ann Lee", and for the label alone where the name stands in a box of its own."""
    return bool(_BEGINS.match(line))


def has_label(line: str) -> bool:
    """True for a line that begins with a label, or has one behind its day as lines of the East have."""
    return bool(_BEGINS.match(line) or (not line.isascii() and _INSIDE.search(line)))


def is_label(line: str) -> bool:
    """True for "By", "Written by:", "Autor" and nothing else."""
    return bool(_ALONE.fullmatch(line))


def holds_label(line: str) -> bool:
    """True for a label of the East with other words before or behind it: "责任编辑", "赞赏作者", "发布时间"."""
    return bool(_WORDED.search(line))


def without_label(line: str) -> str:
    """The line without the label at its beginning, and without what stands around a label in its middle."""
    inside = _INSIDE.search(line)
    if inside and inside.start():
        rest = line[inside.end() :]
        behind = _NEXT.search(rest)
        return rest[: behind.start()] if behind else rest
    return _BEFORE.sub("", line, count=1) if _BEFORE.match(line) else line
