"""What pages say of themselves in the markup of the systems that write most of the web.

The first line of a file in `pages` is what must come out, as JSON; the rest is the page. The text of all is the same.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from satchel.model.articles import Article
from satchel.pipeline.extract import extract

PAGES = sorted((Path(__file__).parent / "pages").glob("*.html"))
TEXT = "The gates were built of oak and stone, and the water has gone over them every day since, winter and summer."


def _facts(article: Article) -> dict[str, Any]:
    moment = article.published_at
    return {
        "title": article.title,
        "authors": [author.name for author in article.authors],
        "day": datetime.fromtimestamp(moment / 1000, UTC).strftime("%Y-%m-%d")
        if moment is not None
        else None,
        "site": article.site,
        "language": article.language,
        "excerpt": article.excerpt,
    }


@pytest.mark.parametrize("path", PAGES, ids=[path.stem for path in PAGES])
def test_a_page_of_a_system_is_read_as_what_it_says_of_itself(path: Path) -> None:
    first, page = path.read_text("utf-8").split("\n", 1)
    told = json.loads(first)
    page = page.replace("{prose}", f"<p>{TEXT} {TEXT}</p>" * 5).replace("{text}", f"{TEXT} " * 5)
    found = _facts(extract(page.encode(), told.pop("url")))
    assert {name: found[name] for name in told} == told
