"""Articles that were looked at last are kept, in so many letters."""

from __future__ import annotations

from satchel.web.rendered import MAX_ARTICLE_CHARACTERS, Rendered, RenderedArticles


def test_what_was_looked_at_longest_ago_goes() -> None:
    kept = RenderedArticles(most=100)
    for key in range(3):
        kept.keep(key, Rendered("x" * 33, []))
    assert kept.get(0)
    kept.keep(3, Rendered("x" * 33, []))
    assert [key for key in range(4) if kept.get(key)] == [0, 2, 3]


def test_what_is_kept_twice_counts_once_and_what_is_too_large_is_not_kept() -> None:
    kept = RenderedArticles(most=100)
    for key in (1, 2, 2, 2):
        kept.keep(key, Rendered("x" * 50, []))
    assert kept.get(1)
    kept.keep(3, Rendered("x" * (MAX_ARTICLE_CHARACTERS + 1), []))
    assert (kept.get(3), bool(kept.get(1))) == (None, True)
