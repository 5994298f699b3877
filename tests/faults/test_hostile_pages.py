"""Pages made to hang or swell a parser, in sizes that would show it: each has seconds, most take milliseconds."""

from __future__ import annotations

import time

import pytest

from satchel.pipeline.extract import extract
from tests.patience import CPU

pytestmark = pytest.mark.faults

URL = "https://site.example/2024/05/06/story.html"
ART = "".join(
    f"<p>The quick boat, having passed the slow buoy, lay by the river and thought about {n} other things.</p>"
    for n in range(30)
)
N = 20_000

PAGES = {
    "paragraphs without end": "<article>" + ART * 600,
    "one text without end": ART + "<p>" + "word, " * 700_000,
    "nested div": "<div>" * N * 2 + ART + "</div>" * N * 2,
    "nested span, unclosed": ART + "<span>x" * N * 2,
    "misnested formatting": ART + "<b><i><font color=red>x</b>" * 8_000,
    "nested tables": ART + "<table><tr><td>x" * 4_000,
    "a tag of 50,000 attributes": "<div " + " ".join(f"a{n}=b" for n in range(50_000)) + ">" + ART,
    "a class of a megabyte": '<div class="' + "comment share " * 75_000 + '">' + ART,
    "50,000 links": ART + "<ul>" + '<li><a href="/x/1">A link among many</a></li>' * 50_000,
    "a tag that never ends": ART + "<a " * 300_000,
    "half a million entities": "<p>" + "&amp;&eacute;" * 250_000,
    "a byline of half a megabyte": '<div class="byline author">'
    + "By John Doe and " * 32_000
    + "</div>"
    + ART,
    "spans side by side": ART + "<p>" + "<span>x</span>" * N,
    "unknown elements side by side": ART + "<p>" + "<foo>x</foo> y " * N,
    "fonts side by side": ART + "<div>" + "<font>x</font>y" * N,
    "breaks": ART + "a<br><br>" * N,
    "pictures": ART + "<img class=lazy data-foo=x.jpg src=a.gif>" * N,
    "noscript pictures": ART + "<img src=b.gif><noscript><img src=a.jpg></noscript>" * (N // 2),
    "players": ART + '<iframe src="https://www.youtube.com/embed/abcdefghijk"></iframe>' * N,
    "hidden boxes": ART + "<div hidden>x</div>" * N,
    "named boxes inside one another": "<div class=sidebar>" * 190 + ART * 30,
    "bylines inside one another": "<div class=byline>" * 190 + ART * 30,
    "lists inside one another": "<ul><li>" * 190 + ART * 30,
    "cells of tables inside tables": "<table><tr><td>x" * 190 + "<tr><td>y" * N + ART,
    "headings": ART + "<h1>Some title</h1>" * N,
    "authors": ART + "<span itemprop=author>Ann Lee</span>" * N,
    "commas": ART + "<p>" + "," * 1_000_000,
    "spaces": ART + "<p>" + " " * 1_000_000,
    "less-than signs": ART + "<" * 500_000,
    "comments that never end": ART + "<!--" * 200_000,
    "scripts that never end": ART + "<script>" * N,
    "drawings inside one another": ART + "<svg>" * N,
    "templates inside one another": ART + "<template>" * N,
    "forms": ART + "<form><input>" * N,
    "a srcset of nothing but commas": ART + '<img srcset="' + "," * 100_000 + '">',
    "quoted brackets": ART + "<div " + 'a=">" ' * 100_000 + ">",
    "direction overrides": "\u202e" * 100_000 + ART,
    "a frameset": "<frameset cols=50%><frame src=a><frame src=b></frameset>",
}
HEADS = {
    "JSON-LD without bottom": '<script type="application/ld+json">' + '{"a":[' * 100_000 + "</script>",
    "JSON-LD of two megabytes": '<script type="application/ld+json">{"@type":"NewsArticle","headline":"H","x":['
    + ",".join(f'{{"@type":"Thing","name":"n{n}"}}' for n in range(60_000))
    + "]}</script>",
    "a title of a megabyte": "<title>" + "a | b - c, by x and y  " * 43_000 + "</title>",
    "metas": '<meta name="author" content="a b">' * N,
    "dates": f'<meta name="date" content="{"1" * 100_000}">' + "<meta name=date content='2024-99-99'>" * 500,
}


def read(body: bytes) -> tuple[str, float]:
    started = time.process_time()
    article = extract(body, URL)
    assert not any(note.startswith("extraction failed") for note in article.log)
    assert len(article.title) <= 500
    return article.text, time.process_time() - started


@pytest.mark.parametrize("name", PAGES)
def test_a_hostile_body_costs_seconds_at_most_and_loses_no_article(name: str) -> None:
    text, seconds = read(
        f"<!doctype html><html><head><title>Some title</title></head><body>{PAGES[name]}".encode()
    )
    assert seconds < CPU
    assert "quick boat" in text or ART not in PAGES[name]


@pytest.mark.parametrize("name", HEADS)
def test_a_hostile_head_costs_seconds_at_most_and_loses_no_article(name: str) -> None:
    text, seconds = read(f"<!doctype html><html><head>{HEADS[name]}</head><body>{ART}".encode())
    assert seconds < CPU
    assert "quick boat" in text


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"  \n\t ",
        b"\x00" * 5_000,
        bytes(range(256)) * 2_000,
        b"%PDF-1.7\n" + bytes(range(256)) * 500,
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 1 0 R/Kids[1 0 R]>>endobj trailer<</Root 1 0 R>>",
        b"\xff\xfe<\x00p\x00",
        b'<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">' + b'<!ENTITY b "&a;&a;&a;">' * 99 + b"]><p>&b;</p>",
        b"GIF89a", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xff\xff\xff", b"RIFF\x00\x00\x00\x00WEBP",
    ],
)  # fmt: skip
def test_odd_bodies_give_a_title_and_no_fault(body: bytes) -> None:
    text, seconds = read(body)
    assert seconds < CPU
    assert "\x00" not in text


def test_nul_bytes_and_control_characters_cost_nothing() -> None:
    body = f"<title>T</title>{ART}".replace("boat", "b\x00oat").encode() + b"\x00" * 1_000 + b"\x01\x08\x1f"
    assert "quick boat" in read(body)[0]
