"""A library is taken along from a page: as a file, of all or of a list, by its own person alone."""

from __future__ import annotations

import csv
import io
from html import unescape

import pytest

from satchel.formats.exports.registry import FORMATS
from satchel.web import exporting
from tests.library.taking_along import members
from tests.wire.http import Reply
from tests.wire.server import Wire
from tests.wire.surfer import Surfer

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def alice(wire: Wire) -> Surfer:
    surfer = Surfer(wire)
    surfer.sign_in()
    for name in ("oven", "ferry"):
        wire.post(
            "/v3/add", {**wire.credentials(), "url": f"https://{name}.example/", "title": f"The {name}"}
        )
    return surfer


def unchunked(reply: Reply) -> bytes:
    """A body that came in pieces, whose length nobody knew at its beginning."""
    whole, body = b"", reply.body
    while body:
        size, _, body = body.partition(b"\r\n")
        whole, body = whole + body[: int(size, 16)], body[int(size, 16) + 2 :]
    return whole


def test_the_page_offers_everything_and_other_forms(alice: Surfer) -> None:
    assert 'href="/export"' in unescape(alice.get("/account").text)
    assert 'href="/export"' in unescape(alice.get("/import").text)
    page = alice.get("/export").text
    assert "Download everything" in page
    assert page.count('type="radio"') == len(FORMATS) - 1
    for name in FORMATS:
        assert f'value="{name}"' in page


def test_everything_comes_as_a_file_with_a_name(alice: Surfer) -> None:
    reply = alice.get("/export/file?format=satchel")
    assert (reply.status, reply.headers["content-type"]) == (200, "application/zip")
    assert "satchel-alice.zip" in reply.headers["content-disposition"]
    assert reply.headers["cache-control"] == "no-store"
    found = members(unchunked(reply))
    assert found["counts.json"] == b'{"items":2,"texts":0,"highlights":0}\n'
    assert found["items/000000.jsonl"].count(b"\n") == 2


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ("list=/", ["The ferry", "The oven"]),
        ("list=/archive", []),
        ("q=site:oven.example", ["The oven"]),
        ("list=/sites/oven.example", ["The oven"]),
        ("list=/s/1", []),
        ("", ["The ferry", "The oven"]),
    ],
)
def test_a_list_or_a_search_comes_alone(alice: Surfer, asked: str, titles: list[str]) -> None:
    reply = alice.get(f"/export/file?format=pocket-csv&{asked}")
    rows = list(csv.reader(io.StringIO(unchunked(reply).decode())))
    assert sorted(row[0] for row in rows[1:]) == titles


@pytest.mark.parametrize(
    ("asked", "status", "why"),
    [
        ("format=exe", 422, "This form cannot be read."),
        ("format=json&list=/nowhere", 422, "There is no such list."),
        ("format=json&list=/s/99", 404, "There is no such search."),
    ],
)
def test_what_cannot_be_had_is_said_on_the_page(alice: Surfer, asked: str, status: int, why: str) -> None:
    reply = alice.get(f"/export/file?{asked}")
    assert (reply.status, why in reply.text) == (status, True)
    assert "Download everything" in reply.text


def test_only_so_many_files_are_written_at_the_same_time(
    alice: Surfer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "MAX_OF_ONE", 0)
    reply = alice.get("/export/file?format=json")
    assert (reply.status, "Other exports are still under way" in reply.text) == (409, True)


def test_a_turn_ends_with_its_file(alice: Surfer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "MAX_OF_ONE", 1)
    assert [alice.get("/export/file?format=json").status for _ in range(3)] == [200] * 3


def test_a_script_hears_how_far_its_own_file_is(alice: Surfer, wire: Wire) -> None:
    alice.get("/export/file?format=json&run=abc")
    told = alice.get("/export/progress?run=abc").json()
    assert told == {"done": 2, "of": 2, "words": "2 of 2", "over": True}
    bob = Surfer(wire)
    bob.sign_in("bob")
    assert bob.get("/export/progress?run=abc").json() == {}


def test_nobody_gets_the_library_of_somebody_else(alice: Surfer, wire: Wire) -> None:
    assert Surfer(wire).get("/export/file?format=satchel").status in (302, 303)
    bob = Surfer(wire)
    bob.sign_in("bob")
    found = members(unchunked(bob.get("/export/file?format=satchel")))
    assert not any(name.startswith("items/") for name in found)


def test_who_removes_the_account_is_offered_the_file_first(alice: Surfer) -> None:
    page = alice.get("/account/remove").text
    assert page.index("Download everything first") < page.index("Remove my account</button>")
