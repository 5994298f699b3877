"""What is nowhere declared an article is one by what was found on the page."""

from __future__ import annotations

import pytest

from satchel.pipeline.extract import extract

SENTENCE = (
    "The weir was built of oak and stone, and the water has gone over it every day since, winter and summer. "
)
STORY = f"<p>{SENTENCE * 3}</p>" * 7
JAPANESE = (
    "<p>川のほとりの町では、夕方に水かさが増し、年老いた粉ひきが門を閉めた。翌朝、広場では新しい道の話が始まっていた。</p>"
    * 8
)


def _is_article(body: str, url: str = "https://harbour.example/notes/the-weir", head: str = "") -> bool:
    page = f"<!doctype html><title>The weir</title>{head}<body>{body}</body>"
    return extract(page.encode(), url).is_article


@pytest.mark.parametrize(
    "body",
    [
        f"<article><h1>The weir</h1>{STORY}</article>",
        f"<h1>The weir</h1>{STORY}",
        f"<div id=content><h2>The weir</h2>{STORY}<h3>The mill</h3>{STORY}</div>",
        f"<main><h1>The weir</h1>{STORY}<blockquote>{STORY}</blockquote></main>",
        f"<article><h1>川の町</h1>{JAPANESE}</article>",
        f"<article><h1>The weir</h1>{'<br><br>'.join([SENTENCE * 3] * 7)}</article>",
    ],
)
def test_a_story_under_a_heading_is_an_article_though_nothing_says_so(body: str) -> None:
    assert _is_article(body)


@pytest.mark.parametrize(
    "body",
    [
        f"<main><h1>Services</h1>{f'<h2>Dredging</h2><p>{SENTENCE}</p>' * 20}</main>",
        f"<main><h1>Mills</h1><ul>{'<li>An oak wheel of the best kind</li>' * 60}</ul><p>{SENTENCE}</p></main>",
        f"<main><h1>Stories</h1>{f'<p><a href=/a>{SENTENCE}</a></p>' * 20}</main>",
        f"<main><h1>The weir</h1><p>{SENTENCE}</p></main>",
        "<main><h1>Opening hours</h1><table>"
        + "<tr><td>Monday</td><td>from nine to five</td></tr>" * 60
        + "</table></main>",
    ],
)
def test_lists_services_and_short_notes_are_none(body: str) -> None:
    assert not _is_article(body)


@pytest.mark.parametrize("url", ["https://harbour.example/", "https://harbour.example/category/weirs"])
def test_a_story_at_the_address_of_a_list_is_none(url: str) -> None:
    assert not _is_article(f"<article><h1>The weir</h1>{STORY}</article>", url)


def test_a_story_about_what_is_sold_is_none() -> None:
    assert not _is_article(f"<h1>The weir</h1>{STORY}", head='<meta property="og:type" content="product">')
