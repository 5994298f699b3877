"""`redirect=close`: a page instead of the number. How it looks and closes: tests/browser."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256

import pytest

from satchel.base.errors import Busy
from satchel.store.db import Store
from tests.wire.http import Reply
from tests.wire.instapaper.shelf import ADD, AUTHENTICATE, PAGE, STORY, kept, known, nothing_kept
from tests.wire.server import Wire

EVIL = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'&$style"


def close(wire: Wire, **sent: str) -> Reply:
    return wire.get(ADD, {**known(), "url": PAGE, "redirect": "close", **sent})


def test_it_says_saved_and_what(wire: Wire) -> None:
    wire.web.page(PAGE, STORY)
    reply = close(wire)
    assert reply.status == 201
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    assert reply.headers["content-location"] == PAGE
    assert reply.headers["x-instapaper-title"] == '"A quiet story"'
    assert "<h1>Saved</h1>" in reply.text
    assert "A quiet story" in reply.text
    assert "example.com" in reply.text
    assert "You can close this window." in reply.text
    assert "window.close()" in reply.text
    assert len(kept(wire)) == 1


def test_its_policy_allows_its_own_script_and_style_and_nothing_else(wire: Wire) -> None:
    reply = close(wire)
    policy = reply.headers["content-security-policy"]
    for name in ("script", "style"):
        (content,) = re.findall(f"<{name}>(.*?)</{name}>", reply.text, re.DOTALL)
        digest = b64encode(sha256(content.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'; ")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert reply.headers["referrer-policy"] == "no-referrer"
    assert not re.findall(r"(?:src|href)=", reply.text)


def test_titles_and_reasons_are_text_and_never_markup(wire: Wire) -> None:
    for reply in (close(wire, title=EVIL), close(wire, url="https://" + EVIL)):
        assert "<img" not in reply.text
        assert "alert(1)</script>" not in reply.text
        assert reply.text.count("<script>") <= 1


def test_a_failure_has_its_own_status_and_stays(wire: Wire) -> None:
    refused = close(wire, password="wrong")
    assert refused.status == 403
    assert "<h1>Not saved</h1>" in refused.text
    assert "The user name or the password is wrong." in refused.text
    assert "script-src 'none'" in refused.headers["content-security-policy"]
    assert "<script" not in refused.text
    missing = close(wire, url="")
    assert missing.status == 400
    assert "<h1>Not saved</h1>" in missing.text
    assert nothing_kept(wire)


def test_a_server_in_trouble_says_so_on_the_page(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    async def busy(self: Store, op: object, weight: int = 1, person: int = 0) -> None:
        raise Busy

    monkeypatch.setattr(type(wire.library.store), "awrite", busy)
    reply = close(wire)
    assert reply.status == 503
    assert reply.headers["retry-after"] == "2"
    assert "too much to do" in reply.text


def test_nothing_of_the_credentials_stands_on_the_page(wire: Wire) -> None:
    for reply in (close(wire), close(wire, password="hunter2 hunter2")):
        assert "alice" not in reply.text
        assert "hunter2" not in reply.text
        assert "horse" not in str(reply.headers)


def test_another_value_or_another_path_gets_the_number(wire: Wire) -> None:
    assert close(wire, redirect="open").body == b"201"
    assert close(wire, redirect="").body == b"201"
    assert close(wire, redirect="https://evil.example/").body == b"201"
    assert wire.get(AUTHENTICATE, {**known(), "redirect": "close"}).body == b"200"
