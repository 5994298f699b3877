"""Failures: their order, their shape, their completeness."""

from __future__ import annotations

from typing import Any

import pytest

from satchel.base.errors import Busy, Unavailable
from satchel.dialects.http.request import Request, everything
from satchel.dialects.pocket.errors import failure
from satchel.library import saving
from satchel.library.usecase import writes
from tests.errors import every_error
from tests.wire.pocket_common import LIMITS, assert_failed, limits, rows
from tests.wire.server import Wire

CALL = Request({}, "/v3/get", everything, {})
PATHS = ("/v3/add", "/v3/send", "/v3/get")


def test_no_error_is_told_as_a_success_and_all_texts_can_be_headers() -> None:
    for error in every_error():
        answer = failure(error("A “quoted” text\nof two lines"), CALL)
        assert answer.status >= 400
        told = dict(answer.headers)
        assert told[b"x-error-code"].isdigit()
        assert told[b"x-error"].isascii()
        assert b"\n" not in told[b"x-error"]


def test_what_is_wrong_first_is_told_first(wire: Wire) -> None:
    good = wire.credentials()
    weak = wire.key(add=False, modify=False, retrieve=False)
    weak_token = wire.token("alice", weak)
    nonsense = {"url": "nonsense", "actions": "nonsense", "count": "nonsense"}
    for values, status, code in (
        ({"access_token": "bad"}, 400, 138),
        ({"consumer_key": "", "access_token": good["access_token"]}, 400, 138),
        ({"consumer_key": "1-bad", "access_token": "bad"}, 403, 152),
        ({"consumer_key": "1-bad", "access_token": good["access_token"]}, 403, 152),
        ({"consumer_key": "schlüssel", "access_token": good["access_token"]}, 403, 152),
        ({"consumer_key": "\x00", "access_token": good["access_token"]}, 403, 152),
        ({"consumer_key": good["consumer_key"]}, 401, 107),
        ({"consumer_key": good["consumer_key"], "access_token": "bad"}, 401, 107),
        ({"consumer_key": good["consumer_key"], "access_token": weak_token}, 401, 107),
        ({"consumer_key": weak, "access_token": weak_token}, 403, 151),
        (good, 400, 130),
    ):  # fmt: skip
        given = {**nonsense, **values}
        for path in PATHS:
            assert_failed(wire.get(path, given), status, code)
            assert_failed(wire.post(path, given), status, code)


def test_credentials_of_odd_kinds_are_refused(wire: Wire) -> None:
    for value in ([1], {"a": 1}, True, 5, 1.5):
        for name in ("consumer_key", "access_token"):
            reply = wire.post("/v3/get", {**wire.credentials(), name: value}, type="json")
            assert reply.status in (400, 401, 403), (name, value)
            assert reply.headers["x-error-code"].isdigit()


def test_headers_and_cookies_are_no_credentials(wire: Wire) -> None:
    good = wire.credentials()
    headers = {
        "Authorization": f"Bearer {good['access_token']}",
        "Cookie": f"access_token={good['access_token']}",
    }
    reply = wire.post("/v3/get", {"consumer_key": good["consumer_key"]}, headers=headers)
    assert_failed(reply, 401, 107)


def test_the_limits_are_told_and_go_down(wire: Wire) -> None:
    first = wire.post("/v3/get", wire.credentials())
    second = wire.post("/v3/get", wire.credentials())
    for who in ("user", "key"):
        left = int(first.headers[f"x-limit-{who}-remaining"])
        assert int(second.headers[f"x-limit-{who}-remaining"]) == left - 1
        assert 0 < int(first.headers[f"x-limit-{who}-reset"]) <= 3600


def test_who_has_used_up_the_hour_is_refused_until_it_is_over(wire: Wire) -> None:
    wire.library.limits.user_limit = 2
    for _ in range(2):
        assert wire.post("/v3/get", wire.credentials()).status == 200
    reply = wire.post("/v3/add", {"url": "http://one.example.com/", **wire.credentials()})
    assert_failed(reply, 403, 5200)
    assert reply.headers["x-limit-user-remaining"] == "0"
    assert reply.headers["retry-after"] == reply.headers["x-limit-user-reset"]
    assert wire.post("/v3/get", wire.credentials("bob")).status == 200
    wire.clock.forward(hours=1)
    assert rows(wire) == []


def test_a_key_that_is_used_up_is_refused_for_everybody(wire: Wire) -> None:
    wire.library.limits.key_limit = 1
    assert wire.post("/v3/get", wire.credentials()).status == 200
    assert_failed(wire.post("/v3/get", wire.credentials("bob")), 403, 5200)
    bad = {**wire.credentials("bob"), "access_token": "bad"}
    assert_failed(wire.post("/v3/get", bad), 401, 107)


def test_whoever_knows_the_key_of_an_app_cannot_lock_it_out(wire: Wire) -> None:
    wire.library.limits.key_limit = 5
    made_up = {**wire.credentials(), "access_token": "0" * 30}
    for _ in range(5):
        reply = wire.post("/v3/get", made_up)
        assert_failed(reply, 401, 107)
        assert reply.headers["x-limit-key-remaining"] == "5"
    assert_failed(wire.post("/v3/get", made_up), 403, 5200)
    reply = wire.post("/v3/get", wire.credentials())
    assert (reply.status, reply.headers["x-limit-key-remaining"]) == (200, "4")
    assert wire.post("/v3/get", made_up).headers["x-limit-key-remaining"] == "4"


def test_without_a_limit_none_of_the_headers_is_sent(wire: Wire) -> None:
    wire.library.limits.user_limit = 0
    for reply in (wire.post("/v3/get", wire.credentials()), wire.post("/v3/get"), wire.get("/v3/nothing")):
        assert limits(reply) == set()


def test_a_success_never_carries_an_error_code(wire: Wire) -> None:
    reply = wire.post("/v3/get", wire.credentials())
    assert not {"x-error", "x-error-code"} & reply.headers.keys()
    assert (reply.headers["status"], reply.headers["x-source"]) == ("200 OK", "Pocket")
    assert reply.headers["content-type"] == "application/json"
    assert limits(reply) == LIMITS


def test_credentials_over_plain_http_are_refused_where_people_use_https(wire: Wire) -> None:
    good = wire.credentials()
    wire.set(secure=True)
    for path in PATHS:
        reply = wire.post(path, {**good, "url": "http://one.example.com/"})
        assert_failed(reply, 400, 130, "Credentials are accepted over https only.")
    wire.set(secure=False)
    assert rows(wire) == []


def test_a_store_in_trouble_is_told_as_such(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    for error in (Busy, Unavailable):

        def fail(*_: Any, error: type[Exception] = error, **__: Any) -> None:
            raise error

        monkeypatch.setattr(saving, "save", writes(fail))
        reply = wire.post("/v3/add", {"url": "http://one.example.com/", **wire.credentials()})
        assert_failed(reply, 503, 199)
        assert int(reply.headers["retry-after"]) > 0


def test_a_fault_of_ours_is_a_500_that_can_be_found_in_the_log(
    wire: Wire, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: Any) -> None:
        raise ZeroDivisionError("a secret detail")

    monkeypatch.setattr(saving, "save", writes(fail))
    reply = wire.post("/v3/add", {"url": "http://one.example.com/", **wire.credentials()})
    assert_failed(reply, 500, 198)
    assert "secret" not in reply.headers["x-error"]
    (record,) = [record for record in caplog.records if record.getMessage() == "crash"]
    assert record.facts["reference"] in reply.headers["x-error"]  # type: ignore[attr-defined]
    assert record.exc_info


def test_other_methods_are_refused_in_shape(wire: Wire) -> None:
    for method in ("PUT", "DELETE", "PATCH"):
        reply = wire.raw(f"{method} /v3/get HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        assert_failed(reply, 405, 130)
        assert reply.headers["allow"] == "GET, OPTIONS, POST"


def test_other_paths_are_missing_in_shape(wire: Wire) -> None:
    for path in ("/v3", "/v3/", "/v3/addx", "/v3/add/more", "/v3/oauth/nothing", "/v3/%00", "/v3//add"):
        assert_failed(wire.post(path, wire.credentials()), 404, 130)
