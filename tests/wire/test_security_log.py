"""The security log: what an owner, and programs that ban whoever guesses, can read of it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from satchel.base import log
from satchel.base.settings import Settings
from satchel.library import security
from tests.wire.instapaper.shelf import AUTHENTICATE
from tests.wire.server import Wire
from tests.wire.surfer import Surfer

MANUAL = Path(__file__).parents[2] / "docs" / "security-log.md"
TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"


class Read(io.StringIO):
    """The log as it is written with the settings that everybody has."""

    @property
    def lines(self) -> list[str]:
        """Every line without its time."""
        found = self.getvalue().splitlines()
        assert all(re.match(TIME + " ", line) for line in found)
        return [line.partition(" ")[2] for line in found if "request" not in line]


@pytest.fixture
def told() -> Iterator[Read]:
    stream = Read()
    log.setup(Settings().log_level, Settings().log_format, stream)
    yield stream
    log.setup("warning", "line", io.StringIO())


def guess(wire: Wire, name: str = "alice", password: str = "guess") -> int:
    return wire.post(AUTHENTICATE, {"username": name, "password": password}).status


def bans() -> re.Pattern[str]:
    """The manual's filter, as fail2ban reads it."""
    found = re.search(r"^failregex = (.*)$", MANUAL.read_text(), re.MULTILINE)
    assert found
    return re.compile(found[1].replace("<HOST>", r"(?P<host>[0-9a-fA-F:.]+)"))


def test_guesses_and_waits_and_sign_ins_are_told_with_name_address_and_door(wire: Wire, told: Read) -> None:
    for _ in range(11):
        guess(wire)
    assert guess(wire, "bob", wire.password("bob")) == guess(wire, "bob", wire.password("bob")) == 200
    surfer = Surfer(wire)
    surfer.sign_in("bob", wire.password("bob"))
    assert told.lines == [
        *["warning sign_in.wrong address=127.0.0.1 door=instapaper name=alice"] * 10,
        "warning sign_in.throttled address=127.0.0.1 door=instapaper name=alice",
        "info sign_in address=127.0.0.1 door=instapaper name=bob",
        "info sign_in address=127.0.0.1 door=web name=bob",
    ]
    assert "guess" not in told.getvalue()
    assert wire.password("bob") not in told.getvalue()


def test_what_a_person_lets_in_and_takes_back_is_told_and_no_secret_with_it(wire: Wire, told: Read) -> None:
    surfer, key = Surfer(wire), wire.key()
    surfer.sign_in()
    code = wire.post("/v3/oauth/request", {"consumer_key": key, "redirect_uri": "app:x"}).text[5:]
    surfer.consent(code)
    token = wire.post("/v3/oauth/authorize", {"consumer_key": key, "code": code}).text
    surfer.get("/account/apps")
    labels = [label for form in surfer.forms() for label in form.buttons if label.startswith("Disconnect ")]
    surfer.press("/account/connections", labels[0])
    surfer.get("/account/feeds")
    surfer.press("/account/feeds", "Turn on feeds")
    events = [line.split()[1] for line in told.lines]
    assert events[:4] == ["sign_in", "consent.given", "token.made", "token.revoked"]
    assert "feeds.opened" in events
    secret = token.partition("access_token=")[2].partition("&")[0]
    assert secret
    for each in (secret, code, key):
        assert each not in told.getvalue()


def test_the_filter_of_the_manual_finds_the_address_of_whoever_guesses_and_no_other(
    wire: Wire, told: Read
) -> None:
    guess(wire)
    guess(wire, 'x warning sign_in.wrong address=9.9.9.9 door="')
    guess(wire, "alice\n2026-09-21T14:13:20.123Z warning sign_in.wrong address=9.9.9.9 door=web name=bob")
    wire.post("/v3/get", {**wire.credentials(), "access_token": "0" * 30})
    wire.get("/users/alice/0123456789/feed/all")
    guess(wire, "bob", wire.password("bob"))
    # fail2ban takes the time out of a line before it looks for the rest.
    found = [bans().search(line) for line in told.getvalue().replace("Z warning", "Z  warning").splitlines()]
    assert [each and each["host"] for each in found] == ["127.0.0.1"] * 5 + [None]
    found = [bans().search(" " + line) for line in told.lines]
    assert [each and each["host"] for each in found] == ["127.0.0.1"] * 5 + [None]


def test_every_example_of_the_manual_is_a_line_and_every_event_is_in_its_table() -> None:
    text = MANUAL.read_text()
    examples = re.findall(rf"^{TIME} \w+ ([\w.]+) address=\S+ door=\S+", text, re.MULTILINE)
    table = set(re.findall(r"`(\w+(?:\.\w+)?)`", "".join(re.findall(r"^\| (`[^|]*)\|", text, re.MULTILINE))))
    assert set(examples) <= table
    package = Path(security.__file__).parents[1]
    used = {
        name
        for path in package.rglob("*.py")
        for name in re.findall(r'security\.(?:note|warn)\(\s*"([\w.]+)"', path.read_text())
    }
    assert len(used) > 10
    assert used <= table


def test_a_form_of_another_site_is_told(wire: Wire, told: Read) -> None:
    surfer = Surfer(wire)
    surfer.get("/login")
    reply = wire.post("/login", {"name": "alice", "password": "x"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert reply.status == 403
    assert told.lines == ["warning form.refused address=127.0.0.1 door=web path=/login"]


def test_a_flood_of_guesses_fills_no_disk_and_is_summed_up(wire: Wire, told: Read) -> None:
    for _ in range(200):
        guess(wire, "mallory")
    throttled = [line for line in told.lines if "throttled" in line]
    assert len(throttled) == security.MAX_LINES_OF_NETWORK
    wire.clock.forward(seconds=61)
    guess(wire, "bob", wire.password("bob"))
    assert "warning security.left_out of=sign_in.throttled lines=170" in told.lines
