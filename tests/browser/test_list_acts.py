"""Lists with a script: what somebody does is seen before the server has answered, and never lost without a word."""

from __future__ import annotations

from typing import Any

import pytest

from satchel.library import acting, finding, history
from satchel.model.actions import Archive, ById, Delete
from satchel.model.history import ActStatus
from satchel.model.items import State
from tests.browser.chromium import Browser
from tests.browser.listing import Held, eventually, fill, focused, item, titles
from tests.browser.looking import faults
from tests.browser.test_reading import opened
from tests.web.reading import publish, read
from tests.wire.server import Wire

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]


@pytest.fixture
def page(browser: Browser, wire: Wire) -> Any:
    return opened(browser, wire)


def test_a_row_is_gone_before_the_server_has_answered(page: Any, wire: Wire) -> None:
    fill(wire, 4)
    page.goto("/")
    held = Held(page)
    page.get_by_role("button", name="Archive: Page 002").click()
    page.get_by_role("status").get_by_text("Archived. Page 002").wait_for()
    assert titles(page) == ["Page 003", "Page 001", "Page 000"]
    assert focused(page) == "Page 001"
    held.arrived()
    assert item(wire, 3).state == State.UNREAD
    held.let_go()
    eventually(page, lambda: item(wire, 3).state == State.ARCHIVED)
    page.locator('[data-count="unread"]', has_text="3").wait_for()
    page.get_by_role("button", name="Undo").click()
    assert titles(page) == ["Page 003", "Page 002", "Page 001", "Page 000"]
    assert focused(page) == "Page 002"
    eventually(page, lambda: item(wire, 3).state == State.UNREAD)
    page.get_by_role("status").get_by_text("Undone.").wait_for()
    page.locator('[data-count="unread"]', has_text="4").wait_for()
    assert page.url.endswith("/")
    assert page.complaints == []


def test_acts_are_undone_one_after_the_other_even_before_they_arrived(page: Any, wire: Wire) -> None:
    fill(wire, 4)
    page.goto("/")
    held = Held(page)
    for number in (3, 2):
        page.get_by_role("button", name=f"Archive: Page 00{number}").click()
    page.get_by_role("button", name="Favourite: Page 001").click()
    page.get_by_role("button", name="Remove from favourites: Page 001").wait_for()
    for _ in range(3):
        page.keyboard.press("z")
    assert titles(page) == ["Page 003", "Page 002", "Page 001", "Page 000"]
    page.get_by_role("button", name="Favourite: Page 001").wait_for()
    held.arrived(3)
    held.let_go()

    def undone() -> int:
        found = wire.library.run_sync(history.recent, 1, wire.clock.now())
        return sum(entry.act.status == ActStatus.UNDONE for entry in found)

    while undone() < 3:
        page.wait_for_timeout(20)
    page.reload()
    assert titles(page) == ["Page 003", "Page 002", "Page 001", "Page 000"]
    assert not item(wire, 2).favourite


def test_what_the_server_never_heard_of_comes_back_and_says_why(page: Any, wire: Wire) -> None:
    fill(wire, 3)
    page.goto("/")
    held = Held(page)
    page.get_by_role("button", name="Archive: Page 001").click()
    page.get_by_role("status").get_by_text("Archived.").wait_for()
    held.arrived()
    held.fail()
    page.get_by_role("status").get_by_text("The server could not be reached.").wait_for()
    assert titles(page) == ["Page 002", "Page 001", "Page 000"]
    page.get_by_role("button", name="Favourite: Page 002").click()
    held.arrived()
    held.fail()
    page.get_by_role("button", name="Favourite: Page 002").wait_for()
    held.let_go()
    page.get_by_role("button", name="Archive: Page 001").click()
    eventually(page, lambda: item(wire, 2).state == State.ARCHIVED)


def test_who_was_signed_out_meanwhile_is_told_to_sign_in(page: Any, wire: Wire) -> None:
    fill(wire, 2)
    page.goto("/")
    page.context.clear_cookies()
    page.get_by_role("button", name="Archive: Page 001").click()
    page.get_by_role("status").get_by_text("You are signed out.").wait_for()
    assert titles(page) == ["Page 001", "Page 000"]
    page.get_by_role("status").get_by_role("link", name="Sign in").click()
    page.get_by_label("Password").wait_for()


def test_a_refusal_is_said_in_the_servers_words(page: Any, wire: Wire) -> None:
    fill(wire, 1)
    page.goto("/")
    page.route("**/acts", lambda route: route.fulfill(status=503, json={"error": "The disk is full."}))
    page.get_by_role("button", name="Archive: Page 000").click()
    page.get_by_role("status").get_by_text("The disk is full.").wait_for()
    assert titles(page) == ["Page 000"]


def test_two_windows_of_one_person_agree_in_the_end(browser: Browser, page: Any, wire: Wire) -> None:
    fill(wire, 4)
    page.goto("/")
    wire.library.run_sync(acting.step, 1, [Archive(ById(4)), Delete(ById(3))], 0)
    page.get_by_role("button", name="Archive: Page 003").click()
    page.get_by_role("status").get_by_text("Archived.").wait_for()
    page.get_by_role("button", name="Favourite: Page 002").click()
    page.get_by_role("status").get_by_text("no longer on your list").wait_for()
    page.get_by_role("link", name="Page 002", exact=True).wait_for(state="detached")
    assert titles(page) == ["Page 001", "Page 000"]


def test_the_last_row_leaves_a_list_that_says_what_next(page: Any, wire: Wire) -> None:
    fill(wire, 1)
    page.goto("/")
    page.get_by_role("button", name="Archive: Page 000").click()
    page.get_by_text("Nothing left to read here.").wait_for()
    assert focused(page) == "main"
    page.keyboard.press("z")
    page.get_by_text("Nothing left to read here.").wait_for(state="hidden")
    assert titles(page) == ["Page 000"]


def test_in_lists_that_keep_it_a_row_shows_what_it_is_now(page: Any, wire: Wire) -> None:
    fill(wire, 2, tags=("sea",))
    page.goto("/tags/sea")
    page.get_by_role("button", name="Archive: Page 001").click()
    page.get_by_role("button", name="Back to unread: Page 001").wait_for()
    row = page.locator(".articles > li").first
    assert row.get_by_text("Archived", exact=True).is_visible()
    assert focused(page) == "Back to unread: Page 001"
    page.keyboard.press("z")
    page.get_by_role("button", name="Archive: Page 001").wait_for()
    eventually(page, lambda: item(wire, 2).state == State.UNREAD)


def test_nothing_moves_for_those_who_asked_for_that(browser: Browser, wire: Wire) -> None:
    fill(wire, 3)
    page = opened(browser, wire, reduced_motion="reduce")
    page.goto("/")
    Held(page)
    counted = page.evaluate("""() => {
      document.querySelector('button[value^="archive "]').click();
      return [document.querySelectorAll(".articles > li").length, document.getAnimations().length];
    }""")
    assert counted == [2, 0]


def test_the_title_stands_beside_a_short_sentence_and_below_a_long_one_on_a_phone(
    page: Any, wire: Wire
) -> None:
    fill(wire, 3)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/")

    def archived(number: int, said: str) -> tuple[Any, Any]:
        page.get_by_role("button", name=f"Archive: Page 00{number}").click()
        page.get_by_role("status").get_by_text(said).wait_for()
        return page.locator(".toast p").bounding_box(), page.locator(".toast .of").bounding_box()

    sentence, title = archived(2, "Archived.")
    assert title["height"] > 0.5 * sentence["height"]
    page.route("**/acts", lambda route: route.abort())
    sentence, title = archived(1, "The server could not be reached.")
    assert title["x"] < sentence["x"] + 5
    assert title["y"] > sentence["y"] + 0.5 * sentence["height"]


def test_what_happened_is_said_for_ten_seconds_and_longer_under_the_pointer(page: Any, wire: Wire) -> None:
    fill(wire, 3)
    page.goto("/")
    page.clock.install()
    page.clock.pause_at(page.evaluate("Date.now() / 1000 + 3600"))  # a click may take ten seconds, too
    page.get_by_role("button", name="Archive: Page 002").click()
    toast = page.get_by_role("status")
    page.clock.run_for(9_000)
    toast.get_by_text("Archived.").wait_for()
    toast.hover()
    page.clock.run_for(30_000)
    toast.get_by_text("Archived.").wait_for()
    page.mouse.move(0, 0)
    page.clock.run_for(10_100)
    toast.get_by_text("Archived.").wait_for(state="detached")


def test_a_link_is_on_the_list_at_once_and_its_article_soon(page: Any, wire: Wire) -> None:
    fill(wire, 1)
    publish(wire, "https://hearth.example/oven")
    page.goto("/")
    page.clock.install()
    held = Held(page)
    page.get_by_label("Search, or paste a link").fill("https://hearth.example/oven")
    page.get_by_role("button", name="Save", exact=True).wait_for()  # its help came with the focus
    page.keyboard.press("Enter")
    page.get_by_text("The page is being read.").wait_for()
    assert titles(page) == ["https://hearth.example/oven", "Page 000"]
    held.arrived()
    held.let_go()
    eventually(page, lambda: wire.library.run_sync(finding.get, 1, 2) is not None)
    wire.settle()
    while titles(page)[0] != "The village oven":
        page.clock.run_for(1000)
    page.get_by_role("button", name="Archive: The village oven").wait_for()
    page.get_by_label("Search, or paste a link").fill("https://none.example/0")
    page.keyboard.press("Enter")
    page.get_by_role("status").get_by_text("You had this already.").wait_for()
    page.locator(".articles > li").first.get_by_text("Page 000").wait_for()
    assert titles(page) == ["Page 000", "The village oven"]
    page.get_by_label("Search, or paste a link").fill("no link at all")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Search").wait_for()
    assert page.get_by_label("Search, or paste a link").input_value() == "no link at all"


def test_rows_load_on_and_the_way_back_leads_to_the_same_one(page: Any, wire: Wire) -> None:
    fill(wire, 130)
    page.goto("/")
    while page.locator(".articles > li").count() < 130:
        page.mouse.wheel(0, 20_000)
        page.wait_for_timeout(20)
    assert titles(page) == [f"Page {number:03}" for number in reversed(range(130))]
    assert page.locator(".turn").count() == 0
    page.get_by_role("link", name="Page 020", exact=True).click()
    page.get_by_role("heading", name="Page 020").wait_for()
    page.go_back()
    page.get_by_role("link", name="Page 020", exact=True).wait_for()
    eventually(page, lambda: focused(page) == "Page 020")
    box = page.get_by_role("link", name="Page 020", exact=True).bounding_box()
    assert 0 <= box["y"] < page.viewport_size["height"]
    page.get_by_role("link", name="Page 020", exact=True).click()
    page.get_by_role("link", name="Back to Unread").click()
    page.get_by_role("link", name="Page 020", exact=True).wait_for()
    eventually(page, lambda: focused(page) == "Page 020")


def test_tags_offered_before_a_letter_was_typed_do_not_stand_in_for_those_of_the_letters(
    page: Any, wire: Wire
) -> None:
    read(wire, tags="food,history/rome")
    fill(wire, 2)
    page.clock.install()
    page.goto("/")
    late: list[Any] = []
    page.route("**/parts/tags?q=&*", lambda route: late.append(route))
    page.get_by_role("link", name="Tags and more: Page 000").click()
    page.get_by_role("button", name="Tags", exact=True).click()
    field = page.get_by_role("combobox")
    field.focus()
    eventually(page, lambda: bool(late))
    field.press_sequentially("fo")
    with page.expect_response("**/parts/tags?q=&*") as answered:
        late.pop().continue_()
    answered.value.finished()
    page.clock.run_for(1000)
    page.get_by_role("option", name="food").wait_for()


def test_with_menus_and_dialogs_open_everybody_can_use_the_page(browser: Browser, wire: Wire) -> None:
    read(wire, tags="food,history/rome")
    fill(wire, 3)
    page = opened(browser, wire, bypass_csp=True, viewport={"width": 320, "height": 640})
    found = {}
    page.goto("/")
    page.get_by_role("button", name="Archive: Page 001").click()
    page.get_by_role("status").get_by_text("Archived.").wait_for()
    found["toast"] = faults(page)
    page.get_by_role("link", name="Page 000", exact=True).focus()
    page.keyboard.press("?")
    page.get_by_role("dialog").wait_for()
    found["keys"] = faults(page)
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Tags and more: Page 000").click()
    page.get_by_text("Open the original").wait_for()
    found["menu"] = faults(page)
    page.get_by_role("button", name="Tags", exact=True).click()
    page.get_by_role("combobox").wait_for()
    page.get_by_role("combobox").press_sequentially("fo")
    page.get_by_role("option", name="food").wait_for()
    found["tags"] = faults(page)
    page.goto("/settings/keys")
    found["settings"] = faults(page)
    assert {name: what for name, what in found.items() if what} == {}
