"""`satchel search`, and what looks after the index."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Command, Site

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("alice")]


@pytest.fixture
def saved(satchel: Command, site: Site) -> list[str]:
    """The ids of two links whose page was read, the second one newer."""
    first = satchel("save", f"{site.url}/story", "--user", "alice", "--tags", "rain", "--json")
    second = satchel(
        "save", "http://satchel.invalid/nowhere", "--user", "alice", "--title", "Rain ahead", "--json"
    )
    return [str(each.json["item_id"]) for each in (first, second)]


def test_it_finds_words_of_the_text_newest_first(satchel: Command, saved: list[str], site: Site) -> None:
    said = satchel("search", "rain", "--user", "alice", "--json")
    assert said.status == 0, said.err
    assert [item["item_id"] for item in said.json["items"]] == saved[::-1]
    assert said.json["total"] == 2
    (item,) = satchel("search", '"NOBODY in the village" rained', "--user", "ALICE", "--json").json["items"]
    assert item == {"item_id": saved[0], "title": "A quiet story", "url": f"{site.url}/story"}
    assert satchel("search", "villag*", "--user", "alice", "--limit", "1", "--json").json["total"] == 1


def test_it_speaks_to_people_too(satchel: Command, saved: list[str]) -> None:
    said = satchel("search", "week", "--user", "alice")
    assert "A quiet story" in said.out
    assert "One found." in said.out
    assert satchel("search", "rain", "--user", "alice", "--limit", "1").out.endswith(
        "2 found. The newest 1 are shown.\n"
    )
    nothing = satchel("search", "submarine", "--user", "alice")
    assert (nothing.status, nothing.out) == (0, "Nothing found.\n")
    assert satchel("search", "!!!", "--user", "alice", "--json").json == {"total": 0, "items": []}


def test_others_are_not_looked_into(satchel: Command, saved: list[str]) -> None:
    assert satchel("user", "add", "bob", "--no-password").status == 0
    assert satchel("search", "rain", "--user", "bob", "--json").json["total"] == 0
    said = satchel("search", "rain", "--user", "mallory")
    assert said.status == 1
    assert said.err.count("\n") == 1


def test_an_index_that_is_gone_or_damaged_is_made_anew(
    satchel: Command, saved: list[str], tmp_path: Path
) -> None:
    (index,) = tmp_path.rglob("search.db")
    index.unlink()
    assert satchel("search", "rain", "--user", "alice", "--json").json["total"] == 2
    index.write_bytes(b"no database at all" * 1000)
    said = satchel("search", "rain", "--user", "alice", "--json")
    assert said.json["total"] == 2
    assert said.err.count("search_index_damaged") == 1
    assert satchel("check").status == 0


def test_the_check_finds_an_index_that_lacks_something_and_reindex_mends_it(
    satchel: Command, saved: list[str], tmp_path: Path
) -> None:
    import apsw

    assert satchel("search", "rain", "--user", "alice").status == 0
    (file,) = tmp_path.rglob("search.db")
    index = apsw.Connection(str(file))
    index.execute(
        "DELETE FROM search_text WHERE rowid = (SELECT MAX(id) FROM search_text_docsize)"
    ).fetchall()
    index.close()
    said = satchel("check", "--json")
    assert said.status == 1
    assert said.json["problems"] == [
        "The search index has 1 articles of alice, but there are 2; reindex mends that."
    ]
    assert satchel("reindex", "--json").json == {"users": 1, "items": 2}
    assert satchel("check", "--json").json["ok"] is True
    assert satchel("search", "rain", "--user", "alice", "--json").json["total"] == 2
