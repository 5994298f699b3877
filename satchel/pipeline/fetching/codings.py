"""Content codings undone in small pieces, so that no answer can fill the memory.

1.6 KB of brotli can stand for 2 GB. Every stage gives at most about a megabyte at a time, and
the bytes between two stages are counted like those at the end.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any

ACCEPTED = "gzip, br, zstd"

_PIECE = 64 * 1024  #: bytes of output asked for at a time
_MAX_STAGES = 2  #: nobody honest wraps twice, let alone three times
_MAX_MEMBERS = 64  #: gzip and zstd may be several streams one after the other
_SLICE = 32  #: zstd has no bound on output; 32 bytes of it give 1 MB at most
_WINDOW = 8 * 1024 * 1024  #: the largest window that RFC 9659 lets the web use


class DamagedError(Exception):
    """The coded bytes are not what their label says, or end too early."""


class SwollenError(Exception):
    """Decoding would give more than is allowed."""


class Decoder:
    """Undoes the codings named in `names`, in the order of the Content-Encoding header.

    Codings that are not known are taken for none, as browsers do. Raises `DamagedError` for more than
    two. At most `limit` bytes may pass between two stages; the caller counts what comes out.
    """

    def __init__(self, names: Iterable[str], limit: int) -> None:
        known = [_STAGES[name] for name in names if name in _STAGES]
        if len(known) > _MAX_STAGES:
            raise DamagedError(f"{len(known)} content codings at once")
        self._stages = [stage() for stage in reversed(known)]
        self._between = 0
        self._limit = limit

    def __bool__(self) -> bool:
        return bool(self._stages)

    def feed(self, data: bytes) -> Iterator[bytes]:
        """What `data` decodes to, in pieces. Raises `DamagedError` and `SwollenError`, at any piece."""
        yield from self._from(0, (data,))

    def finish(self) -> Iterator[bytes]:
        """The rest, when all has been fed. Raises `DamagedError` if the end is missing."""
        for place, stage in enumerate(self._stages):
            yield from self._from(place + 1, stage.finish())

    def _from(self, place: int, pieces: Iterable[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            if place == len(self._stages):
                yield piece
                continue
            if place:
                self._between += len(piece)
                if self._between > self._limit:
                    raise SwollenError
            yield from self._from(place + 1, self._stages[place].feed(piece))


class _Gzip:
    """gzip, and zlib's own format, told apart by their first byte.

    A page that is labelled so and is not packed at all passes as it is, as in browsers: what unpacked
    it on the way left the label on.
    """

    magic = b"\x1f\x8b"
    may_be_plain = True

    def __init__(self) -> None:
        self._inflate = self._new(b"\x1f")
        self._members = 0
        self._seen = False
        self._plain = False
        self._held = b""
        self._trailer = 0  #: bytes of check sum and length at the end: 8 of gzip, 4 of zlib's format

    def _new(self, start: bytes) -> Any:
        return zlib.decompressobj(zlib.MAX_WBITS | 32)

    def feed(self, data: bytes) -> Iterator[bytes]:
        if data and not self._seen:
            self._seen = True
            self._inflate = self._new(data)
            self._trailer = 8 if data[0] == 0x1F else 4
            self._plain = self.may_be_plain and data.lstrip()[:1] == b"<"
        if self._plain:
            yield data
            return
        # The check sum at the end waits: when it is wrong, zlib takes what it unpacked along with it.
        data = self._held + data
        self._held = data[-self._trailer :]
        yield from self._unpack(data[: -self._trailer])

    def _unpack(self, data: bytes) -> Iterator[bytes]:
        try:
            while data:
                if self._inflate.eof:
                    # Padding after the end is ignored, another member is read on.
                    if not data.startswith(self.magic[: len(data)]) or self._members >= _MAX_MEMBERS:
                        return
                    self._members += 1
                    self._inflate = self._new(data)
                piece = self._inflate.decompress(data, _PIECE)
                if piece:
                    yield piece
                data = self._inflate.unused_data if self._inflate.eof else self._inflate.unconsumed_tail
        except zlib.error as error:
            raise DamagedError(str(error)) from error

    def finish(self) -> Iterator[bytes]:
        if self._plain:
            return
        yield from self._unpack(self._held)
        try:
            piece = self._inflate.flush()
        except zlib.error as error:
            raise DamagedError(str(error)) from error
        if piece:
            yield piece
        if self._seen and not self._inflate.eof:
            raise DamagedError("the compressed body ends too early")


class _Deflate(_Gzip):
    """zlib's format, or the bare stream that some servers send under the same name."""

    may_be_plain = False

    def _new(self, start: bytes) -> Any:
        return zlib.decompressobj(zlib.MAX_WBITS | 32 if start[0] & 0x0F == 8 else -zlib.MAX_WBITS)


class _Brotli:
    def __init__(self) -> None:
        import brotli

        self._error = brotli.error
        self._stream = brotli.Decompressor()
        self._seen = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        if not data or self._stream.is_finished():
            return
        self._seen = True
        try:
            piece = self._stream.process(data, output_buffer_limit=_PIECE)
            while piece or not self._stream.can_accept_more_data():
                yield piece
                piece = self._stream.process(b"", output_buffer_limit=_PIECE)
        except self._error as error:
            raise DamagedError("the brotli stream is damaged") from error

    def finish(self) -> Iterator[bytes]:
        if self._seen and not self._stream.is_finished():
            raise DamagedError("the compressed body ends too early")
        return iter(())


class _Zstandard:
    def __init__(self) -> None:
        import zstandard

        self._error = zstandard.ZstdError
        self._new: Callable[[], Any] = zstandard.ZstdDecompressor(max_window_size=_WINDOW).decompressobj
        self._stream = self._new()
        self._members = 0
        self._seen = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        self._seen = self._seen or bool(data)
        for start in range(0, len(data), _SLICE):
            yield from self._slice(data[start : start + _SLICE])

    def _slice(self, data: bytes) -> Iterator[bytes]:
        try:
            while data:
                if self._stream.eof:
                    if self._members >= _MAX_MEMBERS:
                        raise DamagedError("too many zstd frames")
                    self._members += 1
                    self._stream = self._new()
                piece = self._stream.decompress(data)
                if piece:
                    yield piece
                data = self._stream.unused_data if self._stream.eof else b""
        except self._error as error:
            raise DamagedError(str(error)) from error

    def finish(self) -> Iterator[bytes]:
        if self._seen and not self._stream.eof:
            raise DamagedError("the compressed body ends too early")
        return iter(())


_STAGES: dict[str, Callable[[], _Gzip | _Brotli | _Zstandard]] = {
    "gzip": _Gzip,
    "x-gzip": _Gzip,
    "deflate": _Deflate,
    "br": _Brotli,
    "zstd": _Zstandard,
}
