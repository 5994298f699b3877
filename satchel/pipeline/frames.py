"""The words that parent and child exchange: frames of four bytes of length and a msgpack body."""

from __future__ import annotations

import msgspec

from satchel.model.articles import Article
from satchel.model.pages import Page

HEADER = 4
MAX_QUESTION = 12_000_000  #: bytes: the largest page and its surroundings
MAX_ANSWER = 8_000_000  #: bytes: the largest article there may be is half of that


class Answer(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the child says about one page: an article, or why there is none."""

    article: Article | None = None
    error: str = ""


_encoder = msgspec.msgpack.Encoder()
_answers = msgspec.msgpack.Decoder(Answer)
_pages = msgspec.msgpack.Decoder(Page)


def write_page(page: Page) -> bytes:
    """A page as one frame, without what only the fetcher may know of it."""
    return _framed(_encoder.encode(msgspec.structs.replace(page, trip=None)))


def write_answer(answer: Answer) -> bytes:
    """An answer as one frame."""
    return _framed(_encoder.encode(answer))


def read_page_frame(body: bytes) -> Page:
    """The page in the body of a frame. Raises msgspec.MsgspecError when it is none."""
    return _pages.decode(body)


def read_answer(body: bytes) -> Answer:
    """The answer in the body of a frame. Raises msgspec.MsgspecError when it is none."""
    return _answers.decode(body)


def length_of(header: bytes) -> int:
    """The length that a header announces."""
    return int.from_bytes(header, "big")


def _framed(body: bytes) -> bytes:
    return len(body).to_bytes(HEADER, "big") + body
