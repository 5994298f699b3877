"""Putting an article right in a real browser: with and without script, on a phone, in the dark, with hostile texts."""

from __future__ import annotations

import pytest

from satchel.library import editing, hiding, versions
from satchel.model.articles import Article
from satchel.store.db import Store
from tests.browser.axe import findings
from tests.browser.chromium import Browser
from tests.browser.looking import faults
from tests.browser.test_reading import opened
from tests.unit.payloads import PAYLOADS
from tests.web.reading import WORDS, publish, read
from tests.wire.server import Wire

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]


def furnished(wire: Wire) -> int:
    """An article with two versions, something set, and something hidden."""
    number = read(
        wire, body=f"{WORDS}<p>Please subscribe to our <a href='/l'>letter</a>.</p>", tags="a,a/b,food"
    )
    store: Store = wire.library.store
    wanted = editing.Wanted("Mine", "Ada Wells", "2017-03-12", "fr", "a,a/b,food", "A note.")
    store.write(lambda tx: editing.edit(tx, 1, number, wanted))
    store.write(
        lambda tx: versions.paste(
            tx, 1, number, Article(html="<p>One.</p><p>Two.</p>", text="One.\nTwo.", words=2)
        )
    )
    choice = store.read(lambda tx: hiding.choice(tx, 1, number))
    assert choice.item.article
    version = choice.item.article.version
    store.write(lambda tx: hiding.hide(tx, 1, number, version, frozenset([1])))
    return number


def test_every_page_can_be_used_by_everybody(browser: Browser, wire: Wire) -> None:
    page = opened(browser, wire, viewport={"width": 390, "height": 844})
    page.goto("/help")
    assert faults(page) == []
    number = furnished(wire)
    for path in ("edit", "text", "paste", "hide", "versions", "why"):
        page.goto(f"/read/{number}/{path}")
        assert faults(page, 1280, 390) + findings(page) == [], path
    page.goto(f"/read/{number}/versions")
    page.get_by_role("link", name="What changed").click()
    page.wait_for_url("**new=*")
    page.wait_for_load_state()
    assert faults(page, 1280, 390) + findings(page) == []
    for path in ("/settings/hidden", "/tags", "/tags?q=a", "/tags?edit=a"):
        page.goto(path)
        assert faults(page, 1280, 390) + findings(page) == [], path
    page.goto(f"/read/{number}/edit")
    page.get_by_label("Title").fill("")
    page.get_by_role("button", name="Save", exact=True).last.click()
    page.get_by_text("An article needs a title.").wait_for()
    page.wait_for_load_state()
    assert page.get_by_label("Title").evaluate(
        "field => document.getElementById(field.getAttribute('aria-describedby')).textContent"
    )
    assert faults(page) == []
    assert not page.elsewhere


def test_parts_are_hidden_by_keyboard_without_script(browser: Browser, wire: Wire) -> None:
    page = opened(browser, wire, java_script_enabled=False)
    number = read(wire, body=f"{WORDS}<p>Please subscribe to our letter now.</p>")
    page.goto(f"/read/{number}")
    page.get_by_text("Please subscribe").wait_for()
    page.get_by_role("button", name="More").click()
    page.get_by_role("link", name="Something is wrong with the text").click()
    page.get_by_role("link", name="Choose parts").click()
    page.get_by_role("checkbox", name="Hide: Please subscribe").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.get_by_role("status").get_by_text("1 part is hidden.").wait_for()
    assert not page.get_by_text("Please subscribe").is_visible()
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Please subscribe").wait_for()
    assert page.get_by_text("Please subscribe").is_visible()


def test_enter_in_a_field_saves_and_takes_nothing_back(browser: Browser, wire: Wire) -> None:
    page = opened(browser, wire)
    number = furnished(wire)
    page.goto(f"/read/{number}/edit")
    page.get_by_label("Authors").fill("Ada Wells, Bo")
    page.keyboard.press("Enter")
    page.get_by_role("status").get_by_text("Your changes are saved.").wait_for()
    assert page.get_by_role("heading", name="Mine", exact=True).count() == 1
    assert page.get_by_text("Bo", exact=True).count() == 1


@pytest.mark.parametrize("script", [False, True])
def test_hostile_texts_that_are_pasted_do_nothing(browser: Browser, wire: Wire, script: bool) -> None:
    page = opened(browser, wire, java_script_enabled=script)
    number = read(wire)
    publish(wire, "https://hearth.example/oven")
    page.goto(f"/read/{number}/paste")
    page.get_by_label("Text of the article").fill("<p>Begin</p>" + "\n".join(PAYLOADS) + "<p>End</p>")
    page.get_by_role("button", name="Use this text").click()
    page.get_by_role("status").wait_for()
    for path in ("", "/hide", "/versions", "/why"):
        page.goto(f"/read/{number}{path}")
        page.wait_for_load_state("networkidle")
    assert not page.elsewhere
    # Pictures that nobody can have are missing, and nothing else happens.
    assert [each for each in page.complaints if not each.startswith("Failed to load resource")] == []
