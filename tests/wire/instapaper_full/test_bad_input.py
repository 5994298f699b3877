"""What nobody should send: told in the protocol's own shape, and never a fault of ours."""

from __future__ import annotations

import json
from urllib.parse import parse_qsl

import pytest

from tests.wire.http import Reply
from tests.wire.instapaper_full.program import FORM, Program
from tests.wire.server import Wire

LIST = "/api/1.1/bookmarks/list"


def _told(reply: Reply) -> int:
    """The status of an answer that has one of the shapes of this protocol."""
    if reply.status == 401:
        assert reply.headers["content-type"] == "text/plain; charset=utf-8"
    else:
        assert reply.headers["content-type"] == "application/json", reply
        (error,) = reply.json()
        assert error["type"] == "error"
    assert reply.status < 500, reply
    return reply.status


@pytest.mark.parametrize(
    "header",
    [
        "OAuth", "OAuth " + "x" * 30_000, "OAuth " + ",".join(['oauth_token="1"'] * 10_000),
        'OAuth oauth_consumer_key="' + "k" * 10_000 + '"', 'OAuth oauth_consumer_key="%00"',
        'OAuth oauth_consumer_key="%FF%FE", oauth_token="%ED%A0%80"', 'OAuth oauth_consumer_key="a"b"c"',
        'OAuth oauth_timestamp="1", oauth_timestamp="2", oauth_consumer_key="k"', "OAuth =,=,=", "oauth\t\x0b",
        'OAuth oauth_consumer_key = "k" , oauth_nonce', "Bearer x", "Basic \xff", "OAuth " + "\"" * 5000,
    ],
)  # fmt: skip
def test_headers_that_mean_nothing(wire: Wire, header: str) -> None:
    assert _told(wire.post(LIST, b"limit=5", headers={"Authorization": header, "Content-Type": FORM})) in (
        400,
        401,
        413,
    )


def test_bodies_that_mean_nothing(wire: Wire) -> None:
    program = Program(wire)
    for body, kind in (
        (b"oauth_consumer_key=k&" * 10_000, FORM), (b"oauth_nonce=1&" * 100_000, FORM), (b"&" * 1_900_000, FORM),
        (b"a" * 1_900_000, FORM), (b"=" * 1_900_000, FORM), (b"%" * 1_900_000, FORM), (b"a=" + b"%41" * 600_000, FORM),
        (b"{" * 100_000, "application/json"), (b"\0" * 1000, ""), (b"\xff\xfe", FORM), (b"[" * 9000, ""),
        (b"--x\r\n", "multipart/form-data; boundary=x"), (b"{}", "multipart/form-data"),
    ):  # fmt: skip
        headers = {"Content-Type": kind} if kind else {}
        assert _told(wire.post(LIST, body, headers=headers)) in (400, 401, 413), body[:20]
        said = ", ".join(f'{name}="{value}"' for name, value in program.oauth(oauth_signature="AAAA").items())
        assert _told(wire.post(LIST, body, headers={**headers, "Authorization": f"OAuth {said}"})) in (
            400,
            401,
        )
    assert _told(wire.post(LIST, b"x" * 2_100_000)) == 413
    assert _told(wire.get(LIST, "&".join(["oauth_nonce=1"] * 3000))) in (400, 401)


def test_values_that_mean_nothing(wire: Wire) -> None:
    program = Program(wire)
    folder = program.call("folders/add", title="F")[0]["folder_id"]
    number = program.add("https://a.example.org/")["bookmark_id"]
    odd = (
        "\0", "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"), "9" * 5000, "-1", "1e999", "NaN",
        "[]", "{}", "null", "[" * 5000, "🙂" * 3000, "<script>", "../..", "%00", "' OR 1=1 --",
    )  # fmt: skip
    names = (
        "bookmark_id", "folder_id", "limit", "have", "highlights", "tag", "url", "title", "description", "tags",
        "content", "is_private_from_source", "archived", "resolve_final_url", "progress", "progress_timestamp", "order",
        "text", "note", "position", "format",
    )  # fmt: skip
    methods = (
        "bookmarks/list", "bookmarks/add", "bookmarks/move", "bookmarks/star", "bookmarks/update_read_progress",
        "bookmarks/get_text", "folders/add", "folders/delete", "folders/set_order", f"bookmarks/{number}/highlight",
        f"bookmarks/{number}/highlights", "highlights/9/delete", "account/verify_credentials",
    )  # fmt: skip
    right = {
        "bookmark_id": number, "folder_id": folder, "url": "https://b.example.org/", "progress": "0.5",
        "progress_timestamp": "1700000000", "text": "x", "title": "T",
    }  # fmt: skip
    for place, name in enumerate(names):
        for turn, method in enumerate(methods):
            value = odd[(place + turn) % len(odd)]
            reply = program.send(method, {**right, name: value})
            assert reply.status in (200, 400), (method, name, value[:20], reply.text)


def test_every_kind_of_odd_value_in_what_reads_the_most(wire: Wire) -> None:
    program = Program(wire)
    for value in (
        "\0",
        "9" * 5000,
        "[" * 5000,
        '[{"name": ["x"]}]',
        '[[["x"]]]',
        '{"name": null}',
        "🙂" * 3000,
        '"',
    ):
        for name in (
            "tags",
            "title",
            "description",
            "url",
            "have",
            "tag",
            "is_private_from_source",
            "content",
        ):
            fields = {"url": "https://a.example.org/", name: value}
            for method in ("bookmarks/add", "bookmarks/list"):
                assert program.send(method, fields).status in (200, 400), (method, name, value[:20])


def test_paths_and_methods_that_are_none(wire: Wire) -> None:
    for path in (
        "/api/1/", "/api/1", "/api/1.1/nothing", "/api/1/bookmarks", "/api/1/bookmarks/x/highlight",
        f"/api/1/bookmarks/{'9' * 30}/highlight", "/api/1.1/highlights/-1/delete", "/api/1/bookmarks/1/highlight/2",
    ):  # fmt: skip
        assert _told(wire.post(path)) == 404, path
    reply = wire.get("/api/1/bookmarks/add")
    assert (_told(reply), reply.headers["allow"]) == (405, "POST")
    assert wire.post("/api/1.2/bookmarks/list").status == 404


def test_old_programs_are_answered_in_lines(wire: Wire) -> None:
    for version in ("1", "1.1"):
        program = Program(wire, version=version)
        program.add("https://a.example.org/?x=1&y=2", title="Ä & ö", tags='[{"name": "t"}]')
        reply = program.send("bookmarks/list", {"format": "qline"})
        assert reply.headers["content-type"] == "text/plain; charset=utf-8"
        meta, user, bookmark = (
            dict(parse_qsl(line, keep_blank_values=True)) for line in reply.text.split("\n")
        )
        assert (meta["type"], user["username"], bookmark["title"]) == ("meta", "alice", "Ä & ö")
        assert bookmark["url"] == "https://a.example.org/?x=1&y=2"
        assert [each["name"] for each in json.loads(bookmark["tags"])] == ["t"]
        refused = program.send("bookmarks/add", {"format": "qline", "url": "ftp://x"})
        assert refused.status == 400
        assert refused.text.startswith("type=error&error_code=1240&message=")
        assert "+" not in refused.text
