"""Key and token of a long body, found at its ends before it is read.

Clients write them before the actions, after them, or, sorted by name, one on either side.
"""

from __future__ import annotations

import re
from collections import deque
from itertools import islice

from satchel.base.percent import unquoted
from satchel.dialects.http.text_decoding import text

#: Characters of a key or a token.
MAX_LENGTH = 300

_JSON = rb'"%b"\s{0,50}:\s{0,50}"([^"\\]{1,%d})"'
_FORM = rb"(?:^|&)%b=([^&]{1,%d})(?:&|$)"
_PART = rb'name="?%b"?(?:;[^\r\n]{0,200})?\r?\n(?:[^\r\n]{1,200}\r?\n){0,4}\r?\n([^\r\n]{1,%d})\r?\n'


def _pattern(name: str) -> re.Pattern[bytes]:
    each = (name.encode(), MAX_LENGTH)
    return re.compile(b"|".join(form % each for form in (_JSON, _FORM, _PART)))


_PATTERNS = {name: _pattern(name) for name in ("consumer_key", "access_token")}


def texts(name: str, query: bytes, start: bytes, end: bytes) -> set[str]:
    """What stands under `name` last in the query, first in the beginning of a body and last in its end."""
    found = _PATTERNS[name].finditer
    ends = [*deque(found(query), 1), *islice(found(start), 1), *deque(found(end), 1)]
    return {value for value in map(_plain, ends) if value}


def _plain(found: re.Match[bytes]) -> str:
    json, form, part = found.groups()
    return text(unquoted(form.replace(b"+", b" ")) if form else json or part).strip()
