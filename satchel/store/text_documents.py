"""What the search index has of each item: where it is read, and how far the index has come with a person's things.

The index follows the time at which things change, which grows with each change of a person (`shelves.changed_at`): a
mark says up to where it has come. So a change costs nothing beyond itself, none is missed, and none is indexed twice.
What was there before the index is taken from the newest down, beside that.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec

from satchel.base.search_words import BREAK
from satchel.base.urls import host_of
from satchel.model.items import ArticleExtras
from satchel.model.text_query import PARTS, Part
from satchel.store import articles, site_rules
from satchel.store.db import ReadTx, Row
from satchel.store.text_index import Shown

#: Items that are looked at in one step, and words of articles that are indexed in one; or one article that has more.
MAX_STEP_ITEMS = 200
MAX_STEP_WORDS = 100_000
#: Given addresses of items that became one with an item, of one step.
MAX_JOINED = 1000
#: A number that no item has: above all of them.
ABOVE_ALL = 2**53
#: Counted up when documents are made otherwise: whoever has older ones makes them anew.
FORM = 2

#: That there is something to be found of an item: not of a tombstone, which has nothing but its address.
IS_DOCUMENT = "(i.state <> 2 OR i.folded <> '')"
_HEAD = (
    f"i.id, i.changed_at, CASE WHEN {IS_DOCUMENT} THEN 1 ELSE 0 END, i.version, i.words, i.title, i.given_title,"
    " i.site, i.excerpt, i.description, i.tags, i.url, i.given_url, i.details"
)
_extras = msgspec.json.Decoder(ArticleExtras)


class Mark(NamedTuple):
    """How far the index has come with a person's things."""

    changed_at: int  #: all that changed before this is indexed, but for what is left of the rest
    item_id: int  #: and of what changed just then, all up to this item
    rest: int  #: of what was there before the index, all below this item is still to come; 0: nothing

    def is_current(self, changed_at: int) -> bool:
        """Whether that is all there is of a person whose things last changed at `changed_at`."""
        return self.changed_at >= changed_at and not self.rest


class Document(NamedTuple):
    """An item as the index has it."""

    item_id: int
    digest: bytes  #: of all that is indexed; the same one stands for the same document
    parts: dict[Part, str]


class Batch(NamedTuple):
    """One step of the index with one person's things."""

    before: Mark | None  #: None: the index knew nothing of the person
    mark: Mark
    changed: list[Document]
    gone: list[int]  #: items that are no more
    seen: int  #: items that were looked at
    is_last: bool  #: there was no more to do
    is_rest: bool  #: nothing had changed: it is of what was there before the index


def next_batch(
    tx: ReadTx, user: int, changed_at: int, before: Mark | None, table: str, shown: Shown | None = None
) -> Batch:
    """What is to be indexed next of `user`, whose things last changed at `changed_at`.

    `table` names the digests of the documents that the index has. What the person hides on a site is no part of
    texts that `shown` gives.
    """
    mark = before or Mark(changed_at, ABOVE_ALL, ABOVE_ALL)
    rows = tx.all(
        f"""
        SELECT {_HEAD} FROM items i
        WHERE i.user_id = :user AND (i.changed_at, i.id) > (:at, :id) ORDER BY i.changed_at, i.id LIMIT :limit
        """,
        user=user, at=mark.changed_at, id=mark.item_id, limit=MAX_STEP_ITEMS,
    )  # fmt: skip
    is_fresh = bool(rows)
    if not is_fresh and mark.rest:
        rows = tx.all(
            f"""
            SELECT {_HEAD} FROM items i
            WHERE i.user_id = :user AND i.id < :rest AND {IS_DOCUMENT} ORDER BY i.id DESC LIMIT :limit
            """,
            user=user, rest=mark.rest, limit=MAX_STEP_ITEMS,
        )  # fmt: skip
    is_full = len(rows) == MAX_STEP_ITEMS
    taken, changed, gone = _documents(tx, user, rows, table, shown)
    is_full = is_full or taken < len(rows)
    if is_fresh:
        last = rows[taken - 1]
        mark = Mark(last[1], last[0], mark.rest) if is_full else Mark(changed_at, ABOVE_ALL, mark.rest)
    else:
        mark = Mark(changed_at, ABOVE_ALL, rows[taken - 1][0] if is_full else 0)
    return Batch(before, mark, changed, gone, taken, not is_full and not mark.rest, not is_fresh)


def count(tx: ReadTx, user: int) -> int:
    """How many documents the index of a person has when it is whole."""
    row = tx.one(f"SELECT COUNT(*) FROM items i WHERE i.user_id = :user AND {IS_DOCUMENT}", user=user)
    return int(row[0]) if row else 0


def _documents(
    tx: ReadTx, user: int, rows: Sequence[Row], table: str, shown: Shown | None
) -> tuple[int, list[Document], list[int]]:
    """The documents of items, of as many as are one step: how many those are, which are others now, which gone."""
    if not rows:
        return 0, [], []
    ids = msgspec.json.encode([row[0] for row in rows]).decode()
    known = _digests(tx, user, ids, table)
    marked, joined = _highlights(tx, user, ids), _joined(tx, user, ids)
    rules = site_rules.among(tx, user, {_host(row) for row in rows}) if shown else {}
    changed: list[Document] = []
    gone: list[int] = []
    hiding: dict[int, str] = {}
    with_text: list[int] = []
    words = taken = 0
    for row in rows:
        number, is_document, version = row[0], row[2], row[3]
        if not is_document:
            if number in known:
                gone.append(number)
        else:
            parts = _parts(row, marked.get(number, []), joined.get(number, []))
            rule = rules.get(_host(row), "")
            digest = _digest(version, parts, rule)
            if digest != known.get(number):
                words += row[4] + 10
                if words > MAX_STEP_WORDS and with_text:
                    break
                changed.append(Document(number, digest, parts))
                if version:
                    with_text.append(number)
                if version and rule:
                    hiding[number] = rule
        taken += 1
    found = texts(tx, user, with_text)
    for document in changed:
        document.parts["text"] = found.get(document.item_id, "")
        if shown and document.item_id in hiding:
            document.parts["text"] = shown(
                articles.html(tx, user, document.item_id), hiding[document.item_id]
            )
    return taken, changed, gone


def _digests(tx: ReadTx, user: int, ids: str, table: str) -> dict[int, bytes]:
    rows = tx.all(
        f"SELECT d.item, d.digest FROM ({tx.ids}) AS wanted CROSS JOIN {table} d"
        " WHERE d.user_id = :user AND d.item = wanted.id",
        user=user, ids=ids,
    )  # fmt: skip
    return {row[0]: bytes(row[1]) for row in rows}


def _parts(row: Row, marked: Iterable[tuple[str, str]], joined: Iterable[str]) -> dict[Part, str]:
    """What is indexed of an item but its text."""
    title, given_title, site, excerpt, description, tags, url, given_url, details = row[5:]
    authors = [author.name for author in _extras.decode(details).authors] if details else []
    marked = list(marked)
    return {
        "title": _together(title, given_title),
        "author": _together(*authors),
        "site": _together(site, host_of(url or given_url)),
        "about": _together(description, excerpt),
        "tag": _together(*tags.split("\n")),
        "note": _together(description, *(note for _, note in marked)),
        "highlight": _together(*(quote for quote, _ in marked)),
        "address": _together(url, given_url, *joined),
    }


def _host(row: Row) -> str:
    """The site of an item as what is hidden on it names it."""
    url, given_url = row[11], row[12]
    return host_of(url or given_url).removeprefix("www.")


def _together(*texts: str) -> str:
    return f" {BREAK} ".join(dict.fromkeys(text for text in texts if text))


def _digest(version: int, parts: dict[Part, str], rule: str) -> bytes:
    said = msgspec.json.encode((FORM, version, [parts.get(name, "") for name in PARTS], rule))
    return hashlib.blake2b(said, digest_size=8).digest()


def _highlights(tx: ReadTx, user: int, ids: str) -> dict[int, list[tuple[str, str]]]:
    """Quotes and notes of what is marked in some items."""
    rows = tx.all(
        f"""
        SELECT h.item_id, h.quote, h.note FROM ({tx.ids}) AS wanted CROSS JOIN highlights h
        WHERE h.user_id = :user AND h.item_id = wanted.id ORDER BY h.item_id, h.id
        """,
        user=user, ids=ids,
    )  # fmt: skip
    found: dict[int, list[tuple[str, str]]] = {}
    for item_id, quote, note in rows:
        found.setdefault(item_id, []).append((quote, note))
    return found


def _joined(tx: ReadTx, user: int, ids: str) -> dict[int, list[str]]:
    """The given addresses of what became one with some items."""
    rows = tx.all(
        f"""
        SELECT i.merged_into, i.given_url FROM ({tx.ids}) AS wanted CROSS JOIN items i
        WHERE i.user_id = :user AND i.merged_into = wanted.id ORDER BY i.id LIMIT {MAX_JOINED}
        """,
        user=user, ids=ids,
    )  # fmt: skip
    found: dict[int, list[str]] = {}
    for item_id, url in rows:
        found.setdefault(item_id, []).append(url)
    return found


def texts(tx: ReadTx, user: int, item_ids: Sequence[int]) -> dict[int, str]:
    """The plain texts of articles."""
    if not item_ids:
        return {}
    rows = tx.all(
        f"""
        SELECT i.id, b.text FROM ({tx.ids}) AS wanted CROSS JOIN items i
            JOIN bodies b ON b.user_id = :user AND b.item_id = i.id AND b.version = i.version
        WHERE i.user_id = :user AND i.id = wanted.id
        """,
        user=user, ids=msgspec.json.encode(item_ids).decode(),
    )  # fmt: skip
    return {item_id: zlib.decompress(text).decode() for item_id, text in rows}
