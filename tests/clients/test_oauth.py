"""Programs that are not changed at all ask to be let in, and a person allows it in a real browser.

Pocket's name leads to a TLS front before us, and the machine trusts its certificate: what
somebody does who wants to keep using a program that knows no other host.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from satchel.base.settings import Settings
from tests.browser import chromium
from tests.browser.chromium import Browser
from tests.clients import environments
from tests.clients.front import Front
from tests.clients.test_pocket_programs import PAGE, URL
from tests.patience import HANG
from tests.people import CHEAP, PASSWORDS
from tests.wire.server import Socket, Wire

pytestmark = [
    pytest.mark.clients,
    pytest.mark.browser,
    pytest.mark.parametrize("database", ["sqlite"], indirect=True),
]

ELSEWHERE = Path(__file__).parent / "elsewhere"
#: What apps say without being able to hear it: they only wait for somebody to come back.
REDIRECT = "https://app.example.com/done?of=it&with=more"


@pytest.fixture
def wire_settings(database: dict[str, Any]) -> Settings:
    return Settings(data=Path(database["data"]), public_url="https://getpocket.com", password_memory=CHEAP)


@pytest.fixture(scope="module")
def _front(wire_socket: Socket, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    standing = Front(tmp_path_factory.mktemp("front"), wire_socket.port)
    yield standing
    standing.close()


@pytest.fixture
def front(_front: Front, wire: Wire) -> Front:
    """Pocket's name, and a page on the web that can be saved."""
    wire.web.page(URL, PAGE)
    return _front


@pytest.fixture(scope="module")
def _chromium(_front: Front) -> Iterator[Browser]:
    names = ("getpocket.com", "app.example.com", "*.github.com")
    rules = ",".join(f"MAP {name}:443 127.0.0.1:{_front.port}" for name in names)
    with chromium.running(f"--host-resolver-rules={rules}") as running:
        yield running


@pytest.fixture
def page(_chromium: Browser, front: Front) -> Iterator[Any]:
    yield _chromium.new_context(ignore_https_errors=True).new_page()
    _chromium.forget()


def environment(front: Front, home: Path) -> dict[str, str]:
    certificate = str(front.certificate)
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "PYTHONPATH": str(ELSEWHERE),
        "FRONT_PORT": str(front.port),
        "REQUESTS_CA_BUNDLE": certificate,
        "SSL_CERT_FILE": certificate,
    }


def allow(page: Any, link: str, back: str) -> None:
    """Follow an app's link, sign in, press Allow, and arrive where the app said."""
    page.goto(link)
    page.get_by_label("Name").fill("alice")
    page.get_by_label("Password").fill(PASSWORDS["alice"])
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Allow").click()
    page.wait_for_url(back)


@pytest.mark.parametrize(
    ("package", "program"), [("pocket", "allow_pocket.py"), ("pocket-api", "allow_pocket_api.py")]
)
def test_an_unchanged_program_is_let_in_and_reaches_the_list(
    wire: Wire, front: Front, page: Any, tmp_path: Path, package: str, program: str
) -> None:
    facts = {"consumer_key": wire.key(), "redirect": REDIRECT, "url": URL}
    with subprocess.Popen(
        [environments.environment(package), environments.PROGRAMS / program, json.dumps(facts)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=environment(front, tmp_path),
    ) as running:  # fmt: skip
        assert running.stdout is not None
        first = running.stdout.readline()
        if first:
            allow(page, json.loads(first)["link"], REDIRECT)
        out, wrong = running.communicate("\n", timeout=2 * HANG)
    assert running.returncode == 0, wrong
    said = json.loads(out)
    assert said["credentials"]["username"] == "alice"
    assert (said["added"]["resolved_url"], said["added"]["title"]) == (URL, "Keeping notes")
    assert said["modified"]["action_results"] == [True, True]
    (kept,) = said["listed"]["list"].values()
    assert (kept["favorite"], list(kept["tags"]), kept["given_title"]) == ("1", ["afar"], "From afar")
    assert said["again"] is None or "Already used code" in said["again"]


def pockyt(front: Front, home: Path, *words: str, say: str = "") -> str:
    """Run the program `pockyt` as its package installed it; what it prints."""
    command = environments.environment("pockyt").parent / "pockyt"
    done = subprocess.run(
        [command, *words], input=say, capture_output=True, text=True, timeout=2 * HANG, check=False,
        env=environment(front, home),
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_pockyt_as_it_is_registers_and_then_puts_lists_and_changes(
    wire: Wire, front: Front, page: Any, tmp_path: Path
) -> None:
    command = environments.environment("pockyt").parent / "pockyt"
    with subprocess.Popen(
        [command, "reg", "--no-browser"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env=environment(front, tmp_path),
    ) as running:  # fmt: skip
        assert running.stdin is not None
        assert running.stdout is not None
        running.stdin.write(f"\n{wire.key()}\n")
        running.stdin.flush()
        seen, link = "", ""
        for line in running.stdout:
            seen += line
            if "/auth/authorize?" in line:
                link = line.strip(" `\n")
                break
        assert link, seen
        allow(page, link, "https://www.github.com/achembarpu/pockyt")
        rest, _ = running.communicate("\n", timeout=2 * HANG)
    assert running.returncode == 0, rest
    assert "Welcome alice !" in rest
    pockyt(front, tmp_path, "put", "-i", URL)
    wire.settle()
    listed = pockyt(front, tmp_path, "get", "--since", "2020-01-01").strip()
    number, title, link = listed.split(" | ")
    assert (title, link) == ("Keeping notes", URL)
    pockyt(front, tmp_path, "mod", "-i", "redirect", "-a", "1", say=f"{number}\n")
    assert pockyt(front, tmp_path, "get", "-s", "unread") == "No items found !\n"
    assert pockyt(front, tmp_path, "get", "-s", "archive").startswith(number)
    pockyt(front, tmp_path, "mod", "-i", "redirect", "-d", say=f"{number}\n")
    assert pockyt(front, tmp_path, "get") == "No items found !\n"
