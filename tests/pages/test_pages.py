"""Golden pages: one for every behaviour, and one for every fault that was found."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.pages.trees import facts, outline, read, without_captions

PAGES = sorted(path.parent for path in Path(__file__).parent.glob("*/expected.json"))


@pytest.mark.parametrize("folder", PAGES, ids=lambda folder: folder.name)
def test_the_page_reads_as_written_down(folder: Path) -> None:
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    article = read(folder, expected)
    del expected["url"]
    expected.pop("type", None)
    assert outline(article.html) == outline((folder / "expected.html").read_text(encoding="utf-8"))
    assert facts(article) == expected


@pytest.mark.parametrize("folder", PAGES, ids=lambda folder: folder.name)
def test_text_and_html_say_the_same(folder: Path) -> None:
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    article = read(folder, expected)
    lines = [line for line in without_captions(outline(article.html)) if not line.lstrip().startswith("<")]
    assert "".join("".join(lines).split()) == "".join(article.text.split())
