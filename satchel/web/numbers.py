"""Numbers in forms and addresses."""

from __future__ import annotations

from collections.abc import Mapping

from satchel.base.errors import Invalid

MAX_DIGITS = 9  #: of a limit


def read_number(values: Mapping[str, str], name: str) -> int:
    """The id of that name, as a page of ours sends it. Raises `Invalid`."""
    text = values.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) <= 15):
        raise Invalid("This form cannot be read. Reload the page and try again.")
    return int(text)


def read_limit(form: Mapping[str, str], name: str) -> int:
    """How many at most, as somebody types it; 0 for no limit. Raises `Invalid` with that field."""
    text = form.get(name, "").strip()
    if not text:
        return 0
    if not (text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS):
        raise Invalid("Use a whole number, or leave this empty for no limit.", field=name)
    return int(text)
