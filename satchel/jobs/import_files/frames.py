"""The words that the server and the process exchange that reads a file of an import.

Frames as `pipeline/frames.py` has them: a question says by its tag what it asks, and each has its answer.
"""

from __future__ import annotations

import msgspec

from satchel.library.incoming import Incoming
from satchel.model.imports import Choices, Look
from satchel.model.library_file import Shelf
from satchel.pipeline.frames import framed

MAX_QUESTION = 1_000_000  #: bytes
MAX_ANSWER = 64_000_000  #: bytes: rows are weighed, and a text of 4,000,000 letters has 16 MB at most

TOO_LARGE = "The file takes more memory to read than it may."
TOO_SLOW = "The file takes more time to read than it may."


class Open(msgspec.Struct, frozen=True, tag="open"):
    """What lies at this path? Where it `is_ours`, passwords in it are removed at once."""

    path: str
    is_ours: bool


class Count(msgspec.Struct, frozen=True, tag="count"):
    """Which links have the next rows? `now` (ms) tells times from nonsense."""

    now: int


class See(msgspec.Struct, frozen=True, tag="see"):
    """What has been counted, if the person has so many items of these links, and had so many more?"""

    known: int
    deleted: int


class AskShelf(msgspec.Struct, frozen=True, tag="shelf"):
    """What stands beside the rows?"""


class Begin(msgspec.Struct, frozen=True, tag="begin"):
    """From here on rows are taken in: those behind the first `after`, by these choices."""

    choices: Choices
    made_at: int  #: of the import, ms
    after: int


class Next(msgspec.Struct, frozen=True, tag="next"):
    """Which are the next rows, at most so many?"""

    most: int


class AskText(msgspec.Struct, frozen=True, tag="text"):
    """What is the text with this number of the row with this one, which was among the last that were asked for?"""

    row: int
    text: int


Question = Open | Count | See | AskShelf | Begin | Next | AskText


class Opened(msgspec.Struct, frozen=True, tag="opened"):
    """It is a file for us."""


class Counted(msgspec.Struct, frozen=True, tag="counted"):
    """Some rows were counted: the keys of links that were in none before."""

    keys: tuple[bytes, ...]
    is_all: bool  #: there are no further rows


class Seen(msgspec.Struct, frozen=True, tag="seen"):
    """What is in the file."""

    look: Look


class Beside(msgspec.Struct, frozen=True, tag="beside"):
    """What stands beside the rows; None where the file is of another program."""

    shelf: Shelf | None


class Begun(msgspec.Struct, frozen=True, tag="begun"):
    """Rows can be asked for."""


class Rows(msgspec.Struct, frozen=True, tag="rows"):
    """Rows, each as `write_row` has it and without its texts; none at the end."""

    rows: list[bytes]


class GivenText(msgspec.Struct, frozen=True, omit_defaults=True, tag="given"):
    """A text as the file has it, not cleaned; all empty where that cannot be read."""

    html: str = ""
    plain: str = ""  #: of a file of our own
    file: bytes = b""  #: an article that is a PDF


class Refused(msgspec.Struct, frozen=True, tag="refused"):
    """Why the file is not taken, as `RefusedFile` has it."""

    message: str
    holds_secrets: bool = False


class Gone(msgspec.Struct, frozen=True, tag="gone"):
    """The system does not let the file be read: the parts of an `OSError`."""

    errno: int
    strerror: str


class Broken(msgspec.Struct, frozen=True, tag="broken"):
    """The reader has a fault: what the log is to say of it."""

    trace: str


Answer = Opened | Counted | Seen | Beside | Begun | Rows | GivenText | Refused | Gone | Broken

_encoder = msgspec.msgpack.Encoder()
_answers: msgspec.msgpack.Decoder[Answer] = msgspec.msgpack.Decoder(Answer)
_questions: msgspec.msgpack.Decoder[Question] = msgspec.msgpack.Decoder(Question)
_rows = msgspec.msgpack.Decoder(Incoming)


def write(words: Question | Answer) -> bytes:
    """A question or an answer as one frame."""
    return framed(_encoder.encode(words))


def read_answer(body: bytes) -> Answer:
    """The answer in the body of a frame. Raises msgspec.MsgspecError when it is none."""
    return _answers.decode(body)


def read_question(body: bytes) -> Question:
    """The question in the body of a frame. Raises msgspec.MsgspecError when it is none."""
    return _questions.decode(body)


def write_row(row: Incoming) -> bytes:
    """A row as the server reads it: by itself, so that none waits while others are read."""
    return _encoder.encode(row)


def read_row(data: bytes) -> Incoming:
    """The row of `write_row`. Raises msgspec.MsgspecError when it is none."""
    return _rows.decode(data)
