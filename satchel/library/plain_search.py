"""Plain search: words and phrases that must all be there, for whoever has no more than a line of text."""

from __future__ import annotations

import re

from satchel.base.text import clean
from satchel.library import finding
from satchel.library.usecase import reads
from satchel.model.items import Listing, Query
from satchel.model.text_query import AllOf, Term
from satchel.store.db import ReadTx

MAX_QUERY_CHARACTERS = 1000
MAX_TERMS = 40
#: A phrase between quotes of any kind, the last of which may be missing; or a word.
_PIECE = re.compile(r'["„“«]([^"“”»]*)["“”»]?|(\S+)')


@reads
def search(tx: ReadTx, user: int, text: str, limit: int) -> Listing:
    """The newest items that have all words of `text`, and how many there are; what stands in quotes is a phrase.

    A star behind a word finds all that begin so.
    """
    query = Query(matching=asked(text), limit=limit)
    return finding.find(tx, user, query, total=True)


def asked(text: str) -> AllOf:
    """What is looked for."""
    pieces = _PIECE.findall(clean(text)[:MAX_QUERY_CHARACTERS])[:MAX_TERMS]
    return AllOf(
        tuple(
            Term(word.rstrip("*"), is_prefix=word.endswith("*")) if word else Term(phrase, is_phrase=True)
            for phrase, word in pieces
        )
    )
