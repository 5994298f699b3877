"""The words that parent and child exchange: frames of four bytes of length and a msgpack body.

A question says by its tag what it asks; the child answers in the same way. A new one is a struct here,
its place in `Question` (and in `Answer`, if it brings something new) and a line in `pipeline/child.py`.
"""

from __future__ import annotations

import msgspec

from satchel.model.articles import Article
from satchel.model.pages import Page

HEADER = 4
MAX_QUESTION = 12_000_000  #: bytes: the largest page and its surroundings
MAX_ANSWER = 8_000_000  #: bytes: the largest article there may be is half of that
MAX_LETTERS = 4_000_000  #: of HTML that somebody handed in, which are read


class ReadPage(msgspec.Struct, frozen=True, tag="page"):
    """What article is in this download?"""

    page: Page


class ReadHtml(msgspec.Struct, frozen=True, tag="html"):
    """What article is this HTML, which somebody handed in as the text of the page at `url`?"""

    html: str
    url: str
    now: int | None = None  #: ms


class CleanHtml(msgspec.Struct, frozen=True, tag="clean"):
    """What is left of this article, which says to be clean already, behind the last gate?"""

    html: str


Question = ReadPage | ReadHtml | CleanHtml


class Read(msgspec.Struct, frozen=True, omit_defaults=True, tag="read"):
    """An article."""

    article: Article


class Failed(msgspec.Struct, frozen=True, tag="failed"):
    """Why there is no answer; the child that gives this one leaves."""

    error: str


Answer = Read | Failed

_encoder = msgspec.msgpack.Encoder()
_answers: msgspec.msgpack.Decoder[Answer] = msgspec.msgpack.Decoder(Answer)
_questions: msgspec.msgpack.Decoder[Question] = msgspec.msgpack.Decoder(Question)


def write_question(question: Question) -> bytes:
    """A question as one frame, without what only the fetcher may know of a page."""
    if isinstance(question, ReadPage):
        question = ReadPage(msgspec.structs.replace(question.page, trip=None))
    return framed(_encoder.encode(question))


def write_answer(answer: Answer) -> bytes:
    """An answer as one frame."""
    return framed(_encoder.encode(answer))


def read_question(body: bytes) -> Question:
    """The question in the body of a frame. Raises msgspec.MsgspecError when it is none."""
    return _questions.decode(body)


def read_answer(body: bytes) -> Answer:
    """The answer in the body of a frame. Raises msgspec.MsgspecError when it is none."""
    return _answers.decode(body)


def length_of(header: bytes) -> int:
    """The length that a header announces."""
    return int.from_bytes(header, "big")


def framed(body: bytes) -> bytes:
    """A body behind its length."""
    return len(body).to_bytes(HEADER, "big") + body
