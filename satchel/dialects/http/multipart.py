"""Bodies of several parts, as browsers send forms with files."""

from __future__ import annotations

from typing import Any

from python_multipart import MultipartParser
from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import parse_options_header

from satchel.base.errors import Invalid
from satchel.dialects.http import form_arrays
from satchel.dialects.http.text_decoding import text

#: Characters of the header that names the boundary; programs write a hundred.
MAX_TYPE = 1000


def values(body: bytes, content_type: str, most: int) -> dict[str, Any]:
    """The fields of a multipart body, at most `most`. Raises `Invalid` when it cannot be read."""
    if len(content_type) > MAX_TYPE:
        raise Invalid("The type of the body is too long.")
    _, options = parse_options_header(content_type)
    boundary = options.get(b"boundary")
    if not boundary:
        raise Invalid("The multipart body names no boundary.")
    reader = _Parts(most)
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

    def __init__(self, most: int) -> None:
        self.values: dict[str, Any] = {}
        self._most = most
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
        if self._parts > self._most:
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
