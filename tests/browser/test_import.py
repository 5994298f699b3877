"""A library is brought along in a real browser: from the drop to the account of every row, and back again."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.browser.chromium import Browser
from tests.browser.looking import faults
from tests.browser.test_reading import opened
from tests.library.bringing import pocket_csv
from tests.wire.server import Wire

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]

ROWS = [
    *(
        (f"Article {n}", f"https://hearth.example/{n}", 1_500_000_000 + n, "b" * (n % 2), "unread")
        for n in range(150)
    ),
    ("Nothing", "javascript:alert(1)", 1_500_000_000, "", "unread"),
    ("Article 3", "https://hearth.example/3", 1_400_000_000, "stone", "unread"),
]
#: Drops a file of that name and text onto the form, as a hand does.
DROP = """([name, text]) => {
  const data = new DataTransfer();
  data.items.add(new File([text], name, { type: "text/csv" }));
  const form = document.querySelector("form[data-uploads]");
  for (const kind of ["dragenter", "dragover", "drop"]) {
    form.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: data }));
  }
}"""


def _account(page: Any) -> None:
    """Look at what became of each row."""
    page.get_by_role("link", name="See every row").click()
    page.get_by_role("heading", name="What happened to each row").wait_for()
    page.get_by_role("link", name="Skipped 1", exact=True).click()
    page.get_by_text("Only http and https links can be saved.").wait_for()
    assert page.locator(".account-rows > li").count() == 1
    page.get_by_role("link", name="Joined 1", exact=True).click()
    page.get_by_text("The same page as row 4.").wait_for()


def test_somebody_drops_a_file_watches_it_come_in_and_undoes_it(browser: Browser, wire: Wire) -> None:
    page = opened(browser, wire)
    page.get_by_role("link", name="Bring along what you saved elsewhere").click()
    page.wait_for_url("**/import")
    page.evaluate(DROP, ["part_000000.csv", pocket_csv(ROWS).decode()])
    page.get_by_text("150 are new").wait_for()
    assert page.locator(".preview").first.locator("li").count() == 10
    page.get_by_label("Tags for everything in it").fill("from pocket")
    page.get_by_role("button", name="Import", exact=True).click()
    # The page follows by itself: nobody loads it anew.
    page.get_by_text("The file is imported: 152 rows.").wait_for()
    assert page.locator(".numbers dd").all_inner_texts() == ["150", "1", "1"]
    own = page.url
    _account(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as CSV").click()
    assert Path(download.value.path()).read_text("utf-8-sig").count("\n") == 2
    page.goto("/tags/from%20pocket")
    assert page.locator("ol.articles > li").count() == 50
    page.goto(own)
    page.get_by_text("Undo this import").click()
    page.get_by_role("button", name="Undo the import").click()
    page.get_by_text("This import has been undone.").wait_for()
    assert (page.elsewhere, page.complaints) == ([], [])


def test_it_works_without_script(browser: Browser, wire: Wire, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_bytes(pocket_csv(ROWS))
    page = opened(browser, wire, java_script_enabled=False)
    page.goto("/import")
    page.set_input_files("#file", str(tmp_path / "list.csv"))
    page.get_by_role("button", name="Look into the file").click()
    page.get_by_text("150 are new").wait_for()
    page.get_by_role("button", name="Import", exact=True).click()
    wire.settle()
    page.reload()
    page.get_by_text("The file is imported: 152 rows.").wait_for()
    _account(page)


def test_what_cannot_be_sent_is_said_on_the_page(browser: Browser, wire: Wire) -> None:
    page = opened(browser, wire)
    page.goto("/import")
    page.evaluate(DROP, ["nothing.txt", "no link at all"])
    page.get_by_text("No links were found in it.").wait_for()
    page.get_by_role("link", name="Choose another file").click()
    page.wait_for_url("**/import")
    page.route(
        "**/import", lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )
    page.evaluate(DROP, ["list.txt", "https://a.example/"])
    page.get_by_role("alert").get_by_text(re.compile("could not be sent")).wait_for()


def test_the_pages_have_no_faults(browser: Browser, wire: Wire, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_bytes(pocket_csv(ROWS))
    page = opened(browser, wire)
    page.goto("/import")
    assert faults(page, 1280, 390, 320) == []
    page.set_input_files("#file", str(tmp_path / "list.csv"))
    page.get_by_role("button", name="Look into the file").click()
    page.get_by_text("150 are new").wait_for()
    page.get_by_text("More choices").click()
    assert faults(page, 1280, 390, 320) == []
    page.get_by_role("button", name="Import", exact=True).click()
    page.get_by_text("The file is imported: 152 rows.").wait_for()
    assert faults(page, 1280, 390, 320) == []
    page.get_by_role("link", name="See every row").click()
    page.get_by_role("heading", name="What happened to each row").wait_for()
    assert faults(page, 1280, 390, 320) == []
