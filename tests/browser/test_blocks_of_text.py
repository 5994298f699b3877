"""How the blocks of an article stand: nothing of the window is wasted, and what belongs together is together."""

from __future__ import annotations

from base64 import b64encode
from itertools import pairwise
from typing import Any

import pytest

from tests.browser.chromium import Browser
from tests.browser.test_reading import opened, stored
from tests.patience import until
from tests.web.reading import read
from tests.wire.server import Wire

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]

PHONE = {"width": 390, "height": 844}
WORDS = "The oven at the end of the lane is lit on Fridays, and you bring your own dough to it."
#: How many pixels of a row of a picture differ, by more than painters round, from the one in its middle.
_DIFFERENT = """async (picture) => {
  const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${picture}`)).blob());
  const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
  canvas.drawImage(image, 0, 0);
  const { data } = canvas.getImageData(0, image.height >> 1, image.width, 1);
  const middle = 4 * (image.width >> 1);
  let found = 0;
  for (let at = 0; at < data.length; at += 4) {
    if ([0, 1, 2].some((one) => Math.abs(data[at + one] - data[middle + one]) > 3)) found += 1;
  }
  return found;
}"""


def _boxes(page: Any, selector: str) -> list[Any]:
    return [one.bounding_box() for one in page.locator(selector).all()]


def _gaps(boxes: list[Any]) -> list[int]:
    """The empty pixels between boxes that follow one another."""
    return [round(below["y"] - above["y"] - above["height"]) for above, below in pairwise(boxes)]


def test_a_quotation_is_nearly_as_wide_as_the_text_on_a_phone(browser: Browser, wire: Wire) -> None:
    number = stored(wire, f"<p>{WORDS}</p><blockquote><p>{WORDS}</p></blockquote><p>{WORDS}</p>")
    page = opened(browser, wire, viewport=PHONE)
    page.goto(f"/read/{number}")
    text, quoted, _ = _boxes(page, ".text p")
    assert quoted["width"] > text["width"] - 30


def test_items_of_a_list_and_of_a_list_in_it_stand_equally_far_apart(browser: Browser, wire: Wire) -> None:
    number = stored(
        wire, "<ul><li>one</li><li>two<ul><li>red</li><li>black</li></ul></li><li>three</li></ul>"
    )
    page = opened(browser, wire)
    page.goto(f"/read/{number}")
    red, black = _boxes(page, ".text li li")
    three = _boxes(page, ".text > ul > li")[-1]
    within, after = _gaps([red, black, three])
    assert after <= 2 * within + 1


def test_a_rule_parts_more_than_paragraphs_do(browser: Browser, wire: Wire) -> None:
    number = stored(wire, f"<p>{WORDS}</p><p>{WORDS}</p><hr><p>{WORDS}</p>")
    page = opened(browser, wire)
    page.goto(f"/read/{number}")
    paragraph, above, below = _gaps(_boxes(page, ".text > *"))
    assert min(above, below) > 1.5 * paragraph


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_only_a_table_that_goes_on_has_a_shade_at_its_edge(browser: Browser, wire: Wire, theme: str) -> None:
    cells = "".join(f"<td>{'column ' * 3}{number}</td>" for number in range(2))
    number = stored(
        wire, f"<p>{WORDS}</p><table><tr><td>North</td><td>4.1</td></tr></table><p>{WORDS}</p>"
        f"<table><tr>{cells * 12}</tr></table><p>{WORDS}</p>",
    )  # fmt: skip
    page = opened(browser, wire, viewport=PHONE, color_scheme=theme, bypass_csp=True)
    page.goto(f"/read/{number}")
    page.add_style_tag(content=".text .wide * { visibility: hidden; border-color: transparent !important; }")
    judge = page.context.new_page()
    judge.goto("about:blank")
    small, large = (
        judge.evaluate(_DIFFERENT, b64encode(one.screenshot()).decode())
        for one in page.locator(".wide").all()
    )
    assert small == 0
    assert large > 4


_WIDTHS = "(table) => [...table.rows[0].cells].map((cell) => cell.offsetWidth)"
_SCROLLS = "(table) => table.parentElement.scrollWidth > table.parentElement.clientWidth"
_FERRY = "The ferry goes over when somebody calls for it"


@pytest.mark.parametrize(("width", "columns"), [(390, 3), (320, 3), (1280, 8)])
def test_a_table_of_many_columns_has_room_for_words_and_scrolls(
    browser: Browser, wire: Wire, width: int, columns: int
) -> None:
    """Once each cell was a word a line, so that all of them came into the window."""
    words = f"<td>{_FERRY}</td>" * (columns - 1)
    number = stored(wire, f"<p>{WORDS}</p><table><tr><td>1</td>{words}</tr></table><p>{WORDS}</p>")
    page = opened(browser, wire, viewport={"width": width, "height": 844})
    page.goto(f"/read/{number}")
    table = page.locator(".text table")
    short, *others = table.evaluate(_WIDTHS)
    assert short < 70
    assert min(others) > 150
    assert max(others) < width * 0.7
    assert table.evaluate(_SCROLLS)


def test_a_table_of_two_columns_or_of_short_ones_stands_whole_in_the_window(
    browser: Browser, wire: Wire
) -> None:
    two = f"<tr><td>{_FERRY}</td><td>{_FERRY}</td></tr>"
    short = "<tr><td>6</td><td>4.1 m</td><td>high water</td></tr>"
    number = stored(wire, f"<p>{WORDS}</p><table>{two}</table><p>{WORDS}</p><table>{short}</table>")
    page = opened(browser, wire, viewport=PHONE)
    page.goto(f"/read/{number}")
    tables = page.locator(".text table").all()
    assert [table.evaluate(_SCROLLS) for table in tables] == [False, False]


def test_an_excerpt_of_one_line_on_a_phone_shows_nothing_of_the_next(browser: Browser, wire: Wire) -> None:
    """Beside a picture its cell is taller than it is."""
    pictured = f'<img src="https://pictures.example/1.png" width="800" height="600">{WORDS * 12}'
    read(wire, body=f"<p>{pictured}</p>", title="A")
    page = opened(browser, wire, viewport=PHONE)
    lines = "(one) => one.clientHeight / parseFloat(getComputedStyle(one).lineHeight)"
    assert page.locator(".articles img").count() == 1
    assert page.locator(".excerpt").evaluate(lines) == 1


def test_the_writer_stands_before_the_dot_and_the_length_whatever_way_the_text_runs(
    browser: Browser, wire: Wire
) -> None:
    """A name in Latin letters in an article in Arabic: the dot behind it is on its left."""
    read(wire, body=f'<p dir="rtl">{"كانت الساعات القديمة تُضبط كل صباح. " * 40}</p>')
    page = opened(browser, wire)
    page.goto("/read/1")
    name = page.locator(".by bdi").first
    assert page.locator(".by > :first-child").evaluate(
        "(one) => getComputedStyle(one).direction"
    ) == page.locator(".by").evaluate("(one) => getComputedStyle(one).direction")
    assert name.inner_text() == "Ines Calloway"


def test_a_list_of_parts_longer_than_the_window_shows_the_part_that_is_read(
    browser: Browser, wire: Wire
) -> None:
    parts = "".join(f"<h2>Part {number}</h2>{f'<p>{WORDS}</p>' * 12}" for number in range(60))
    number = stored(wire, parts)
    page = opened(browser, wire, viewport={"width": 1400, "height": 600})
    page.goto(f"/read/{number}")
    contents = page.locator(".contents")
    until(lambda: contents.get_attribute("open") is not None)
    page.get_by_role("heading", name="Part 50").evaluate("(one) => one.scrollIntoView()")
    link = contents.locator("a[aria-current]", has_text="Part 50")
    link.wait_for()
    seen, box = link.bounding_box(), contents.bounding_box()
    assert box["y"] <= seen["y"]
    assert seen["y"] + seen["height"] <= box["y"] + box["height"]
    # Whoever looks for another part in it is left alone.
    contents.evaluate("(one) => { one.scrollTop = 0; }")
    contents.get_by_role("link", name="Part 0", exact=True).click()
    until(lambda: page.evaluate("scrollY < 2000"))


def test_a_picture_that_stands_beside_its_text_in_a_box_keeps_its_distance(
    browser: Browser, wire: Wire
) -> None:
    picture = '<img src="https://pictures.example/1.png" width="640" height="480">'
    number = stored(wire, f"<div>{picture}<p>{WORDS}</p></div>")
    page = opened(browser, wire)
    page.goto(f"/read/{number}")
    assert _gaps(_boxes(page, ".text img, .text p"))[0] > 10
