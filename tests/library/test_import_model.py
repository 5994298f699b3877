"""Whatever a file holds: its rows add up, and importing it twice changes nothing."""

from __future__ import annotations

from functools import partial

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from satchel.formats.imports.highlights import Highlight
from satchel.formats.imports.row import Row, Skipped
from satchel.library import finding, upkeep
from satchel.model.imports import Archived, Choices, Folders, Outcome
from satchel.model.items import Item, State
from satchel.store import folders, highlights
from satchel.store.db import Store
from tests.library.bringing import Bringing, adds_up, row, skipped
from tests.library.conftest import Desk

#: Few addresses, so that many rows are of the same page.
_rows = st.builds(
    partial(row),
    st.integers(0, 8).map(lambda n: f"https://{n}.example/page"),
    st.sampled_from(["", "A title", "Another"]),
    saved_at=st.sampled_from([0, 1_000, 2_000, 1_700_000_000_000]),
    state=st.sampled_from([State.UNREAD, State.ARCHIVED]),
    favourite=st.booleans(),
    tags=st.lists(st.sampled_from(["a", "B", "c d"]), unique=True, max_size=3).map(tuple),
    folder=st.sampled_from([(), ("F",), ("F", "G")]),
    note=st.sampled_from(["", "A note.", "Another note."]),
    highlights=st.lists(st.sampled_from([Highlight("One."), Highlight("Two.", "Why.")]), unique=True).map(
        tuple
    ),
    progress=st.sampled_from([None, 0, 500]),
)
_files = st.lists(_rows | st.just(skipped("nothing")), max_size=25)
_choices = st.builds(
    Choices,
    tags=st.sampled_from([(), ("mine",)]),
    archived=st.sampled_from(Archived),
    folders=st.sampled_from(Folders),
)


def _all(desk: Desk) -> dict[int, Item]:
    found = desk.find(states=(State.UNREAD, State.ARCHIVED), limit=100).items
    return {item.id: item for item in found if isinstance(item, Item)}


def _marks(desk: Desk, items: dict[int, Item]) -> dict[int, set[str]]:
    found = desk.store.read(lambda tx: highlights.of(tx, desk.user, sorted(items)))
    return {number: {mark.quote for mark in some} for number, some in found.items()}


@settings(max_examples=25, suppress_health_check=[*HealthCheck])
@given(file=_files, choices=_choices, mine=st.lists(st.integers(0, 8), max_size=4), batch=st.integers(1, 9))
def test_rows_add_up_a_file_twice_changes_nothing_and_undoing_leaves_what_was_there(
    store: Store, alice: int, file: list[Row | Skipped], choices: Choices, mine: list[int], batch: int
) -> None:
    desk, bringing = Desk(store, alice), Bringing(store, alice)
    store.write(
        lambda tx: tx.script("DELETE FROM imports; DELETE FROM items; DELETE FROM folders; DELETE FROM acts")
    )
    store.write(lambda tx: tx.script("DELETE FROM item_tags; UPDATE shelves SET unread = 0, archived = 0"))
    for number in mine:
        desk.save(f"https://{number}.example/page", "Mine", ("own",))
    before = _all(desk)

    one = bringing.bring(*file, choices=choices, batch=batch)
    fates = bringing.account(one)
    assert adds_up(one, fates)
    assert one.rows == len(file)
    after = _all(desk)
    made = {fate.item_id for fate in fates if fate.outcome is Outcome.NEW}
    assert after.keys() == before.keys() | made
    assert len(made) == one.new
    assert all(after[number].state == old.state for number, old in before.items())
    assert upkeep.doubts(store) == []
    marked = _marks(desk, after)

    again = bringing.bring(*file, choices=choices, batch=3)
    assert (again.new, again.highlights, again.skipped) == (0, 0, one.skipped)
    assert _all(desk) == after
    assert _marks(desk, after) == marked

    if not made and not one.joined:
        return
    assert bringing.undo(one).kept == 0
    left = _all(desk)
    assert left.keys() == before.keys()
    for number, old in before.items():
        now = left[number]
        assert (now.tags, now.given_title, now.description, now.favourite, now.folder_id, now.added_at, now.state) == (
            old.tags, old.given_title, old.description, old.favourite, old.folder_id, old.added_at, old.state,
        )  # fmt: skip
    assert store.read(lambda tx: folders.of(tx, alice)) == []
    assert _marks(desk, left) == {}
    assert store.read(lambda tx: finding.counts(tx, alice)) == (len(before), 0)
    assert upkeep.doubts(store) == []
