"""What programs send to the Full API, byte for byte as they send it."""

from __future__ import annotations

import json
import random
from typing import Any
from urllib.parse import quote

import pytest

from tests.wire.http import Reply
from tests.wire.instapaper_full.program import Program, escaped, signature
from tests.wire.instapaper_full.test_bookmarks import PAGE, URL
from tests.wire.server import Wire


@pytest.fixture
def program(wire: Wire) -> Program:
    wire.web.page(URL, PAGE)
    return Program(wire, version="1")


def _post(program: Program, path: str, body: bytes, *lines: str) -> Reply:
    head = [f"POST {path} HTTP/1.1", "Host: localhost", *lines, "", ""]
    return program.wire.raw("\r\n".join(head).encode() + body)


def _signed(program: Program, path: str, fields: dict[str, str], **oauth: str) -> dict[str, str]:
    """All that such a program signs, the signature among it."""
    said = {
        **fields,
        **program.oauth("", **oauth),
        **({"oauth_token": program.token} if program.token else {}),
    }
    secret = program.token_secret
    return said | {"oauth_signature": signature("POST", program.origin + path, said, program.secret, secret)}


class Koreader:
    """KOReader's plug-in: it signs in the header, sends the same again in the form, in any order, and in chunks."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._chance = random.Random(7)

    def call(self, method: str, chunked: bool = True, **fields: str) -> Reply:
        """A call; LuaSocket writes the names of headers in small letters."""
        path = f"/api/1/{method}"
        said = _signed(self.program, path, fields, oauth_nonce=f"{self._chance.getrandbits(160):032X}"[:32])
        header = ", ".join(
            f'{name}="{escaped(said[name])}"' for name in sorted(said) if name.startswith("oauth_")
        )
        pairs = list(said.items())
        self._chance.shuffle(pairs)
        body = "&".join(f"{name}={escaped(value)}" for name, value in pairs).encode()
        lines = [
            f"authorization: OAuth {header}", "content-type: application/x-www-form-urlencoded",
            "user-agent: LuaSocket 3.0.0", "connection: close, TE", "te: trailers",
        ]  # fmt: skip
        if not chunked:
            return _post(self.program, path, body, *lines, f"content-length: {len(body)}")
        sent = b"%X\r\n%b\r\n0\r\n\r\n" % (len(body), body)
        return _post(self.program, path, sent, *lines, "transfer-encoding: chunked")


@pytest.mark.parametrize("chunked", [True, False])
def test_koreader_signs_in_fetches_the_list_reads_and_sends_back_what_was_done(
    program: Program, chunked: bool
) -> None:
    token, program.token, secret, program.token_secret = program.token, "", program.token_secret, ""
    known = {
        "x_auth_mode": "client_auth",
        "x_auth_username": "alice",
        "x_auth_password": "correct horse alice",
    }
    device = Koreader(program)
    said = _told(device.call("oauth/access_token", chunked, **known, oauth_callback="oob"))
    assert list(said) == ["oauth_token", "oauth_token_secret"]
    assert said["oauth_token"] != token
    assert said["oauth_token_secret"] != secret
    program.token, program.token_secret = said["oauth_token"], said["oauth_token_secret"]

    def objects(method: str, **fields: str) -> list[dict[str, Any]]:
        reply = device.call(method, chunked, **fields)
        assert (reply.status, reply.headers["content-type"]) == (200, "application/json"), reply.text
        found = reply.json()
        assert isinstance(found, list)
        return found

    (one,) = objects("bookmarks/add", url=URL)
    (two,) = objects("bookmarks/add", url="https://other.example.org/?a=ö&b=1 2")
    listed = objects("bookmarks/list", limit="100", have="")
    assert [each["type"] for each in listed] == ["meta", "user", "bookmark", "bookmark"]
    for each in listed[2:]:
        # Lua compares the progress with a number, and the star with "1".
        assert isinstance(each["progress"], float)
        assert each["starred"] == "0"
    ids = f"{one['bookmark_id']},{two['bookmark_id']},"
    assert [each["type"] for each in objects("bookmarks/list", limit="100", have=ids)] == ["meta", "user"]
    page = device.call("bookmarks/get_text", chunked, bookmark_id=str(one["bookmark_id"]))
    assert page.text.count("something to say for itself") == 12
    assert objects("bookmarks/star", bookmark_id=str(one["bookmark_id"]))[0]["starred"] == "1"
    assert objects("bookmarks/unstar", bookmark_id=str(one["bookmark_id"]))[0]["starred"] == "0"
    objects("bookmarks/archive", bookmark_id=str(one["bookmark_id"]))
    meta = objects("bookmarks/list", limit="100", have=ids)[0]
    assert meta == {"type": "meta", "delete_ids": str(one["bookmark_id"])}
    wrong = device.call("bookmarks/star", chunked, bookmark_id="999999")
    assert [wrong.status, wrong.json()[0]["type"]] == [400, "error"]


def test_koreader_is_told_of_a_wrong_password_by_the_status(program: Program) -> None:
    program.token = program.token_secret = ""
    known = {"x_auth_mode": "client_auth", "x_auth_username": "alice", "x_auth_password": ""}
    reply = Koreader(program).call("oauth/access_token", False, **known, oauth_callback="oob")
    assert (reply.status, reply.text) == (401, "Invalid xAuth credentials.")


def test_python_oauth2_sends_all_in_a_sorted_form_with_percents_for_spaces(program: Program) -> None:
    path = "/api/1/bookmarks/list"
    fields = {"folder_id": "unread", "have": "1:abc,2", "limit": "3", "tag": "slow food"}
    said = _signed(program, path, fields, oauth_nonce="80776783")
    body = "&".join(f"{quote(name)}={quote(said[name], safe='~')}" for name in sorted(said)).encode()
    kind = "content-type: application/x-www-form-urlencoded"
    assert b"slow%20food" in body
    assert _post(program, path, body, kind, f"content-length: {len(body)}", "connection: close").status == 200


def test_pyinstapaper_asks_for_highlights_by_get_with_a_digest_of_no_body(program: Program) -> None:
    number = program.add(URL)["bookmark_id"]
    path = f"/api/1.1/bookmarks/{number}/highlights"
    said = program.oauth() | {"oauth_body_hash": "2jmj7l5rSw0yVb/vlWAYkK/YBwk="}
    said["oauth_signature"] = signature(
        "GET", program.origin + path, said, program.secret, program.token_secret
    )
    query = "&".join(f"{name}={escaped(value)}" for name, value in said.items())
    reply = program.wire.raw(
        f"GET {path}?{query} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode()
    )
    assert (reply.status, reply.json()) == (200, [])


def test_requests_oauthlib_writes_a_plus_for_a_space_and_orders_the_header_as_it_likes(
    program: Program,
) -> None:
    path = "/api/1/bookmarks/add"
    fields = {"url": URL, "title": "Öl & Wasser: 100 % +1", "description": "a~b (c) *d* 'e'!"}
    said = _signed(program, path, fields)
    header = ", ".join(
        f'{name}="{escaped(said[name])}"' for name in reversed(list(said)) if name.startswith("oauth")
    )
    body = "&".join(
        f"{name}={quote(value, safe='').replace('%20', '+')}" for name, value in fields.items()
    ).encode()
    reply = _post(
        program, path, body, f"Authorization: OAuth {header}", f"Content-Length: {len(body)}",
        "Content-Type: application/x-www-form-urlencoded", "Connection: close",
    )  # fmt: skip
    assert reply.status == 200, reply.text
    (found,) = reply.json()
    assert (found["title"], found["description"]) == (fields["title"], fields["description"])


def test_mashape_sends_no_spaces_behind_commas_and_an_empty_version(program: Program) -> None:
    path = "/api/1/account/verify_credentials"
    said = _signed(program, path, {}, oauth_version="")
    header = ",".join(f'{name}="{escaped(value)}"' for name, value in said.items())
    reply = _post(
        program, path, b"", f"Authorization: OAuth {header}", "User-Agent: Gatekeeper-OAUTH", "Connection: close",
        "Content-Length: 0",
    )  # fmt: skip
    assert reply.headers["content-type"] == "application/json", "that one takes no other type for JSON"
    assert json.loads(reply.body)[0]["username"] == "alice"


def _told(reply: Reply) -> dict[str, str]:
    assert reply.status == 200, reply.text
    return dict(pair.split("=") for pair in reply.text.split("&"))
