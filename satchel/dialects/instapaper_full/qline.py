"""Answers as lines: each object is a query string of its own. Old programs ask for them with `format=qline`."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote, urlencode

import msgspec


def lines(found: Sequence[object]) -> bytes:
    """A line for each object; lists in it are JSON."""
    return "\n".join(map(_line, found)).encode()


def _line(one: object) -> str:
    return urlencode(
        {name: _text(value) for name, value in msgspec.to_builtins(one).items()},
        quote_via=quote, errors="surrogatepass",
    )  # fmt: skip


def _text(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
