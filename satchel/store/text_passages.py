"""The passages of articles in which what was searched for stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from satchel.base.passages import Sought
from satchel.base.passages import passages as found_in
from satchel.base.search_words import words
from satchel.model.passages import Passage
from satchel.model.text_query import TextQuery, wanted_terms
from satchel.store.db import ReadTx
from satchel.store.text_documents import texts


def passages(tx: ReadTx, user: int, item_ids: Sequence[int], query: TextQuery) -> dict[int, list[Passage]]:
    """At most three passages of each item's text that have what `query` looks for; items without any are left out."""
    sought = list(dict.fromkeys(_sought(query)))
    if not sought or not item_ids:
        return {}
    found: dict[int, list[Passage]] = {}
    for item_id, text in texts(tx, user, item_ids).items():
        its = [
            Passage(
                each.start,
                text[each.start : each.end],
                tuple((hit.start, hit.end) for hit in each.hits),
                each.goes_before,
                each.goes_on,
            )
            for each in found_in(text, sought)
        ]
        if its:
            found[item_id] = its
    return found


def _sought(query: TextQuery) -> Iterator[Sought]:
    for term in wanted_terms(query):
        if term.part in ("", "text"):
            pieces = [term.words] if term.is_phrase else term.words.split()
            found = [each for piece in pieces if (each := tuple(words(piece)))]
            for place, each in enumerate(found, 1):
                yield Sought(each, term.is_prefix and place == len(found))


def sought_in(query: TextQuery) -> list[Sought]:
    """What `query` looks for in the text itself, each once."""
    return list(dict.fromkeys(_sought(query)))
