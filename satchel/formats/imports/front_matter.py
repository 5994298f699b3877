"""The named properties at the beginning of a Markdown file: the part of YAML that programs write there."""

from __future__ import annotations

import re
from typing import TypeAlias

MAX_LINES = 500
MAX_VALUE_CHARACTERS = 100_000

Value: TypeAlias = str | list[str]

_FENCE = re.compile(r"\ufeff?---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_KEY = re.compile(r"([\w][\w .-]{0,60}?)\s*:(?:\s+(.*)|\s*)$")
_ITEM = re.compile(r"\s*-\s+(.*)$")
_FLOW = re.compile(r"\s*+(?:\"((?:[^\"\\]|\\.)*)\"|'((?:[^']|'')*)'|([^,\[\]]+))")
_BLOCK = re.compile(r"\ufeff?([\w][\w-]{0,60})::[ \t]+([^\r\n]*)(?:\r?\n|\Z)")
_LINK = re.compile(r"\[\[([^\[\]]+)\]\]")
_ESCAPES = {"n": "\n", "t": "\t", '"': '"', "\\": "\\", "/": "/"}


def split(text: str) -> tuple[dict[str, Value], str]:
    """The properties, names lower-case, and the text behind them; none where it does not begin with them.

    Plain values, quoted ones, lists in brackets and lists of lines are read; anchors, types and what else YAML can do
    are not.
    """
    found = _FENCE.match(text)
    if found is None:
        return _of_blocks(text)
    known: dict[str, Value] = {}
    key, block = "", ""
    for line in found[1].replace("\r\n", "\n").split("\n")[:MAX_LINES]:
        item, named = _ITEM.match(line), _KEY.match(line)
        if named and not line[0].isspace():
            key, block = named[1].lower(), ""
            value = (named[2] or "").strip()[:MAX_VALUE_CHARACTERS]
            if value[:1] in ("|", ">") and len(value) <= 2:
                block, value = value[0], ""
            known[key] = (
                _flow(value) if value.startswith("[") and not value.startswith("[[") else _plain(value)
            )
        elif block and key:
            known[key] = f"{known[key]}{chr(10) if block == '|' else ' '}{line.strip()}".strip()
        elif item and key:
            before = known.get(key)
            known[key] = [*(before if isinstance(before, list) else []), _plain(item[1].strip())]
    return known, text[found.end() :]


def _of_blocks(text: str) -> tuple[dict[str, Value], str]:
    """The properties of a page of blocks: lines of `name:: value` before all else, links taken for their names."""
    known: dict[str, Value] = {}
    at = 0
    while len(known) < MAX_LINES and (found := _BLOCK.match(text, at)):
        value = found[2].strip()[:MAX_VALUE_CHARACTERS]
        links = _LINK.findall(value)
        known[found[1].lower()] = links if links else value
        at = found.end()
    return known, text[at:]


def _flow(value: str) -> list[str]:
    parts = (
        _unescaped(part[1] or "") or (part[2] or "").replace("''", "'") or (part[3] or "").strip()
        for part in _FLOW.finditer(value[1:])
    )
    return [part for part in parts if part]


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda sign: _ESCAPES.get(sign[1], sign[1]), text)


def _plain(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] == '"':
        return _unescaped(value[1:-1])
    if len(value) > 1 and value[0] == value[-1] == "'":
        return value[1:-1].replace("''", "'")
    return "" if value in ("null", "~") else value.split(" #")[0].strip()
