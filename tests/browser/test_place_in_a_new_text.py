"""The place in an article is kept to its words when the text is fetched again and has changed."""

from __future__ import annotations

import pytest

from satchel.library import placing
from tests.browser.chromium import Browser
from tests.browser.listing import eventually
from tests.browser.test_reading import opened
from tests.web.reading import publish, save
from tests.wire.server import Wire

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]

URL = "https://hearth.example/oven"
TEXT = [
    f"<p>Paragraph {number} tells what was baked on the Friday of week {number}, and who came for it.</p>"
    for number in range(120)
]
NEWS = [
    f"<p>The baker has since written in, and what she says in her letter of day {number} comes first here.</p>"
    for number in range(30)
]
_TOP = """() => {
  const under = document.querySelector(".bar").offsetHeight;
  const seen = (one) => one.getBoundingClientRect().bottom > under + 8;
  return [...document.querySelectorAll(".text p")].find(seen).textContent;
}"""


def test_fetching_a_text_again_that_has_grown_keeps_the_place_to_its_paragraph(
    browser: Browser, wire: Wire
) -> None:
    publish(wire, URL, body="".join(TEXT))
    number = save(wire, URL)
    page = opened(browser, wire)
    page.goto(f"/read/{number}")
    with page.expect_response("**/place"):
        page.mouse.wheel(0, 3000)
    eventually(page, lambda: bool(wire.library.run_sync(placing.where, 1, number).at))
    page.keyboard.press("Escape")  # the bar is back, and over what was at the top
    eventually(page, lambda: page.locator(".bar").bounding_box()["y"] == 0)
    top = page.evaluate(_TOP)
    assert top.startswith("Paragraph ")

    wire.clock.forward(seconds=600)  # nothing is fetched anew in the same minute
    publish(wire, URL, body="".join([*NEWS, *TEXT]))
    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("button", name="Fetch again").click()
    eventually(page, lambda: len(wire.web.fetched) == 2)
    wire.settle()
    again = opened(browser, wire)
    again.goto(f"/read/{number}")
    assert again.get_by_text("The baker has since written in").count() == 30
    eventually(again, lambda: again.evaluate(_TOP) == top)
