"""Whether a fetch shows that an item is found under more addresses, or is the same page as another item.

Two items are one page when the page itself declares the other's address, or when a link led to an
article that the person saved, too, and that answers at its own address. That two links led to one
place is nothing: so do all links of a site behind a wall. Two that together have more tags or highlights than one item
may have stay two: otherwise one item could grow without end, and lists read all tags of what is on them.
"""

from __future__ import annotations

from satchel.base import urls
from satchel.base.text import fold
from satchel.base.urls import Address
from satchel.library import identity
from satchel.library.change import Changeset
from satchel.library.highlighting import MAX_HIGHLIGHTS
from satchel.library.identity import Place
from satchel.library.likeness import alike
from satchel.library.merging import merge
from satchel.library.tagging import MAX_TAGS
from satchel.model.articles import Article
from satchel.model.items import Item, State
from satchel.store import addresses, articles, by_address, highlights, items, merges, refetching
from satchel.store.columns import ItemHead

#: Items that were led to one place and are looked at when the place itself is saved.
MAX_LED = 10


def settle(change: Changeset, item_id: int, given: Address, place: Place, article: Article) -> int:
    """Have the item found under the addresses that are its own; the id it has then."""
    for address in place.also:
        is_final = address.key == place.at.key
        item_id = _claim(change, item_id, address, article, titled=not is_final)
    for address in place.led_to:
        item_id = _join(change, item_id, given, address, article)
    if place.is_own and not article.is_index:
        for key in {given.key: given, **{address.key: address for address in place.also}}.values():
            item_id = _gather(change, item_id, key, article)
    return item_id


def _claim(change: Changeset, item_id: int, address: Address, article: Article, *, titled: bool) -> int:
    """Have the item found under one more address; merge with the item that is, if they are one page.

    With `titled`, only an item that shows the same title counts: any page can declare anything.
    """
    tx, user = change.tx, change.user
    theirs = by_address.head(tx, user, address.key)
    if theirs is None:
        addresses.add(tx, user, address.key, item_id)
        return item_id
    if theirs.id == item_id or theirs.state == State.DELETED:
        return item_id
    other = items.get(tx, user, theirs.id)
    if other is None or not _agrees(change, other, article, titled=titled):
        return item_id
    return _merge(change, item_id, theirs.id)


def _join(change: Changeset, item_id: int, given: Address, address: Address, article: Article) -> int:
    """Merge with the item of the place where the link was led, if that is an article which the person saved."""
    theirs = by_address.head(change.tx, change.user, address.key)
    if theirs is None or theirs.id == item_id or theirs.state == State.DELETED or article.is_index:
        return item_id
    other = items.get(change.tx, change.user, theirs.id)
    if other is None or not _agrees(change, other, article, titled=False):
        return item_id
    if identity.is_same_site(given, address) and not _is_only_one(change, other, given, address):
        return item_id
    return _merge(change, item_id, theirs.id)


def _gather(change: Changeset, item_id: int, address: Address, article: Article) -> int:
    """Merge with the items whose links were led to this article before it was saved itself.

    Several links of its own site are left alone: a site leads many to a notice, and few to an article.
    """
    led = merges.led_to(change.tx, change.user, address.key, item_id, MAX_LED)
    near = [other for other, url in led if identity.is_same_site(urls.read(url), address)]
    for other_id, url in led:
        given = urls.read(url)
        is_near = other_id in near and (len(near) > 1 or not article.is_article)
        if is_near or (other_id in near and not identity.is_short_for(given, address)):
            continue
        if not identity.may_mean(given, address):
            continue
        other = items.get(change.tx, change.user, other_id)
        if other is not None and _agrees(change, other, article, titled=False):
            item_id = _merge(change, item_id, other_id)
    return item_id


def _is_only_one(change: Changeset, other: Item, given: Address, address: Address) -> bool:
    """Whether a short link of a site was led to an article of that site, and no other link of it was.

    Where several were the page is a notice, even if somebody saved it before it stood in for anything.
    """
    if not identity.is_short_for(given, address) or not _answers(change, other):
        return False
    tx, user = change.tx, change.user
    before = merges.joined(tx, user, other.id, MAX_LED)
    before += [url for _, url in merges.led_to(tx, user, address.key, other.id, MAX_LED)]
    links = [one for url in before if (one := urls.read(url)).key != given.key]
    return not any(
        identity.is_same_site(one, address) and not identity.related(one, address) for one in links
    )


def _answers(change: Changeset, other: Item) -> bool:
    """Whether an item has an article, or a file, that was found where its own link leads."""
    found = other.article
    if found is None or refetching.standing(change.tx, change.user, other.id)[0]:
        return False
    return found.is_article == 1 or not found.media_type.endswith("html")


def _agrees(change: Changeset, other: Item, article: Article, *, titled: bool) -> bool:
    """Whether what another item has, if anything, can be the page that was found."""
    if other.article is None:
        return True
    if titled and fold(other.article.title) != fold(article.title):
        return False
    body = articles.body(change.tx, change.user, other.id)
    theirs = body[1] if body else ""
    if not theirs.strip() or not article.text.strip():
        return fold(other.article.title) == fold(article.title)
    return alike(theirs, article.text)


def _merge(change: Changeset, item_id: int, other_id: int) -> int:
    mine = items.head(change.tx, change.user, item_id)
    theirs = items.head(change.tx, change.user, other_id)
    assert mine is not None
    assert theirs is not None
    if mine.id == theirs.id or _is_too_much(change, mine, theirs):
        return item_id
    return merge(change, mine, theirs)


def _is_too_much(change: Changeset, one: ItemHead, other: ItemHead) -> bool:
    """Whether the two together have more tags or highlights than an item may have: none is lost, so they stay two."""
    tx, user = change.tx, change.user
    if len({*one.tags, *other.tags}) > max(MAX_TAGS, len(one.tags), len(other.tags)):
        return True
    numbers = [highlights.count(tx, user, each.id, 0) for each in (one, other)]
    return sum(numbers) > max(MAX_HIGHLIGHTS, *numbers)
