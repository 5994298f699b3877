"""Completing: what may stand behind the name of a field, of what the person has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from satchel.base.text import fold
from satchel.base.urls import domain_key
from satchel.library.usecase import reads
from satchel.store import folders, tags
from satchel.store import sites as hosts
from satchel.store.db import ReadTx

MAX_OFFERED = 8
#: Of so many that fit it is counted how many items they have.
MAX_WEIGHED = 50
#: How far counts go, and how many hosts and items are looked at.
MAX_USES, MAX_HOSTS, MAX_ITEMS = 1000, 2000, 500


class Offer(NamedTuple):
    """Something that may stand there, and how many items have it."""

    value: str
    number: int


@reads
def offers(tx: ReadTx, user: int, field: str, begun: str) -> list[Offer]:
    """What `tag`, `folder`, `site` or `author` may be that begins, or of which a word begins, so; the most used first.

    Nothing for other fields. Counts go up to a thousand.
    """
    begun = fold(begun.strip())
    if field == "tag":
        names = _fitting(tags.listed(tx, user), begun)
        return _most(Offer(name, tags.weight(tx, user, name, MAX_USES)) for name in names)
    if field == "folder":
        there = {folder.name: folder.items for folder in folders.of(tx, user)}
        return _most(Offer(name, there[name]) for name in _fitting(list(there), begun))
    if field == "site":
        return _most(_of_sites(tx, user, begun))
    return _most(_of_authors(tx, user, begun)) if field == "author" else []


def _fitting(names: list[str], begun: str) -> list[str]:
    """Those that begin so come before those of which a later word does."""
    folded = [(fold(name), name) for name in names]
    first = [name for form, name in folded if form.startswith(begun)]
    later = [name for form, name in folded if not form.startswith(begun) and _has(form, begun)]
    return (first + later)[:MAX_WEIGHED]


def _has(form: str, begun: str) -> bool:
    return any(f"{sign}{begun}" in form for sign in (" ", "/", "-", "."))


def _of_sites(tx: ReadTx, user: int, begun: str) -> Iterable[Offer]:
    shown: dict[str, list[str]] = {}
    for host in hosts.hosts(tx, user, MAX_HOSTS):
        shown.setdefault(host.removeprefix("www."), []).append(host)
    for name in _fitting(list(shown), begun):
        uses = (hosts.weight(tx, user, domain_key(host), MAX_USES) for host in shown[name])
        yield Offer(name, sum(uses))


def _of_authors(tx: ReadTx, user: int, begun: str) -> Iterable[Offer]:
    counts = Counter(name for names in hosts.authors(tx, user, MAX_ITEMS) for name in names)
    return (Offer(name, counts[name]) for name in _fitting(list(counts), begun))


def _most(found: Iterable[Offer]) -> list[Offer]:
    return sorted(found, key=lambda each: (-each.number, each.value))[:MAX_OFFERED]
