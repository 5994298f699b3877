"""An app asks for a code, a person decides, the app fetches its token."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl

import pytest

from tests.wire.http import Reply
from tests.wire.pocket_common import assert_failed
from tests.wire.server import Wire
from tests.wire.surfer import Surfer

JSON = {"X-Accept": "application/json"}
REDIRECT = "pocketapp1234:authorizationFinished"
SHAPE = re.compile(r"\d[0-9a-f]{7}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{6}")


def ask(wire: Wire, key: str, redirect: str = REDIRECT, **more: Any) -> str:
    """The code of a request for access."""
    given = {"consumer_key": key, "redirect_uri": redirect, **more}
    reply = wire.post("/v3/oauth/request", given, type="json", headers=JSON)
    assert reply.status == 200, reply
    code: str = reply.json()["code"]
    return code


def redeem(wire: Wire, key: str, code: str, **more: Any) -> Reply:
    return wire.post("/v3/oauth/authorize", {"consumer_key": key, "code": code, **more}, type="json")


@pytest.fixture
def alice(wire: Wire) -> Surfer:
    surfer = Surfer(wire)
    surfer.sign_in()
    return surfer


def test_codes_and_tokens_have_the_shape_that_clients_were_written_for(wire: Wire, alice: Surfer) -> None:
    key = wire.key()
    for _ in range(5):
        code = ask(wire, key)
        alice.consent(code)
        reply = redeem(wire, key, code)
        token = dict(parse_qsl(reply.text))["access_token"]
        # One client strips the letters of "code=" and "access_token=" from the left.
        assert SHAPE.fullmatch(code)
        assert SHAPE.fullmatch(token)
        assert reply.text.startswith("access_token=")


@pytest.mark.parametrize("kind", ["form", "json", "multipart"])
def test_the_token_comes_as_a_form_whatever_the_encoding_of_the_request(
    wire: Wire, alice: Surfer, kind: str
) -> None:
    key = wire.key()
    asked = wire.post("/v3/oauth/request", {"consumer_key": key, "redirect_uri": REDIRECT}, type=kind)
    assert asked.headers["content-type"] == "application/x-www-form-urlencoded"
    code = asked.text.removeprefix("code=")
    alice.consent(code)
    reply = wire.post("/v3/oauth/authorize", {"consumer_key": key, "code": code}, type=kind)
    assert reply.headers["content-type"] == "application/x-www-form-urlencoded"
    assert [name for name, _ in parse_qsl(reply.text)] == ["access_token", "username"]
    assert "x-error-code" not in reply.headers


def test_all_of_it_by_get(wire: Wire, alice: Surfer) -> None:
    key = wire.key()
    code = wire.get("/v3/oauth/request", {"consumer_key": key, "redirect_uri": REDIRECT}).text[5:]
    alice.consent(code)
    reply = wire.get("/v3/oauth/authorize", {"consumer_key": key, "code": code}, headers=JSON)
    token = reply.json()["access_token"]
    listed = wire.get("/v3/get", {"consumer_key": key, "access_token": token})
    assert (listed.status, listed.json()["list"]) == (200, [])


def test_a_name_that_is_an_address_is_encoded(wire: Wire) -> None:
    wire.user("you@gmail.com", "correct horse you")
    surfer, key = Surfer(wire), wire.key()
    surfer.sign_in("you@gmail.com", "correct horse you")
    code = ask(wire, key)
    surfer.consent(code)
    assert redeem(wire, key, code).text.endswith("&username=you%40gmail.com")


@pytest.mark.parametrize("state", ["plain", "a b&c=d/é", {}, {"a": [1, "x"]}, [], 7, "7", 0, False])
def test_the_state_comes_back_as_it_was_given_in_both_answers(wire: Wire, alice: Surfer, state: Any) -> None:
    key = wire.key()
    given = {"consumer_key": key, "redirect_uri": REDIRECT, "state": state}
    first = wire.post("/v3/oauth/request", given, type="json", headers=JSON).json()
    assert first["state"] == state
    alice.consent(first["code"])
    second = wire.post(
        "/v3/oauth/authorize", {"consumer_key": key, "code": first["code"]}, type="json", headers=JSON
    )
    assert second.json()["state"] == state
    assert list(second.json()) == ["access_token", "username", "state"]


def test_the_state_comes_back_in_forms(wire: Wire, alice: Surfer) -> None:
    key = wire.key()
    given = {"consumer_key": key, "redirect_uri": REDIRECT, "state": "a b&c=é"}
    first = dict(parse_qsl(wire.post("/v3/oauth/request", given).text))
    assert list(first) == ["code", "state"]
    alice.consent(first["code"])
    second = dict(parse_qsl(redeem(wire, key, first["code"]).text))
    assert list(second) == ["access_token", "username", "state"]
    assert first["state"] == second["state"] == "a b&c=é"


@pytest.mark.parametrize("state", [None, ""])
def test_without_a_state_none_comes_back(wire: Wire, alice: Surfer, state: str | None) -> None:
    key = wire.key()
    given = {"consumer_key": key, "redirect_uri": REDIRECT, "state": state}
    form = wire.post("/v3/oauth/request", given, type="json").text
    assert re.fullmatch("code=[0-9a-f-]+", form)
    alice.consent(form[5:])
    reply = wire.post("/v3/oauth/authorize", {"consumer_key": key, "code": form[5:]}, headers=JSON)
    assert list(reply.json()) == ["access_token", "username"]


def test_with_account_the_person_is_told(wire: Wire, alice: Surfer) -> None:
    key = wire.key()
    code = ask(wire, key)
    alice.consent(code)
    given = {"consumer_key": key, "code": code, "account": "1", "locale": "en_US", "guid": "x", "country": ""}
    account = wire.post("/v3/oauth/authorize", given, headers=JSON).json()["account"]
    assert (account["user_id"], account["username"], account["premium_status"]) == ("1", "alice", "0")
    assert account["premium_features"] == []
    assert account["profile"]["uid"] == "1"


def test_a_code_works_once(wire: Wire, alice: Surfer) -> None:
    key = wire.key()
    code = ask(wire, key)
    alice.consent(code)
    token = dict(parse_qsl(redeem(wire, key, code).text))["access_token"]
    assert_failed(redeem(wire, key, code), 403, 159, "Already used code.")
    # The token that it brought goes on working.
    assert wire.post("/v3/get", {"consumer_key": key, "access_token": token}).status == 200


def test_a_refused_code_is_told_as_rejected_and_stays_so(wire: Wire, alice: Surfer) -> None:
    key = wire.key()
    code = ask(wire, key)
    reply = alice.consent(code, "Refuse")
    assert (reply.status, reply.headers["location"]) == (303, REDIRECT)
    for _ in range(2):
        assert_failed(redeem(wire, key, code), 403, 158, "User rejected code.")


def test_a_code_is_no_good_to_another_app(wire: Wire, alice: Surfer) -> None:
    key, other = wire.key(), wire.key()
    code = ask(wire, key)
    alice.consent(code)
    assert_failed(redeem(wire, other, code), 400, 185, "Code not found.")
    assert redeem(wire, key, code).status == 200


def test_a_code_lives_for_ten_minutes(wire: Wire, alice: Surfer) -> None:
    key = wire.key()
    early, late = ask(wire, key), ask(wire, key)
    alice.consent(late)
    wire.clock.forward(seconds=599)
    assert alice.consent(early, sure="yes").status == 303
    assert redeem(wire, key, early).status == 200
    wire.clock.forward(seconds=1)
    assert_failed(redeem(wire, key, late), 400, 185)


def test_the_token_is_bound_to_the_app_and_may_what_the_app_may(wire: Wire, alice: Surfer) -> None:
    key = wire.key(add=True, modify=False, retrieve=False)
    code = ask(wire, key)
    alice.consent(code)
    token = dict(parse_qsl(redeem(wire, key, code).text))["access_token"]
    assert_failed(wire.post("/v3/get", {"consumer_key": wire.key(), "access_token": token}), 401, 107)
    assert_failed(wire.post("/v3/get", {"consumer_key": key, "access_token": token}), 403, 151)
    wire.web.page("http://one.example.com/", "<title>One</title>")
    added = wire.post(
        "/v3/add", {"consumer_key": key, "access_token": token, "url": "http://one.example.com/"}
    )
    assert added.status == 200


@pytest.mark.parametrize(
    "redirect",
    [
        "javascript:alert(1)", "JavaScript:alert(1)", " javascript:alert(1)", "data:text/html,x", "vbscript:x",
        "file:///etc/passwd", "blob:http://x/1", "about:blank", "view-source:http://x", "ws://x/", "intent://x",
        "chrome://settings", "http://a.example/\r\nSet-Cookie: a=b", "java\tscript:alert(1)", "//evil.example",
        "/\\evil.example", "http:", "http:evil.example", "https://good.example@evil.example/",
        "https://evil.example\\@good.example/", "http://[::1", "https://x/" + "a" * 100_000, "\x00http://x/",
        "javascript%3Aalert(1)", "JAVASCRIPT%253Aalert(1)", "data%3Atext/html,x", "//evil.example%2F", "no\nthing",
        "app:javascript:alert(1)", "app://javascript:alert(1)", "feed:javascript:alert(1)", "ms-msdt:/id",
        "MS-anything:x", "search-ms:query=x", "ms-officecmd:{}", "shell:startup", "mhtml:http://x", "mocha:x", "wyciwyg://0/http://x",
        "jnlp:http://x", "tel:112", "mailto:a@b.example", "ftp://x/", "https://\"><script>/", "https://exa mple.com/",
        "https://a..example/", "https://-/x", "https://\u2100.example/",
    ],
)  # fmt: skip
def test_addresses_to_which_nobody_is_sent_are_refused(wire: Wire, redirect: str) -> None:
    given = {"consumer_key": wire.key(), "redirect_uri": redirect}
    for kind in ("form", "json"):
        assert_failed(wire.post("/v3/oauth/request", given, type=kind), 400, 181, "Invalid redirect URI.")


@pytest.mark.parametrize(
    "redirect",
    [
        "not_needed", "getpocket.com", "pocketAuthorizationFinished", "/account", "no scheme", "localhost:3000/cb",
        "www.example.com:8080", "btc.example.com?stage=2", "OOB", "-", "0", "äpp",
    ],
)  # fmt: skip
def test_what_is_no_address_is_taken_too(wire: Wire, redirect: str) -> None:
    for kind in ("form", "json", "multipart"):
        given = {"consumer_key": wire.key(), "redirect_uri": redirect}
        assert wire.post("/v3/oauth/request", given, type=kind).status == 200


def test_the_address_may_come_by_another_name_and_as_a_list(wire: Wire) -> None:
    for given in ({"redirect_url": REDIRECT}, {"redirect_uri": ["url-encode-url", "http://www.example.com"]}):
        reply = wire.post("/v3/oauth/request", {"consumer_key": wire.key(), **given}, type="json")
        assert reply.status == 200, given
    for given in ({"redirect_url": "javascript:x"}, {"redirect_uri": ["url-encode-url", "javascript:x"]}):
        assert_failed(
            wire.post("/v3/oauth/request", {"consumer_key": wire.key(), **given}, type="json"), 400, 181
        )


def test_an_app_that_says_where_it_returns_to_is_held_to_it(wire: Wire) -> None:
    from satchel.library import access

    redirects = ("https://app.example.com/done", "myapp:")
    app = wire.library.store.write(lambda tx: access.register_app(tx, "Strict", redirects=redirects))
    for allowed in (
        "https://app.example.com/done",
        "http://app.example.com/done?x=1",
        "https://app.example.com/done/more",
        "myapp:anything",
    ):
        assert ask(wire, app.consumer_key, allowed)
    for refused in (
        "https://evil.example.com/done",
        "https://app.example.com/other",
        "https://app.example.com/doneness",
        "other:x",
    ):
        given = {"consumer_key": app.consumer_key, "redirect_uri": refused}
        assert_failed(wire.post("/v3/oauth/request", given), 400, 181)


def test_odd_values_are_refused_and_nothing_breaks(wire: Wire) -> None:
    key = wire.key()
    for values in (
        {"redirect_uri": [1]},
        {"redirect_uri": {"a": 1}},
        {"redirect_uri": REDIRECT, "state": "x" * 5000},
        {"redirect_uri": REDIRECT, "state": "a\x00b"},
    ):
        reply = wire.post("/v3/oauth/request", {"consumer_key": key, **values}, type="json")
        assert_failed(reply, 400, 130)
    code: Any
    for code in ([1], {"a": 1}):
        assert_failed(redeem(wire, key, code), 400, 130)
    for code in ("\x00", "é" * 500, 5, True):
        assert_failed(redeem(wire, key, code), 400, 185)


def test_asking_counts_against_the_network_and_takes_nothing_from_the_key(wire: Wire) -> None:
    wire.library.limits.key_limit = 1
    key = wire.key()
    ask(wire, key)
    given = {"consumer_key": key, "redirect_uri": REDIRECT}
    refused = wire.post("/v3/oauth/request", given)
    assert_failed(refused, 403, 5200)
    assert refused.headers["x-limit-key-remaining"] == "1"
    assert_failed(redeem(wire, key, "1"), 403, 5200)
    assert wire.post("/v3/get", wire.credentials()).status == 200


def test_over_plain_http_nothing_is_given_where_people_use_https(wire: Wire) -> None:
    key = wire.key()
    wire.set(secure=True)
    assert_failed(wire.post("/v3/oauth/request", {"consumer_key": key, "redirect_uri": REDIRECT}), 400, 130)
    assert_failed(redeem(wire, key, "1"), 400, 130)


def test_signing_in_by_password_is_not_offered_to_programs(wire: Wire) -> None:
    given = {"consumer_key": wire.key(), "grant_type": "credentials", "username": "alice", "password": "x"}
    assert_failed(wire.post("/v3/oauth/authorize", given), 403, 5200)
