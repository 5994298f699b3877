"""A library leaves by a page and comes in by another one, in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.chromium import Browser
from tests.browser.looking import faults
from tests.browser.test_reading import opened
from tests.library.taking_along import members
from tests.wire.server import Wire

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]


def _save(wire: Wire) -> None:
    for number in range(30):
        given = {**wire.credentials(), "url": f"https://hearth.example/{number}", "title": f"Oven {number}"}
        wire.post("/v3/add", {**given, "tags": "bread" if number % 2 else ""})
    wire.settle()


def test_somebody_downloads_everything_and_brings_it_to_another_account(
    browser: Browser, wire: Wire, tmp_path: Path
) -> None:
    _save(wire)
    page = opened(browser, wire)
    page.goto("/account/remove")
    page.get_by_role("link", name="Download everything first").click()
    page.wait_for_url("**/export*")  # with its script, which tells when the file is there
    with page.expect_download() as download:
        page.get_by_role("button", name="Download everything").click()
    assert download.value.suggested_filename == "satchel-alice.zip"
    first = Path(download.value.path()).read_bytes()
    assert members(first)["items/000000.jsonl"].count(b"\n") == 30
    page.locator(".done:not([hidden])").wait_for()
    (tmp_path / "satchel-alice.zip").write_bytes(first)
    page.goto("/import")
    page.set_input_files("#file", str(tmp_path / "satchel-alice.zip"))
    page.get_by_role("button", name="Look into the file").click()
    page.get_by_text("30 you have already").wait_for()
    assert (page.elsewhere, page.complaints) == ([], [])


def test_a_list_is_downloaded_without_script_on_a_phone(browser: Browser, wire: Wire) -> None:
    _save(wire)
    page = opened(browser, wire, java_script_enabled=False, viewport={"width": 390, "height": 844})
    page.goto("/export")
    page.get_by_label("Or only what a search finds").fill("tag:bread")
    page.get_by_label("Services that read Pocket’s file").check()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download", exact=True).click()
    assert Path(download.value.path()).read_text("utf-8").count("bread") == 15


def test_the_page_has_no_faults(browser: Browser, wire: Wire) -> None:
    page = opened(browser, wire)
    page.goto("/export")
    assert faults(page) == []
