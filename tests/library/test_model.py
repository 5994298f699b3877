"""Two people do what they like, in any order, and the lists are what a dictionary says they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from satchel.library import upkeep
from satchel.model.actions import (
    Action,
    Add,
    AddTags,
    Archive,
    ClearTags,
    Delete,
    DeleteTag,
    Favourite,
    Readd,
    RemoveTags,
    RenameTag,
    ReplaceTags,
    Unfavourite,
)
from satchel.model.items import Item, State
from satchel.store.db import Store
from tests.clock import FakeClock
from tests.library.conftest import EVERYTHING, TWELVE, Desk, like

PAGES = [f"http://example.org/{name}" for name in "abcde"]
TAGS = ("red", "green", "blue")

people = st.sampled_from((1, 2))
pages = st.sampled_from(PAGES)
some_tags = st.lists(st.sampled_from(TAGS), max_size=2).map(tuple)


@dataclass
class Kept:
    """One item as the model knows it."""

    state: State
    added: int
    order: int
    favourite: bool = False
    tags: set[str] = field(default_factory=set)


class Lists(RuleBasedStateMachine):
    """The store beside a dictionary. `open_store` and `clock` are set by the test."""

    open_store: Callable[[], Store]
    clock: FakeClock

    def __init__(self) -> None:
        super().__init__()
        store = type(self).open_store()
        self.desks = {user: Desk(store, user) for user in (1, 2)}
        self.kept: dict[int, dict[str, Kept]] = {1: {}, 2: {}}
        self.ids: dict[int, dict[str, int]] = {1: {}, 2: {}}
        self.copy: dict[int, dict[int, int]] = {1: {}, 2: {}}
        self.since = {1: 0, 2: 0}

    @rule(seconds=st.sampled_from((0.001, 1, -3600, 60)))
    def time_passes(self, seconds: float) -> None:
        self.clock.forward(seconds=seconds)

    @rule(user=people, url=pages, tags=some_tags)
    def save(self, user: int, url: str, tags: tuple[str, ...]) -> None:
        saved = self.desks[user].save(url, tags=tags)
        assert self.ids[user].setdefault(url, saved.item.id) == saved.item.id
        assert saved.is_new == (url not in self.kept[user])
        self._unread(user, url).tags |= set(tags)

    @rule(
        user=people,
        acts=st.lists(st.tuples(st.sampled_from(TWELVE), pages, some_tags), min_size=1, max_size=4),
    )
    def act(self, user: int, acts: list[tuple[type[Action], str, tuple[str, ...]]]) -> None:
        actions = [self._action(user, *act) for act in acts]
        outcomes = self.desks[user].act(*actions)
        expected = [self._apply(user, *act) for act in acts]
        assert [outcome.done for outcome in outcomes] == expected
        for outcome, (_, url, _tags) in zip(outcomes, acts, strict=True):
            if outcome.item:
                assert self.ids[user].setdefault(url, outcome.item.id) == outcome.item.id

    def _action(self, user: int, verb: type[Action], url: str, tags: tuple[str, ...]) -> Action:
        old, new = (*tags, "", "")[:2]
        known = self.ids[user].get(url)
        if verb == Add or known is None:
            return like(verb, 0, url, tags, old, new)
        return like(verb, known, url, tags, old, new)

    def _unread(self, user: int, url: str) -> Kept:
        """The item as it is after a save: unread, at the top, from the trash with all that it had."""
        old = self.kept[user].get(url)
        fresh = Kept(State.UNREAD, self.clock.now(), 0)
        if old is not None:
            fresh.favourite, fresh.tags = old.favourite, old.tags
        self.kept[user][url] = fresh
        return fresh

    def _apply(self, user: int, verb: type[Action], url: str, tags: tuple[str, ...]) -> bool:
        """Do to the dictionary what the act does; whether it can be done."""
        kept = self.kept[user]
        if verb in (RenameTag, DeleteTag):
            return self._apply_to_tag(user, verb, tags)
        if verb == Add or (verb == Readd and url in kept):
            self._unread(user, url).tags |= set(tags if verb == Add else ())
            return True
        item = kept.get(url)
        if item is None or item.state == State.DELETED:
            return False
        if verb in (AddTags, RemoveTags) and not tags:
            return False
        changes: dict[type[Action], dict[str, Any]] = {
            Archive: {"state": State.ARCHIVED},
            Favourite: {"favourite": True},
            Unfavourite: {"favourite": False},
            Delete: {"state": State.DELETED},
            AddTags: {"tags": item.tags | set(tags)},
            RemoveTags: {"tags": item.tags - set(tags)},
            ReplaceTags: {"tags": set(tags)},
            ClearTags: {"tags": set()},
        }
        for name, value in changes[verb].items():
            setattr(item, name, value)
        return True

    def _apply_to_tag(self, user: int, verb: type[Action], tags: tuple[str, ...]) -> bool:
        old, new = (*tags, "", "")[:2]
        if not old or (verb == RenameTag and not new):
            return False
        for item in self.kept[user].values():
            if old in item.tags and item.state != State.DELETED:
                item.tags = (item.tags - {old}) | ({new} if verb == RenameTag else set())
        return True

    @rule(user=people)
    def sync(self, user: int) -> None:
        """A client with a copy of the list asks for changes only, and has the whole list."""
        found = self.desks[user].find(since=self.since[user], states=EVERYTHING, limit=100)
        self.since[user] = found.synced_to
        self.copy[user] |= {item.id: item.changed_at for item in found.items}
        whole = self.desks[user].find(states=EVERYTHING, limit=100).items
        assert self.copy[user] == {item.id: item.changed_at for item in whole}

    @invariant()
    def lists_counts_and_tags_agree(self) -> None:
        for user, desk in self.desks.items():
            kept, ids = self.kept[user], self.ids[user]
            living = {ids[url]: item for url, item in kept.items() if item.state != State.DELETED}
            listed = desk.find(total=True, limit=100)
            assert listed.total == len(living)
            assert {item.id for item in listed.items} == living.keys()
            assert [item.id for item in listed.items] == sorted(
                living, key=lambda id_: (living[id_].added, id_)
            )[::-1]
            for item in listed.items:
                assert isinstance(item, Item)
                known = living[item.id]
                assert (item.state, item.favourite, set(item.tags)) == (
                    known.state,
                    known.favourite,
                    known.tags,
                )
            states = [item.state for item in living.values()]
            assert desk.counts == (states.count(State.UNREAD), states.count(State.ARCHIVED))
            assert desk.tags == {
                tag: number for tag in TAGS if (number := sum(tag in item.tags for item in living.values()))
            }

    def teardown(self) -> None:
        store = self.desks[1].store
        assert upkeep.doubts(store) == []
        store.write(_clear)


def _clear(tx: Any) -> None:
    for table in ("jobs", "item_tags", "addresses", "items"):
        tx.run(f"DELETE FROM {table}")
    tx.run("UPDATE shelves SET unread = 0, archived = 0")


@pytest.mark.slow
def test_lists_are_what_a_dictionary_says(
    store: Store, clock: FakeClock, pytestconfig: pytest.Config
) -> None:
    machine = type("Lists", (Lists,), {"open_store": staticmethod(lambda: store), "clock": clock})
    bounds = settings(
        max_examples=60 if store.kind == "sqlite" else 12,
        stateful_step_count=25,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=bounds)
