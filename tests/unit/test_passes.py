"""The passes from a page to its article, and what can be asked of them."""

from __future__ import annotations

import pytest

from satchel.pipeline.article.passes import BY_RULE, GENERAL, LISTING_CARDS, LISTING_PAGE
from satchel.pipeline.extract import extract
from satchel.pipeline.rules.book import Rules

STORY = "".join(
    f"<p>In year {year} the ferry ran late, and the pilot, who had a cold, blamed the fog for it.</p>"
    for year in range(1900, 1908)
)
PAGE = f"""<!doctype html><title>The late ferry</title><body>
<nav>Harbour news and more</nav><div class="sidebar"><p>What the neighbours read, all of it, today.</p></div>
<main><h1>The late ferry</h1>{STORY}<div class="share">Send it to a friend</div><p>Read more</p>
<figure><img src="/ferry.jpg" width="640" height="480"><figcaption>The ferry in fog</figcaption></figure>
<div style="display:none">Nobody sees this line of text</div></main>""".encode()


def explained(words: str, page: bytes = PAGE) -> str:
    article = extract(page, "https://pier.example/ferry", rules=Rules(()), explain=words)
    (found,) = (note for note in article.log if note.startswith("explain:"))
    return found.removeprefix("explain: ")


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("What the neighbours read", "taken by the pass page: by its name: <div.sidebar>"),
        ("Send it to a friend", "taken by the pass furniture: share row: <p.share>"),
        ("Read more", "taken by the pass lines: furniture: <p>"),
        ("Nobody sees this", "taken by the pass page: hidden: <div>"),
        (
            "Harbour news",
            "taken by the pass choice: what stands outside of the box with the most prose; candidate <main> with",
        ),
        ("The ferry in fog", "the words are shown as a caption"),
        ("In year 1904 the ferry ran late", "the words are in the article"),
        ("a word of no page", "no pass took them"),
    ],
)
def test_a_person_can_ask_which_pass_took_some_words(words: str, answer: str) -> None:
    assert explained(words).startswith(answer)


def test_without_a_question_nothing_is_explained() -> None:
    log = extract(PAGE, "https://pier.example/ferry", rules=Rules(())).log
    assert not any(note.startswith("explain:") for note in log)


def test_every_pass_has_a_name_of_its_own_and_says_why() -> None:
    for way in (GENERAL, LISTING_PAGE + LISTING_CARDS, BY_RULE):
        names = [one.name for one in way]
        assert len(set(names)) == len(names)
        assert all(one.why for one in way)
