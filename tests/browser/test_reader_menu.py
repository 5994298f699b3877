"""The menu of an article and its keys: to hand it on, to paper, to a phone, and to what stands next to it."""

from __future__ import annotations

from typing import Any

import pytest

from satchel.library import acting
from satchel.model.actions import AddHighlight, ById
from satchel.model.highlights import NewHighlight
from tests.browser.chromium import Browser
from tests.browser.conftest import HOME
from tests.browser.looking import faults
from tests.browser.test_reader_bar import reading
from tests.browser.test_reading import opened
from tests.patience import until
from tests.people import PASSWORDS
from tests.web.reading import WORDS, read
from tests.wire.server import Wire

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]

URL = "https://hearth.example/oven"
MENU = [
    "Edit and tags", "Move to a folder", "Open the original", "Share", "Read on your phone", "Print", "Other versions",
    "Fetch again", "Something is wrong with the text", "Delete",
]  # fmt: skip
MARKED = ("alders", "birches", "cedars")
FOREST = WORDS.join(f"<p>Under the {each} nobody was to be seen.</p>" for each in ("", *MARKED)) + WORDS


def _copied(page: Any) -> str:
    """What the clipboard has, pasted into a field of the page."""
    page.evaluate("""() => {
      document.body.append(document.createElement("textarea"));
      document.querySelector("body > textarea").focus();
    }""")
    page.keyboard.press("Control+v")
    found: str = page.locator("body > textarea").input_value()
    return found


def test_the_menu_has_all_that_can_be_done(browser: Browser, wire: Wire) -> None:
    number = read(wire)
    page = reading(browser, wire, number, viewport={"width": 390, "height": 500}, bypass_csp=True)
    page.get_by_role("button", name="More").press("Enter")
    page.locator("#share").wait_for()
    assert page.locator("#more :is(a, button)").all_inner_texts() == MENU
    reached = []
    for _ in MENU:
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.innerText"))
    assert reached == MENU
    assert faults(page) == []
    plain = reading(browser, wire, number, java_script_enabled=False)
    plain.get_by_role("button", name="More").click()
    shown = plain.locator("#more li:not([hidden]) :is(a, button)").all_inner_texts()
    assert shown == [each for each in MENU if each != "Share"]
    for name, heading in (
        ("Read on your phone", "Read on your phone"),
        ("Other versions", "The village oven"),
    ):
        plain.goto(f"/read/{number}")
        plain.get_by_role("button", name="More").click()
        plain.get_by_role("link", name=name).click()
        plain.get_by_role("heading", name=heading, level=1).wait_for()


@pytest.mark.parametrize("host", ["127.0.0.1", HOME])
def test_sharing_copies_the_link_where_the_browser_cannot_share(
    browser: Browser, wire: Wire, host: str
) -> None:
    number = read(wire)
    page = browser.new_context(base_url=f"http://{host}:{wire.port}").new_page()
    page.goto("/login")
    page.get_by_label("Name").fill("alice")
    page.get_by_label("Password").fill(PASSWORDS["alice"])
    page.get_by_role("button", name="Sign in").click()
    page.goto(f"/read/{number}")
    page.add_init_script("delete Navigator.prototype.share")
    page.reload()
    page.get_by_role("button", name="More").click()
    page.get_by_role("button", name="Share").click()
    page.get_by_role("button", name="Link copied").wait_for()
    assert _copied(page) == URL


def test_sharing_and_printing_are_left_to_the_browser(browser: Browser, wire: Wire) -> None:
    number = read(wire)
    page = opened(browser, wire)
    page.add_init_script(
        "globalThis.done = []; print = () => done.push('printed');"
        "Navigator.prototype.share = async (what) => { done.push(what.title, what.url); };"
    )
    page.goto(f"/read/{number}")
    for name, role in (("Share", "button"), ("Print", "link")):
        if not page.locator("#more").is_visible():
            page.get_by_role("button", name="More").click()
        page.locator("#share").wait_for()
        page.get_by_role(role, name=name).click()
    assert page.evaluate("done") == ["The village oven", URL, "printed"]
    assert page.locator("#more").is_hidden()
    assert page.url.endswith(f"/read/{number}")
    assert not page.complaints


def test_a_picture_leads_a_phone_to_the_article(browser: Browser, wire: Wire) -> None:
    number = read(wire)
    page = opened(browser, wire, bypass_csp=True)
    page.goto(f"/read/{number}/phone")
    page.get_by_text("works on one computer only").wait_for()
    address = f"http://{HOME}:{wire.port}"
    page = browser.new_context(base_url=address, bypass_csp=True).new_page()
    page.goto(f"/login?next=/read/{number}/phone")
    page.get_by_label("Name").fill("alice")
    page.get_by_label("Password").fill(PASSWORDS["alice"])
    page.get_by_role("button", name="Sign in").click()
    picture = page.get_by_role("img", name="QR code with the address below")
    until(lambda: picture.evaluate("one => one.naturalWidth") > 100)
    page.get_by_text(f"{address}/read/{number}", exact=True).wait_for()
    assert faults(page, 320, 1280) == []


def test_paper_has_the_whole_article_however_it_is_read(browser: Browser, wire: Wire) -> None:
    number = read(wire, body=FOREST * 4)
    page = reading(browser, wire, number, viewport={"width": 600, "height": 700})
    sheets = page.pdf().count(b"/Type /Page\n")
    assert sheets > 1
    page.get_by_role("button", name="Letters and colours").click()
    with page.expect_response("**/settings/reading"):
        page.get_by_label("Pages instead of scrolling").check()
        page.get_by_label("Dim the other paragraphs").check()
    assert page.pdf().count(b"/Type /Page\n") == sheets
    page.goto(f"/read/{number}/print")
    assert page.pdf().count(b"/Type /Page\n") == sheets
    page.emulate_media(media="print")
    assert page.locator(".bar").is_hidden()
    assert page.evaluate("getComputedStyle(document.querySelector('.text p')).color") == "rgb(0, 0, 0)"


def test_keys_lead_to_what_is_next_to_it_and_to_its_details(browser: Browser, wire: Wire) -> None:
    first, second, third = (
        read(wire, f"https://hearth.example/{name}", title=name) for name in ("First", "Second", "Third")
    )
    page = reading(browser, wire, second)
    for key, number in (("<", third), (">", second), (">", first), ("<", second)):
        page.keyboard.press(key)
        page.wait_for_url(f"**/read/{number}")
        until(lambda: page.evaluate("document.querySelector('#looks [type=submit]')?.hidden"))
    page.keyboard.press("?")
    told = page.get_by_role("dialog").inner_text()
    assert "Its details" in told
    assert "Next highlight" not in told
    page.keyboard.press("Escape")
    page.keyboard.press("i")
    page.wait_for_url(f"**/read/{second}/edit")
    page.go_back()
    until(lambda: page.evaluate("document.querySelector('#looks [type=submit]')?.hidden"))
    page.keyboard.press("t")
    page.wait_for_url(f"**/read/{second}/edit#tags")
    until(lambda: page.evaluate("document.activeElement.id") == "tags")


def _demand(page: Any, highlight: str) -> None:
    """Wait until a key has led to that highlight."""
    until(lambda: page.evaluate("document.querySelector('mark:target')?.textContent") == highlight)


@pytest.mark.parametrize("flow", ["scroll", "pages"])
def test_keys_lead_from_one_highlight_to_the_next(browser: Browser, wire: Wire, flow: str) -> None:
    number = read(wire, body=FOREST)
    made = [AddHighlight(ById(number), NewHighlight(f"Under the {each}")) for each in MARKED]
    assert all(outcome.done for outcome in wire.library.store.write(lambda tx: acting.act(tx, 1, made)))
    page = reading(browser, wire, number, viewport={"width": 600, "height": 500})
    if flow == "pages":
        page.get_by_role("button", name="Letters and colours").click()
        page.get_by_label("Pages instead of scrolling").check()
        page.keyboard.press("Escape")
        page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    keys = page.get_by_role("dialog").get_by_text("Next highlight")
    keys.wait_for()
    page.keyboard.press("Escape")
    keys.wait_for(state="hidden")
    alders, birches, cedars = (f"Under the {each}" for each in MARKED)
    for key, expected in zip(
        "]]]][[[", (alders, birches, cedars, cedars, birches, alders, alders), strict=True
    ):
        page.keyboard.press(key)
        _demand(page, expected)
        box = page.locator("mark:target").bounding_box()
        assert 53 <= box["y"] < 480
        assert 0 <= box["x"] < 600
        if flow == "pages":
            assert page.evaluate("document.querySelector('main').scrollLeft") % 600 == 0
    # From where one reads, not from where one was.
    page.evaluate("document.querySelector('.end').scrollIntoView()")
    page.keyboard.press("[")
    _demand(page, cedars)
    assert page.evaluate("history.length") <= 5
    assert not page.complaints
