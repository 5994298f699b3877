"""Highlights that apps made, in the reader: drawn in the text in their colours, listed with their notes below it."""

from __future__ import annotations

import re
from html import unescape

import pytest

from satchel.library import acting, finding
from satchel.library.change import Changeset
from satchel.model.actions import AddHighlight, ById
from satchel.model.highlights import Anchor, Colour, NewHighlight
from satchel.store import highlights
from satchel.store.db import Tx
from tests.web.reading import read
from tests.wire.server import Wire
from tests.wire.surfer import Surfer

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

BODY = (
    "<p>The oven at the end of the lane is <em>lit</em> on Fridays &amp; Sundays.</p><p>You bring your own dough.</p>"
    "<p>Nobody  knows who built it. You bring your own dough, and salt.</p>"
    + "<p>And so it goes on and on.</p>"
    * 20
)


@pytest.fixture
def alice(wire: Wire) -> Surfer:
    surfer = Surfer(wire)
    surfer.sign_in()
    return surfer


def mark(wire: Wire, number: int, quote: str, **more: object) -> None:
    act = AddHighlight(ById(number), NewHighlight(quote, **more))  # type: ignore[arg-type]
    (outcome,) = wire.library.store.write(lambda tx: acting.act(tx, 1, [act]))
    assert outcome.done, outcome


def text_of(page: str) -> str:
    found = re.search(r'<div class="text[^"]*">(.*?)</div>\s*</article>', page, re.DOTALL)
    assert found
    return found[1]


def test_what_apps_marked_is_drawn_in_the_text_and_listed_with_its_note(wire: Wire, alice: Surfer) -> None:
    number = read(wire, body=BODY)
    mark(wire, number, "lane is lit on Fridays & Sundays", colour=Colour.GREEN, note="Ask <them>.")
    mark(wire, number, "who built it")
    mark(wire, number, "words that are not there")
    page = alice.get(f"/read/{number}").text
    text = text_of(page)
    first = re.search(r'<mark id="h-(\d+)" class="green" aria-details="n-\1">lane is </mark>', text)
    assert first
    assert '<em><mark class="green" aria-details=' in text
    assert ' on Fridays &amp; Sundays</mark><a class="noted"' in text
    assert f'href="#n-{first[1]}"' in text
    assert re.search(r'<mark id="h-\d+" class="plain">who built it</mark>', text)
    listed = page.split('<section class="highlights"')[1].split("</section>")[0]
    quotes = [unescape(quote) for quote in re.findall(r"<mark class=\"\w+\">(.*?)</mark>", listed)]
    assert quotes == ["lane is lit on Fridays & Sundays", "who built it", "words that are not there"]
    assert "Ask &lt;them&gt;." in listed
    assert listed.count("Show it in the text") == 2
    assert listed.count("This passage is not in the text that is shown.") == 1


def test_of_passages_that_are_alike_the_one_with_its_neighbours_is_drawn(wire: Wire, alice: Surfer) -> None:
    number = read(wire, body=BODY)
    wire.library.store.write(lambda tx: _place(tx, number))
    text = text_of(alice.get(f"/read/{number}").text)
    assert re.search(r"built it. <mark [^>]*>You bring your own dough</mark>, and salt", text)
    assert text.count("<mark") == 1


def _place(tx: Tx, number: int) -> None:
    """Mark the second of two passages that are alike, as a program does that knows which one it means."""
    with Changeset(tx, 1) as change:
        anchor = Anchor(100, 124, "Nobody knows who built it. ", ", and salt. And so it goes")
        new = NewHighlight("You bring your own dough")
        highlights.insert(tx, 1, change.next_id(), number, new, anchor, tx.now, change.stamp)


def test_marks_that_overlap_stand_side_by_side_and_words_that_are_searched_within_them(
    wire: Wire, alice: Surfer
) -> None:
    number = read(wire, body=BODY)
    mark(wire, number, "The oven at the end", colour=Colour.BLUE)
    mark(wire, number, "the end of the lane", colour=Colour.PINK)
    text = text_of(alice.get(f"/read/{number}").text)
    assert re.search(
        r'class="blue">The oven at the end</mark><mark [^>]*class="pink"> of the lane</mark>', text
    )
    found = text_of(alice.get(f"/read/{number}?q=oven").text)
    assert re.search(r'class="blue">The <mark id="[^"]*">oven</mark> at the end</mark>', found)


def test_what_an_app_made_of_a_quote_does_nothing_in_the_page(wire: Wire, alice: Surfer) -> None:
    number = read(wire, body=BODY.replace("dough", "&lt;script&gt;dough"))
    mark(wire, number, 'own <script>dough, and "salt', note='"><script>alert(1)</script>')
    mark(wire, number, "your own <script>dough, and", note="x")
    page = alice.get(f"/read/{number}").text
    assert "<script>alert" not in page
    assert "<script>dough" not in page
    assert "your own &lt;script&gt;dough, and</mark>" in text_of(page)


def test_the_marks_of_others_are_not_drawn(wire: Wire, alice: Surfer) -> None:
    number = read(wire, body=BODY)
    other = read(wire, "https://a.example/2", body=BODY, user=2)
    act = AddHighlight(ById(other), NewHighlight("who built it"))
    wire.library.store.write(lambda tx: acting.act(tx, 2, [act]))
    found = wire.library.run_sync(finding.get, 1, number)
    assert found
    assert "<mark" not in text_of(alice.get(f"/read/{number}").text)
