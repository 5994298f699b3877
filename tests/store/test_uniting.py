"""Tags that were kept in other forms become one."""

from __future__ import annotations

from satchel.library import finding, saving, upkeep
from satchel.model.items import NewLink, Query, State
from satchel.store import tags
from satchel.store.db import Store
from satchel.store.uniting import unite_tags
from tests.clock import FakeClock

COMPOSED, DECOMPOSED = "\u00e9t\u00e9", "e\u0301te\u0301"


def _kept(store: Store, user: int, number: int, *names: str) -> int:
    """An item with tags as an earlier program kept them."""
    link = NewLink(f"http://example.org/{number}")
    item = store.write(lambda tx: saving.save(tx, user, link)).item.id
    stored = "\n".join(sorted(names))
    store.write(lambda tx: tx.run("UPDATE items SET tags = :t WHERE id = :id", t=stored, id=item))
    store.write(lambda tx: tags.reindex(tx, user, item, stored))
    return item


def test_tags_in_other_forms_are_united_on_each_item_and_found_together(
    store: Store, clock: FakeClock, alice: int, bob: int
) -> None:
    ids = [
        _kept(store, alice, 1, COMPOSED, "rust"),
        _kept(store, alice, 2, DECOMPOSED, "rust, gone"),
        _kept(store, alice, 3, COMPOSED, DECOMPOSED),
        _kept(store, alice, 4, "plain"),
    ]
    his = _kept(store, bob, 5, DECOMPOSED)
    synced = store.read(lambda tx: finding.find(tx, alice, Query())).synced_to
    clock.forward(seconds=1)
    store.write(unite_tags)
    assert store.read(lambda tx: finding.tag_list(tx, alice)) == [
        ("plain", 1), ("rust", 1), ("rust gone", 1), (COMPOSED, 3)
    ]  # fmt: skip
    found = store.read(lambda tx: finding.find(tx, alice, Query(tag=DECOMPOSED))).items
    assert {item.id for item in found} == set(ids[:3])
    assert store.read(lambda tx: finding.find(tx, bob, Query(tag=COMPOSED))).items[0].id == his
    changed = store.read(lambda tx: finding.find(tx, alice, Query(since=synced, states=tuple(State)))).items
    assert {item.id for item in changed} == set(ids[1:3])
    assert store.read(upkeep.doubts) == []
    store.write(unite_tags)
    assert len(store.read(lambda tx: finding.tag_list(tx, alice))) == 4
