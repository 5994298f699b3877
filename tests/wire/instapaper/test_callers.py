"""Requests as published programs send them, byte by byte."""

from __future__ import annotations

from base64 import b64encode

from tests.wire.http import Reply
from tests.wire.instapaper.shelf import kept
from tests.wire.server import Wire

ALICE = b64encode(b"alice:correct horse alice")
FORM = b"application/x-www-form-urlencoded"


def send(wire: Wire, first: bytes, *headers: bytes, body: bytes = b"") -> Reply:
    lines = [first + b" HTTP/1.1", b"Host: www.instapaper.com", b"Connection: close", *headers]
    return wire.raw(b"\r\n".join(lines) + b"\r\n\r\n" + body)


def form(wire: Wire, path: bytes, body: bytes, *headers: bytes, type: bytes = FORM) -> Reply:  # noqa: A002
    length = b"Content-Length: %d" % len(body)
    return send(wire, b"POST " + path, b"Content-Type: " + type, length, *headers, body=body)


def the_only(wire: Wire) -> tuple[str, str]:
    (item,) = kept(wire)
    return item.given_url, item.given_title


def test_miniflux_gets_with_basic_and_a_sorted_query(wire: Wire) -> None:
    reply = send(
        wire,
        b"GET /api/add?title=One+%26+two%3A+caf%C3%A9&url=https%3A%2F%2Fexample.com%2Fa%3Fb%3D1%26c%3D2",
        b"User-Agent: Miniflux/2.2.14",
        b"Accept-Encoding: gzip",
        b"Authorization: Basic " + ALICE,
    )
    assert (reply.status, reply.body) == (201, b"201")
    assert "content-encoding" not in reply.headers
    assert the_only(wire) == ("https://example.com/a?b=1&c=2", "One & two: café")


def test_freshrss_button_posts_a_form_with_basic(wire: Wire) -> None:
    body = b"url=https%3A%2F%2Fexample.com%2Fa&title=A+%C3%A9t%C3%A9"
    assert form(wire, b"/api/add", body, b"Authorization: Basic " + ALICE).body == b"201"
    assert the_only(wire) == ("https://example.com/a", "A été")


def test_galerie_posts_the_link_alone(wire: Wire) -> None:
    body = b"url=https%3A%2F%2Fexample.com%2Fa"
    assert form(wire, b"/api/add", body, b"Authorization: Basic " + ALICE).status == 201
    assert the_only(wire) == ("https://example.com/a", "")


def test_hackerpaper_gets_then_posts_an_empty_body_with_all_in_the_query(wire: Wire) -> None:
    wire.user("us er x@example.com", "swordandfish")
    query = b"username=us%20er+x@example.com&password=swordandfish"
    assert send(wire, b"GET /api/authenticate?" + query).body == b"200"
    query = b"username=alice&password=correct%20horse%20alice&url=http://example.com/?a=1&b=2"
    reply = send(wire, b"POST /api/add?" + query, b"Content-Length: 0")
    assert reply.body == b"201"
    # The rest of a link with an unescaped ampersand arrives as parameters that nobody knows.
    assert the_only(wire) == ("http://example.com/?a=1", "")


def test_php_curl_posts_multipart(wire: Wire) -> None:
    fields = {
        b"username": b"alice",
        b"password": b"correct horse alice",
        b"url": b"https://example.com/a",
        b"title": "Grüße".encode(),
        b"selection": b"",
    }
    line = b"------------------------d74496d66958873e"
    parts = [
        b"--" + line + b'\r\nContent-Disposition: form-data; name="' + name + b'"\r\n\r\n' + value + b"\r\n"
        for name, value in fields.items()
    ]
    body = b"".join(parts) + b"--" + line + b"--\r\n"
    reply = form(wire, b"/api/add", body, type=b"multipart/form-data; boundary=" + line)
    assert reply.body == b"201"
    assert the_only(wire) == ("https://example.com/a", "Grüße")


def test_requests_scripts_post_everything_with_an_empty_selection(wire: Wire) -> None:
    body = b"username=alice&password=correct+horse+alice&url=https%3A%2F%2Fexample.com%2Fa&title=T&selection="
    assert form(wire, b"/api/add", body, b"Accept: */*").body == b"201"
    assert kept(wire)[0].description == ""


def test_a_node_service_posts_basic_and_no_body(wire: Wire) -> None:
    reply = send(wire, b"POST /api/authenticate", b"Authorization: Basic " + ALICE, b"Content-Length: 0")
    assert int(reply.body) == 200


def test_newsboat_calls_curl_with_basic(wire: Wire) -> None:
    body = b"url=https://example.com/a&title=A title"
    assert form(wire, b"/api/add", body, b"Authorization: Basic " + ALICE, b"Accept: */*").body == b"201"
    assert the_only(wire) == ("https://example.com/a", "A title")


def test_a_form_without_a_content_type_is_read_all_the_same(wire: Wire) -> None:
    body = b"username=alice&password=correct+horse+alice&url=https://example.com/a"
    assert send(wire, b"POST /api/add", b"Content-Length: %d" % len(body), body=body).body == b"201"


def test_json_is_read_too(wire: Wire) -> None:
    body = b'{"username":"alice","password":"correct horse alice","url":"https://example.com/a","title":null}'
    assert form(wire, b"/api/add", body, type=b"application/json").body == b"201"
    assert the_only(wire) == ("https://example.com/a", "")


def test_a_userscript_escapes_as_javascript_once_did(wire: Wire) -> None:
    query = (
        b"username=alice&password=correct%20horse%20alice&jsonp=done"
        b"&url=https%3A//example.com/a%3Fb%3D1%26c%3D2&title=caf%E9%20%u2019%uD83D%uDE00%u2019&auto-title=0"
    )
    assert send(wire, b"GET /api/add?" + query).body.startswith(b'done({"status":201')
    assert the_only(wire) == ("https://example.com/a?b=1&c=2", "café ’😀’")


def test_latin_1_escapes_are_read_as_what_they_are(wire: Wire) -> None:
    body = b"username=alice&password=correct+horse+alice&url=https://example.com/a&title=Gr%FC%DFe"
    assert form(wire, b"/api/add", body).body == b"201"
    assert the_only(wire)[1] == "Grüße"


def test_a_whole_link_may_be_encoded_twice(wire: Wire) -> None:
    body = b"username=alice&password=correct+horse+alice&url=https%253A%252F%252Fexample.com%252Fa"
    assert form(wire, b"/api/add", body).body == b"201"
    assert the_only(wire)[0] == "https://example.com/a"


def test_old_programs_speak_http_1_0(wire: Wire) -> None:
    raw = b"GET /api/add?username=alice&password=correct+horse+alice&url=example.com/a HTTP/1.0\r\n\r\n"
    assert wire.raw(raw).body == b"201"
