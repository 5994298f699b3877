"""Whole text is read from kinds of pages that people save: letters, questions, boards, shops, press of other scripts.

The first line of a file in `kinds` says what must be there and what must not, as JSON; the rest is the page.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from satchel.pipeline.extract import extract

PAGES = sorted((Path(__file__).parent / "kinds").glob("*.html"))


@pytest.mark.parametrize("path", PAGES, ids=[path.stem for path in PAGES])
def test_a_page_of_a_kind_keeps_its_whole_text_and_nothing_else(path: Path) -> None:
    first, page = path.read_text("utf-8").split("\n", 1)
    told = json.loads(first)
    article = extract(page.encode(), told["url"])
    text = " ".join(article.text.split())
    assert [words for words in told.get("has", []) if words not in text] == []
    assert [words for words in told.get("lacks", []) if words in text] == []
    assert [picture for picture in told.get("pictures", []) if picture not in article.html] == []
    assert set(told.get("captions", [])) <= {image.caption for image in article.images}
    assert [picture for picture in told.get("gone", []) if picture in article.html] == []
    assert len({image.src for image in article.images}) == article.html.count("<img ")
