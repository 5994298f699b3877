"""Names and texts as long as they may be, in either direction of writing: nothing leaves the window or is lost."""

from __future__ import annotations

from typing import Any

import pytest

from satchel.library import filing, saved_searches
from tests.browser import axe
from tests.browser.chromium import Browser
from tests.browser.looking import faults
from tests.people import PASSWORDS
from tests.web.reading import publish, save
from tests.wire.server import Wire

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]

WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
LONG = (WORD * 6)[:400]
HOST = "long." * 11 + "example"
BODY = (
    f"<p>{LONG} said the ferryman, and spoke of the tide.</p><h2>{LONG}</h2><pre>{LONG}</pre><h2>Another</h2>"
    f"<table><tr><th>{LONG}</th><th>b</th></tr><tr><td>c</td><td>{LONG}</td></tr></table>"
    '<figure><img src="https://pictures.example/1.png" width="640" height="480"></figure><h2>Third</h2>'
    + "<p>The oven at the end of the lane is lit on Fridays, and you bring your own dough to it.</p>"
    * 12
)


@pytest.fixture
def article(wire: Wire) -> int:
    """An article that is nothing but long words, on a list whose names are all long."""
    url = f"https://{HOST}/one"
    publish(wire, url, LONG, BODY)
    number = save(wire, url, tags=f"{WORD},{'a' * 100},b,c,d,e,f")
    wire.library.run_sync(saved_searches.keep, 1, WORD * 2, f"{WORD} or tide")
    wire.library.run_sync(filing.create, 1, WORD)
    return number


def opened(browser: Browser, wire: Wire, width: int, **options: Any) -> Any:
    context = browser.new_context(
        base_url=f"http://127.0.0.1:{wire.port}", viewport={"width": width, "height": 800}, **options
    )
    page = context.new_page()
    page.goto("/login")
    page.fill("#name", "alice")  # in no language
    page.fill("#password", PASSWORDS["alice"])
    page.click("main button[type=submit]")
    page.wait_for_url("**/")
    return page


@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_word_is_so_long_that_a_page_is_wider_than_a_phone(
    browser: Browser, wire: Wire, article: int, language: str
) -> None:
    page = opened(browser, wire, 320, locale=language, is_mobile=True, has_touch=True)
    found = {}
    for path in ("/", "/?select=all", "/?view=cards", "/search", "/search?q=tide", "/folders", "/tags",
                 *(f"/read/{article}{of}" for of in ("", "/edit", "/hide", "/why", "/move"))):  # fmt: skip
        page.goto(path)
        found[path] = faults(page)
    assert {path: what for path, what in found.items() if what} == {}


@pytest.mark.parametrize("width", [390, 1280])
def test_the_address_of_a_page_stands_whole_above_its_article(
    browser: Browser, wire: Wire, article: int, width: int
) -> None:
    page = opened(browser, wire, width)
    page.goto(f"/read/{article}")
    link = page.locator("article .from a").bounding_box()
    assert link["x"] >= 0
    assert link["x"] + link["width"] <= width


@pytest.mark.parametrize("width", [834, 1280])
@pytest.mark.parametrize("touch", [False, True])
def test_that_there_are_more_tags_is_seen_however_long_the_first_are(
    browser: Browser, wire: Wire, article: int, width: int, touch: bool
) -> None:
    page = opened(browser, wire, width, has_touch=touch, is_mobile=touch)
    page.goto("/")
    more = page.locator(".about .tag", has_text="+2").bounding_box()
    about = page.locator(".about").bounding_box()
    assert more["width"] > 0
    assert more["x"] + more["width"] <= about["x"] + about["width"]


def test_screen_readers_hear_of_a_picture_without_words_that_it_opens(
    browser: Browser, wire: Wire, article: int
) -> None:
    page = opened(browser, wire, 1280)
    page.goto(f"/read/{article}")
    page.locator(".text").get_by_role("button", name="Picture").wait_for()
    assert axe.findings(page) == []
    page.locator(".text").get_by_role("button", name="Picture").press("Enter")
    dialog = page.get_by_role("dialog", name="Picture")
    dialog.wait_for()
    assert dialog.locator("figcaption").inner_text() == ""


def test_examples_of_searches_are_written_as_they_are_typed_in_arabic_too(
    browser: Browser, wire: Wire
) -> None:
    page = opened(browser, wire, 390, locale="ar")
    page.goto("/search")
    examples = page.locator(".tips a:has(code)").all()
    assert [each.locator("code").get_attribute("dir") for each in examples] == ["ltr"] * len(examples)
    edges = [box["x"] + box["width"] for box in (each.bounding_box() for each in examples)]
    assert max(edges) - min(edges) < 1


@pytest.mark.parametrize(("language", "parted"), [("de", True), ("", False)])
def test_words_as_long_as_a_line_are_parted_with_a_hyphen_but_code_is_not(
    browser: Browser, wire: Wire, language: str, parted: bool
) -> None:
    """By the rules of the language of the article: one in no known language has none. Which of them a browser knows
    is its own affair.
    """
    page = opened(browser, wire, 390)
    body = f"<p>Die {WORD} <code>{WORD}</code></p><h2>{WORD}</h2>" + "<p>Das Wasser steigt am Abend.</p>" * 30
    declared = f' lang="{language}"' if language else ""
    wire.web.page(
        f"https://{HOST}/two", f"<!doctype html><html{declared}><title>Das Wasser</title><article>{body}"
    )
    page.goto(f"/read/{save(wire, f'https://{HOST}/two')}")
    style = "(one) => [getComputedStyle(one).hyphens, getComputedStyle(one).hyphenateLimitChars]"
    shown = [page.locator(f"article {one}").first.evaluate(style) for one in ("h1", ".text p", ".text h2")]
    assert shown == [["auto", "14 5 5"] if parted else ["manual", "auto"]] * 3
    assert page.locator(".text code").evaluate(style)[0] == "manual"
