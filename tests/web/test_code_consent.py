"""OAuth 2's way through the page of consent: who may be sent where, with what."""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from satchel.library import connections, signing
from satchel.model.people import EVERYTHING, App
from tests.wire.server import Wire
from tests.wire.surfer import Surfer

BACK = "https://app.example.com/back?of=it"
PATH = "/oauth2/authorize"


@pytest.fixture
def app(wire: Wire) -> App:
    library = wire.library
    return library.run_sync(
        signing.register_app,
        library.seal,
        "A <b>program</b>",
        abilities=EVERYTHING,
        redirects=(BACK, "app:done"),
    )[0]


@pytest.fixture
def alice(wire: Wire) -> Surfer:
    surfer = Surfer(wire)
    surfer.sign_in()
    return surfer


def address(app: App, redirect: str = BACK, **more: str) -> str:
    asked = {"client_id": app.consumer_key, "redirect_uri": redirect, "response_type": "code", **more}
    return f"{PATH}?{urlencode(asked)}"


def back(location: str) -> dict[str, list[str]]:
    assert location.startswith(BACK + "&")
    return parse_qs(urlsplit(location).query)


def test_who_allows_an_app_is_led_back_with_a_code_that_its_secret_makes_a_token(
    wire: Wire, app: App, alice: Surfer
) -> None:
    page = html.unescape(alice.get(address(app, state="s&t=ü")).text)
    assert 'Connect <q dir="auto">A <b>program</b></q>' in page
    assert "app.example.com" in page
    reply = alice.press(PATH, "Allow")
    assert reply.status == 303
    told = back(reply.headers["location"])
    assert (told["of"], told["state"]) == (["it"], ["s&t=ü"])
    secret = wire.library.run_sync(signing.secret_of, wire.library.seal, app.consumer_key)
    sent = {
        "client_id": app.consumer_key,
        "client_secret": secret,
        "redirect_uri": BACK,
        "code": told["code"][0],
    }
    answer = wire.post("/oauth2/token", sent)
    assert answer.json()["user"]["username"] == "alice"
    connected = alice.get("/account/apps").text
    assert "A &lt;b&gt;program" in connected
    # The code is no secret that any other page or door takes.
    assert "not known" in alice.get(f"/auth/authorize?request_token={told['code'][0]}x").text


def test_who_refuses_is_led_back_without_one(app: App, alice: Surfer) -> None:
    alice.get(address(app, state="7"))
    told = back(alice.press(PATH, "Refuse").headers["location"])
    assert (told["error"], told["state"], "code" in told) == (["access_denied"], ["7"], False)


@pytest.mark.parametrize(
    "redirect",
    [
        "https://app.example.com/back",
        BACK + "&more",
        "https://APP.example.com/back?of=it",
        "app:done/",
        "",
        "http://x/",
    ],
)
def test_nobody_is_sent_where_the_app_is_not_registered_to_return_to(
    app: App, alice: Surfer, redirect: str
) -> None:
    reply = alice.get(address(app, redirect))
    assert reply.status == 400
    assert "location" not in reply.headers
    alice.get(address(app))
    form = alice.form(PATH, "Allow")
    reply = alice.post(PATH, {**form.fields, "redirect_uri": redirect, "answer": "allow"})
    assert reply.status == 400


def test_an_app_that_nobody_knows_and_another_kind_of_answer_are_refused(app: App, alice: Surfer) -> None:
    assert alice.get(f"{PATH}?client_id=none&redirect_uri=app:done&response_type=code").status == 404
    reply = alice.get(address(app, response_type="token"))
    assert back(reply.headers["location"])["error"] == ["unsupported_response_type"]


def test_the_page_itself_changes_nothing_and_no_other_site_presses_its_button(
    app: App, alice: Surfer
) -> None:
    alice.get(address(app) + "&answer=allow")
    form = alice.form(PATH, "Allow")
    sent = {**form.fields, "answer": "allow"}
    assert (
        alice.post(PATH, sent, {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}).status
        == 403
    )
    assert alice.post(PATH, {**sent, "form": "x"}).status == 403
    assert "No app is connected yet" in alice.get("/account/apps").text


def test_who_is_not_signed_in_does_that_first_and_comes_back(wire: Wire, app: App) -> None:
    surfer = Surfer(wire)
    reply = surfer.get(address(app, state="a b"))
    assert reply.status == 303
    surfer.get(reply.headers["location"])
    reply = surfer.press("/login", "Sign in", name="alice", password=wire.password("alice"))
    surfer.get(reply.headers["location"])
    assert back(surfer.press(PATH, "Allow").headers["location"])["state"] == ["a b"]


def test_a_person_makes_a_token_for_a_program_of_their_own(wire: Wire, alice: Surfer) -> None:
    alice.get("/account/apps")
    assert alice.press("/account/apps#tokens", "Make a token", program=" ").status == 422
    alice.get("/account/apps")
    reply = alice.press("/account/apps#tokens", "Make a token", program="My <i>reader</i>")
    assert reply.status == 201
    found = re.search(
        r"[0-9][0-9a-f]{7}(?:-[0-9a-f]{4}){3}-[0-9a-f]{6}", reply.text.partition('id="new-token"')[2]
    )
    assert found
    token = found[0]
    headers = {"Authorization": f"Bearer {token}"}
    assert wire.get("/api/2/me", headers=headers).json()["username"] == "alice"
    page = alice.get("/account/apps").text
    assert token not in page
    assert "My &lt;i&gt;reader" in page
    assert "last used" in page
    alice.press("/account/connections", "Disconnect My <i>reader</i>")
    assert wire.get("/api/2/me", headers=headers).status == 401


def test_tokens_of_one_program_are_of_one_app(wire: Wire) -> None:
    first, second = (wire.library.run_sync(connections.make_token, 1, "Reader") for _ in range(2))
    assert first != second
    assert [app.name for app in wire.library.store.read(lambda tx: connections.own_apps(tx, 1))] == ["Reader"]
