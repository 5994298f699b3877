"""Reading a body: as much of it as is of use, and what came of it when it ends badly.

Browsers show what came of a page whose end is missing, so we keep it: a gzip stream without its last
bytes, chunks without the last one, a length that promises too much, a connection that breaks or that
is left open in silence.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import TYPE_CHECKING, NamedTuple

from satchel.model.pages import FetchFailed, Reason
from satchel.pipeline.fetching.answer import Head, is_cuttable, is_wanted_whole
from satchel.pipeline.fetching.codings import DamagedError, Decoder, SwollenError

if TYPE_CHECKING:
    from satchel.pipeline.fetching.backend import Meter

MIN_KEPT = 256  #: bytes; what came before an answer broke off is kept from this size on

_SLACK = 256 * 1024  #: bytes that chunked framing may add to a body
_PREFIX = 64 * 1024  #: bytes of a body that only needs to be known by its beginning
_BREATH = 32  #: pieces read before other work gets its turn
_CRUMB = 64  #: bytes; an honest answer's pieces are larger on average
_CRUMBS = 20_000  #: pieces after which that is asked


class Body(NamedTuple):
    """What came, and whether its end is missing."""

    data: bytes
    is_cut: bool


async def read_body(
    head: Head,
    stream: AsyncIterator[bytes],
    meter: Meter,
    *,
    limit: int,
    silence: float,
    ends: float,
    all_whole: bool = False,
) -> Body:
    """The decoded body of an answer that brings a page.

    Pages and texts are read up to `limit` bytes, of other files and of larger PDFs the first 64 KB.
    After `silence` seconds without a byte, and at `ends` on the loop's clock, what came is taken for all.
    With `all_whole` every file is read up to `limit`. Raises `FetchFailed`, or what the stream raises, when the body
    ends badly with less than 256 bytes.
    """
    whole = all_whole or (
        is_wanted_whole(head.media_type) and (head.length <= limit or is_cuttable(head.media_type))
    )
    most = limit if whole else min(_PREFIX, limit)
    meter.allow(2 * limit + _SLACK, Reason.TOO_LARGE)
    pieces: list[bytes] = []
    size = 0
    is_cut = False
    now = asyncio.get_running_loop().time
    try:
        async with asyncio.timeout_at(ends) as bound:
            async with aclosing(_decoded(stream, Decoder(head.codings, limit))) as coming:
                async for piece in coming:
                    pieces.append(piece)
                    size += len(piece)
                    if size > most or (size == most and not whole):
                        break
                    if size >= MIN_KEPT:
                        bound.reschedule(min(ends, now() + silence))
    except Exception as error:
        if size < MIN_KEPT:
            raise _explained(error, limit) from error
        is_cut = size < most
    data = b"".join(pieces)
    if size > limit and (not is_cuttable(head.media_type) or b"%PDF-" in data[:1_024]):
        most = min(_PREFIX, limit)  # nobody reads half a PDF
    return Body(data[:most], is_cut)


def _explained(error: Exception, limit: int) -> Exception:
    if isinstance(error, DamagedError):
        return FetchFailed(Reason.BROKEN, str(error))
    if isinstance(error, SwollenError):
        return FetchFailed(Reason.TOO_LARGE, f"more than {limit} bytes", permanent=True)
    return error


async def _decoded(stream: AsyncIterator[bytes], decoder: Decoder) -> AsyncGenerator[bytes, None]:
    """The body without its codings, in pieces, leaving the loop room to breathe.

    Raises `DamagedError` for a body in crumbs: a byte at a time, 10 MB would cost a minute of work.
    """
    size = count = 0
    async for data in stream:
        size += len(data)
        count += 1
        if count > _CRUMBS and size < count * _CRUMB:
            raise DamagedError("the body comes in crumbs")
        if count % _BREATH == 0:
            await asyncio.sleep(0)
        for place, piece in enumerate(decoder.feed(data), 1):
            yield piece
            if place % _BREATH == 0:
                await asyncio.sleep(0)
    for piece in decoder.finish():
        yield piece
