"""Somebody new finds one article that tells how things work, and the ways to begin."""

from __future__ import annotations

from dataclasses import replace

import pytest

from satchel.base.settings import Settings
from satchel.library import welcoming
from satchel.pipeline.extract import extract_html
from tests.web.reading import follow, ids, publish
from tests.wire.server import Wire
from tests.wire.surfer import Surfer

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def wire_settings(wire_settings: Settings) -> Settings:
    return replace(wire_settings, sample_article="yes")


@pytest.fixture
def alice(wire: Wire) -> Surfer:
    surfer = Surfer(wire)
    surfer.sign_in()
    return surfer


def listed(wire: Wire) -> dict[str, dict[str, str]]:
    found = wire.get("/v3/get", {**wire.credentials(), "state": "all"}).json()["list"]
    return dict(found)


def test_who_opens_the_list_first_finds_an_article_and_apps_see_it_too(wire: Wire, alice: Surfer) -> None:
    assert listed(wire) == {} or listed(wire) == []  # type: ignore[comparison-overlap]
    page = alice.get("/")
    assert "How Satchel works" in page.text
    assert "To begin with" in page.text
    assert [each["resolved_title"] for each in listed(wire).values()] == ["How Satchel works"]
    assert "Save first, read later" in alice.get("/read/1").text
    assert "it came with Satchel" in alice.get("/read/1/why").text
    assert wire.web.fetched == []


def test_once_it_is_deleted_it_stays_away(wire: Wire, alice: Surfer) -> None:
    alice.get("/")
    alice.get("/read/1/edit")
    alice.press("/acts", "Delete")
    page = alice.get("/")
    assert ids(page) == []
    assert "How Satchel works" not in alice.get("/").text


def test_who_has_saved_something_gets_none(wire: Wire, alice: Surfer) -> None:
    publish(wire, "https://hearth.example/oven")
    wire.get("/v3/add", {**wire.credentials(), "url": "https://hearth.example/oven"})
    assert "How Satchel works" not in alice.get("/").text


def test_a_link_that_is_pasted_to_be_read_opens_its_article(wire: Wire, alice: Surfer) -> None:
    publish(wire, "https://hearth.example/oven")
    form = {"form": alice_form(alice), "url": "https://hearth.example/oven", "read": "1"}
    page = follow(alice, alice.post("/save", form))
    assert '<h1 dir="auto">The village oven</h1>' in page.text
    assert "The oven at the end of the lane" in page.text
    assert {each["resolved_title"] for each in listed(wire).values()} == {
        "How Satchel works",
        "The village oven",
    }


def alice_form(alice: Surfer) -> str:
    alice.get("/account")
    return alice.forms()[0].fields["form"]


def test_the_article_is_as_extraction_would_make_it(wire: Wire) -> None:
    sample = welcoming.sample()
    again = extract_html(sample.html, "https://read.example/help")
    assert (again.html, again.text) == (sample.html, sample.text)
    assert abs(again.words - sample.words) <= 2


def test_the_help_tells_how_everything_is_done(wire: Wire) -> None:
    page = Surfer(wire).get("/help")
    assert page.status == 200
    for words in (
        "Save to Satchel",
        "When a page comes out wrong",
        "Keyboard",
        "On your phone",
        "Connect an app",
    ):
        assert words in page.text
