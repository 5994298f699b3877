"""A page that is gone is read as a copy from the Internet Archive, if its reader asks for one."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from html import unescape
from urllib.parse import quote

import pytest

from satchel.library import finding
from tests.library.bringing import pocket_csv
from tests.web.reading import WORDS, follow, said, save
from tests.web.test_import import bring, taken_in
from tests.wire.http import Reply
from tests.wire.server import Wire
from tests.wire.surfer import Surfer

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
URL = "https://gone.example/oven"
COPY = f"http://web.archive.org/web/20190312101112/{URL}"


@pytest.fixture
def alice(wire: Wire) -> Surfer:
    surfer = Surfer(wire)
    surfer.sign_in()
    return surfer


def archive(wire: Wire, saved: int, copy: str = COPY) -> None:
    """Have the archive answer for the page, which was saved at that time (ms)."""
    at = datetime.fromtimestamp(saved / 1000, UTC).strftime("%Y%m%d%H%M%S")
    closest = {"available": True, "status": "200", "url": copy, "timestamp": "20190312101112"} if copy else {}
    answer = {"url": URL, "archived_snapshots": {"closest": closest} if copy else {}}
    address = f"https://archive.org/wayback/available?url={quote(URL, safe='')}&timestamp={at}"
    wire.web.page(address, json.dumps(answer), type="application/json")
    page = f"<html><title>The oven</title><article><h1>The oven</h1>{WORDS}</article></html>"
    wire.web.page(f"https://web.archive.org/web/20190312101112id_/{URL}", page)


def gone(wire: Wire) -> tuple[int, int]:
    """Save a page that is gone; its number, and when that was."""
    wire.web.page(URL, "", 404)
    number = save(wire, URL)
    item = wire.library.run_sync(finding.get, 1, number)
    assert item
    return number, item.added_at


def look(alice: Surfer, number: int) -> Reply:
    """Press the button of the page on what can be done about a text; the page to which that leads."""
    alice.get(f"/read/{number}/text")
    return follow(alice, alice.press(f"/read/{number}/text", "Look there"))


def test_somebody_looks_there_and_reads_the_copy_which_says_what_it_is(wire: Wire, alice: Surfer) -> None:
    number, saved = gone(wire)
    archive(wire, saved)
    page = alice.get(f"/read/{number}").text
    assert "The site has no such page any more." in page
    assert "Look in the Internet Archive" in page
    read = look(alice, number)
    assert said(read).startswith("You read a copy from the Internet Archive now.")
    assert "The page is gone. This is a copy of 12 March 2019 from the Internet Archive." in read.text
    assert f'href="https://web.archive.org/web/20190312101112/{URL}"' in unescape(read.text)
    why = alice.get(f"/read/{number}/why").text
    assert "a copy from the Internet Archive" in why
    assert "of 12 March 2019 in the Internet Archive" in why
    assert "Look there" not in alice.get(f"/read/{number}/text").text


def test_it_is_said_where_there_is_none(wire: Wire, alice: Surfer) -> None:
    number, saved = gone(wire)
    archive(wire, saved, copy="")
    assert said(look(alice, number)).startswith("The Internet Archive has no copy of this page.")


def test_a_page_that_is_there_offers_no_copy(wire: Wire, alice: Surfer) -> None:
    wire.web.page(URL, "", 403)
    number = save(wire, URL)
    assert "Internet Archive" not in alice.get(f"/read/{number}").text
    assert "Internet Archive" not in alice.get(f"/read/{number}/text").text


def test_an_import_looks_there_only_if_that_is_chosen(wire: Wire, alice: Surfer) -> None:
    file = pocket_csv([("The oven", URL, 1_500_000_000, "", "unread")])
    archive(wire, 1_500_000_000_000)
    wire.web.page(URL, "", 404)
    looked = follow(alice, bring(alice, file))
    assert "Look for copies in the Internet Archive" in looked.text
    taken_in(alice, wire, file)
    assert not any("archive.org" in url for url in wire.web.fetched)
