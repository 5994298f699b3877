"""Reading what any client sends: query, form, multipart or JSON, in whatever charset it claims.

All of it becomes one flat mapping of names to values. What a framework would refuse is
accepted here as long as its meaning is plain; what has no meaning raises `Invalid`.
"""

from __future__ import annotations

import base64
import binascii
import math
import re
from collections.abc import Mapping
from typing import Any

from python_multipart import MultipartParser
from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import parse_options_header

from satchel.base.errors import Invalid
from satchel.dialects.http import form_arrays, json_text
from satchel.dialects.http.text_decoding import text, unquoted

#: Fields of a form, and parts of a multipart body, whatever they are called.
MAX_FIELDS = 1000
#: Characters of the header that names the boundary; programs write a hundred.
MAX_TYPE = 1000

_BOM = b"\xef\xbb\xbf"
_FORM = re.compile(rb"[A-Za-z_.]+(=|\[|%5[Bb])")
_SIGNED = re.compile(r"^[+-]?\d{1,19}$", re.ASCII)
_WORDS = {
    "1": True,
    "true": True,
    "yes": True,
    "on": True,
    "0": False,
    "false": False,
    "no": False,
    "off": False,
}

Values = dict[str, Any]


def query_values(query: bytes) -> Values:
    """The parameters of a query string; the last of several with one name counts."""
    return _pairs(query) if query else {}


def body_values(body: bytes, content_type: str) -> Values:
    """The parameters in a body. Raises `Invalid` when it cannot be read as what it says it is.

    JSON is recognised by its type or by its first character, since scripts that post JSON often
    leave the type of a form; and a form is one under the type of JSON too.
    """
    if not body.strip():
        return {}
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        return _multipart(body, content_type)
    body = body.removeprefix(_BOM)
    if body.lstrip()[:1] == b"{" or (kind.endswith("json") and not _FORM.match(body)):
        return json_values(body)
    return _pairs(body)


def json_values(body: bytes) -> Values:
    """The members of a JSON object. Raises `Invalid` for anything else."""
    try:
        values = json_text.read(body.removeprefix(_BOM))
    except (ValueError, RecursionError):
        raise Invalid("The body is not JSON.") from None
    if not isinstance(values, dict):
        raise Invalid("The body is not a JSON object.")
    return values


def parse_json(text: str) -> Any:
    """The value of a JSON text. Raises `Invalid`."""
    try:
        return json_text.read(text.encode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError):
        raise Invalid("That is not JSON.") from None


def unquote(text: str) -> str:
    """`text` without its percent escapes; what they hide is UTF-8, and U+FFFD where it is none."""
    return unquoted(text.encode("utf-8", "surrogatepass")).decode("utf-8", "replace") if "%" in text else text


def _pairs(encoded: bytes) -> Values:
    fields = encoded.split(b"&", MAX_FIELDS + 1)
    if len(fields) > MAX_FIELDS:
        raise Invalid("There are too many fields.")
    values: Values = {}
    for field in fields:
        if field:
            name, _, value = field.partition(b"=")
            form_arrays.put(values, _plain(name), _plain(value))
    return values


def _plain(encoded: bytes) -> str:
    encoded = encoded.replace(b"+", b" ")
    return text(unquoted(encoded))


def _multipart(body: bytes, content_type: str) -> Values:
    if len(content_type) > MAX_TYPE:
        raise Invalid("The type of the body is too long.")
    _, options = parse_options_header(content_type)
    boundary = options.get(b"boundary")
    if not boundary:
        raise Invalid("The multipart body names no boundary.")
    reader = _Parts()
    try:
        parser = MultipartParser(boundary, reader.callbacks())
        parser.write(body)
        parser.finalize()
    except (MultipartParseError, ValueError):
        raise Invalid("The multipart body cannot be read.") from None
    if not reader.complete:
        raise Invalid("The multipart body is cut off.")
    return reader.values


class _Parts:
    """Collects the fields of a multipart body; files count by their content like any field."""

    def __init__(self) -> None:
        self.values: Values = {}
        self.complete = False
        self._parts = 0
        self._header = b""
        self._header_value = b""
        self._disposition = b""
        self._data = bytearray()

    def callbacks(self) -> Any:
        return {
            "on_part_begin": self._begin,
            "on_header_field": self._field,
            "on_header_value": self._value,
            "on_header_end": self._end_header,
            "on_part_data": self._part_data,
            "on_part_end": self._end,
            "on_end": self._complete,
        }

    def _complete(self) -> None:
        self.complete = True

    def _begin(self) -> None:
        self._parts += 1
        if self._parts > MAX_FIELDS:
            raise Invalid("There are too many fields.")
        self._disposition = b""
        self._data = bytearray()

    def _field(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _value(self, data: bytes, start: int, end: int) -> None:
        self._header_value += data[start:end]

    def _end_header(self) -> None:
        if self._header.lower() == b"content-disposition":
            self._disposition = self._header_value
        self._header = self._header_value = b""

    def _part_data(self, data: bytes, start: int, end: int) -> None:
        self._data += data[start:end]

    def _end(self) -> None:
        _, options = parse_options_header(self._disposition)
        name = options.get(b"name")
        if name is None:
            return
        form_arrays.put(self.values, text(name), text(bytes(self._data)))


def string(values: Mapping[str, Any], name: str) -> str:
    """A text parameter; missing, null and numbers that are not one make "" or their digits.

    Raises `Invalid` for lists and objects.
    """
    value = values.get(name)
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, int | float):
        return str(value)
    raise Invalid(f"The parameter {name[:40]} is not text.", field=name)


def number(value: Any) -> int | None:
    """A whole number from a number, a numeric string or a float; None when nothing is given.

    Raises `Invalid` for anything else, and for what 64 bits cannot hold.
    """
    if value is None or value == "":
        return None
    if isinstance(value, str):
        value = value.strip()
        if _SIGNED.match(value):
            value = int(value)
        else:
            try:
                value = float(value)
            except ValueError:
                raise Invalid("That is not a number.") from None
    if isinstance(value, float):
        if not math.isfinite(value):
            raise Invalid("That is not a number.")
        value = int(value)
    if not isinstance(value, int) or not -(2**63) <= value < 2**63:
        raise Invalid("That is not a number.")
    return int(value)


def flag(value: Any) -> bool | None:
    """A truth value from 0, 1, "0", "1", true, "true" and their like; None when nothing is given.

    Raises `Invalid` for anything else.
    """
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return value
    word = str(int(value)) if isinstance(value, float) and math.isfinite(value) else str(value)
    truth = _WORDS.get(word.strip().lower())
    if truth is None:
        raise Invalid("That is neither yes nor no.")
    return truth


def moment(value: Any) -> int | None:
    """A time in ms since 1970, from seconds, milliseconds or a float in either; None when unreadable.

    Above 10^11 it is taken for milliseconds: as seconds that would be in the year 5138.
    """
    try:
        if isinstance(value, str):
            value = float(value) if value.strip() else None
        if value is None or isinstance(value, bool) or not math.isfinite(value) or not 0 < value < 1e15:
            return None
    except (TypeError, ValueError, OverflowError):
        return None
    return int(value) if value > 1e11 else int(value * 1000)


def basic(header: bytes) -> tuple[str, str] | None:
    """Name and password of an HTTP Basic header; None when there is none that can be read."""
    scheme, _, encoded = header.strip().partition(b" ")
    if scheme.lower() != b"basic":
        return None
    try:
        raw = base64.b64decode(encoded.strip() + b"=" * (-len(encoded.strip()) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None
    try:
        decoded = raw.decode()
    except UnicodeDecodeError:
        decoded = raw.decode("latin-1")
    name, colon, password = decoded.partition(":")
    return (name, password) if colon else None
