"""`jsonp`: the answer as a script, byte for byte as it was recorded from the original."""

from __future__ import annotations

import pytest

from satchel.base.errors import Unavailable
from satchel.store.db import Store
from tests.wire.instapaper.shelf import ADD, AUTHENTICATE, PAGE, STORY, known, nothing_kept
from tests.wire.server import Wire


def test_the_recorded_bodies(wire: Wire) -> None:
    asked = {"jsonp": "callBack"}
    wire.web.page("http://google.com/", STORY, redirect_to="http://www.google.com/")
    good = wire.get(AUTHENTICATE, {**known(), **asked})
    assert (good.status, good.body) == (200, b'callBack({"status":200});')
    bad = wire.get(AUTHENTICATE, {"username": "alice", "password": "no", **asked})
    assert (bad.status, bad.body) == (200, b'callBack({"status":403});')
    added = wire.get(ADD, {**known(), **asked, "url": "google.com"})
    assert (added.status, added.body) == (
        200,
        b'callBack({"status":201,"url":"http:\\/\\/www.google.com\\/"});',
    )


def test_it_is_typed_as_a_script_and_nothing_else(wire: Wire) -> None:
    for query in ({**known(), "jsonp": "f"}, {"jsonp": "f"}):
        reply = wire.get(AUTHENTICATE, query)
        assert reply.headers["content-type"] == "application/javascript; charset=utf-8"
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert reply.headers["cache-control"] == "no-store"
        assert "access-control-allow-origin" not in reply.headers


def test_failures_are_told_inside(wire: Wire) -> None:
    assert wire.get(ADD, {**known(), "jsonp": "f"}).body == b'f({"status":400});'
    assert wire.get(ADD, {**known(), "jsonp": "f", "url": "javascript:x"}).body == b'f({"status":400});'
    assert wire.get(ADD, {"jsonp": "f", "url": PAGE}).body == b'f({"status":403});'
    assert wire.post(ADD, "{broken", query={"jsonp": "f"}).body == b'f({"status":400});'


def test_our_own_troubles_are_told_inside_too(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    query = {**known(), "jsonp": "f", "url": PAGE}
    for error, status in ((RuntimeError("boom"), 500), (Unavailable(), 503)):

        async def fails(self: Store, op: object, *how: int, error: Exception = error) -> None:
            raise error

        monkeypatch.setattr(type(wire.library.store), "awrite", fails)
        reply = wire.get(ADD, query)
        assert (reply.status, reply.text) == (200, f'f({{"status":{status}}});')


NAMES = ["f", "_", "$", "a.b.c", "YUI.Env.JSONP.yui_3_18_1", "jQuery110207635283060465008_1385000000000"]


def test_names_of_functions_are_taken(wire: Wire) -> None:
    for name in NAMES:
        assert wire.get(AUTHENTICATE, {**known(), "jsonp": name}).text == f'{name}({{"status":200}});'


NO_NAMES = [
    "alert(1)//",
    "<script>alert(1)</script>",
    "f;g",
    "a.b[0]",
    "a..b",
    ".a",
    "a.",
    "1a",
    "a b",
    "f\r\nX-Evil: 1",
    "f\u2028",
    "fé",
    "ｆ",
    "f" * 101,
    "f" * 10_000,
    "CWSMIKI0hCD0Up0IZUnnnnnnnnnnnnnnnnnnnUU5nnnnnn3Snn7iiudIbEAt333swW0ssG03sDDtDDDt0333333Gt333swwv3wwwFPOHtoHH",
]


def test_anything_else_is_400_and_not_repeated(wire: Wire) -> None:
    for name in NO_NAMES:
        for path in (AUTHENTICATE, ADD):
            reply = wire.get(path, {**known(), "jsonp": name, "url": PAGE})
            assert (reply.status, reply.body) == (400, b"400")
            assert reply.headers["content-type"] == "text/plain; charset=utf-8"
            assert "x-evil" not in reply.headers
        assert nothing_kept(wire)


def test_an_empty_callback_is_none(wire: Wire) -> None:
    assert wire.get(AUTHENTICATE, {**known(), "jsonp": ""}).body == b"200"


def test_an_address_cannot_break_out_of_the_script(wire: Wire) -> None:
    url = "https://example.com/?q=</script><script>alert(1)</script>\"');"
    reply = wire.get(ADD, {**known(), "jsonp": "f", "url": url})
    assert reply.status == 200
    assert reply.text.startswith('f({"status":201,"url":"https:\\/\\/example.com\\/?q=')
    assert "<" not in reply.text
    assert reply.text.count('"') == 6


def test_a_script_goes_before_a_page(wire: Wire) -> None:
    reply = wire.get(ADD, {**known(), "jsonp": "f", "redirect": "close", "url": PAGE})
    assert reply.text.startswith('f({"status":201,')
