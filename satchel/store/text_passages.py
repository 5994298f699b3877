"""The passages of articles in which what was searched for stands."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping

import msgspec

from satchel.base.passages import Sought
from satchel.base.passages import passages as found_in
from satchel.base.search_words import phrases
from satchel.model.passages import Passage
from satchel.model.text_query import TextQuery, wanted_terms
from satchel.store.db import ReadTx
from satchel.store.text_index import Shown


def passages(
    tx: ReadTx, user: int, sites: Mapping[int, str], query: TextQuery, shown: Shown
) -> dict[int, list[Passage]]:
    """At most three passages of each item's text that have what `query` looks for; items without any are left out.

    `sites` are the items with their sites, and the texts are those of `texts`.
    """
    sought = sought_in(query)
    if not sought or not sites:
        return {}
    found: dict[int, list[Passage]] = {}
    for item_id, text in texts(tx, user, sites, shown).items():
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


def texts(tx: ReadTx, user: int, sites: Mapping[int, str], shown: Shown) -> dict[int, str]:
    """The plain texts of articles, as the index has them: `shown` takes out of them what is hidden on their sites."""
    rows = tx.all(
        f"""
        SELECT i.id, b.text, r.parts, CASE WHEN r.parts IS NULL THEN NULL ELSE b.html END
        FROM ({tx.texts}) AS wanted CROSS JOIN items i
            JOIN bodies b ON b.user_id = :user AND b.item_id = i.id AND b.version = i.version
            LEFT JOIN site_rules r ON r.user_id = :user AND r.host = wanted.text
        WHERE i.user_id = :user AND i.id = wanted.id
        """,
        user=user, texts=msgspec.json.encode(list(sites.items())).decode(),
    )  # fmt: skip
    return {
        item_id: shown(zlib.decompress(html).decode(), parts) if html else zlib.decompress(text).decode()
        for item_id, text, parts, html in rows
    }


def _sought(query: TextQuery) -> Iterator[Sought]:
    for term in wanted_terms(query):
        if term.part in ("", "text"):
            found = phrases(term.words, is_one=term.is_phrase)
            for place, each in enumerate(found, 1):
                yield Sought(each, term.is_prefix and place == len(found))


def sought_in(query: TextQuery) -> list[Sought]:
    """What `query` looks for in the text itself, each once."""
    return list(dict.fromkeys(_sought(query)))
