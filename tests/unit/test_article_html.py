"""The renderer of article HTML: what no hook speaks of stays to the letter, and each hook has its say."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from satchel.formats.article_html import ArticleHtml, Attributes, Shown
from satchel.pipeline.clean import clean

ARTICLE = (
    '<h2>One</h2><p>See <a href="#note-1">1</a> and <a href="https://a.example/?a=1&amp;b=2">there</a>.</p>'
    '<figure><img src="https://a.example/p.png" alt="P"><figcaption>A <em>caption</em></figcaption></figure>'
    '<p id="note-1">A note.</p><video src="https://a.example/f.mp4" controls><p>No film</p></video>'
)


class Everything(ArticleHtml):
    """Says what it was asked about."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[object] = []

    def picture(self, attributes: Attributes) -> Shown | None:
        self.asked.append(("picture", attributes, self.in_figure))
        return None

    def player(self, tag: str, attributes: Attributes) -> Shown | None:
        return Shown("[film]", whole=True)

    def link(self, attributes: Attributes) -> Shown | None:
        self.asked.append(("link", attributes["href"]))
        return Shown('<a class="out">')

    def note(self, number: int, attributes: Attributes) -> Shown | None:
        return Shown(f'<a class="note" href="#n{number}">')

    def heading(self, level: int, attributes: Attributes) -> Shown | None:
        return Shown(f'<h{level} id="part">')

    def caption(self, attributes: Attributes) -> Shown | None:
        return Shown("", whole=True)


def test_each_hook_says_what_stands_in_its_place() -> None:
    every = Everything()
    assert every.render(ARTICLE) == (
        '<h2 id="part">One</h2><p>See <a class="note" href="#n1">1</a> and <a class="out">there</a>.</p>'
        '<figure><img src="https://a.example/p.png" alt="P"></figure>'
        '<p id="note-1">A note.</p>[film]'
    )
    assert every.asked == [
        ("link", "https://a.example/?a=1&b=2"),
        ("picture", {"src": "https://a.example/p.png", "alt": "P"}, True),
    ]


def test_a_block_takes_the_place_of_a_paragraph_that_held_nothing_else() -> None:
    class Boxes(ArticleHtml):
        def picture(self, attributes: Attributes) -> Shown | None:
            return Shown("<div></div>", block=True)

    assert Boxes().render('<p><img src="x"></p><p>A <img src="x"></p>') == "<div></div><p>A <div></div></p>"


def test_what_is_unwrapped_leaves_its_content() -> None:
    class Bare(ArticleHtml):
        unwrapped = frozenset(["picture", "source"])

    assert Bare().render('<picture><source srcset="x"><img src="y"></picture>') == '<img src="y">'


_WORDS = ("p", "figure", "img src=x", "figcaption", "video src=y", "h2", "br", "a href=http://a.example/?b")
_TAGS = st.sampled_from(
    [*(f"<{word}>" for word in _WORDS), *(f"</{word.split()[0]}>" for word in _WORDS), *'<>&"']
)


@given(st.lists(_TAGS | st.text(max_size=8), max_size=25))
def test_stored_html_without_hooks_comes_out_as_it_went_in(parts: list[str]) -> None:
    stored = clean("".join(parts))
    assert ArticleHtml().render(stored) == stored
