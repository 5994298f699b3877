"""JSON with half a character in it.

JavaScript counts a character like an emoji as two, so a program that cuts a title to a length
can leave half of one: `"\\ud83d"`. No text can hold that, and `params.py` refuses it.
Here it becomes U+FFFD, as it does wherever browsers write text, so that one cut title does not
cost a hundred actions. What only means something as a whole is left torn, for its own reader
to refuse: a link without its end is another link.
"""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

MAX_TEXT_BYTES = 1_000_000  #: bytes; reading this way takes ten times as long, and others wait for it

#: Names of what is taken to the letter or not at all.
_EXACT = frozenset(("url", "redirect_uri", "state"))
_ESCAPED_HALF = re.compile(rb"\\u[dD][89a-fA-F]")
_HALF = re.compile("[\ud800-\udfff]")


def read(encoded: bytes) -> Any:
    """The value of a JSON text, halves of characters mended. Raises `ValueError`, `RecursionError`.

    Also where there is no half in it: then whatever the quick reader disliked stands.
    """
    if len(encoded) > MAX_TEXT_BYTES or not _ESCAPED_HALF.search(encoded):
        raise ValueError("not torn")
    return _mended(json.loads(encoded.decode(), parse_constant=_refuse))


def _refuse(word: str) -> NoReturn:
    raise ValueError(f"{word} is not JSON")


def _mended(value: Any) -> Any:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, list):
        return [_mended(each) for each in value]
    if isinstance(value, dict):
        return {_text(name): each if name in _EXACT else _mended(each) for name, each in value.items()}
    return value


def _text(text: str) -> str:
    return text if text.isascii() else _HALF.sub("\ufffd", text)
