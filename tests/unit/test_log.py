"""The log keeps to one line an event and keeps secrets to itself."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import uvicorn

from satchel.base import log

LOGGER = logging.getLogger("satchel.test")
NAMES = ["", "satchel", "uvicorn", "uvicorn.error", "uvicorn.asgi", "uvicorn.access"]


@pytest.fixture
def listen() -> Iterator[Callable[..., io.StringIO]]:
    """Sets the log up on a text stream; puts the loggers back afterwards."""
    loggers = [logging.getLogger(name) for name in NAMES]
    before = [(each, each.level, each.handlers[:], each.propagate) for each in loggers]

    def start(level: str = "info", format: str = "line") -> io.StringIO:  # noqa: A002
        stream = io.StringIO()
        log.setup(level, format, stream)
        return stream

    yield start
    for each, level, handlers, propagate in before:
        each.setLevel(level)
        each.handlers[:] = handlers
        each.propagate = propagate


@pytest.fixture
def lines(listen: Callable[..., io.StringIO]) -> io.StringIO:
    return listen()


def the_line(stream: io.StringIO) -> str:
    text = stream.getvalue()
    assert text.count("\n") == 1
    assert text.endswith("\n")
    return text[:-1]


def test_an_event_is_one_line_of_time_level_name_and_facts(lines: io.StringIO) -> None:
    log.event(
        LOGGER, "info", "fetch.done", host="example.org", status=200, seconds=0.25, again=False, kind=None
    )
    time, _, rest = the_line(lines).partition(" ")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", time)
    assert rest == "info fetch.done host=example.org status=200 seconds=0.25 again=false kind=-"


def test_an_event_can_be_one_json_object(listen: Callable[..., io.StringIO]) -> None:
    stream = listen(format="json")
    log.event(
        LOGGER,
        logging.WARNING,
        "fetch.failed",
        title="Größe\n\x1b[31m",
        size=3,
        level="odd",
        days=float("inf"),
    )
    line = the_line(stream)
    told = json.loads(line)
    assert line.isascii()
    assert re.fullmatch(r"\d{4}-.*Z", told.pop("time"))
    assert told == {
        "level": "warning",
        "event": "fetch.failed",
        "title": "Größe\n\x1b[31m",
        "size": 3,
        "level_": "odd",
        "days": "inf",
    }


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("plain", "plain"),
        ("https://example.org/a", "https://example.org/a"),
        ("日本語", "日本語"),
        ("two words", '"two words"'),
        ("a=b", '"a=b"'),
        ('say "hi"', r'"say \"hi\""'),
        (r"C:\new dir", r'"C:\\new dir"'),
        ("", '""'),
        ("-", '"-"'),
        ("a\nb\r\n", r'"a\nb\r\n"'),
        ("\x1b[2J", r'"\u001b[2J"'),
        ("\x9b31m\x7f\x00", r'"\u009b31m\u007f\u0000"'),
        ("\u2028\u202eevil\u200b\ud800", r'"\u2028\u202eevil\u200b\ud800"'),
        (b"\xff\n", r'"\\xff\n"'),
        ([1, "two"], r'"[1, \"two\"]"'),
    ],
)
def test_text_from_outside_stays_one_encoded_word(lines: io.StringIO, value: object, written: str) -> None:
    log.event(LOGGER, "info", "seen", agent=value)
    assert the_line(lines).endswith(f" info seen agent={written}")


def test_names_from_outside_cannot_break_the_line_either(lines: io.StringIO) -> None:
    log.event(LOGGER, "info", "odd\nname", **{"a b\n": 1, "": 2})
    assert the_line(lines).endswith(r' info "odd\nname" a_b_=1 _=2')


def test_a_huge_value_is_cut(lines: io.StringIO) -> None:
    log.event(LOGGER, "info", "seen", url="x" * 100_000, ids=list(range(10_000)))
    assert "… (100000 characters)" in the_line(lines)
    assert len(the_line(lines)) < 3_000


@pytest.mark.parametrize(
    "key",
    [
        "password",
        "new_password",
        "token",
        "access_token",
        "request_token",
        "consumer_key",
        "consumer-key",
        "Consumer_Secret",
        "secret",
        "Authorization",
        "Cookie",
        "api_key",
    ],
)
@pytest.mark.parametrize("format", ["line", "json"])
def test_secrets_are_never_written(listen: Callable[..., io.StringIO], key: str, format: str) -> None:  # noqa: A002
    stream = listen(format=format)
    log.event(
        LOGGER, "info", "sign.in", **{key: "hunter2"}, form={"x": [{key: "hunter2"}]}, many={key: ["hunter2"]}
    )
    line = the_line(stream)
    assert "hunter2" not in line
    assert line.count("***") == 3


def test_whether_there_was_a_password_may_be_told(lines: io.StringIO) -> None:
    log.event(LOGGER, "info", "user.added", password=True)
    assert the_line(lines).endswith("password=true")


def test_what_is_bound_is_in_every_event_inside(lines: io.StringIO) -> None:
    with log.bind(request="r1", user=1):
        with log.bind(job=7, user=2):
            log.event(LOGGER, "info", "inner", status=200)
        log.event(LOGGER, "info", "outer", user=3)
    log.event(LOGGER, "info", "after")
    told = [line.partition(" info ")[2] for line in lines.getvalue().splitlines()]
    assert told == ["inner request=r1 user=2 job=7 status=200", "outer request=r1 user=3", "after"]


def test_what_is_bound_in_one_task_is_not_seen_in_another(lines: io.StringIO) -> None:
    async def handle(name: str) -> None:
        with log.bind(request=name):
            await asyncio.sleep(0)
            await asyncio.to_thread(log.event, LOGGER, "info", "done", own=name)

    async def both() -> None:
        await asyncio.gather(handle("a"), handle("b"))

    asyncio.run(both())
    told = {line.partition(" info ")[2] for line in lines.getvalue().splitlines()}
    assert told == {"done request=a own=a", "done request=b own=b"}


@pytest.mark.parametrize("format", ["line", "json"])
def test_an_error_and_where_it_came_from_stay_in_the_line(
    listen: Callable[..., io.StringIO],
    format: str,  # noqa: A002
) -> None:
    stream = listen(format=format)
    try:
        raise ValueError("bad\n\x1b[31mthing")
    except ValueError as error:
        log.event(LOGGER, "error", "request.failed", exc_info=error)
    line = the_line(stream)
    assert r"ValueError: bad\n\u001b[31mthing" in line
    assert "test_log.py" in line


def test_an_error_can_be_a_fact(lines: io.StringIO) -> None:
    log.event(LOGGER, "warning", "fetch.failed", error=TimeoutError())
    assert the_line(lines).endswith(" warning fetch.failed error=TimeoutError")


def test_lesser_events_than_the_level_are_left_out(listen: Callable[..., io.StringIO]) -> None:
    stream = listen(level="warning")
    log.event(LOGGER, "info", "small")
    assert stream.getvalue() == ""
    stream = listen(level="debug")
    log.event(LOGGER, "debug", "small")
    assert the_line(stream).endswith(" debug small")


def test_setting_up_again_does_not_tell_everything_twice(listen: Callable[..., io.StringIO]) -> None:
    first, second = listen(), listen()
    log.event(LOGGER, "info", "once")
    assert first.getvalue() == ""
    assert the_line(second).endswith(" once")


def test_other_libraries_are_heard_from_a_warning_on(listen: Callable[..., io.StringIO]) -> None:
    stream = listen(level="debug")
    logging.getLogger("some.client").info("GET https://example.org/?token=hunter2")
    assert stream.getvalue() == ""
    logging.getLogger("some.client").warning("slow:\n%s", "example.org")
    assert the_line(stream).endswith(r' warning log logger=some.client message="slow:\nexample.org"')


def test_the_web_server_speaks_through_the_same_log_and_keeps_no_access_log(
    listen: Callable[..., io.StringIO],
) -> None:
    async def app(*_: Any) -> None: ...

    uvicorn.Config(app)  # as somebody may have made before us, with its own handlers
    stream = listen()
    uvicorn.Config(app, log_config=None)
    logging.getLogger("uvicorn.access").info('"GET /v3/get?access_token=hunter2" 200')
    assert not logging.getLogger("uvicorn.access").hasHandlers()
    logging.getLogger("uvicorn.error").info(
        "Started server process [%d]", 7, extra={"color_message": "\x1b[1m"}
    )
    assert stream.getvalue() == ""
    logging.getLogger("uvicorn.error").warning(
        "Cancel %d running task(s)", 7, extra={"color_message": "\x1b[1m"}
    )
    assert the_line(stream).endswith(' warning log logger=uvicorn.error message="Cancel 7 running task(s)"')


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://example.org/a/b?token=x#y", "https://example.org/a/b"),
        ("https://alice:pw@example.org:8080/", "https://example.org:8080/"),
        ("https://a@b:pw@example.org/@alice", "https://example.org/@alice"),
        ("http://[::1]:80/x", "http://[::1]:80/x"),
        ("//alice:pw@example.org/x", "//example.org/x"),
        ("https://alice:p/w@example.org/", "https://…"),
        ("https://alice:p?w@example.org/", "https://…"),
        ("javascript:alert(1)", "javascript:…"),
        ("mailto:alice@example.org", "mailto:…"),
        ("alice:pw@example.org/x", "alice:…"),
        ("/path:y/?x=1", "/path:y/"),
        ("https://example.org/a:b\n", "https://example.org/a:b\n"),
        ("https:", "https:…"),
        ("https://[", "https://…"),
        ("", ""),
    ],
)
def test_an_address_is_logged_without_what_may_be_secret(url: str, safe: str) -> None:
    assert log.safe_url(url) == safe


def test_request_ids_differ_and_are_short() -> None:
    ids = {log.new_id() for _ in range(200)}
    assert len(ids) == 200
    assert all(re.fullmatch(r"[0-9a-f]{12}", each) for each in ids)
