"""Highlights of long articles are drawn without lists of all their tags, words or letters.

Each such list is made by one call into C, for which the whole server stands still, and takes many times the text.
"""

from __future__ import annotations

import tracemalloc

import pytest

from satchel.formats import highlighted_html
from satchel.model.highlights import Colour, Highlight

MANY = 20_000


def highlight(number: int, quote: str, note: str = "") -> Highlight:
    return Highlight(
        number, "", quote, note, Colour.YELLOW, start=0, end=1, prefix="", suffix="", patch="", version=2, made_at=0,
        changed_at=0, occurrence=None,
    )  # fmt: skip


def drawn(html: str, *quotes: str) -> str:
    return highlighted_html.draw(html, [highlight(n, quote) for n, quote in enumerate(quotes)], "").html


@pytest.mark.parametrize(
    "article",
    [
        "".join(f"<p>lantern {n} of the old harbour and its long way home</p>" for n in range(MANY)),
        "".join(f"<p>lantern {n} <em>of</em> the <b>old</b> harbour</p>" for n in range(MANY)),
        "<pre>" + "".join(f"lantern {n} &amp; &lt;old&gt; &quot; harbour " for n in range(MANY)) + "</pre>",
        "<p>\U0001f3ee" + "".join(f"lantern {n} of the old harbour, " for n in range(MANY)) + "</p>",
    ],
    ids=["words", "tags", "escapes", "four-bytes"],
)
def test_highlights_of_a_long_article_take_a_few_times_its_text(article: str) -> None:
    marks = [highlight(n, f"lantern {n}", "a note") for n in range(0, MANY, 100)]
    tracemalloc.start()
    try:
        found = highlighted_html.draw(article, marks, "Your note")
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(found.drawn) == len(marks) == found.html.count("<mark ")
    assert most < 8 * len(article) * (4 if max(article) > "\xff" else 1)


def test_a_highlight_in_a_paragraph_without_end_is_one_mark() -> None:
    words = " ".join(f"word{n}&amp;" for n in range(3000))
    quote = " ".join(f"word{n}&" for n in range(100, 2900))
    shown = drawn(f"<p>{words}</p>", quote)
    assert shown.count("<mark") == 1
    assert f'class="yellow">{" ".join(f"word{n}&amp;" for n in range(100, 2900))}</mark> word2900' in shown


@pytest.mark.parametrize("before", range(4085, 4100))
def test_an_escape_is_one_letter_wherever_a_piece_of_the_text_ends(before: int) -> None:
    assert drawn(f"<p>{'x' * before}&#8222;y&#8220; z</p>", "„y“").endswith(
        'x<mark id="h-0" class="yellow">&#8222;y&#8220;</mark> z</p>'
    )
