"""Keys: a list is walked, acted on and left by single keys, in any layout, and not by those who switched them off."""

from __future__ import annotations

from typing import Any

import pytest

from satchel.model.items import State
from tests.browser.chromium import Browser
from tests.browser.listing import eventually, fill, focused, item, titles
from tests.browser.test_reading import opened
from tests.web.reading import read
from tests.wire.server import Wire

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]


@pytest.fixture
def page(browser: Browser, wire: Wire) -> Any:
    return opened(browser, wire)


def pressed(page: Any, *keys: str) -> list[str]:
    """What has the focus after each of those keys."""
    found = []
    for key in keys:
        page.keyboard.press(key)
        found.append(focused(page))
    return found


def test_a_list_is_walked_by_keys(page: Any, wire: Wire) -> None:
    fill(wire, 5)
    page.goto("/")
    one, two, three, four, five = (f"Page 00{number}" for number in (4, 3, 2, 1, 0))
    assert pressed(page, "j", "j", "k", "ArrowDown", "ArrowUp", "k") == [one, two, one, two, one, one]
    assert pressed(page, "Shift+g", "j", "g", "g") == [five, five, five, one]
    assert pressed(page, "j", "j", "e") == [two, three, four]
    assert titles(page) == [one, two, four, five]
    assert pressed(page, "z") == [three]
    assert pressed(page, "f", "a", "a") == [three, four, five]
    assert pressed(page, "a") == [two]
    assert titles(page) == [one, two]
    eventually(page, lambda: item(wire, 3).favourite and item(wire, 3).state == State.ARCHIVED)
    page.keyboard.press("o")
    page.wait_for_url("**/read/4")
    page.keyboard.press("u")
    page.wait_for_url("**/#i4")
    eventually(page, lambda: focused(page) == two)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Page 003").wait_for()
    assert page.complaints == []


def test_pages_are_reached_by_keys(page: Any, wire: Wire) -> None:
    fill(wire, 1)
    page.goto("/")
    for keys, path in (("gf", "/favourites"), ("ga", "/archive"), ("gt", "/tags"), ("gu", "/")):
        for key in keys:
            page.keyboard.press(key)
        page.wait_for_url(f"**{path}")
    assert pressed(page, "s") == ["paste"]
    page.goto("/account")
    page.keyboard.press("s")
    page.get_by_role("heading", name="Save a link").wait_for()


def test_keys_do_nothing_in_fields_with_others_held_and_while_a_dialog_is_open(page: Any, wire: Wire) -> None:
    fill(wire, 3)
    page.goto("/")
    page.get_by_label("Search, or paste a link").focus()
    page.keyboard.type("ejz?gf")
    assert page.get_by_label("Search, or paste a link").input_value() == "ejz?gf"
    page.get_by_role("link", name="Page 001", exact=True).focus()
    for key in ("Control+e", "Alt+e", "Meta+e", "Control+j", "Shift+e"):
        assert pressed(page, key) == ["Page 001"]
    page.keyboard.press("?")
    page.get_by_role("dialog").wait_for()
    page.keyboard.press("e")
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="detached")
    assert len(titles(page)) == 3
    assert focused(page) == "Page 001"
    # The first of two keys waits a while and no longer.
    page.clock.install()
    page.keyboard.press("g")
    page.clock.run_for(2000)
    page.keyboard.press("f")
    page.get_by_role("button", name="Remove from favourites: Page 001").wait_for()


def test_help_tells_the_keys_that_work_on_the_page(page: Any, wire: Wire) -> None:
    fill(wire, 1)
    page.goto("/")
    page.keyboard.press("?")
    told = page.get_by_role("dialog", name="Keys on this page").inner_text().split("\n")
    assert {"Next article", "Archive, or back to unread", "Save a link", "Undo"} <= set(told)
    assert "Back to the list" not in told
    page.get_by_role("button", name="Close").click()
    page.goto("/account")
    page.keyboard.press("?")
    told = page.get_by_role("dialog").inner_text().split("\n")
    assert "Save a link" in told
    assert "Next article" not in told


#: What a German keyboard tells of each key: what it writes, where it is on it, and whether Shift is held.
GERMAN = {"?": ("Minus", True), "/": ("Digit7", True), "z": ("KeyY", False), "#": ("Backslash", False)}


def test_keys_are_those_that_write_it_in_any_layout(page: Any, wire: Wire) -> None:
    fill(wire, 3)
    page.goto("/")

    def tell(key: str, code: str, **more: Any) -> None:
        page.evaluate(
            "(told) => document.activeElement.dispatchEvent("
            "new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...told }))",
            {"key": key, "code": code, **more},
        )

    page.get_by_role("link", name="Page 001", exact=True).focus()
    tell("e", "KeyE")
    assert titles(page) == ["Page 002", "Page 000"]
    code, shift = GERMAN["z"]
    tell("z", code, shiftKey=shift)
    assert titles(page) == ["Page 002", "Page 001", "Page 000"]
    code, shift = GERMAN["?"]
    tell("?", code, shiftKey=shift)
    page.get_by_role("dialog").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Page 001", exact=True).focus()
    # Letters of other scripts go by their place, and the lock of capitals changes nothing.
    tell("о", "KeyJ")
    assert focused(page) == "Page 000"
    tell("K", "KeyK")
    assert focused(page) == "Page 001"


def test_keys_are_changed_and_switched_off_for_a_person(browser: Browser, page: Any, wire: Wire) -> None:
    fill(wire, 3)
    page.goto("/settings/keys")
    page.get_by_label("Next article").first.fill("n")
    page.get_by_label("Favourite, or remove from favourites").fill("")
    page.get_by_label("Colours").fill("c")  # those of the contents
    page.get_by_label("Contents").fill("")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Your choice is kept.").wait_for()
    other = opened(browser, wire)
    other.goto("/")
    assert pressed(other, "n", "j", "n", "f") == ["Page 002", "Page 002", "Page 001", "Page 001"]
    assert not item(wire, 2).favourite
    other.keyboard.press("Enter")
    other.get_by_role("link", name="Back to Unread").wait_for()
    other.wait_for_load_state()
    for key in ("f", "d", "c"):
        other.keyboard.press(key)
    assert other.locator("html").get_attribute("data-theme") == "light"
    page.get_by_label("Next article").first.fill("e")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("alert").get_by_text("cannot be used").wait_for()
    page.get_by_label("Next article").first.fill("j")
    page.get_by_label("Use single keys").uncheck()
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Your choice is kept.").wait_for()
    other.goto("/")
    for key in ("j", "e", "?", "z"):
        other.keyboard.press(key)
    assert other.get_by_role("dialog").count() == 0
    assert titles(other) == ["Page 002", "Page 001", "Page 000"]
    other.get_by_role("link", name="Page 001", exact=True).click()
    other.get_by_role("link", name="Back to Unread").wait_for()
    other.wait_for_load_state()
    for key in ("e", "d", "u", "?"):
        other.keyboard.press(key)
    assert other.get_by_role("dialog").count() == 0
    assert item(wire, 2).state == State.UNREAD
    page.get_by_role("button", name="Use the usual keys").click()
    page.get_by_text("Your choice is kept.").wait_for()
    other.goto("/")
    assert pressed(other, "j") == ["Page 002"]


def test_tags_are_given_by_keys_alone(page: Any, wire: Wire) -> None:
    read(wire, "https://hearth.example/1", title="First", tags="history/rome,roman,sea")
    read(wire, "https://hearth.example/2", title="Second", tags="old")
    page.goto("/")
    page.keyboard.press("j")
    page.keyboard.press("t")
    field = page.get_by_role("combobox")
    page.get_by_role("button", name="Remove: old").wait_for()
    field.press_sequentially("rom")
    page.get_by_role("option", name="sea").wait_for(state="detached")
    assert page.get_by_role("option").all_inner_texts() == ["roman", "history/rome"]
    assert field.get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    active = field.get_attribute("aria-activedescendant")
    assert page.locator(f"#{active}[aria-selected=true]").inner_text() == "history/rome"
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Remove: history/rome").wait_for()
    field.press_sequentially("New One,")
    page.get_by_role("button", name="Remove: new one").wait_for()
    page.evaluate(
        "() => { const data = new DataTransfer(); data.setData('text', 'a, b, c'); document.activeElement"
        ".dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })); }"
    )
    page.keyboard.press("Backspace")
    field.press_sequentially("last")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Remove: old").click()
    page.get_by_role("button", name="Save the tags").press("Enter")
    page.get_by_role("status").get_by_text("The tags are changed.").wait_for()
    eventually(page, lambda: item(wire, 2).tags == ("a", "b", "history/rome", "last", "new one"))
    page.locator(".articles > li").first.get_by_text("new one").wait_for()
    assert focused(page) == "Second"
    page.keyboard.press("z")
    eventually(page, lambda: item(wire, 2).tags == ("old",))
    page.locator(".articles > li").first.get_by_text("old", exact=True).wait_for()
    page.keyboard.press("t")
    field.press_sequentially("ro")
    page.get_by_role("option", name="roman").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("option").first.wait_for(state="detached")
    assert page.get_by_role("dialog").is_visible()
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="detached")
    assert item(wire, 2).tags == ("old",)
    assert page.complaints == []


def test_the_page_for_editing_has_the_same_field(page: Any, wire: Wire) -> None:
    read(wire, "https://hearth.example/1", title="First", tags="sea,roman")
    number = read(wire, "https://hearth.example/2", title="Second", tags="old")
    page.goto(f"/read/{number}/edit")
    field = page.get_by_role("combobox", name="Tags, separated by commas")
    field.focus()
    page.get_by_role("option", name="sea").click()
    field.press_sequentially("unfinished")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("status").get_by_text("Your changes are saved.").wait_for()
    assert item(wire, number).tags == ("old", "sea", "unfinished")
