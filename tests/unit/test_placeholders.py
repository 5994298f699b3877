"""Titles that a program wrote because it had none."""

from __future__ import annotations

import json

import pytest

from satchel.pipeline.extract import extract

PROSE = (
    "<p>The weir was built of oak and stone, and the water has gone over it every day since, winter and summer.</p>"
    * 5
)
HOLLOW = [
    "undefined", "null", "NaN", "None", "nil", "(null)", "[object Object]", "[object HTMLDivElement]", "{{title}}",
    "{{ post.title }}",
    "{% block title %}", "{{{title}}}", "<%= title %>", "<?php the_title(); ?>", "${title}", "#{title}", "%title%",
    "%%title%%",
    "{title}", "{$title}", "[[title]]", "[[+title]]", "[*pagetitle*]", "@Model.Title", "@ViewBag.Title",
    "$page.title", "##TITLE##",
    "__TITLE__", "%s", "{0}", "undefined - undefined", "{{title}} | {{site}}",
    "Untitled", "Untitled Document", "Untitled-Page", "New Page 1", "Loading...", "Loading…", "[title]",
    "#title#", "@title",
]  # fmt: skip


def _read(head: str, heading: str = "The weir at Holm") -> tuple[str, str, str]:
    page = f"<!doctype html><html><head><meta charset=utf-8>{head}</head><body><h1>{heading}</h1>{PROSE}</body></html>"
    article = extract(page.encode(), "https://harbour.example/notes/weir")
    return article.title, article.site, article.excerpt


def _quoted(text: str) -> str:
    return text.replace("<", "&lt;").replace('"', "&quot;")


@pytest.mark.parametrize("text", HOLLOW)
def test_words_for_nothing_are_no_title(text: str) -> None:
    shown = _quoted(text)
    assert (
        _read(f'<title>The weir at Holm</title><meta property="og:title" content="{shown}">')[0]
        == "The weir at Holm"
    )
    assert _read(f"<title>{shown}</title>")[0] == "The weir at Holm"
    assert _read(f"<title>{shown} | Harbour</title>")[0] == "The weir at Holm"
    assert _read("<title>The weir at Holm</title>", shown)[0] == "The weir at Holm"
    data = json.dumps({"@context": "https://schema.org", "@type": "Article", "headline": text})
    assert _read(f'<script type="application/ld+json">{data}</script>')[0] == "The weir at Holm"


@pytest.mark.parametrize("text", HOLLOW)
def test_words_for_nothing_are_neither_site_nor_excerpt(text: str) -> None:
    head = "".join(
        f'<meta property="og:{name}" content="{_quoted(text)}">'
        for name in ("site_name", "description", "image")
    )
    _, site, excerpt = _read(head)
    assert site == "harbour.example"
    assert excerpt.startswith("The weir was built")


@pytest.mark.parametrize(
    "title",
    [
        "How {{ x }} works in templates", "What is NaN?", "null and void", "Undefined behaviour", "100% wool",
        "$5 a day",
        "50% off",
        "[Update] The weir", "A weir {and a mill}", "C# and F#", "C++ templates <vector>",
    "Untitled no. 4", "Loading the mill cart", "A new page 1",
    ],
)  # fmt: skip
def test_titles_that_speak_of_such_words_stay(title: str) -> None:
    assert _read(f"<title>{_quoted(title)}</title>", _quoted(title))[0] == title


def test_an_article_about_nothing_is_called_so() -> None:
    assert _read("<title>undefined - JavaScript | Harbour</title>", "undefined")[0].startswith("undefined")
