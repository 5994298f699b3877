"""Choosing, undoing and the trash in a real browser, with script and without, at a desk and on a phone."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from satchel.library import saving
from satchel.model.items import NewLink
from satchel.model.places import Place
from satchel.store import places
from tests.browser import axe
from tests.browser.chromium import Browser
from tests.browser.looking import faults
from tests.browser.test_reading import opened, page
from tests.web.reading import read
from tests.wire.server import Wire

__all__ = ["page"]

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]


def fill(wire: Wire, number: int) -> None:
    for at in range(number):
        wire.clock.forward(seconds=1)
        wire.library.run_sync(saving.save, 1, NewLink(f"https://none.example/{at}", f"Page {at:03}"))
    wire.settle()


def test_some_are_chosen_by_their_boxes_and_brought_back_by_one_undo(page: Any, wire: Wire) -> None:
    fill(wire, 6)
    page.goto("/")
    page.get_by_role("link", name="Select").click()
    page.get_by_role("checkbox", name="Page 004").check()
    page.locator("label").get_by_text("Page 002").click()
    assert page.get_by_role("checkbox", name="Page 002").is_checked()
    page.get_by_role("group").get_by_role("button", name="Archive").click()
    page.get_by_role("status").get_by_text("2 articles archived.").wait_for()
    page.get_by_role("link", name="Page 004", exact=True).wait_for(state="detached")
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("link", name="Page 004", exact=True).wait_for()
    assert not page.complaints


def test_all_of_a_long_list_is_tagged_and_its_progress_is_on_a_page_of_its_own(page: Any, wire: Wire) -> None:
    fill(wire, 230)
    page.goto("/?select=1")
    page.get_by_role("link", name="Select all 230 of this list").click()
    page.get_by_text("Tags …").click()
    page.get_by_label("Add tags").fill("later")
    page.get_by_role("button", name="Change the tags").click()
    page.get_by_role("link", name="Progress").click()
    page.get_by_role("heading", name="What you did").wait_for()
    wire.settle()
    page.reload()
    page.get_by_text("230 articles of the list Unread").wait_for()
    page.goto("/tags/later")
    assert page.get_by_role("listitem").filter(has=page.get_by_role("heading")).count() == 50
    assert not page.complaints


def test_what_was_deleted_is_found_in_the_trash_and_restored_on_its_page(page: Any, wire: Wire) -> None:
    number = read(wire, tags="bread")
    page.goto(f"/read/{number}")
    page.get_by_role("button", name="More").click()
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("status").get_by_text("Deleted.").wait_for()
    page.goto("/trash")
    page.get_by_role("link", name="The village oven").click()
    page.get_by_text("This article is in the trash.").wait_for()
    page.get_by_role("button", name="Restore").click()
    page.get_by_text("The oven at the end of the lane").first.wait_for()
    page.goto("/recent")
    assert page.get_by_role("button", name="Undo").count() == 2
    assert not page.complaints


def test_nothing_is_wrong_with_these_pages_for_those_who_see_badly(browser: Browser, wire: Wire) -> None:
    page = opened(browser, wire, viewport={"width": 390, "height": 800})

    def look(address: str) -> None:
        page.goto(address)
        found = {address: [*faults(page, 1280, 390), *axe.findings(page)]}
        assert found == {address: []}

    for address in ("/started", "/trash", "/recent"):
        look(address)
    number = read(wire, tags="bread")
    fill(wire, 60)
    begun = partial(places.put, user=1, item_id=number, place=Place(300, 5), mark=wire.clock.now())
    wire.library.store.write(begun)
    page.goto("/?select=1")
    page.get_by_role("checkbox", name="Page 004").or_(page.get_by_role("checkbox").first).first.check()
    page.get_by_role("group").get_by_role("button", name="Delete").click()
    page.get_by_role("status").wait_for()
    page.goto(f"/read/{number}/edit")
    page.get_by_role("button", name="Delete").click()
    for address in (
        "/trash", "/trash?select=1", f"/read/{number}", "/recent", "/?select=1", "/?select=all", "/?view=compact",
        "/?view=cards", "/?order=random",
    ):  # fmt: skip
        look(address)
    assert not page.complaints
