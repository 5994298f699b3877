"""In every language, every page fits the smallest phone, and no button's words are cut."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from satchel.web import languages
from tests.browser.chromium import Browser
from tests.browser.test_everybody import lived_in
from tests.people import PASSWORDS
from tests.web.reading import read
from tests.wire.server import Wire

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]

OPEN = ("/login", "/login?next=/auth/authorize", "/setup", "/nothing")
PAGES = (
    "/", "/favourites", "/archive", "/tags", "/tags/bread", "/read/1", "/read/1/edit", "/save", "/help", "/account",
    "/account/apps", "/account/browsers", "/account/password", "/account/feeds", "/settings/reading",
    "/settings/language", "/nothing",
)  # fmt: skip
#: What is wider than the window, and whose words are wider than it is or lie out of sight; menus are opened one by one.
_LOOK = """
() => {
  const found = new Set();
  const look = () => {
    if (document.documentElement.scrollWidth > innerWidth) found.add("the page is wider than the window");
    for (const one of document.querySelectorAll("button, .button, summary, select, nav a, .menu a, .segments label")) {
      if (!one.checkVisibility({ visibilityProperty: true }) || one.closest(".tag, .who, .of-tags")) continue;
      const texts = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        const text = texts.currentNode, inside = document.createRange();
        if (!text.data.trim() || text.parentElement.closest(".unseen, .words, bdi, option")) continue;
        inside.selectNodeContents(text);
        const words = inside.getBoundingClientRect();
        if (!words.width) continue;
        for (let box = text.parentElement; box; box = box === one ? null : box.parentElement) {
          const { left, right } = box.getBoundingClientRect();
          if (words.left < Math.max(left, 0) - 1 || words.right > Math.min(right, innerWidth) + 1)
            found.add(`"${text.data.trim()}" is cut`);
        }
      }
    }
  };
  document.querySelectorAll("details").forEach((one) => { one.open = true; });
  look();
  for (const menu of document.querySelectorAll("[popover]")) {
    menu.showPopover();
    look();
    menu.hidePopover();
  }
  return [...found];
}
"""


@pytest.fixture(params=languages.TRANSLATED, ids=lambda language: language.code)
def page(request: pytest.FixtureRequest, browser: Browser, wire: Wire) -> Any:
    """A window of the smallest phone, in which somebody chose the language."""
    server = f"http://127.0.0.1:{wire.port}"
    context = browser.new_context(
        base_url=server, bypass_csp=True, viewport={"width": 320, "height": 640}, has_touch=True
    )
    context.add_cookies([{"name": "satchel-language", "value": request.param.code, "url": server}])
    page = context.new_page()
    page.language = request.param
    return page


def test_every_page_fits_the_smallest_phone(page: Any, wire: Wire) -> None:
    found = {}

    def look(place: str) -> None:
        assert page.locator("html").get_attribute("lang") == page.language.code, place
        assert page.locator("html").get_attribute("dir") == page.language.direction, place
        found[place] = page.evaluate(_LOOK)

    for path in OPEN:
        page.goto(path)
        look(f"{path}, signed out")
    page.goto("/login")
    page.fill("#name", "alice")
    page.fill("#password", PASSWORDS["alice"])
    page.click("main button[type=submit]")
    for path in ("/", "/account/apps"):
        page.goto(path)
        look(f"{path}, empty")
    read(wire, "https://hearth.example/1", tags="bread,villages")
    for number in range(2, 4):
        read(wire, f"https://hearth.example/{number}", title=f"Story {number}")
    wire.library.store.write(lived_in)
    for path in PAGES:
        page.goto(path)
        look(path)
    code = wire.post("/v3/oauth/request", {"consumer_key": wire.key(), "redirect_uri": "reader:back"}).text[
        5:
    ]
    page.goto(f"/auth/authorize?request_token={code}&redirect_uri={quote('my-app:done')}")
    look("consent")
    page.goto("/account/feeds")
    page.click("main form[action='/account/feeds'] button")
    look("feeds")
    page.goto("/read/1")
    page.click(".end button[value^=archive]")
    page.locator(".toast").wait_for()
    look("archived")
    assert {place: what for place, what in found.items() if what} == {}
