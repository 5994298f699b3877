"""OAuth 1.0a: signatures of programs as they were recorded, and requests that nobody signed."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, quote_from_bytes, urlencode

import pytest

from satchel.base.errors import Invalid, NotSignedIn
from satchel.dialects.http.request import Request, everything
from satchel.dialects.instapaper_full import oauth1

HOST = "127.0.0.1:18765"
FORM = "application/x-www-form-urlencoded"
SECRETS = ("cs", "sec456")


def call(
    path: str,
    body: str = "",
    authorization: str = "",
    *,
    query: str = "",
    method: str = "POST",
    type: str = FORM,  # noqa: A002
    host: str = HOST,
    home: str = "",
    forwarded: str = "",
) -> Request:
    headers = [(b"host", host.encode()), (b"authorization", authorization.encode("latin-1"))]
    headers += [(b"content-type", type.encode())] * bool(type)
    headers += [(b"x-forwarded-host", forwarded.encode())] * bool(forwarded)
    scope: dict[str, Any] = {
        "method": method, "scheme": "http", "path": path, "raw_path": path.encode(), "query_string": query.encode(),
        "headers": headers,
    }  # fmt: skip
    found = Request(scope, path, everything, {}, home)
    found.body = body.encode()
    return found


def params(
    nonce: str, at: int, signature: str = "", *, token: str = "tok123", version: str = "1.0"
) -> dict[str, str]:
    found = {
        "oauth_consumer_key": "ck", "oauth_nonce": nonce, "oauth_signature_method": "HMAC-SHA1",
        "oauth_timestamp": str(at), "oauth_version": version, "oauth_signature": signature,
    }  # fmt: skip
    return found | ({"oauth_token": token} if token else {})


def header(values: dict[str, str], between: str = ", ") -> str:
    return "OAuth " + between.join(f'{name}="{quote(value, safe="")}"' for name, value in values.items())


LIST = params("DRhMQQvLnYe8VK43uZidvT7qXmGaZW", 1795289511, "JZlgBZUKOUVqX0nihpRDvI/NefY=")
BODY = params("80776783", 1795289387, "Pm8ylWiWAb4hxeLoDvOEK9n3HpQ=")
TWICE = params("tvlYa7PFuGnG49u0vcvo4770PjASqtWW", 1795289452, "hOtbXF1gdg0pq6hL1KGDCWOc/Fw=")
XAUTH = params(
    "vhGXTeWQHGTqz3ZYhHn85Gz11i2MHaR4", 1795289450, "PPl9cCsX5YkvbzbTw/XSAY6KxSc=", token="", version=""
)
PEOPLE = {
    "x_auth_mode": "client_auth",
    "x_auth_password": "p&ss=wörd!*'()",
    "x_auth_username": "us er+x@example.com",
}
WHERE = "/api/1.1/bookmarks/list"


def test_a_signature_in_the_header_is_right() -> None:
    sent = call(WHERE, "folder_id=unread&limit=5", header(LIST))
    signed = oauth1.read(sent)
    assert (signed.consumer_key, signed.token, signed.seconds) == ("ck", "tok123", 1795289511)
    assert oauth1.is_right(sent, signed, *SECRETS)
    assert not oauth1.is_right(sent, signed, "cs", "sec457")
    other = call(WHERE, "folder_id=unread&limit=6", header(LIST))
    assert not oauth1.is_right(other, oauth1.read(other), *SECRETS)


def test_a_signature_in_the_form_is_right_in_whatever_order_it_is_sent() -> None:
    fields = {"folder_id": "unread", "have": "1:abc,2", "limit": "3", **BODY}
    for names in (sorted(fields), sorted(fields, reverse=True)):
        sent = call(WHERE, urlencode({name: fields[name] for name in names}))
        assert oauth1.is_right(sent, oauth1.read(sent), *SECRETS)


def test_of_two_signatures_the_one_in_the_header_counts_and_does_not_cover_the_other() -> None:
    second = urlencode({"bookmark_id": "1234", **params("another", 1795289452, "c2Vjb25k", token="")})
    sent = call("/api/1/bookmarks/delete", second, header(TWICE))
    signed = oauth1.read(sent)
    assert signed.token == "tok123"
    assert oauth1.is_right(sent, signed, *SECRETS)


@pytest.mark.parametrize("how", [quote, None])
def test_an_empty_version_and_words_of_any_letters_are_signed(how: Any) -> None:
    body = urlencode(PEOPLE, quote_via=how) if how else urlencode(PEOPLE)
    sent = call("/api/1/oauth/access_token", body, header(XAUTH, between=","))
    signed = oauth1.read(sent)
    assert signed.token == ""
    assert oauth1.is_right(sent, signed, "cs", "")


def test_a_signature_in_the_address_is_right() -> None:
    # What a form has and what an address has is signed alike.
    query = urlencode({"folder_id": "unread", "have": "1:abc,2", "limit": "3", **BODY}, quote_via=quote)
    sent = call(WHERE, query=query, type="")
    assert oauth1.is_right(sent, oauth1.read(sent), *SECRETS)


def test_the_name_of_the_original_another_scheme_and_the_public_address_are_tried() -> None:
    body = "folder_id=unread&limit=5"
    for sent in (
        call(WHERE, body, header(LIST), host="satchel:8080", home=f"http://{HOST}"),
        call(WHERE, body, header(LIST), host="satchel:8080", forwarded=HOST),
    ):
        assert oauth1.is_right(sent, oauth1.read(sent), *SECRETS)
    assert "https://www.instapaper.com" in list(oauth1.origins(call(WHERE)))
    assert list(oauth1.origins(call(WHERE, host="Read.Example.org:443")))[:2] == [
        "http://read.example.org:443", "https://read.example.org",
    ]  # fmt: skip
    elsewhere = call(WHERE, body, header(LIST), host="satchel:8080")
    assert not oauth1.is_right(elsewhere, oauth1.read(elsewhere), *SECRETS)


def test_a_body_without_a_type_is_signed_or_not() -> None:
    signed_with = call(WHERE, "folder_id=unread&limit=5", header(LIST), type="")
    assert oauth1.is_right(signed_with, oauth1.read(signed_with), *SECRETS)
    in_address = call(WHERE, "more=x", header(LIST), query="folder_id=unread&limit=5", type="")
    assert oauth1.is_right(in_address, oauth1.read(in_address), *SECRETS)


def test_every_byte_is_signed_in_one_way_however_it_was_escaped() -> None:
    for byte in range(256):
        wanted = quote_from_bytes(bytes([byte]), safe="").encode()
        for escaped in (b"%%%02X" % byte, b"%%%02x" % byte):
            assert oauth1._canonical(escaped) == wanted
    assert oauth1._canonical(b"a+b%20c~%7E%zz") == b"a%20b%20c~~%25zz"


@pytest.mark.parametrize(
    "authorization",
    [
        "", "OAuth", "OAuth ", "OAuth x", 'OAuth oauth_consumer_key', 'OAuth oauth_consumer_key="a" oauth_token="b"',
        'OAuth oauth_consumer_key="a', "Bearer abc", "Basic YWxpY2U6cHc=", "OAuth ,,,", 'OAuth ="a"',
        'OAuth oauth_consumer_key="a", oauth_consumer_key="b"', "OAuth " + ", ".join(['oauth_a="1"'] * 60),
        "OAuth realm=\"x\"", "OAuth " + "a" * 20_000, "OAuth oauth_token=\"t\"",
    ],
)  # fmt: skip
def test_what_says_not_who_signed_it_is_not_signed(authorization: str) -> None:
    with pytest.raises(NotSignedIn):
        oauth1.read(call(WHERE, "limit=5", authorization))


def test_a_time_is_a_number_and_fields_are_not_without_end() -> None:
    for bad in ("", "soon", "-1", "1.5", "9" * 400, "١٢"):
        sent = call(WHERE, urlencode({**BODY, "oauth_timestamp": bad}))
        with pytest.raises(NotSignedIn):
            _ = oauth1.read(sent).seconds
    for many in ("&".join(["oauth_nonce=1"] * 10_000), "&" * 10_000):
        with pytest.raises(Invalid):
            oauth1.read(call(WHERE, many))
