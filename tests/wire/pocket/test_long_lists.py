"""Lists of actions beyond what anybody may send: read only from callers that are known."""

from __future__ import annotations

import json
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlencode

import pytest

from satchel.dialects.http import params
from satchel.dialects.http.bodies import MAX_BODY_BYTES, MAX_LIST_BYTES
from tests.patience import HANG, until
from tests.wire.pocket_common import assert_failed
from tests.wire.server import Wire

ACTIONS = [{"action": "add", "url": "http://a.example.com/", "title": "t" * (MAX_BODY_BYTES + 100_000)}]


def _json(order: str, **given: Any) -> bytes:
    values = {"k": ("consumer_key", given["consumer_key"]), "t": ("access_token", given["access_token"])}
    values["a"] = ("actions", ACTIONS)
    return json.dumps(dict(values[letter] for letter in order)).encode()


def _form(order: str, **given: Any) -> bytes:
    values = {"k": ("consumer_key", given["consumer_key"]), "t": ("access_token", given["access_token"])}
    values["a"] = ("actions", json.dumps(ACTIONS))
    return urlencode([values[letter] for letter in order]).encode()


def _parts(order: str, **given: Any) -> bytes:
    values = {"k": ("consumer_key", given["consumer_key"]), "t": ("access_token", given["access_token"])}
    values["a"] = ("actions", json.dumps(ACTIONS))
    part = '--b\r\nContent-Disposition: form-data; name="%s"\r\nContent-Type: text/plain\r\n\r\n%s\r\n'
    return "".join(part % values[letter] for letter in order).encode() + b"--b--\r\n"


SHAPES = {"application/json": _json, "application/x-www-form-urlencoded": _form}


@pytest.mark.parametrize("order", ["kta", "tak", "akt"])
@pytest.mark.parametrize(
    ("kind", "shape"),
    [*SHAPES.items(), ("multipart/form-data; boundary=b", _parts)],
    ids=("json", "form", "multipart"),
)
def test_key_and_token_may_stand_on_either_side_of_the_actions(
    wire: Wire, order: str, kind: str, shape: Any
) -> None:
    body = shape(order, **wire.credentials())
    reply = wire.post("/v3/send", body, headers={"Content-Type": kind})
    assert (reply.status, reply.json()["status"]) == (200, 1)
    if kind == "application/json":
        assert wire.post("/v1/send", body).json()["status"] == 1


def test_they_may_stand_in_the_head(wire: Wire) -> None:
    actions = {"actions": ACTIONS}
    assert wire.post("/v3/send", actions, type="json", query=wire.credentials()).json()["status"] == 1
    given = wire.credentials()
    bearer = {"Authorization": "Bearer " + given.pop("access_token")}
    assert wire.post("/v1/send", {**given, **actions}, type="json", headers=bearer).json()["status"] == 1


def test_nothing_that_long_is_taken_apart_for_strangers(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    good = wire.credentials()
    stranger = {"consumer_key": good["consumer_key"], "access_token": "1234-nobodys"}

    def unread(body: bytes, *_: str) -> dict[str, Any]:
        raise AssertionError("it was read")

    monkeypatch.setattr(params, "body_values", unread)
    monkeypatch.setattr(params, "json_values", unread)
    for order in ("kta", "akt"):
        assert_failed(wire.post("/v3/send", _json(order, **stranger)), 401, 107)
        assert wire.post("/v1/send", _json(order, **stranger)).status == 401
        assert_failed(
            wire.post("/v3/send", _form(order, **{**stranger, "consumer_key": "nobodys"})), 403, 152
        )
    for path in ("/v3/send", "/v1/send", "/api/v1/send"):
        reply = wire.post(path, b'{"a":[' + b"{}," * MAX_BODY_BYTES + b"{}]}")
        assert (reply.status, reply.headers["x-error-code"]) == (413, "130")


def test_who_names_a_wrong_token_first_need_not_send_the_rest(wire: Wire) -> None:
    begin = (
        urlencode({**wire.credentials(), "access_token": "1234-nobodys"}) + "&actions=" + "x" * MAX_BODY_BYTES
    )
    head = b"POST /v3/send HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n" % MAX_LIST_BYTES
    with socket.create_connection(("127.0.0.1", wire.port), HANG) as caller:
        caller.sendall(head + begin.encode())
        assert caller.recv(100).startswith(b"HTTP/1.1 401 ")


@pytest.mark.parametrize(
    "path", ["/v3/add", "/v3/get", "/v3/oauth/request", "/v3/send_guid", "/v1/add", "/v1/get"]
)
def test_a_call_that_carries_one_link_has_no_need_of_so_much(wire: Wire, path: str) -> None:
    reply = wire.post(path, {"x": "x" * MAX_BODY_BYTES, **wire.credentials()}, type="json")
    assert (reply.status, reply.headers["x-error-code"]) == (413, "130")


def test_long_lists_are_carried_out_one_after_the_other(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    """Their values take more memory than their bytes."""
    under_way, most, gate = 0, 0, threading.Event()
    read = params.body_values

    def counted(body: bytes, content_type: str) -> dict[str, Any]:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        gate.wait(HANG)
        values = read(body, content_type)
        under_way -= 1
        return values

    monkeypatch.setattr(params, "body_values", counted)
    body = _json("kta", **wire.credentials())
    with ThreadPoolExecutor(3) as callers:
        sending = [callers.submit(wire.post, "/v3/send", body) for _ in range(3)]
        until(lambda: under_way)
        gate.set()
        assert [each.result(HANG).status for each in sending] == [200] * 3
    assert most == 1
