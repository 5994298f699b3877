from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from satchel.pipeline.parsing.htmlguard import MAX_DEPTH, MAX_MARKUP, guard

HONEST = """<!doctype html><html><body class="a b"><p title="a > b">One<br/>two<ul><li>three<li>four</ul>
<script>if (a < b && c > d) { x("<div>".repeat(9)) }</script><!-- <div> --><svg><path d="M0 0"/></svg></body></html>"""


def test_an_honest_page_comes_back_as_it_is() -> None:
    assert guard(HONEST) == (HONEST, ())


def test_paragraphs_and_items_left_open_are_no_nesting() -> None:
    page = "<p>text" * 5_000 + "<ul>" + "<li>item" * 5_000 + "</ul>"
    assert guard(page) == (page, ())


def test_long_but_honest_attributes_stay() -> None:
    page = f'<img srcset="{", ".join(f"/picture-{size}.jpg {size}w" for size in range(100, 900, 10))}" alt="A boat">'
    assert guard(page) == (page, ())


def test_a_flood_of_attributes_is_cut() -> None:
    text, notes = guard("<div " + " ".join(f"a{number}=b" for number in range(10_000)) + " >text</div>")
    assert len(text) < 2_000
    assert text.endswith(">text</div>")
    assert notes


def test_a_flood_hidden_behind_a_quoted_bracket_is_cut() -> None:
    text, _ = guard("<div " + 'a=">" ' * 10_000 + ">text</div>")
    assert len(text) < 2_000


def test_a_tag_that_never_ends_is_cut() -> None:
    assert len(guard("<p>text</p>" + "<a " * 100_000)[0]) < 5_000


def test_endless_nesting_is_flattened_and_keeps_its_text() -> None:
    text, notes = guard("<div>" * 5_000 + "text" + "</div>" * 5_000 + "<p>after</p>")
    assert text.count("<div>") == MAX_DEPTH
    assert text.count("</div>") == MAX_DEPTH
    assert "text" in text
    assert text.endswith("<p>after</p>")
    assert notes == (f"flattened: more than {MAX_DEPTH} open elements",)


@pytest.mark.parametrize("cover", ["<!-->{}-->", "<!--->{}-->", "<!-- a --!>{}-->", "<svg><style>{}</style>"])
def test_nothing_hides_behind_what_only_looks_like_a_comment_or_a_style(cover: str) -> None:
    _, notes = guard(cover.format("<div>" * 1_000))
    assert notes
    _, notes = guard(cover.format("<div " + " ".join(f"a{number}=b" for number in range(10_000)) + ">"))
    assert notes


@pytest.mark.parametrize(
    "cover", ["<!-- {} -->", "<!-- {} --!>", "<style>{}</style>", "<svg></svg><style>{}</STYLE>"]
)
def test_what_stands_in_a_comment_or_a_style_is_no_nesting(cover: str) -> None:
    page = cover.format("<div>" * 1_000)
    assert guard(page) == (page, ())


def test_a_page_of_endless_markup_is_cut_between_tags() -> None:
    text, notes = guard("<p>some words</p>" * 200_000)
    assert len(text) <= MAX_MARKUP + 20
    assert text.endswith(("</p>", "words"))
    assert notes


def test_scripts_do_not_count_as_markup() -> None:
    page = "<script>" + "x" * (MAX_MARKUP + 10) + "</script><p>text</p>"
    assert guard(page) == (page, ())


PIECES = ["<", "<!", "<!--", "<a ", "</", "<script>", "<title>", '<a b="', "<a =", "<div>", "<b><i>", "&amp;"]
PIECES += [
    "<a\n",
    "<svg/>",
    "<a b='>",
    "<!-->",
    "--><!--",
    "<textarea>",
    "</div>",
    "<p",
    '="',
    "<x y=z ",
    "<style>",
]


@pytest.mark.slow
@pytest.mark.parametrize("piece", PIECES)
def test_a_million_of_anything_takes_linear_time(piece: str) -> None:
    def seconds(count: int) -> float:
        started = time.process_time()
        guard(piece * count)
        return time.process_time() - started

    def is_linear() -> bool:
        small, large = seconds(10_000), seconds(80_000)
        return large < 0.05 or large < small * 30  # eight times the work; quadratic would be 64 times

    # Somebody else's garbage may be collected in the middle of it, but hardly five times.
    assert any(is_linear() for _ in range(5))


@given(
    st.lists(
        st.sampled_from(
            [
                "<",
                ">",
                "a",
                " ",
                "=",
                '"',
                "'",
                "/",
                "!",
                "--",
                "<div>",
                "</div>",
                "<script>",
                "</script>",
                "p",
            ]
        )
    )
)
def test_any_soup_is_survived_and_settled(parts: list[str]) -> None:
    text, _ = guard("".join(parts))
    assert guard(text)[0] == text
