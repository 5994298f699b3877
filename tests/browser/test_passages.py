"""From a search to the place that was found, in a real Chromium: the hit is seen before and behind the link."""

from __future__ import annotations

import pytest

from satchel.library import placing
from satchel.model.places import Place
from tests.browser.chromium import Browser
from tests.browser.looking import faults
from tests.browser.test_reading import PICTURE, opened
from tests.patience import until
from tests.web.reading import WORDS, read
from tests.web.test_search import index
from tests.wire.server import Wire

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]

#: One sentence as long as a passage may be, and what is looked for is its last word.
LATE = f"<p>{'Considerably lengthened descriptions ' * 7}lead towards a quernstone.</p>"
SCRIPTS = pytest.mark.parametrize("script", [False, True], ids=["without script", "with script"])


@SCRIPTS
def test_a_passage_leads_to_its_hit_and_not_to_where_the_reader_stood(
    browser: Browser, wire: Wire, script: bool
) -> None:
    number = read(wire, body=f"{WORDS * 4}{LATE}{WORDS * 4}")
    index(wire)
    stood = Place(300, wire.clock.now(), 900, 1, "")
    wire.library.run_sync(placing.keep, 1, number, stood)
    page = opened(browser, wire, java_script_enabled=script)
    page.goto("/search?q=quernstone")
    page.locator(".found a").first.click()
    mark = page.locator("mark:target")
    mark.wait_for()
    page.wait_for_load_state("networkidle")
    box = mark.bounding_box()
    assert 0 < box["y"] < page.viewport_size["height"]
    if script:
        assert page.locator("#continued").is_hidden()
    assert wire.library.run_sync(placing.where, 1, number).at == 900
    assert not page.complaints


@pytest.mark.parametrize("width", [390, 320, 1280])
def test_what_was_found_is_seen_in_the_passage_on_every_screen(
    browser: Browser, wire: Wire, width: int
) -> None:
    read(wire, body=f"{WORDS}{LATE}{WORDS}")
    index(wire)
    page = opened(browser, wire, viewport={"width": width, "height": 844})
    page.goto("/search?q=quernstone")
    passage, hit = page.locator(".found a").first, page.locator(".found mark").first
    around, box = passage.bounding_box(), hit.bounding_box()
    assert around["y"] <= box["y"]
    assert box["y"] + box["height"] <= around["y"] + around["height"] + 2
    assert faults(page) == []


@SCRIPTS
def test_in_place_of_a_picture_that_cannot_be_had_stands_a_quiet_sign(
    browser: Browser, wire: Wire, script: bool
) -> None:
    picture = f'<p><img src="{PICTURE}" alt="Hills and sky" width="600" height="300"></p>'
    number = read(wire, body=f"{WORDS}{picture}{WORDS}")
    page = opened(browser, wire, java_script_enabled=script)
    page.goto(f"/read/{number}")
    shown = page.get_by_alt_text("Hills and sky")
    shown.scroll_into_view_if_needed()
    until(lambda: shown.evaluate("(one) => one.complete && one.naturalWidth > 0"))
    box = shown.bounding_box()
    assert abs(box["width"] - 2 * box["height"]) < 3
    assert page.elsewhere == []
