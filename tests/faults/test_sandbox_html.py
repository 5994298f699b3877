"""HTML that a person hands in is read in the same child as pages, under the same limits."""

from __future__ import annotations

import asyncio

import pytest

from satchel.model.articles import Article
from satchel.model.pages import FetchFailed
from satchel.pipeline.sandbox import Sandbox
from tests.faults.test_sandbox import HTML, SENTENCE, page

pytestmark = pytest.mark.faults

URL = "https://site.example/notes/a"


def read(html: str, url: str = URL) -> Article:
    async def work() -> Article:
        async with Sandbox() as sandbox:
            return await sandbox.read_html(html, url)

    return asyncio.run(work())


def test_all_of_a_text_stays_and_is_clean() -> None:
    article = read(
        f"<h2>One</h2><p onclick=x>{SENTENCE}</p><script>alert(1)</script><p>Short.</p><a href='../b'>b</a>"
        "<img src=/p.png>"
    )
    assert "Short." in article.text
    assert SENTENCE.strip() in article.text
    assert "One" in article.text
    assert "alert" not in article.html + article.text
    assert "onclick" not in article.html
    assert 'href="https://site.example/b"' in article.html
    assert "https://site.example/p.png" in article.html


def test_of_a_whole_page_the_article_is_read_with_its_title() -> None:
    menu = "<nav><ul><li><a href=/>Home</a><li><a href=/x>Elsewhere</a></ul></nav>"
    head = '<head><title>The last ferry</title><link rel=next href="/notes/a/2"></head>'
    article = read(f"<html>{head}<body>{menu}<article><p>{SENTENCE * 20}</article></body></html>")
    assert article.title == "The last ferry"
    assert "Elsewhere" not in article.text
    assert article.is_article
    assert (article.next_page, article.refresh) == ("", "")


def test_a_whole_page_without_an_article_keeps_its_words() -> None:
    assert "Buy milk" in read("<html><body><div>Buy milk</div></body></html>").text


@pytest.mark.parametrize(
    "html",
    [
        "",
        "  ",
        "<",
        "plain words",
        "<!-- ",
        "<p>\ud800half",
        "\0",
        "<meta http-equiv=refresh content='0;url=/x'>",
    ],
)
@pytest.mark.parametrize("url", [URL, "", "nonsense"])
def test_whatever_is_handed_in_gives_an_article(html: str, url: str) -> None:
    article = read(html, url)
    assert article.refresh == ""
    assert ("words" in html) == ("words" in article.text)


def test_pages_and_html_are_read_by_one_child_in_any_order() -> None:
    async def work() -> None:
        async with Sandbox() as sandbox:
            first = await sandbox.extract(page())
            pid = sandbox.pid
            handed = await sandbox.read_html(HTML.decode(), URL)
            again = await sandbox.extract(page())
            assert sandbox.pid == pid
            assert first == again
            assert (handed.title, handed.text) == (first.title, first.text)

    asyncio.run(work())


def test_html_that_costs_too_much_fails_alone_and_for_good() -> None:
    async def work() -> None:
        async with Sandbox(memory_mb=160) as sandbox:
            with pytest.raises(FetchFailed) as failed:
                await sandbox.read_html("<p>x" * 5_000_000, URL)
            assert failed.value.permanent
            assert (await sandbox.extract(page())).title == "The last ferry"

    asyncio.run(work())


def test_html_says_nothing_of_days_to_come() -> None:
    html = (
        "<html><head><meta property='article:published_time' content='2999-01-01'></head><body><p>"
        + SENTENCE * 20
    )
    assert read(html).published_at is None
