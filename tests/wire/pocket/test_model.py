"""Two people act at random over HTTP; after each step their lists are what a dictionary says.

Each action is sent alone or in a batch, by `/v3/add` or `/v3/send`, and nothing is fetched: this is
about what people do, not about pages.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from satchel.library.limits import Limits
from tests.wire.pocket_common import get, send
from tests.wire.server import Wire

USERS = ("ann", "ben")
PAGES = tuple(f"http://{name}.example.com/page" for name in "abc")
TAGS = ("x", "y", "z")
START = 1_600_000_000

users = st.sampled_from(USERS)
pages = st.sampled_from(PAGES)
tags = st.lists(st.sampled_from(TAGS), max_size=2, unique=True)
times = st.integers(START, START + 50)
names = st.sampled_from(("m1", "m2"))
acts = ("archive", "readd", "favorite", "unfavorite", "delete", "undo_archive", "undo_delete", "tags_clear")
several_acts = st.lists(st.sampled_from(acts), min_size=2, max_size=8)


@dataclass
class Kept:
    """What a dictionary knows of one item."""

    id: str
    status: str = "0"
    was: str = "0"  #: before it was deleted
    added: int = 0
    read: int = 0
    favourited: int = 0
    title: str = ""
    tags: set[str] = field(default_factory=set)
    marks: dict[str, str] = field(default_factory=dict)

    def delete(self) -> None:
        """It lies in the trash with all that it has, and nobody sees it."""
        self.was, self.status = self.status, "2"


Shelf = dict[str, Kept]


class Machine(RuleBasedStateMachine):
    """Each run has two new people, Ann and Ben, on the same server."""

    wire: Wire
    runs = count()

    def __init__(self) -> None:
        super().__init__()
        self.shelves: dict[str, Shelf] = {user: {} for user in USERS}
        run = next(self.runs)
        self.names = {user: f"{user} {run}" for user in USERS}
        for name in self.names.values():
            self.wire.user(name, "correct horse")

    @initialize()
    def begin(self) -> None:
        """Somebody with empty hands has little to do."""
        for user, urls in zip(USERS, (PAGES[:2], PAGES[:1]), strict=True):
            for url in urls:
                self.add(user, url, START, "", ["x"], True)

    def living(self, user: str, url: str) -> Kept | None:
        kept = self.shelves[user].get(url)
        return kept if kept and kept.status != "2" else None

    def act(self, user: str, *acts: dict[str, Any], form: bool) -> list[Any]:
        """Send actions as a form or as JSON; the results."""
        if form:
            body = {"actions": json.dumps(acts), **self.wire.credentials(self.names[user])}
            results: list[Any] = self.wire.post("/v3/send", body).json()["action_results"]
            return results
        return list(send(self.wire, *acts, user=self.names[user])["action_results"])

    def added(self, user: str, url: str, item: dict[str, Any], at: int, title: str, given: list[str]) -> None:
        kept = self.shelves[user].get(url)
        if kept is None:
            kept = self.shelves[user][url] = Kept(item["item_id"])
        assert item["item_id"] == kept.id
        kept.status, kept.added, kept.read = "0", at, 0
        kept.title = title or kept.title
        kept.tags |= set(given)

    @rule(user=users, url=pages, at=times, title=st.sampled_from(("", "T")), given=tags, text=st.booleans())
    def add(self, user: str, url: str, at: int, title: str, given: list[str], text: bool) -> None:
        values = {"url": url, "time": at, "title": title, "tags": ",".join(given) if text else given}
        reply = self.wire.post("/v3/add", {**values, **self.wire.credentials(self.names[user])}, type="json")
        self.added(user, url, reply.json()["item"], at, title, given)

    @rule(user=users, url=pages, at=times, given=tags, form=st.booleans())
    def send_add(self, user: str, url: str, at: int, given: list[str], form: bool) -> None:
        (item,) = self.act(user, {"action": "add", "url": url, "time": at, "tags": given}, form=form)
        self.added(user, url, item, at, "", given)

    @rule(user=users, url=pages, at=times, by_url=st.booleans(), form=st.booleans(), acts=several_acts)
    def several(self, user: str, url: str, at: int, by_url: bool, form: bool, acts: list[str]) -> None:
        kept = self.shelves[user].get(url)
        named = {"url": url} if by_url or kept is None else {"item_id": kept.id}
        results = self.act(user, *({"action": name, "time": at, **named} for name in acts), form=form)
        for name, result in zip(acts, results, strict=True):
            assert (result is not False) == self.apply(name, kept, at), name

    @staticmethod
    def apply(name: str, kept: Kept | None, at: int) -> bool:
        """Do it to the dictionary; whether it can be done."""
        if kept is None or (kept.status == "2" and name not in ("readd", "undo_delete")):
            return name in ("delete", "unfavorite")
        if name == "archive":
            kept.status, kept.read = "1", at
        elif name == "readd":
            kept.status, kept.added, kept.read = "0", at, 0
        elif name in ("favorite", "unfavorite"):
            kept.favourited = at if name == "favorite" else 0
        elif name == "delete":
            kept.delete()
        elif name == "tags_clear":
            kept.tags = set()
        elif name == "undo_delete" and kept.status == "2":
            kept.status = kept.was
        elif name == "undo_archive":
            kept.status, kept.read = "0", 0
        return True

    @rule(
        user=users, url=pages, name=st.sampled_from(("tags_add", "tags_remove", "tags_replace")), given=tags
    )
    def tag(self, user: str, url: str, name: str, given: list[str]) -> None:
        (done,) = self.act(user, {"action": name, "url": url, "tags": given}, form=False)
        kept = self.living(user, url)
        assert done == (kept is not None and (bool(given) or name == "tags_replace"))
        if kept and done:
            kept.tags = {
                "tags_add": kept.tags | set(given),
                "tags_remove": kept.tags - set(given),
                "tags_replace": set(given),
            }[name]

    @rule(user=users, old=st.sampled_from(TAGS), new=st.sampled_from(TAGS), delete=st.booleans())
    def tag_everywhere(self, user: str, old: str, new: str, delete: bool) -> None:
        action = (
            {"action": "tag_delete", "tag": old}
            if delete
            else {"action": "tag_rename", "old_tag": old, "new_tag": new}
        )
        assert self.act(user, action, form=True) == [True]
        for kept in self.shelves[user].values():
            if old in kept.tags and kept.status != "2":
                kept.tags = (kept.tags - {old}) | (set() if delete else {new})

    @rule(user=users, url=pages, name=names, quote=st.sampled_from(("one", "two")))
    def mark(self, user: str, url: str, name: str, quote: str) -> None:
        annotation = {"annotation_id": name, "quote": quote, "patch": "", "version": "2"}
        (done,) = self.act(
            user, {"action": "add_annotation", "url": url, "annotation": annotation}, form=True
        )
        kept = self.living(user, url)
        assert done == (kept is not None)
        if kept:
            self.unmarked(user, name)
            kept.marks[name] = quote

    @rule(user=users, name=names)
    def unmark(self, user: str, name: str) -> None:
        assert self.act(user, {"action": "delete_annotation", "annotation_id": name}, form=False) == [True]
        for kept in self.shelves[user].values():
            if kept.status != "2":
                kept.marks.pop(name, None)

    def unmarked(self, user: str, name: str) -> None:
        for kept in self.shelves[user].values():
            kept.marks.pop(name, None)

    @rule(url=pages, name=st.sampled_from(("archive", "delete", "readd", "favorite")))
    def meddle(self, url: str, name: str) -> None:
        """Ben sends those of Ann's ids that he has not himself: nothing of hers changes, which the invariant sees."""
        kept = self.shelves[USERS[0]].get(url)
        if kept and kept.id not in {his.id for his in self.shelves[USERS[1]].values()}:
            self.act(USERS[1], {"action": name, "item_id": kept.id}, form=False)

    @invariant()
    def lists_are_what_the_dictionary_says(self) -> None:
        for user in USERS:
            living = [kept for kept in self.shelves[user].values() if kept.status != "2"]
            living.sort(key=lambda kept: (kept.added, int(kept.id)), reverse=True)
            wanted = {kept.id: _told(kept) for kept in living}
            found = _rows(self.wire, self.names[user])
            assert found == wanted
            assert list(found) == list(wanted)
        answer = get(self.wire, self.names["ann"], total=1, favorite=1, state="all")
        hearts = [kept for kept in self.shelves["ann"].values() if kept.favourited and kept.status != "2"]
        assert int(answer["total"]) == len(hearts)


def _told(kept: Kept) -> tuple[Any, ...]:
    return (
        kept.status, kept.added, kept.read, kept.favourited, kept.title, tuple(sorted(kept.tags)),
        tuple(sorted(kept.marks.items())),
    )  # fmt: skip


def _rows(wire: Wire, user: str) -> dict[str, tuple[Any, ...]]:
    """A list of /v3/get, in the dictionary's words."""
    found = get(wire, user, state="all", detailType="complete", annotations=1)["list"]
    return {
        number: (
            row["status"], int(row["time_added"]), int(row["time_read"]), int(row["time_favorited"]),
            row["given_title"], tuple(sorted(row.get("tags", ()))),
            tuple(sorted((each["annotation_id"], each["quote"]) for each in row.get("annotations", ()))),
        )
        for number, row in (found.items() if found else ())
    }  # fmt: skip


@pytest.fixture
def quiet(wire: Wire) -> Wire:
    """A server whose pages are all there and say nothing, whose adds wait for none, and that has no limits."""
    wire.set(add_wait=0, limits=Limits(wire.clock, 0, 0))
    for url in PAGES:
        wire.web.page(url, "<p>A page.</p>")
    return wire


@pytest.mark.slow
def test_two_people_at_random_have_the_lists_that_a_dictionary_has(quiet: Wire) -> None:
    machine = type("Bound", (Machine,), {"wire": quiet})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=25,
            stateful_step_count=25,
            deadline=None,
            database=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        ),
    )
