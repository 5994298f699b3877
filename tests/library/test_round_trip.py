"""Out with everything, in again, and no difference."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from satchel.library import browsing
from satchel.library.context import Library
from satchel.library.indexing import catch_up
from satchel.model.highlights import Highlight
from satchel.model.items import Query
from satchel.store import highlights
from satchel.store.db import Store
from tests.clock import FakeClock
from tests.library.conftest import Desk
from tests.library.taking_along import brought, everything, exported, members
from tests.library.test_leaving import rows_of


def _whole(rows: dict[str, int]) -> dict[str, int]:
    """Rows by table, of however many partitions that is made."""
    return {re.sub(r"(_p\d+)?\..*", "", name): count for name, count in rows.items() if "_id" in name}


def test_a_library_that_was_exported_and_imported_is_exported_again_byte_for_byte(
    library: Library, desk: Desk, bobs: Desk, clock: FakeClock, tmp_path: Path
) -> None:
    everything(library, desk, clock)
    first = exported(library, desk.user)
    clock.forward(days=3)
    one = brought(library, bobs.user, first, tmp_path)
    assert (one.rows, one.new, one.skipped) == (4, 4, 0)
    second = exported(library, bobs.user)
    assert members(second) == members(first)
    assert second == first


def test_highlights_lose_nothing(
    library: Library, desk: Desk, bobs: Desk, clock: FakeClock, tmp_path: Path
) -> None:
    everything(library, desk, clock)
    brought(library, bobs.user, exported(library, desk.user), tmp_path)
    theirs, ours = (_marks(each) for each in (bobs, desk))
    assert theirs == ours
    assert {mark.occurrence for mark in ours} == {None, 1}


def _marks(desk: Desk) -> list[Highlight]:
    """All highlights of a person, without their numbers and without when they came."""
    numbers = [item.id for item in desk.find().items]
    found = desk.store.read(lambda tx: highlights.of(tx, desk.user, numbers))
    marks = [msgspec.structs.replace(mark, id=0, changed_at=0) for its in found.values() for mark in its]
    return sorted(marks, key=lambda mark: (mark.quote, mark.made_at))


def test_lists_counts_and_searches_are_the_same(
    library: Library, store: Store, desk: Desk, bobs: Desk, clock: FakeClock, tmp_path: Path
) -> None:
    everything(library, desk, clock)
    brought(library, bobs.user, exported(library, desk.user), tmp_path)
    assert bobs.counts == desk.counts == (2, 1)
    assert bobs.tags == desk.tags
    ours, theirs = desk.find().items, bobs.find().items
    assert [each.title for each in theirs] == [each.title for each in ours]  # type: ignore[union-attr]
    mine, its = (_whole(rows_of(store, user)) for user in (desk.user, bobs.user))
    for table in ("bodies", "highlights", "site_rules", "folders", "searches", "item_tags"):
        assert its[table] == mine[table]
    for user in (desk.user, bobs.user):
        catch_up(store, user)
    leaf = library.run_sync(browsing.turned, bobs.user, Query(search="noon"), None)
    assert [each.title for each in leaf.items] == ['My "own" title']
