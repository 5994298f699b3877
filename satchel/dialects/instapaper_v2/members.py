"""What calls bring: members of a JSON object, and parameters in the address, each of the kind that it must be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from satchel.base.errors import Invalid
from satchel.dialects.http.params import Params
from satchel.dialects.http.request import Request

MAX_ENTRIES = 1000  #: of one list


def read(call: Request) -> Params:
    """The address for calls that only ask, else the body: JSON or a form. Raises `Invalid`."""
    return Params(call.query if call.method in ("GET", "HEAD", "DELETE") else call.form)


def optional_text(params: Params, name: str) -> str | None:
    """A text; None where it is missing or null. Raises `Invalid`."""
    return None if params.values.get(name) is None else params.text(name)


def entries(params: Params, name: str) -> Iterator[Params]:
    """The objects in a list; a text in it stands for one with that name. Raises `Invalid`."""
    found: Any = params.values.get(name)
    if found is None:
        return
    if not isinstance(found, list) or len(found) > MAX_ENTRIES:
        raise Invalid(f"The parameter {name} is not a list of at most {MAX_ENTRIES:,} objects.", field=name)
    for each in found:
        if isinstance(each, str):
            yield Params({"name": each})
        elif isinstance(each, dict):
            yield Params(each)
        else:
            raise Invalid(f"The parameter {name} is not a list of objects.", field=name)


def number(params: Params, name: str, default: int, least: int, most: int) -> int:
    """A whole number from `least` to `most`. Raises `Invalid`."""
    given = params.int(name)
    if given is None:
        return default
    if not least <= given <= most:
        raise Invalid(f"The parameter {name} is not between {least} and {most}.", field=name)
    return given


def named_tags(params: Params, name: str) -> tuple[list[str], list[int]]:
    """Tags in a list, those that are named and the numbers of the others. Raises `Invalid`."""
    names, numbers = list[str](), list[int]()
    for entry in entries(params, name):
        given = entry.int("id")
        if given is not None:
            numbers.append(given)
        elif entry.text("name").strip():
            names.append(entry.text("name"))
        else:
            raise Invalid(f"An entry of {name} has neither a name nor an id.", field=name)
    return names, numbers
