"""What a 201 says about the link: `Content-Location` and `X-Instapaper-Title`."""

from __future__ import annotations

import json

from satchel.model.pages import Reason
from tests.wire.http import Reply
from tests.wire.instapaper.shelf import ADD, PAGE, STORY, kept, known
from tests.wire.server import Wire


def add(wire: Wire, **sent: str) -> Reply:
    reply = wire.post(ADD, {**known(), "url": PAGE, **sent})
    assert reply.status == 201
    return reply


def title(reply: Reply) -> str:
    return str(json.loads(reply.headers["x-instapaper-title"]))


def test_they_tell_where_the_page_was_in_the_end_and_what_it_is_called(wire: Wire) -> None:
    wire.web.page("http://short.example/x", STORY, redirect_to="https://example.com/long")
    reply = add(wire, url="short.example/x")
    assert reply.headers["content-location"] == "https://example.com/long"
    assert reply.headers["x-instapaper-title"] == '"A quiet story"'


def test_a_page_that_takes_too_long_is_told_by_its_link(wire: Wire) -> None:
    wire.set(add_wait=0.05)
    wire.web.hold(PAGE)
    reply = add(wire)
    assert reply.headers["content-location"] == PAGE
    assert title(reply) == PAGE


def test_a_title_that_was_given_is_the_title(wire: Wire) -> None:
    wire.web.page(PAGE, STORY)
    assert title(add(wire, title="Mine")) == "Mine"
    assert title(add(wire)) == "Mine"


def test_a_page_without_a_title_is_called_by_its_address(wire: Wire) -> None:
    wire.web.fail(PAGE, Reason.TIMEOUT)
    reply = add(wire)
    assert (reply.headers["content-location"], title(reply)) == (PAGE, PAGE)


def test_titles_of_any_script_are_escaped_into_one_line_of_ascii(wire: Wire) -> None:
    reply = add(wire, title='Größe "雨" 😀\u2028</script>')
    assert reply.headers["x-instapaper-title"].isascii()
    assert title(reply).startswith('Größe "雨" 😀')


def test_a_title_cannot_add_a_header(wire: Wire) -> None:
    wire.web.page(PAGE, "<title>One&#13;&#10;X-Evil: 1\r\nSet-Cookie: a=b</title><p>Text</p>")
    for sent in ({}, {"title": "Two\r\nX-Evil: 1\r\n\r\n<html>"}, {"title": "Three\x85\x0b\x0cX-Evil: 1"}):
        reply = add(wire, **sent)
        assert "x-evil" not in reply.headers
        assert "set-cookie" not in reply.headers
        assert reply.body == b"201"


def test_a_long_title_does_not_outgrow_what_proxies_pass_on(wire: Wire) -> None:
    reply = add(wire, title="😀" * 5000)
    assert len(reply.headers["x-instapaper-title"]) <= 2000
    assert title(reply) == "😀" * len(title(reply))


def test_an_address_of_any_script_is_percent_encoded(wire: Wire) -> None:
    reply = add(wire, url="https://bücher.example/straße?q=雨")
    assert reply.headers["content-location"] == "https://xn--bcher-kva.example/stra%C3%9Fe?q=%E9%9B%A8"
    assert kept(wire)[0].given_url == reply.headers["content-location"]


def test_failures_do_not_carry_them(wire: Wire) -> None:
    reply = wire.post(ADD, {**known(), "url": "mailto:a@example.com"})
    assert reply.status == 400
    assert "content-location" not in reply.headers
    assert "x-instapaper-title" not in reply.headers
