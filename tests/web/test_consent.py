"""The page on which a person lets an app in: what it says, whom it warns, where it leads."""

from __future__ import annotations

import html
import re
from urllib.parse import quote

import pytest

from satchel.library import connections
from satchel.model.people import Ability
from tests.wire.server import Wire
from tests.wire.surfer import Surfer

WARNING = "Did you start this yourself?"


@pytest.fixture
def alice(wire: Wire) -> Surfer:
    surfer = Surfer(wire)
    surfer.sign_in()
    return surfer


def ask(wire: Wire, redirect: str = "app:done", key: str = "", source: str = "") -> str:
    headers = {"X-Forwarded-For": source} if source else None
    given = {"consumer_key": key or wire.key(), "redirect_uri": redirect}
    return wire.post("/v3/oauth/request", given, headers=headers).text[5:]


def shown(surfer: Surfer, code: str, redirect: str = "") -> str:
    """The page, as people read it."""
    return html.unescape(surfer.get(f"/auth/authorize?request_token={code}{redirect}").text)


def test_the_page_says_who_asks_for_what_and_where_it_leads(wire: Wire, alice: Surfer) -> None:
    app = wire.library.store.write(
        lambda tx: connections.register(tx, 2, "<b>Robot</b>", Ability.ADD | Ability.RETRIEVE)
    )
    code = ask(wire, "https://robot.example.com:8443/done", app.consumer_key)
    wire.clock.forward(seconds=12)
    page = shown(alice, code)
    assert 'Connect <q dir="auto"><b>Robot</b></q> to your Satchel?' in page
    assert "<b>Robot" not in alice.get(f"/auth/authorize?request_token={code}").text
    for words in (
        "add links to your list",
        "read your list",
        "12 seconds ago",
        "robot.example.com:8443",
        "bob",
    ):
        assert words in page, words
    assert "tag and delete" not in page
    assert WARNING not in page


def test_the_page_itself_changes_nothing(wire: Wire, alice: Surfer) -> None:
    key = wire.key()
    code = ask(wire, key=key)
    for method in ("GET", "HEAD"):
        alice.ask(method, f"/auth/authorize?request_token={code}&answer=allow&sure=yes", None)
    reply = wire.post("/v3/oauth/authorize", {"consumer_key": key, "code": code})
    assert reply.headers["x-error-code"] == "158"


@pytest.mark.parametrize(
    "redirect", ["app:done", "http://127.0.0.1:8000/cb?a=1&b=2", "x://a/b%20c#d", "http://a/ü b"]
)
def test_the_browser_goes_where_the_app_said_also_when_the_address_was_not_encoded(
    wire: Wire, alice: Surfer, redirect: str
) -> None:
    for written in (
        "",
        f"&redirect_uri={quote(redirect, safe='')}",
        f"&redirect_uri={quote(redirect, safe=':/&=?')}",
    ):
        shown(alice, ask(wire, redirect), written)
        reply = alice.press("/auth/authorize", "Allow")
        assert reply.status == 303
        assert reply.headers["location"] == quote(redirect, safe=":/&=?%#")


def test_where_the_page_and_the_app_differ_a_warning_names_both(wire: Wire, alice: Surfer) -> None:
    code = ask(wire, "https://app.example.com/done")
    assert WARNING not in shown(alice, code, "&redirect_uri=http://www.app.example.com/other")
    page = shown(alice, code, "&redirect_uri=https://evil.example.com/")
    assert WARNING in page
    assert "app.example.com" in page
    assert "evil.example.com" in page
    assert alice.press("/auth/authorize", "Allow").status == 422
    assert alice.press("/auth/authorize", "Refuse").headers["location"] == "https://evil.example.com/"


@pytest.mark.parametrize(
    "redirect",
    [
        "javascript:alert(1)", "data:text/html,x", "//evil", "https://a@evil/", "a:\r\nb", "javascript%3Aalert(1)",
        "data%253Atext/html,x", "feed:javascript:x", "ms-msdt:x", "vbscript:x", "https://\"><script>alert(1)</script>",
    ],
)  # fmt: skip
def test_the_page_leads_nowhere_that_runs_something(wire: Wire, alice: Surfer, redirect: str) -> None:
    key = wire.key()
    code = ask(wire, key=key)
    assert alice.get(f"/auth/authorize?request_token={code}&redirect_uri={quote(redirect)}").status == 400
    shown(alice, code)
    form = alice.form("/auth/authorize", "Allow")
    sent = {**form.fields, "redirect_uri": redirect, "answer": "allow", "sure": "yes"}
    assert alice.post("/auth/authorize", sent).status == 400
    reply = wire.post("/v3/oauth/authorize", {"consumer_key": key, "code": code})
    assert reply.headers["x-error-code"] == "158"


def test_a_link_to_where_the_app_never_said_it_would_send_people_is_explained(
    wire: Wire, alice: Surfer
) -> None:
    app = wire.library.store.write(
        lambda tx: connections.register(tx, 2, "Robot", Ability.ADD, ("https://robot.example.com/done",))
    )
    code = ask(wire, "https://robot.example.com/done", app.consumer_key)
    page = shown(alice, code, "&redirect_uri=https://elsewhere.example.com/done")
    assert alice.last is not None
    assert alice.last.status == 400
    for said in (
        "Robot is registered",
        "https://robot.example.com/done",
        "https://elsewhere.example.com/done",
    ):
        assert said in page, said


@pytest.mark.parametrize("redirect", ["my.app+1://cb/%7Ba%7D?x=1&y=2", "http://a.example/%C3%BC?b=%2F#c"])
def test_an_address_that_the_app_did_not_encode_is_still_its_own(
    wire: Wire, alice: Surfer, redirect: str
) -> None:
    code = ask(wire, redirect)
    page = alice.get(f"/auth/authorize?request_token={code}&redirect_uri={redirect}")
    assert page.status == 200
    assert WARNING not in page.text
    assert alice.press("/auth/authorize", "Allow").headers["location"] == redirect


def test_an_old_request_and_one_from_elsewhere_are_doubted(wire: Wire, alice: Surfer) -> None:
    code = ask(wire)
    wire.clock.forward(seconds=120)
    assert WARNING not in shown(alice, code)
    wire.clock.forward(seconds=1)
    assert "The app asked 2 minutes ago" in re.sub("<[^>]+>", "", shown(alice, code))
    page = shown(alice, ask(wire, source="203.0.113.9"))
    assert "The app asked from 203.0.113.9. You are in another network" in page
    assert alice.press("/auth/authorize", "Allow").status == 422
    assert alice.press("/auth/authorize", "Allow", sure="yes").status == 303
    assert "requested from 203.0.113.9" not in alice.get("/account").text


def test_each_request_is_answered_once(wire: Wire, alice: Surfer) -> None:
    key = wire.key()
    code = ask(wire, key=key)
    shown(alice, code)
    form = alice.form("/auth/authorize", "Refuse")
    alice.press("/auth/authorize", "Refuse")
    assert alice.post("/auth/authorize", {**form.fields, "answer": "allow"}).status == 409
    assert "You refused" in shown(alice, code)
    mallory = Surfer(wire)
    mallory.sign_in("mallory")
    page = shown(mallory, code)
    assert "This request was already answered" in page
    assert "A program" not in page
    reply = wire.post("/v3/oauth/authorize", {"consumer_key": key, "code": code})
    assert reply.headers["x-error-code"] == "158"


@pytest.mark.parametrize("code", ["", "nonsense", "%00", "5678defa-5678-defa-5678-defa56"])
def test_a_code_that_nobody_gave_out_is_explained(alice: Surfer, code: str) -> None:
    reply = alice.get(f"/auth/authorize?request_token={code}")
    assert reply.status == 404
    assert "Start again in the app" in reply.text


def test_after_ten_minutes_it_is_too_late(wire: Wire, alice: Surfer) -> None:
    code = ask(wire)
    shown(alice, code)
    form = alice.form("/auth/authorize", "Allow")
    wire.clock.forward(seconds=600)
    assert alice.get(f"/auth/authorize?request_token={code}").status == 404
    assert alice.post("/auth/authorize", {**form.fields, "answer": "allow", "sure": "yes"}).status == 404


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "", "Origin": "null"},
        {"Sec-Fetch-Site": ""},
    ],
)
def test_only_the_page_itself_can_allow(wire: Wire, alice: Surfer, headers: dict[str, str]) -> None:
    code = ask(wire)
    shown(alice, code)
    form = alice.form("/auth/authorize", "Allow")
    sent = {**form.fields, "answer": "allow"}
    assert alice.post("/auth/authorize", sent, headers).status == 403
    assert alice.post("/auth/authorize", {**sent, "form": ""}).status == 403
    bob = Surfer(wire)
    bob.sign_in("bob")
    assert bob.post("/auth/authorize", sent).status == 403
    assert alice.post("/auth/authorize", sent).status == 303


def test_the_policy_of_the_page_allows_its_own_way_back_and_no_more(wire: Wire, alice: Surfer) -> None:
    for redirect, allowed in (("app:done", "form-action 'self' app:;"), ("https://a.example/", "")):
        shown(alice, ask(wire, redirect))
        assert alice.last is not None
        policy = alice.last.headers["content-security-policy"]
        assert allowed in policy
        assert ("form-action" in policy) == bool(allowed)
        assert "frame-ancestors 'none'" in policy
        assert "default-src 'none'" in policy


def test_signed_out_people_sign_in_first_and_come_back(wire: Wire) -> None:
    surfer, code = Surfer(wire), ask(wire)
    first = surfer.get(
        f"/auth/authorize?request_token={code}&redirect_uri=http%3A%2F%2Fx.example%2F%3Fa%3D1&mobile=1"
    )
    page = surfer.get(first.headers["location"])
    assert "Sign in to continue" in page.text
    back = surfer.press("/login", "Sign in", name="alice", password=wire.password("alice"))
    assert back.headers["location"].endswith("&redirect_uri=http%3A%2F%2Fx.example%2F%3Fa%3D1&mobile=1")
    assert surfer.get(back.headers["location"]).status == 200


def test_who_was_signed_out_meanwhile_is_asked_again_after_signing_in(wire: Wire, alice: Surfer) -> None:
    code = ask(wire, "https://x.example/?a=1")
    shown(alice, code)
    alice.cookies.clear()
    way = alice.press("/auth/authorize", "Allow")
    assert "Sign in to continue" in alice.get(way.headers["location"]).text
    back = alice.press("/login", "Sign in", name="alice", password=wire.password("alice"))
    alice.get(back.headers["location"])
    gone = alice.press("/auth/authorize", "Allow")
    assert gone.headers["location"] == "https://x.example/?a=1"
