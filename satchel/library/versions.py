"""Versions: each text that an item had, as far back as they are kept, and which of them is read.

Whatever gives an item another text goes through here: a fetch that found one, all of a page in place of its
article, what the person pasted, and the choice of one that was there before.
"""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from satchel.base.errors import NotFound
from satchel.library import edits, turning, undoing
from satchel.library.change import Changeset
from satchel.library.undoing import Done
from satchel.library.usecase import reads, writes
from satchel.model.articles import Article
from satchel.model.items import ArticleExtras, ArticleHead, Item
from satchel.model.versions import Origin, Version
from satchel.store import articles
from satchel.store import edits as edits_store
from satchel.store import versions as store
from satchel.store.db import ReadTx, Tx

#: Of one item; the oldest go, but never the one that is read.
MAX_VERSIONS = 5
#: What is kept of the notes on how a text was chosen.
MAX_WHY_CHARACTERS = 4000


class Pair(NamedTuple):
    """Two versions of an item, the older first."""

    item: Item
    older: Version
    newer: Version
    texts: tuple[str, str]


def listed(tx: ReadTx, user: int, item: Item) -> list[Version]:
    """All versions of an item, the newest first, each with its head."""
    now = edits.bare(item).article
    return [
        each if each.head else msgspec.structs.replace(each, head=now)
        for each in store.listed(tx, user, item.id)
    ]


@reads
def shown(tx: ReadTx, user: int, item_id: int) -> tuple[Item, list[Version]]:
    """An item with its versions. Raises `NotFound`."""
    item = undoing.living(tx, user, item_id)
    return item, listed(tx, user, item)


@reads
def compared(tx: ReadTx, user: int, item_id: int, one: int, other: int) -> Pair:
    """Two versions with their texts. Raises `NotFound` where one of them is not there."""
    item = undoing.living(tx, user, item_id)
    known = {each.number: each for each in listed(tx, user, item)}
    numbers = sorted((one, other))
    bodies = [store.body(tx, user, item.id, number) for number in numbers if number in known]
    if len(bodies) < 2 or bodies[0] is None or bodies[1] is None:
        raise NotFound("This version is no longer kept.")
    return Pair(item, known[numbers[0]], known[numbers[1]], (bodies[0][1], bodies[1][1]))


@writes
def choose(tx: Tx, user: int, item_id: int, number: int) -> Done:
    """Read the version of that number from now on. Raises `NotFound`."""
    tx.lock_user(user)
    item = undoing.living(tx, user, item_id)
    with Changeset(tx, user) as change:
        if not turning.turn_to(change, item, number):
            raise NotFound("This version is no longer kept.")
    return undoing.keep(tx, user, item, "version")


@writes
def fetched(tx: Tx, user: int, before: Item) -> Done:
    """Keep for undoing that a fetch which the person asked for brought a text in place of the one that was read."""
    tx.lock_user(user)
    now = undoing.living(tx, user, before.id)
    was = before.article.version if before.article else 0
    if all(each.number != was for each in store.listed(tx, user, now.id)):
        return Done(now, ())
    return undoing.keep(tx, user, msgspec.structs.replace(now, article=before.article), "fetch")


@writes
def paste(tx: Tx, user: int, item_id: int, article: Article) -> Done:
    """Read `article`, which the person handed in, from now on. What the page says of itself stays.

    It can be undone where something was read before. Raises `NotFound`.
    """
    tx.lock_user(user)
    item = undoing.living(tx, user, item_id)
    page = edits.bare(item)
    tx.room()
    with Changeset(tx, user) as change:
        found = _pasted(page, article, change.stamp, tx.now)
        add(change, page, found, article, Origin.PASTED)
        edits_store.keep(
            tx, user, edits.worn(msgspec.structs.replace(page, article=found), edits.mine(item)), change.stamp
        )
        edits_store.choose(tx, user, item.id, chosen=True)
    return undoing.keep(tx, user, item, "paste")


def _pasted(page: Item, article: Article, version: int, now: int) -> ArticleHead:
    """The head of what was pasted: what follows from its text, and the rest as the page has it."""
    old = page.article or ArticleHead(
        version=version, url=page.given_url, media_type="text/html", size=0, encoding="utf-8", title=article.title,
        excerpt="", site="", language="", direction="", published_at=None, found_at=now, words=0, has_image=0,
        has_video=0, is_article=0, is_index=0, lead_image="", details=ArticleExtras(),
    )  # fmt: skip
    return msgspec.structs.replace(
        old, version=version, found_at=now, words=article.words, excerpt=old.excerpt or article.excerpt,
        title=old.title or article.title, has_image=int(article.has_image), has_video=int(article.has_video),
        is_article=int(article.is_article), is_index=0, lead_image=article.lead_image or old.lead_image,
        details=msgspec.structs.replace(old.details, images=article.images, videos=article.videos),
    )  # fmt: skip


def add(
    change: Changeset, page: Item, found: ArticleHead, article: Article, origin: Origin, *, read: bool = True
) -> None:
    """Keep one more version of an item, which is `page` without what its person set. With `read` that is read now.

    A text that says the same as the one before takes its place. The caller keeps `found` with the item.
    """
    tx, user, item = change.tx, change.user, page.id
    old = page.article
    articles.put(tx, user, item, found.version, article.html, article.text)
    store.explain(tx, user, item, found.version, origin, "\n".join(article.log)[:MAX_WHY_CHARACTERS])
    if not read:
        store.set_aside(tx, user, item, found)
    elif old is not None and old.version != found.version:
        if articles.text(tx, user, item) == article.text:
            store.remove(tx, user, item, old.version)
        else:
            store.set_aside(tx, user, item, old)
    _forget(tx, user, item, found.version if read else old.version if old else 0)


def is_known(tx: ReadTx, user: int, item_id: int, text: str) -> bool:
    """Whether an item has a version with that very text."""
    for each in store.listed(tx, user, item_id):
        body = store.body(tx, user, item_id, each.number)
        if body is not None and body[1] == text:
            return True
    return False


def _forget(tx: Tx, user: int, item_id: int, read: int) -> None:
    """Remove the oldest versions that are too many."""
    numbers = [each.number for each in store.listed(tx, user, item_id)]
    others = [number for number in numbers if number != read]
    for number in others[MAX_VERSIONS - 1 :]:
        store.remove(tx, user, item_id, number)
