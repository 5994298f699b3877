"""How pages look and what their scripts add, in a real browser, under the policy that they come with."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser import axe
from tests.browser.chromium import Browser, complaints_of
from tests.browser.test_everybody import PAGES, lived_in, sign_in
from tests.wire.server import Wire

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]

THEMES = {
    "light": "rgb(253, 253, 251)",
    "sepia": "rgb(248, 239, 224)",
    "dark": "rgb(28, 25, 22)",
    "black": "rgb(0, 0, 0)",
    "paper": "rgb(255, 255, 255)",
}
#: Those of devices: axe looks at them on every page in the tests of who can use it.
SCHEMES = {"light", "dark"}
#: The colour that is painted, as a screen shows it.
_PAINTED = """
() => {
  const canvas = document.createElement("canvas").getContext("2d");
  canvas.fillStyle = getComputedStyle(document.documentElement).backgroundColor;
  canvas.fillRect(0, 0, 1, 1);
  return `rgb(${[...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).join(", ")})`;
}
"""


@pytest.fixture
def page(browser: Browser, wire: Wire) -> Any:
    """A page under its own policy; what the browser complains of is in `complaints`."""
    context = browser.new_context(base_url=f"http://127.0.0.1:{wire.port}")
    opened = context.new_page()
    opened.complaints = complaints_of(opened)
    return opened


def test_each_theme_has_its_paper(page: Any, wire: Wire) -> None:
    sign_in(page)
    painted = {}
    for theme in THEMES:
        page.goto("/settings/reading")
        page.locator(f"input[value={theme}]").check()
        page.get_by_role("button", name="Save", exact=True).click()
        page.get_by_text("Your choice is kept.").wait_for()
        assert page.locator("html").get_attribute("data-theme") == theme
        painted[theme] = page.evaluate(_PAINTED)
    assert painted == THEMES


def test_each_theme_has_enough_contrast_on_every_page(browser: Browser, wire: Wire) -> None:
    context = browser.new_context(base_url=f"http://127.0.0.1:{wire.port}", reduced_motion="reduce")
    page = context.new_page()
    wire.library.store.write(lived_in)
    sign_in(page)
    found = {}
    for path in (*PAGES, "/login"):
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        for theme in THEMES.keys() - SCHEMES:
            page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
            found[path, theme] = axe.findings(page, *axe.COLOURS)
    assert {which: what for which, what in found.items() if what} == {}


def test_pages_load_nothing_that_their_policy_forbids_and_nothing_from_elsewhere(
    page: Any, wire: Wire
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    sign_in(page)
    for path in PAGES:
        page.goto(path)
    assert [text for text in page.complaints if "status of 4" not in text] == []
    own = f"http://127.0.0.1:{wire.port}/"
    assert [url for url in asked if not url.startswith(own)] == []


def test_no_script_can_make_html_of_a_text(page: Any, wire: Wire) -> None:
    page.goto("/login")
    for tried in (
        "document.body.innerHTML = '<p>x'",
        "document.createElement('script').text = 'x'",
    ):
        said = page.evaluate(
            f"() => {{ try {{ {tried}; return ''; }} catch (error) {{ return error.name; }} }}"
        )
        assert said == "TypeError", tried


def test_headings_are_in_letters_of_ours_once_these_are_there(page: Any, wire: Wire) -> None:
    with page.expect_response("**/literata-latin.woff2") as font:
        page.goto("/login")
    assert (font.value.status, font.value.headers["content-type"]) == (200, "font/woff2")
    page.reload()
    page.wait_for_function("""document.fonts.check('600 20px "Satchel Headings"')""")


def test_a_button_copies_a_text_and_says_so(page: Any, wire: Wire) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sign_in(page)
    page.goto("/account/apps")
    page.get_by_role("button", name="Copy the address of this server").click()
    page.get_by_role("button", name="Copied the address of this server").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == f"http://127.0.0.1:{wire.port}"
    page.get_by_role("button", name="Copy the address of this server").wait_for()


def test_over_plain_http_where_scripts_have_no_clipboard_it_copies_too(browser: Browser, wire: Wire) -> None:
    context = browser.new_context(base_url=f"http://satchel.home.arpa:{wire.port}")
    page = context.new_page()
    page.goto("/")
    assert page.evaluate("navigator.clipboard === undefined")
    page.get_by_role("button", name="Copy the address of this server").click()
    page.get_by_role("button", name="Copied the address of this server").wait_for()
    assert page.evaluate("getSelection().toString()") == f"http://satchel.home.arpa:{wire.port}"


def test_without_script_there_is_no_button_that_does_nothing(browser: Browser, wire: Wire) -> None:
    context = browser.new_context(base_url=f"http://127.0.0.1:{wire.port}", java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    assert page.locator("button[data-copies]").count() == 1
    assert not page.locator("button[data-copies]").is_visible()
    assert page.locator("code.whole").inner_text() == f"http://127.0.0.1:{wire.port}"


def test_times_say_their_day_and_hour(page: Any, wire: Wire) -> None:
    wire.library.store.write(lived_in)
    sign_in(page)
    page.goto("/account")
    time = page.locator("time").first
    page.wait_for_function("document.querySelector('time').title !== ''")
    assert time.get_attribute("datetime").startswith("2026-")
    assert "2026" in time.get_attribute("title")
    assert time.inner_text() == "just now"


def test_the_menu_of_the_account_opens_without_script_and_closes_by_escape(
    browser: Browser, wire: Wire
) -> None:
    context = browser.new_context(base_url=f"http://127.0.0.1:{wire.port}", java_script_enabled=False)
    page = context.new_page()
    sign_in(page)
    page.get_by_role("button", name="alice").click()
    page.get_by_role("button", name="Sign out").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Sign out").wait_for(state="hidden")
    page.get_by_role("button", name="alice").click()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_text("You are signed out.").wait_for()


def test_the_first_tab_leads_past_the_header(page: Any, wire: Wire) -> None:
    page.goto("/help")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    assert page.evaluate("document.activeElement.getBoundingClientRect().width > 50")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id === 'main'")


def test_no_page_is_wider_than_its_window(page: Any, wire: Wire) -> None:
    wire.library.store.write(lived_in)
    sign_in(page)
    wide = []
    for path in PAGES:
        page.goto(path)
        for width in (1280, 768, 390, 320):
            page.set_viewport_size({"width": width, "height": 800})
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                wide.append((path, width))
    assert wide == []


def test_what_an_empty_list_says_stands_apart_from_its_heading_and_all_headings_are_alike(
    page: Any, wire: Wire
) -> None:
    sign_in(page)
    sizes, gaps = {}, {}
    for path in ("/archive", "/favourites", "/trash", "/tags", "/folders"):
        page.goto(path)
        heading, said = page.locator("main h1"), page.locator("main .lead").first
        sizes[path] = heading.evaluate("(one) => getComputedStyle(one).fontSize")
        above = heading.bounding_box()
        gaps[path] = said.bounding_box()["y"] - above["y"] - above["height"]
    assert len(set(sizes.values())) == 1, sizes
    assert min(gaps.values()) >= 10, gaps
