"""The account page: what it shows, and what it changes for its own person and nobody else."""

from __future__ import annotations

import re

import pytest

from satchel.library import feeds, sessions
from tests.wire.http import Reply
from tests.wire.server import Wire
from tests.wire.surfer import Form, Surfer

NEW = "another correct horse"


@pytest.fixture
def alice(wire: Wire) -> Surfer:
    surfer = Surfer(wire)
    surfer.sign_in()
    return surfer


def change(surfer: Surfer, old: str, new: str = NEW, again: str | None = None) -> Reply:
    surfer.get("/account/password")
    return surfer.press(
        "/account/password", "Change password", old=old, password=new, again=new if again is None else again
    )


def connect(wire: Wire, surfer: Surfer, key: str) -> str:
    """Let an app in through the page; its token."""
    code = wire.post("/v3/oauth/request", {"consumer_key": key, "redirect_uri": "app:x"}).text[5:]
    surfer.consent(code)
    reply = wire.post(
        "/v3/oauth/authorize", {"consumer_key": key, "code": code}, headers={"X-Accept": "json"}
    )
    token: str = reply.json()["access_token"]
    return token


def works(wire: Wire, key: str, token: str) -> bool:
    return wire.post("/v3/get", {"consumer_key": key, "access_token": token}).status == 200


@pytest.mark.parametrize(
    ("path", "part"),
    [("/connected_applications", "connected"), ("/developer/apps", "apps"), ("/developer/apps/new/", "apps")],
)
def test_pockets_own_addresses_lead_to_the_page(alice: Surfer, path: str, part: str) -> None:
    reply = alice.get(path)
    assert (reply.status, reply.headers["location"]) == (303, f"/account/apps#{part}")
    assert f'id="{part}"' in alice.get("/account/apps").text


def test_a_connected_app_is_announced_until_it_is_acknowledged(wire: Wire, alice: Surfer) -> None:
    key = wire.key()
    assert "Newly connected" not in alice.get("/account").text
    connect(wire, alice, key)
    page = re.sub("<[^>]+>", "", alice.get("/account").text)
    assert "was connected just now, requested from 127.0.0.1" in page
    alice.press("/account/connections", "Hide this notice")
    assert "Newly connected" not in alice.get("/account").text
    assert "A program" in alice.get("/account/apps").text


def test_the_page_says_when_a_token_was_used_but_not_the_token(wire: Wire, alice: Surfer) -> None:
    key = wire.key()
    token = connect(wire, alice, key)
    assert "never used" in alice.get("/account/apps").text
    assert works(wire, key, token)
    page = re.sub("<[^>]+>", "", alice.get("/account/apps").text)
    assert "used just now" in page
    assert token[:4] in page
    assert token[:8] not in page


def test_disconnecting_an_app_ends_its_tokens_and_no_others(wire: Wire, alice: Surfer) -> None:
    key, other = wire.key(), wire.key()
    bob = Surfer(wire)
    bob.sign_in("bob")
    mine, more, kept, bobs = (
        connect(wire, alice, key), connect(wire, alice, key), connect(wire, alice, other), connect(wire, bob, key)
    )  # fmt: skip
    alice.get("/account/apps")
    alice.press("/account/connections", f"Revoke the token {more[:4]} of A program")
    assert [works(wire, key, token) for token in (mine, more, bobs)] == [True, False, True]
    alice.get("/account/apps")
    form = [form for form in alice.forms() if "Disconnect A program" in form.buttons][-1]
    alice.post(form.action, form.fields)
    assert [works(wire, key, token) for token in (mine, bobs)] == [False, True]
    assert works(wire, other, kept)


def test_a_person_registers_an_app_and_sees_its_key(wire: Wire, alice: Surfer) -> None:
    form = next(form for form in _loaded(alice) if "Register" in form.buttons)
    del form.fields["modify"]
    reply = alice.post(form.action, {**form.fields, "app": " My <reader> ", "redirect": "myapp:done"})
    assert (reply.status, reply.headers["location"]) == (303, "/account/apps?said=registered#apps")
    page = alice.get("/account/apps").text
    assert "My &lt;reader&gt;" in page
    assert "It can add and read links." in page
    key = re.findall(r'id="key-[0-9]+" class="whole">([^<]+)<', page)[0]
    token = connect_strict(wire, alice, key)
    assert works(wire, key, token)
    alice.get("/account/apps")
    alice.press("/account/apps", "Remove My <reader>")
    assert not works(wire, key, token)


def connect_strict(wire: Wire, surfer: Surfer, key: str) -> str:
    refused = wire.post("/v3/oauth/request", {"consumer_key": key, "redirect_uri": "app:x"})
    assert refused.headers["x-error-code"] == "181"
    code = wire.post("/v3/oauth/request", {"consumer_key": key, "redirect_uri": "myapp:done"}).text[5:]
    surfer.consent(code)
    reply = wire.post(
        "/v3/oauth/authorize", {"consumer_key": key, "code": code}, headers={"X-Accept": "json"}
    )
    token: str = reply.json()["access_token"]
    return token


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"app": " ", "add": "1"}, "An app needs a name."),
        ({"app": "\u200b\u202e\u2066", "add": "1"}, "An app needs a name."),
        ({"app": "A"}, "Choose at least one permission"),
        ({"app": "A", "add": "1", "redirect": "javascript:x"}, "not a valid return address"),
    ],
)
def test_an_app_that_cannot_be_is_explained(alice: Surfer, fields: dict[str, str], problem: str) -> None:
    form = next(form for form in _loaded(alice) if "Register" in form.buttons)
    reply = alice.post(form.action, {"form": form.fields["form"], **fields})
    assert reply.status == 422
    assert problem in reply.text


def test_another_password_ends_all_other_sessions_and_takes_a_new_cookie(wire: Wire, alice: Surfer) -> None:
    elsewhere = Surfer(wire)
    elsewhere.sign_in()
    before = dict(alice.cookies)
    assert change(alice, wire.password("alice")).status == 303
    assert alice.cookies["satchel"] != before["satchel"]
    assert alice.get("/account").status == 200
    assert elsewhere.get("/account").status == 303
    old = Surfer(wire)
    old.cookies = before
    assert old.get("/account").status == 303
    assert Surfer(wire).sign_in().status == 403
    assert Surfer(wire).sign_in(password=NEW).status == 303
    basic = wire.get("/api/authenticate", {"username": "alice", "password": wire.password("alice")})
    assert basic.status == 403


@pytest.mark.parametrize(
    ("old", "new", "again", "problem"),
    [
        ("wrong", NEW, NEW, "not your current password"),
        ("correct horse alice", "short", "short", "A password has 8 to 1024 characters."),
        ("correct horse alice", "Trustno1", "Trustno1", "too common"),
        ("correct horse alice", "", "", "A password has 8 to 1024 characters."),
        ("correct horse alice", NEW, "something else", "The two passwords are not the same."),
    ],
)
def test_a_password_that_cannot_be_is_explained_and_changes_nothing(
    wire: Wire, alice: Surfer, old: str, new: str, again: str, problem: str
) -> None:
    reply = change(alice, old, new, again)
    assert (reply.status, problem in reply.text) == (422, True)
    assert Surfer(wire).sign_in().status == 303


def test_nobody_takes_their_own_name_for_a_password(wire: Wire) -> None:
    wire.user("margarethe", "correct horse")
    margarethe = Surfer(wire)
    margarethe.sign_in("margarethe", "correct horse")
    reply = change(margarethe, "correct horse", "Margarethe", "Margarethe")
    assert (reply.status, "too close to the name" in reply.text) == (422, True)


def test_the_present_password_cannot_be_guessed_from_a_browser_left_open(wire: Wire, alice: Surfer) -> None:
    for number in range(10):
        assert change(alice, f"guess {number}").status == 422
    reply = change(alice, wire.password("alice"))
    assert reply.status == 429
    assert "Too many wrong passwords" in reply.text


def test_other_browsers_are_listed_and_signed_out_one_by_one_or_all(wire: Wire, alice: Surfer) -> None:
    others = [Surfer(wire) for _ in range(3)]
    for each in others:
        each.sign_in()
    alice.get("/account/browsers")
    forms = [form for form in alice.forms() if form.action == "/account/sessions" and "id" in form.fields]
    assert len(forms) == 3
    alice.post(forms[0].action, forms[0].fields)
    assert [each.get("/account").status for each in others] == [200, 200, 303]
    alice.get("/account/browsers")
    alice.press("/account/sessions", "Sign out everywhere else")
    assert [each.get("/account").status for each in others] == [303, 303, 303]
    assert alice.get("/account").status == 200


def test_nobody_reaches_the_things_of_others_by_their_numbers(wire: Wire, alice: Surfer) -> None:
    key = wire.key()
    token = connect(wire, alice, key)
    form = next(form for form in _loaded(alice) if "Register" in form.buttons)
    alice.post(form.action, {**form.fields, "app": "Alice's own"})
    mallory = Surfer(wire)
    mallory.sign_in("mallory")
    proof = _loaded(mallory)[0].fields["form"]
    for path, what in (
        ("connections", "app"), ("connections", "token"), ("apps", "remove"), ("sessions", "")
    ):  # fmt: skip
        for number in range(1, 5):
            reply = mallory.post(f"/account/{path}", {"form": proof, "what": what, "id": str(number)})
            if not (path == "sessions" and reply.status == 303):
                assert reply.status == 404
    page = alice.get("/account/apps").text
    assert works(wire, key, token)
    assert "Alice&#x27;s own" in page
    assert "Alice" not in mallory.get("/account/apps").text


@pytest.mark.parametrize("number", ["", "x", "-1", "1e3", "٣", "9" * 30])
def test_numbers_that_are_none_are_refused(alice: Surfer, number: str) -> None:
    proof = _loaded(alice)[0].fields["form"]
    assert alice.post("/account/sessions", {"form": proof, "id": number}).status == 400


def _loaded(surfer: Surfer) -> list[Form]:
    surfer.get("/account/apps")
    return surfer.forms()


def test_a_long_list_shows_its_beginning_and_folds_the_rest(wire: Wire, alice: Surfer) -> None:
    for _ in range(13):
        wire.token("alice", wire.key())
    page = alice.get("/account/apps").text
    assert page.count('aria-label="Disconnect A program"') == 13
    assert page.split("<summary>3 more</summary>")[0].count('aria-label="Disconnect A program"') == 10
    page = alice.get("/account").text
    assert page.count("was connected") == 10
    assert "And 3 more." in page


def test_an_app_is_removed_by_two_clicks_so_that_no_slip_disconnects_everybody(alice: Surfer) -> None:
    form = next(form for form in _loaded(alice) if "Register" in form.buttons)
    alice.post(form.action, {**form.fields, "app": "My script"})
    page = alice.get("/account/apps").text
    before, _, asked = page.partition('aria-label="Remove My script …"')
    assert before.rindex("<details") > before.rindex("</details>")
    assert asked.index("Everyone who uses this app will be disconnected.") < asked.index(
        'aria-label="Remove My script"'
    )
    assert asked.index('aria-label="Remove My script"') < asked.index("</details>")


def test_a_password_from_the_owners_hand_signs_every_browser_out(wire: Wire, alice: Surfer) -> None:
    key = wire.key()
    token = connect(wire, alice, key)
    hashed = wire.library.passwords.hash(NEW)
    wire.library.store.write(lambda tx: sessions.reset_password(tx, "Alice", hashed))
    assert alice.get("/account").headers["location"].startswith("/login")
    assert alice.sign_in().status == 403
    assert alice.sign_in(password=NEW).headers["location"] == "/"
    assert works(wire, key, token)


def test_changing_the_password_disconnects_apps_and_closes_feeds_only_when_asked_to(
    wire: Wire, alice: Surfer
) -> None:
    key = wire.key()
    bobs = wire.token("bob", key)
    token = connect(wire, alice, key)
    wire.library.store.write(lambda tx: feeds.new_secret(tx, 1))
    change(alice, wire.password("alice"))
    assert works(wire, key, token)
    alice.get("/account/password")
    fields = {"old": NEW, "password": f"{NEW}s", "again": f"{NEW}s"}
    reply = alice.press("/account/password", "Change password", None, disconnect="yes", **fields)
    page = alice.get(reply.headers["location"].partition("#")[0]).text
    assert "all apps are disconnected" in page
    assert not works(wire, key, token)
    assert works(wire, key, bobs)
    assert wire.library.store.read(lambda tx: feeds.open_since(tx, 1)) is None


def test_a_change_that_fails_disconnects_nothing(wire: Wire, alice: Surfer) -> None:
    key = wire.key()
    token = connect(wire, alice, key)
    alice.get("/account/password")
    alice.press(
        "/account/password", "Change password", old="wrong", password=NEW, again=NEW, disconnect="yes"
    )
    assert works(wire, key, token)
