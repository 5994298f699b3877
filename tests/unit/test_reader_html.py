"""An article for the reader's page: nothing in it asks another site, and its headings stand below the page's own."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from satchel.formats import reader_html
from satchel.pipeline.clean import clean


def render(html: str, *pictures: str) -> str:
    return reader_html.render(clean(html), pictures, lambda number: f"/img/{number}")


def test_pictures_are_found_here_under_their_numbers() -> None:
    known = "https://a.example/1.png"
    html = (
        '<p><img src="https://a.example/2.png?a=1&amp;b=2" alt="A &quot;b&quot;" width="4" height="5"></p>'
        '<picture><source srcset="https://a.example/1.avif">'
        f'<img src="{known}" srcset="https://a.example/3.png 2x"></picture>'
    )
    shown = render(html, known)
    assert "a.example" not in shown
    assert re.findall(r'src="([^"]+)"', shown) == ["/img/2", "/img/1"]
    assert 'alt="A &quot;b&quot;" width="4" height="5" loading="lazy"' in shown
    assert reader_html.sources(clean(html), [known]) == [known, "https://a.example/2.png?a=1&b=2"]


def test_what_only_counts_readers_is_left_out() -> None:
    assert "<img" not in render('<p>x<img src="https://count.example/1" width="1" height="1"></p>')


def test_films_are_links_to_where_they_play() -> None:
    shown = render(
        '<video src="https://v.example/f.mp4" poster="https://v.example/p.jpg" controls><p>No film</p></video>'
        '<audio src="https://v.example/f.mp3" controls></audio>'
    )
    assert re.findall(r"<(?:video|audio|source)", shown) == []
    assert re.findall(r'href="([^"]+)"', shown) == ["https://v.example/f.mp4", "https://v.example/f.mp3"]
    assert 'src="/img/1"' in shown
    assert "No film" not in shown


@pytest.mark.parametrize(
    ("levels", "shown"), [("1 2 3", "2 3 4"), ("2 2 3", "2 2 3"), ("4 6 4 2", "2 3 2 2"), ("3 1 2", "2 2 3"),
    ("1 2 3 4 5 6", "2 3 4 5 6 6")],
)  # fmt: skip
def test_headings_stand_below_that_of_the_page_and_skip_no_level(levels: str, shown: str) -> None:
    html = "".join(f"<h{level}>A <em>b</em></h{level}><p>c</p>" for level in levels.split())
    found = render(html)
    assert re.findall(r"<h(\d)[ >]", found) == shown.split()
    assert re.findall(r"</h(\d)>", found) == shown.split()


def test_a_heading_keeps_its_name_and_language_and_the_picture_in_it() -> None:
    shown = render('<h1 id="note-3" lang="fr" dir="ltr">A<img src="https://a.example/1.png">B</h1>')
    assert shown.startswith('<h2 id="note-3" lang="fr" dir="ltr">A<img')
    assert shown.endswith("B</h2>")


def test_tables_stand_in_boxes_that_scroll() -> None:
    assert render("<table><tr><td>1</td></tr></table>").startswith('<div class="wide"><table>')
    assert (
        render("<table><tr><td><table><tr><td>1</td></tr></table></td></tr></table>").count("</table></div>")
        == 2
    )


@given(
    st.lists(
        st.sampled_from([
            "<h1>", "</h1>", "<h3>", "<p>", "</p>", '<img src="https://a.example/x">', "<table>", "</table>", "<td>",
            "words", "<video src='https://a.example/v'>", "</video>", "<b>", "</b>", '<a href="https://a.example/">', 
            "</a>", "&lt;", "<main>",
        ]),
        max_size=25,
    )
)  # fmt: skip
def test_whatever_comes_what_goes_out_is_as_clean_as_before(parts: list[str]) -> None:
    shown = render("".join(parts))
    for tag in ("h1", "h2", "h3", "h4", "table", "p", "a", "div"):
        assert len(re.findall(rf"<{tag}\b", shown)) == len(re.findall(rf"</{tag}>", shown)), shown
    assert not re.search(r"<(?:video|main|script|h1)\b", shown)
    assert all(src.startswith("/img/") for src in re.findall(r'\ssrc="([^"]*)"', shown))


@pytest.mark.parametrize(
    ("tag", "kept"),
    [("en", "en"), ("pt-BR", "pt-BR"), ("zh-Hant-TW", "zh-Hant-TW"), ('en" x="', ""), ("", ""), ("x y", "")],
)
def test_a_language_is_a_language(tag: str, kept: str) -> None:
    assert reader_html.language(tag) == kept
