"""Programs that people use with Instapaper's Full API do all that they can here, with only the host changed."""

from __future__ import annotations

import json
import os
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from satchel.library import signing
from satchel.model.people import EVERYTHING
from tests.clients import environments
from tests.clients.front import Front
from tests.clients.test_pocket_programs import PAGE, URL
from tests.patience import HANG
from tests.people import PASSWORDS
from tests.wire.server import Wire

pytestmark = pytest.mark.clients

ELSEWHERE = Path(__file__).parent / "elsewhere"
TEXT = "something to say for itself"


def _facts(wire: Wire) -> dict[str, str]:
    """A page to save, an app, and the clock of the machine: these programs sign by it."""
    wire.clock.time = int(time.time() * 1000)
    wire.web.page(URL, PAGE)
    library = wire.library
    app, secret = library.run_sync(signing.register_app, library.seal, "A program", abilities=EVERYTHING)
    return {
        "consumer_key": app.consumer_key, "consumer_secret": secret, "url": URL, "name": "alice",
        "password": PASSWORDS["alice"],
    }  # fmt: skip


def _check_instapyper(said: dict[str, Any]) -> None:
    waited = said["waiting"]
    assert waited["user"] == {"user_id": 1, "username": "alice", "subscription_is_active": True}
    assert waited["folders"] == ["Kitchen & more", "kitchen-more", {}, True]
    assert waited["order"] == ["Cellar", "Kitchen & more"]
    added = waited["added"]
    assert (added["url"], added["title"], added["description"]) == (URL, "Söme title", "Why & how")
    assert (added["tags"], added["extra"], added["source"]) == (["one", "zwei"], {}, "")
    assert waited["listed"] == [added]
    assert waited["tagged"] == [1, 0]
    assert waited["text"].count(TEXT) == 12
    assert waited["had"] == 0
    assert (waited["starred"]["starred"], waited["stars"], waited["unstarred"]["starred"]) == (True, 1, False)
    assert waited["read"]["progress"] == 0.375
    assert waited["mark"] == [TEXT, 2, "", {}]
    assert (waited["marks"], waited["unmarked"]) == ([1, 1, 1], 0)
    assert (waited["archive"], waited["filed"], waited["unfiled"]) == ([0, 1], [0, 1], [1, 1])
    private, letters = waited["private"]
    assert (private["title"], private["source"], letters) == ("A letter", "1", 5)
    assert (waited["left"], waited["error"]) == (0, 1241)
    assert waited["wrong"] == "Invalid username or password"


def test_the_package_instapyper_does_all_that_it_can(wire: Wire) -> None:
    host = f"http://127.0.0.1:{wire.port}"
    said = environments.run("instapyper", "use_instapyper.py", host=host, **_facts(wire))
    _check_instapyper(said)
    eager = said["eager"]
    assert eager["user"]["username"] == "alice"
    assert eager["added"]["id"] == said["waiting"]["added"]["id"]
    assert (eager["listed"], eager["left"]) == ([1] * 5, 0)
    assert eager["text"].count(TEXT) == 12


def test_an_unchanged_program_is_led_here_by_a_name_server(
    wire: Wire, wire_socket: Any, tmp_path: Path
) -> None:
    front = Front(tmp_path, wire.port)
    python, program = environments.environment("instapyper"), environments.PROGRAMS / "use_instapyper.py"
    certificate = str(front.certificate)
    try:
        done = subprocess.run(
            [python, program, json.dumps(_facts(wire))],
            capture_output=True, timeout=3 * HANG, check=False,
            env={
                "PATH": os.environ["PATH"], "PYTHONPATH": str(ELSEWHERE), "FRONT_PORT": str(front.port),
                "REQUESTS_CA_BUNDLE": certificate, "SSL_CERT_FILE": certificate,
            },
        )  # fmt: skip
    finally:
        front.close()
    assert done.returncode == 0, done.stderr.decode()
    _check_instapyper(json.loads(done.stdout))


def test_the_package_instapaper_does_all_that_it_can(wire: Wire) -> None:
    host = f"http://127.0.0.1:{wire.port}"
    said = environments.run("instapaper", "use_instapaper.py", host=host, **_facts(wire))
    assert said["user"] == {
        "type": "user", "user_id": 1, "username": "alice", "subscription_is_active": "1",
    }  # fmt: skip
    (saved,) = said["saved"]
    assert (said["folder"], saved["url"]) == (True, URL)
    assert said["listed"] == [saved["bookmark_id"], "Söme title", False, 0.0]
    assert said["text"].count(TEXT) == 12
    assert (said["star"], said["starred"], said["unstar"]) == (True, True, True)
    assert said["highlight"][0]["text"] == TEXT
    assert said["highlights"] == said["highlight"]
    assert said["unmark"]
    assert (said["archive"], said["unarchive"], said["move"]) == ([True, 0, 1], [True, 1], [True, 0, 1])
    assert said["private"][0]["private_source"] == "mail"
    assert (said["delete"], said["unfile"]) == ([True, False], [True, []])
    assert "could not be authenticated" in said["wrong"]
