"""The log: one event is one line, and no secret is in it.

    2026-09-21T14:13:20.123Z info fetch.done request=4f01c2a9e7b3 host=example.org seconds=0.31

Text from outside cannot begin a line of its own or colour a terminal: whatever does not
print is written as an escape. Events below a warning say which page, but never its query,
its text or anybody's token: see `safe_url`.
"""

from __future__ import annotations

import json
import logging
import math
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import lru_cache
from itertools import islice
from types import MappingProxyType
from typing import IO

from satchel.base import tokens

LEVELS = {
    "debug": logging.DEBUG,
    "info": logging.INFO,
    "warning": logging.WARNING,
    "error": logging.ERROR,
}

_MAX_VALUE_CHARACTERS = 2_000  #: characters of one value
_MAX_TRACE_CHARACTERS = 20_000
_MAX_TEXTS = 100  #: texts of other libraries that are remembered
_MINUTE = 60.0  #: seconds
_MAX_PARTS = 100  #: parts of one list
_DEEPEST = 4  #: levels of nested values

_SECRET = re.compile(
    r"(?i)passw|passphrase|token|secret|consumer_?key|api_?key|authorization|cookie|credential"
)
_SCHEME = re.compile(r"([^/:]*:)?(.*)", re.DOTALL)  #: fits any text
_WORD = re.compile(r"[^\s\"=]+")
_PLAIN_WORD = re.compile(r"(?!-$)[!#-<>-~]+")  #: the same in ASCII, which is nearly all
_KEY = re.compile(r"[^A-Za-z0-9_.-]")

_bound: ContextVar[Mapping[str, object]] = ContextVar("bound", default=MappingProxyType({}))


def setup(level: str, format: str, stream: IO[str]) -> None:  # noqa: A002
    """Log everything to one stream. `level` and `format` as in the settings.

    Our own events count from `level` on; the web server and other libraries are heard from a
    warning on, since some of them write whole addresses into lesser events, and the same text once a minute,
    since strangers can have them say it. May be called again. The web server must be started with `log_config=None`.
    """
    handler = _Handler(stream)
    handler.setFormatter(Json() if format == "json" else Line())
    handler.addFilter(_Seldom())
    root = logging.getLogger()
    for old in [each for each in root.handlers if isinstance(each, _Handler)]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(max(LEVELS[level], logging.WARNING))
    logging.getLogger("satchel").setLevel(LEVELS[level])
    logging.getLogger("satchel.security").setLevel(logging.NOTSET)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.asgi", "uvicorn.access"):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = name != "uvicorn.access"
        logger.setLevel(max(LEVELS[level], logging.WARNING))


def event(
    logger: logging.Logger,
    level: int | str,
    name: str,
    /,
    *,
    exc_info: object = None,
    **facts: object,
) -> None:
    """Log that something happened: a name like "fetch.done", and what is known about it.

    `level` is a number of `logging` or a name of the settings. With an exception as
    `exc_info` the error and where it came from are told too, in the same line.
    """
    number = LEVELS[level] if isinstance(level, str) else level
    if logger.isEnabledFor(number):
        error = exc_info if isinstance(exc_info, BaseException) else None
        logger.log(number, name, exc_info=error, extra={"facts": facts}, stacklevel=2)


@contextmanager
def bind(**facts: object) -> Iterator[None]:
    """Add the facts, say request="…", to every event inside; the inner of two wins.

    They follow tasks and `asyncio.to_thread`, but not other threads.
    """
    mark = _bound.set(MappingProxyType({**_bound.get(), **facts}))
    try:
        yield
    finally:
        _bound.reset(mark)


def new_id() -> str:
    """A name for one request or one run of a job: 12 hex characters."""
    return tokens.secret()[:12]


def safe_url(url: str) -> str:
    """The address without what may be secret: user, password, query and fragment.

    Takes any text and never fails; of what is no address only the scheme is kept.
    """
    found = _SCHEME.fullmatch(re.split(r"[?#]", url, maxsplit=1)[0])
    assert found
    start, rest = found.groups("")
    if not rest.startswith("//"):
        return f"{start}…" if start else rest
    authority, slash, path = rest[2:].partition("/")
    host = authority.rpartition("@")[2]
    # A password with a slash in it looks like a port.
    if not re.fullmatch(r"(\[[^\]@]*\]|[^:@\[\]]*)(:[0-9]*)?", host):
        return f"{start}//…"
    return f"{start}//{host}{slash}{path}"


class _Seldom(logging.Filter):
    """Leaves out what another library says again within a minute, unless it tells of an exception."""

    def __init__(self) -> None:
        super().__init__()
        self._said: dict[
            str, float
        ] = {}  #: by their texts without values, which are as many as the library has

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.partition(".")[0] == "satchel" or record.exc_info:
            return True
        now, text = time.monotonic(), str(record.msg)
        if now - self._said.get(text, -_MINUTE) < _MINUTE:
            return False
        if len(self._said) >= _MAX_TEXTS:
            self._said.clear()
        self._said[text] = now
        return True


class _Handler(logging.StreamHandler[IO[str]]):
    """Ours, so that `setup` can find and replace it."""


class Line(logging.Formatter):
    """time level event key=value …"""

    def format(self, record: logging.LogRecord) -> str:
        name, facts = _facts(record)
        words = [_time(record), record.levelname.lower(), _word(name)]
        words += [f"{_KEY.sub('_', key) or '_'}={_word(value)}" for key, value in facts.items()]
        return " ".join(words)


class Json(logging.Formatter):
    """The same as one JSON object a line, in ASCII."""

    def format(self, record: logging.LogRecord) -> str:
        name, facts = _facts(record)
        # The first three belong to the log; a fact of the same name steps aside.
        ours = {"time": _time(record), "level": record.levelname.lower(), "event": name}
        theirs = {f"{key}_" if key in ours else key: value for key, value in facts.items()}
        return json.dumps({**ours, **theirs})


def _time(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")[:23] + "Z"


def _facts(record: logging.LogRecord) -> tuple[str, dict[str, object]]:
    """The event's name and all that is known about it, ready to be written."""
    own = getattr(record, "facts", None)
    if isinstance(own, dict):
        name, facts = record.getMessage(), {**_bound.get(), **own}
    else:
        name, facts = "log", {**_bound.get(), "logger": record.name, "message": record.getMessage().strip()}
    plain = {str(key): _plain(str(key), value) for key, value in facts.items()}
    if record.exc_info and record.exc_info[1]:
        plain.setdefault("error", _plain("error", record.exc_info[1]))
        trace = logging.Formatter().formatException(record.exc_info)
        plain["trace"] = (
            trace if len(trace) <= _MAX_TRACE_CHARACTERS else "…" + trace[-_MAX_TRACE_CHARACTERS:]
        )
    return name, plain


def _plain(key: str, value: object, depth: int = 0) -> object:
    """The value as JSON knows it, of bounded length, masked if its key says it is secret."""
    # Whether there was a secret at all may be told.
    if value is None or isinstance(value, bool):
        return value
    if _is_secret(key):
        return "***"
    if type(value) is str:  # first, because nearly all are
        return _cut(value)
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return round(value, 6) if math.isfinite(value) else str(value)
    if isinstance(value, Mapping | list | tuple | set | frozenset):
        if depth == _DEEPEST:
            return "…"
        if isinstance(value, Mapping):
            return {
                str(name): _plain(str(name), each, depth + 1)
                for name, each in islice(value.items(), _MAX_PARTS)
            }
        return [_plain(key, each, depth + 1) for each in islice(value, _MAX_PARTS)]
    if isinstance(value, BaseException):
        return _cut(f"{type(value).__name__}: {value}" if str(value) else type(value).__name__)
    if isinstance(value, bytes):
        return _cut(value[: _MAX_VALUE_CHARACTERS * 4].decode("utf-8", "backslashreplace"))
    return _cut(str(value))


@lru_cache(maxsize=1_000)
def _is_secret(key: str) -> bool:
    return bool(_SECRET.search(key.replace("-", "_")))


def _cut(text: str) -> str:
    return (
        text
        if len(text) <= _MAX_VALUE_CHARACTERS
        else f"{text[:_MAX_VALUE_CHARACTERS]}… ({len(text)} characters)"
    )


def _word(value: object) -> str:
    """A value as one word of the line: bare if it reads clearly, else quoted and escaped."""
    if value is None:
        return "-"
    if isinstance(value, str):
        text = value
    elif type(value) is int or type(value) is float:
        return repr(value)
    else:
        text = json.dumps(value, ensure_ascii=False)
    if _PLAIN_WORD.fullmatch(text) or (text != "-" and _WORD.fullmatch(text) and text.isprintable()):
        return text
    return '"' + "".join(_character(each) for each in text) + '"'


def _character(one: str) -> str:
    if one in '"\\' or not one.isprintable():
        return json.dumps(one)[1:-1]
    return one
