"""Hiding: parts of pages that a person does not want to see, on one site, in all of its articles."""

from __future__ import annotations

from contextlib import closing
from typing import NamedTuple

from satchel.base.errors import Invalid
from satchel.base.urls import host_of
from satchel.formats import blocks
from satchel.formats.blocks import Block, Hidden
from satchel.library import rehiding, undoing
from satchel.library.change import Changeset
from satchel.library.rehiding import MAX_PARTS, MAX_SITES
from satchel.library.usecase import reads, writes
from satchel.model.hiding import Part
from satchel.model.items import Item
from satchel.store import articles, site_rules
from satchel.store.db import ReadTx, Tx

#: Parts of one article that can be chosen among; what comes behind them is shown as ever.
MAX_BLOCKS = 400
#: Hidden parts that one page shows, and those of the last of its sites.
MAX_SHOWN_PARTS = 300


class Choice(NamedTuple):
    """The parts of an article, and which of them are hidden."""

    item: Item
    html: str
    blocks: list[Block]
    hidden: list[Part | None]  #: for each of them
    more: bool  #: there are more parts than these


def site_of(item: Item) -> str:
    """The site of an item, as its rules name it."""
    return host_of(item.article.url if item.article else item.given_url).removeprefix("www.")


def shown(html: str, parts: tuple[Part, ...], *, cut: bool = False) -> tuple[str, int]:
    """An article's HTML without what is hidden on its site, and how many parts that were."""
    return blocks.hide(html, Hidden(parts), cut=cut) if parts else (html, 0)


def text(html: str, rules: str) -> str:
    """The plain text of an article without what is hidden by `rules`, as they are stored."""
    return blocks.text(html, Hidden(site_rules.decoded(rules)))


@reads
def choice(tx: ReadTx, user: int, item_id: int) -> Choice:
    """What there is to hide in an article. Raises `NotFound`."""
    item = undoing.living(tx, user, item_id)
    html = articles.html(tx, user, item.id)
    hidden = Hidden(site_rules.of_site(tx, user, site_of(item)))
    found = blocks.blocks(html)
    some = [each for each in found if each.text or each.picture][:MAX_BLOCKS]
    return Choice(
        item,
        html,
        some,
        [hidden.of(each) for each in some],
        len(found) > len(some) and len(some) == MAX_BLOCKS,
    )


@writes
def hide(tx: Tx, user: int, item_id: int, version: int, chosen: frozenset[int]) -> tuple[int, int, int]:
    """Hide these parts of an article, by their places in `choice`, on all of its site, and no others of it.

    How many are hidden now that were not, how many are shown again, and the number by which that is undone.
    Raises `NotFound`, and `Invalid` where the article is another one than that of `version` or there is too much.
    """
    tx.lock_user(user)
    there = choice(tx, user, item_id)
    if there.item.article is None or there.item.article.version != version:
        raise Invalid("The article has changed meanwhile. Reload the page and choose again.")
    host = site_of(there.item)
    if not host:
        raise Invalid("This article is from no site.")
    old = site_rules.of_site(tx, user, host)
    back = {part for at, part in enumerate(there.hidden) if part is not None and at not in chosen}
    new = [
        blocks.part_of(block, tx.now)
        for at, (block, part) in enumerate(zip(there.blocks, there.hidden, strict=True))
        if at in chosen and part is None
    ]
    kept = tuple(part for part in old if part not in back)
    if len(kept) + len(new) > MAX_PARTS:
        raise Invalid("At most 200 parts can be hidden on one site.")
    if not old and new and site_rules.count(tx, user) >= MAX_SITES:
        raise Invalid("Parts can be hidden on at most 1,000 sites.")
    tx.room()
    with Changeset(tx, user) as change:
        act = rehiding.put(change, host, old, (*kept, *new))
    return len(new), len(back), act


class Sites(NamedTuple):
    """Some of the sites on which a person hides something, with what that is."""

    some: list[tuple[str, tuple[Part, ...]]]
    last: str  #: the last of them, where there are more behind it; "" where not


@reads
def sites(tx: ReadTx, user: int, after: str = "") -> Sites:
    """The next sites behind the one of that name on which the person hides something: as many as make one page."""
    found: list[tuple[str, tuple[Part, ...]]] = []
    left = MAX_SHOWN_PARTS
    with closing(site_rules.every(tx, user, MAX_SITES, after)) as sites:
        for each in sites:
            if left <= 0:
                return Sites(found, found[-1][0])
            left -= len(each[1])
            found.append(each)
    return Sites(found, "")


@writes
def show_again(tx: Tx, user: int, host: str, *, number: int | None = None) -> tuple[int, int]:
    """Show again the part of that number of a site, or all; how many, and the number by which that is undone."""
    tx.lock_user(user)
    old = site_rules.of_site(tx, user, host)
    kept = tuple(part for at, part in enumerate(old) if at != number) if number is not None else ()
    if len(kept) == len(old):
        return 0, 0
    with Changeset(tx, user) as change:
        return len(old) - len(kept), rehiding.put(change, host, old, kept)
