"""What nobody's authenticator ever said opens nothing, and what it may cost is bounded."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from typing import Any

import pytest

from satchel.base.errors import NotFound
from satchel.base.settings import Settings
from satchel.library import challenges
from satchel.library.challenges import Asked
from satchel.library.passkeys import relying_party
from tests.wire.server import Wire
from tests.wire.surfer import Surfer


@pytest.fixture
def wire_settings(wire_settings: Settings) -> Settings:
    return replace(wire_settings, public_url="http://localhost:8080")


@pytest.mark.parametrize(
    ("public_url", "found"),
    [
        ("https://read.example.org", ("read.example.org", "https://read.example.org")),
        ("https://example.org:8443/satchel", ("example.org", "https://example.org:8443")),
        ("http://localhost:8080", ("localhost", "http://localhost:8080")),
        ("http://read.example.org", None),
        ("https://192.0.2.1", None),
        ("https://[2001:db8::1]", None),
        ("", None),
    ],
)
def test_passkeys_belong_to_the_name_that_people_use(public_url: str, found: tuple[str, str] | None) -> None:
    assert relying_party(public_url) == found


def _answer(challenge: str, **more: Any) -> str:
    client = {
        "type": "webauthn.get",
        "challenge": _b64(challenge.encode()),
        "origin": "http://localhost:8080",
    }
    told = _b64(json.dumps(client).encode())
    response = {
        "clientDataJSON": told,
        "authenticatorData": "AAAA",
        "signature": "AAAA",
        "userHandle": "AAAA",
    }
    return json.dumps({"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {**response, **more}})


def _b64(text: bytes) -> str:
    return base64.urlsafe_b64encode(text).decode().rstrip("=")


def _challenge(surfer: Surfer) -> tuple[str, dict[str, str]]:
    """What the browser is asked, and the fields of the form that brings the answer."""
    surfer.get("/login")
    fields = surfer.form("/login/passkey").fields
    options = surfer.post("/login/passkey/ask", fields).json()
    assert options["rpId"] == "localhost"
    assert options["userVerification"] == "required"
    assert options.get("allowCredentials", []) == []
    return base64.urlsafe_b64decode(options["challenge"] + "==").decode(), fields


@pytest.mark.parametrize(
    "answer",
    [
        "", "{}", "[]", "null", "x" * 30_000, "[" * 20_000, '{"response": {"clientDataJSON": "ÿ"}}', _answer(""),
        _answer("0" * 64), '{"response": {"clientDataJSON": 7}}',
    ],
)  # fmt: skip
def test_what_is_no_answer_is_refused(wire: Wire, answer: str) -> None:
    surfer = Surfer(wire)
    _, fields = _challenge(surfer)
    assert surfer.post("/login/passkey", {**fields, "answer": answer}).status == 403
    assert "satchel" not in surfer.cookies


@pytest.mark.parametrize("more", [{}, {"userHandle": None}, {"signature": 7}, {"authenticatorData": "!"}])
def test_a_right_challenge_alone_opens_nothing_and_is_used_up(wire: Wire, more: dict[str, Any]) -> None:
    surfer = Surfer(wire)
    challenge, fields = _challenge(surfer)
    assert surfer.post("/login/passkey", {**fields, "answer": _answer(challenge, **more)}).status == 403
    again = surfer.post("/login/passkey", {**fields, "answer": _answer(challenge, **more)})
    assert "That took too long, or was done in another browser." in again.text


def test_a_challenge_ends_after_five_minutes(wire: Wire) -> None:
    surfer = Surfer(wire)
    challenge, fields = _challenge(surfer)
    wire.clock.forward(seconds=300)
    reply = surfer.post("/login/passkey", {**fields, "answer": _answer(challenge)})
    assert "That took too long" in reply.text


def test_a_network_that_asks_for_many_loses_its_own_oldest(
    wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(challenges, "MAX_OF_NETWORK", 3)
    run = wire.library.run_sync
    others = run(challenges.begin, Asked.PASSKEY, "b" * 64, "203.0.113.7")
    mine = [run(challenges.begin, Asked.PASSKEY, "a" * 64, "198.51.100.7") for _ in range(5)]
    for secret in mine[:2]:
        with pytest.raises(NotFound):
            run(challenges.pending, Asked.PASSKEY, secret, "a" * 64)
    for secret in mine[2:]:
        run(challenges.pending, Asked.PASSKEY, secret, "a" * 64)
    run(challenges.pending, Asked.PASSKEY, others, "b" * 64)


def test_all_together_are_bounded_too(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(challenges, "MAX_CHALLENGES", 4)
    for number in range(9):
        wire.library.run_sync(challenges.begin, Asked.PASSKEY, "a" * 64, f"198.51.{number}.7")
    rows = wire.library.store.read(lambda tx: tx.all("SELECT COUNT(*) FROM challenges"))
    assert int(rows[0][0]) == 4


def test_a_form_of_another_browser_asks_for_nothing(wire: Wire) -> None:
    surfer, other = Surfer(wire), Surfer(wire)
    surfer.get("/login")
    other.get("/login")
    assert other.post("/login/passkey/ask", surfer.form("/login/passkey").fields).status == 403
