"""The parts of an article, as people would point at them, and how one is known again in the next article."""

from __future__ import annotations

import pytest

from satchel.formats.blocks import Hidden, blocks, hide, part_of

LINK, OTHER = '<a href="https://a.example/1">One</a>', '<a href="https://a.example/2">Two</a>'
LIST = "<ul><li>{}</li></ul>"
FIGURE = '<figure><img src="https://a.example/{}"></figure>'


def texts(html: str) -> list[str]:
    return [block.text for block in blocks(html)]


def hidden(html: str, *places: int) -> Hidden:
    found = blocks(html)
    return Hidden(part_of(found[place], 1) for place in places)


@pytest.mark.parametrize(
    ("html", "parts"),
    [
        ("<p>One</p><p>Two</p>", ["One", "Two"]),
        ("<div><p>One</p><section><p>Two</p></section></div><p>Three</p>", ["One", "Two", "Three"]),
        ("<div>Own words <b>of</b> a box</div>", ["Own words of a box"]),
        ("<ul><li>a</li><li><p>b</p></li></ul>", ["a b"]),
        ("<blockquote><p>One</p><p>Two</p></blockquote>", ["One Two"]),
        ("<p>1 &lt; 2 &amp; so on</p>", ["1 < 2 & so on"]),
        ("Words of no element<p>One</p>", ["One"]),
        ("<div><div><div></div></div></div>", [""]),
        ("", []),
    ],
)
def test_parts_are_what_people_see(html: str, parts: list[str]) -> None:
    assert texts(html) == parts


@pytest.mark.parametrize(
    ("first", "place", "second", "left"),
    [
        # The same words, whatever the numbers in them.
        ("<p>A</p><p>12 comments</p>", 1, "<p>B</p><p>345 comments</p>", "<p>B</p>"),
        # A beginning with a colon, if there are links.
        (f"<p>Read more: {LINK}</p>", 0, f"<p>B</p><p>Read more: {OTHER}</p>", "<p>B</p>"),
        # But not what only begins so.
        (f"<p>Read more: {LINK}</p>", 0, "<p>Read more: she said.</p>", "<p>Read more: she said.</p>"),
        # Links below the same heading.
        (f"<h2>Related</h2>{LIST.format(LINK)}", 1, f"<h2>Related</h2>{LIST.format(OTHER)}", "<h2>Related</h2>"),
        # The same picture.
        (FIGURE.format("ad.png?1"), 0, FIGURE.format("ad.png?2") + FIGURE.format("b.png"), FIGURE.format("b.png")),
        # Another element that says the same is another part.
        ("<p>The end</p>", 0, "<h2>The end</h2>", "<h2>The end</h2>"),
    ],
)  # fmt: skip
def test_a_part_is_known_again_by_what_it_is(first: str, place: int, second: str, left: str) -> None:
    assert hide(second, hidden(first, place), cut=True)[0] == left


def test_what_is_hidden_stays_in_the_page_so_that_its_letters_keep_their_places() -> None:
    html = "<div><p>One</p><p>Two</p></div>"
    assert hide(html, hidden(html, 1)) == ('<div><p>One</p><div hidden=""><p>Two</p></div></div>', 1)


def test_a_long_article_takes_one_walk() -> None:
    html = "<div>" * 500 + "<p>x</p>" * 20_000 + "</div>" * 500
    assert len(blocks(html)) == 20_000
