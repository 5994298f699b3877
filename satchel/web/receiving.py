"""Receiving a file that a person brings along: straight to the disk, within bounds, whatever its size."""

from __future__ import annotations

import asyncio
import hashlib
from collections import Counter
from typing import BinaryIO

from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import Request

from satchel.base import tokens
from satchel.base.errors import Busy, Invalid, NotAllowed, TooLarge, Unavailable
from satchel.library.uploads import Uploaded, Uploads
from satchel.web.sessions import LogIn

MAX_FILE_BYTES = 8_000_000_000
#: Seconds without a byte, and until all of it is there.
MAX_PAUSE = 60.0
MAX_SECONDS = 6 * 3600.0
#: Bytes that are written at once.
PIECE = 1 << 20
#: Bytes of what is no file: the secret of the form.
MAX_FIELD_BYTES = 1024
MAX_HEADER_BYTES = 4096
#: Forms with files of one person that come at the same time.
MAX_AT_ONCE = 2
MAX_FILES = 100  #: of one form

_UNREADABLE = "This form cannot be read. Reload the page and try again."


class Receiver:
    """Receives files; knows who is bringing one just now."""

    def __init__(self, uploads: Uploads) -> None:
        self._uploads = uploads
        self._bringing = Counter[int]()

    async def receive(self, request: Request, visit: LogIn) -> tuple[str, Uploaded]:
        """The file in the body of a form, and what its owner calls it; several that come in one form are one.

        Raises `NotAllowed` before anything is kept where the form is from no page of theirs, `Invalid` where there is
        no file in it, `TooLarge`, `Busy`, and `Unavailable` where the disk is full. Nothing is left of a file then.
        """
        media_type, options = parse_options_header(request.headers.get("content-type", ""))
        boundary = options.get(b"boundary", b"")
        if media_type != b"multipart/form-data" or not 0 < len(boundary) <= 200:
            raise Invalid(_UNREADABLE)
        length = request.headers.get("content-length", "")
        if length.isdigit() and int(length) > MAX_FILE_BYTES:
            raise TooLarge("The file is too large.")
        if self._bringing[visit.user.id] >= MAX_AT_ONCE:
            raise Busy("Other files of yours are on their way. Wait until they are here.")
        self._bringing[visit.user.id] += 1
        try:
            async with asyncio.timeout(MAX_SECONDS):
                return await self._all(request, _Form(boundary, visit.form, self._uploads))
        except TimeoutError:
            request.scope["satchel.late"] = True
            raise Invalid("The file took too long to arrive. Please try again.") from None
        finally:
            self._bringing[visit.user.id] -= 1

    async def _all(self, request: Request, form: _Form) -> tuple[str, Uploaded]:
        stream = request.stream()
        try:
            while True:
                async with asyncio.timeout(MAX_PAUSE):
                    piece = await anext(stream, None)
                if piece is None:
                    break
                form.feed(piece)
                if form.waiting >= PIECE:
                    await asyncio.to_thread(form.write)
            return await asyncio.to_thread(form.finish)
        except BaseException:
            form.throw_away()
            raise


class _Form:
    """A form that is on its way."""

    def __init__(self, boundary: bytes, secret: str, uploads: Uploads) -> None:
        self._secret = secret
        self._uploads = uploads
        self._field = self._header = b""
        self._value = bytearray()
        self._options: dict[bytes, bytes] = {}
        self._is_proved = False
        self._pending = bytearray()
        self._digest = hashlib.sha256()
        self._size = 0
        self._file: BinaryIO | None = None  #: the last one
        self._files: list[tuple[str, str]] = []  #: what each is called, and its name here
        self._ended = False
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin, "on_header_field": self._on_header_field,
                "on_header_value": self._on_header_value, "on_header_end": self._header_end,
                "on_headers_finished": self._headers_finished, "on_part_data": self._data,
                "on_part_end": self._part_end, "on_end": self._end,
            },
        )  # fmt: skip

    @property
    def waiting(self) -> int:
        """Bytes that are to be written."""
        return len(self._pending)

    def feed(self, piece: bytes) -> None:
        """The next piece of the body. Raises as `Receiver.receive`."""
        try:
            self._parser.write(piece)
        except MultipartParseError:
            raise Invalid(_UNREADABLE) from None

    def write(self) -> None:
        """Write what is there. Raises `TooLarge` and `Unavailable`."""
        if not self._pending or self._file is None:
            return
        self._size += len(self._pending)
        if self._size > MAX_FILE_BYTES:
            raise TooLarge("The file is too large.")
        if not self._uploads.has_room():
            raise Unavailable("There is no room for the file on the server.")
        try:
            self._file.write(self._pending)
        except OSError as error:
            raise Unavailable("There is no room for the file on the server.") from error
        self._digest.update(self._pending)
        self._pending.clear()

    def finish(self) -> tuple[str, Uploaded]:
        """All of it was fed. Raises `Invalid` where there was no file, or it is not all there."""
        if not self._is_proved:
            raise NotAllowed("This form is out of date. Go back, reload the page and try again.")
        if self._file is None:
            raise Invalid("Choose a file first.", field="file")
        if not self._ended:
            raise Invalid("The file did not arrive whole. Please try again.")
        self.write()
        self._file.close()
        (called, name), *others = self._files
        if others:
            called, name = f"{called} + {len(others)}", self._uploads.together(self._files)
            self._files = [(called, name)]
        return called, Uploaded(name, self._digest.hexdigest(), self._size)

    def throw_away(self) -> None:
        """Keep nothing of it."""
        if self._file is not None:
            self._file.close()
        for _, name in self._files:
            self._uploads.remove(name)

    def _begin(self) -> None:
        self._header = self._field = b""
        self._value.clear()
        self._options = {}

    def _on_header_field(self, data: bytes, start: int, end: int) -> None:
        self._field += data[start:end]
        self._demand(len(self._field) <= MAX_HEADER_BYTES)

    def _on_header_value(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]
        self._demand(len(self._header) <= MAX_HEADER_BYTES)

    def _header_end(self) -> None:
        if self._field.lower() == b"content-disposition":
            self._options = parse_options_header(self._header)[1]
        self._field = self._header = b""

    def _headers_finished(self) -> None:
        if self._options.get(b"name") != b"file":
            return
        if not self._is_proved:
            # The secret stands before the file, so that nothing is kept of what another site sends.
            raise NotAllowed("This form is out of date. Go back, reload the page and try again.")
        called = self._options.get(b"filename", b"").decode("utf-8", "replace")
        if not called:
            return
        if len(self._files) >= MAX_FILES:
            raise TooLarge("These are too many files for one import.")
        if self._file is not None:
            self.write()
            self._file.close()
        name, self._file = self._uploads.create()
        self._files.append((called, name))
        self._digest.update(called.encode("utf-8", "replace") if len(self._files) > 1 else b"")

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._options.get(b"name") == b"file" and self._file is not None:
            self._pending += data[start:end]
        elif self._options.get(b"name") == b"form":
            self._value += data[start:end]
            self._demand(len(self._value) <= MAX_FIELD_BYTES)

    def _part_end(self) -> None:
        if self._options.get(b"name") == b"form":
            sent = tokens.unmasked(self._value.decode("ascii", "replace"))
            self._is_proved = tokens.equal(sent, self._secret)

    def _end(self) -> None:
        self._ended = True

    @staticmethod
    def _demand(fits: bool) -> None:
        if not fits:
            raise Invalid(_UNREADABLE)
