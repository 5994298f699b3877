"""`satchel save`: the main job from a shell."""

from __future__ import annotations

from pathlib import Path

import pytest

from satchel.base.clock import Clock
from satchel.model.pages import Reason
from satchel.store import jobs
from satchel.store.sqlite import SqliteStore
from tests.cli.conftest import Command, Site

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("alice")]


def test_it_shows_what_was_found(satchel: Command, site: Site) -> None:
    said = satchel("save", f"{site.url}/story", "--user", "alice", "--tags", "rain, village")
    assert said.status == 0, said.err
    for part in (
        "A quiet story",
        "The Evening Paper",
        "Ada Brook",
        "2024-03-05",
        "min",
        "rain, village",
        "Saved.",
    ):
        assert part in said.out
    assert "It rained for a week" in said.out


def test_json_is_one_object_and_nothing_else(satchel: Command, site: Site) -> None:
    said = satchel("save", f"{site.url}/story", "--user", "ALICE", "--tags", "b,a", "--json")
    assert said.json["is_new"] is True
    assert said.json["tags"] == ["a", "b"]
    assert (said.json["fetched"], said.json["status"], said.json["problem"]) == (True, 200, None)
    page = said.json["page"]
    assert page["title"] == "A quiet story"
    assert page["words"] >= 400
    assert page["is_article"] is True
    again = satchel("save", f"{site.url}/story#part", "--user", "alice", "--json").json
    assert (again["is_new"], again["item_id"]) == (False, said.json["item_id"])
    assert site.asked == 1


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://127.0.0.1:9/", "the address could not be reached"),
        ("http://satchel.invalid/", "there is no site of that name"),
    ],
)
def test_a_page_that_cannot_be_had_is_kept_with_a_reason(satchel: Command, url: str, why: str) -> None:
    said = satchel("save", url, "--user", "alice")
    assert said.status == 0
    assert f"Saved, but {why}. The link is kept." in said.out
    assert satchel("save", url, "--user", "alice", "--json").json["problem"] == why


def test_an_error_of_the_site_is_told_with_its_number(satchel: Command, site: Site) -> None:
    assert "answered with an error (404)" in satchel("save", f"{site.url}/gone", "--user", "alice").out


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "not a link", "", "http://"])
def test_what_is_no_link_is_refused(satchel: Command, url: str) -> None:
    said = satchel("save", url, "--user", "alice")
    assert (said.status, said.out, said.err.count("\n")) == (1, "", 1)


def test_a_page_that_does_not_come_in_time_is_left_to_a_server(
    satchel: Command, site: Site, tmp_path: Path
) -> None:
    site.gate.clear()
    said = satchel("save", f"{site.url}/slow", "--user", "alice", "--wait", "0.05", "--title", "Slow")
    assert said.status == 0
    assert "Slow" in said.out
    assert "a server will fetch it" in said.out
    store = SqliteStore(tmp_path / "satchel-data" / "satchel.db", Clock())
    left = store.write(lambda tx: jobs.claim(tx, "server", 1000))
    store.close()
    assert left is not None
    assert left.attempt == 1


@pytest.mark.parametrize("wait", ["nan", "inf", "-1"])
def test_a_time_that_cannot_be_waited_is_refused(satchel: Command, wait: str) -> None:
    said = satchel("save", "http://satchel.invalid/", "--user", "alice", f"--wait={wait}")
    assert (said.status, said.out) == (2, "")
    assert "'--wait'" in said.err


def test_a_title_with_control_codes_does_not_reach_the_terminal(satchel: Command) -> None:
    said = satchel(
        "save", "http://satchel.invalid/", "--user", "alice", "--title", "\x1b[31mred[/]\x07 [bold]"
    )
    assert "\x1b" not in said.out
    assert "\x07" not in said.out
    assert "red[/] [bold]" in said.out


def test_every_reason_has_words() -> None:
    from satchel.cli.show_item import _WHY

    assert set(_WHY) == set(Reason)
