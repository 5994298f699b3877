"""A tag that is renamed, merged or deleted goes back to what had it, and to nothing else."""

from __future__ import annotations

from functools import partial

import pytest

from satchel.base.errors import Invalid, NotFound
from satchel.library import history, retagging, saving, tag_index, undoing
from satchel.model.actions import AddTags, Archive, ById
from satchel.model.history import Act, ActStatus
from satchel.model.items import NewLink
from satchel.store.db import Tx
from tests.clock import FakeClock
from tests.library.conftest import Desk
from tests.library.test_sweeping import known, work


def tagged(desk: Desk, *tags: str) -> int:
    return desk.save(f"http://example.org/{'-'.join(tags).replace('/', '_')}", tags=tags).item.id


def rename(desk: Desk, old: str, new: str) -> Act:
    return desk.store.write(lambda tx: retagging.rename(tx, desk.user, old, new))


def undo(desk: Desk, act: Act) -> None:
    desk.store.write(lambda tx: undoing.undo(tx, desk.user, act.id))


def test_undoing_tells_those_that_had_both_from_those_that_had_one(desk: Desk) -> None:
    one, both, other = tagged(desk, "art", "art/glass"), tagged(desk, "art", "craft"), tagged(desk, "craft")
    done = rename(desk, "art", "Craft")
    assert (done.verb, done.status, done.done) == ("tag-merge", ActStatus.DONE, 2)
    assert desk.tags == {"craft": 3, "craft/glass": 1}
    undo(desk, done)
    assert [desk.item(number).tags for number in (one, both, other)] == [
        ("art", "art/glass"), ("art", "craft"), ("craft",),
    ]  # fmt: skip
    with pytest.raises(NotFound):
        undo(desk, done)


def test_a_deleted_tag_comes_back_to_its_owner_alone(desk: Desk, mallory: int) -> None:
    number = tagged(desk, "art", "craft", "art/glass")
    done = desk.store.write(lambda tx: retagging.delete(tx, desk.user, "art"))
    assert desk.item(number).tags == ("art/glass", "craft")
    with pytest.raises(NotFound):
        desk.store.write(lambda tx: undoing.undo(tx, mallory, done.id))
    undo(desk, done)
    assert desk.item(number).tags == ("art", "art/glass", "craft")


def test_what_happened_to_an_article_since_stays_when_a_tag_comes_back(desk: Desk) -> None:
    number = tagged(desk, "art")
    done = rename(desk, "art", "craft")
    desk.act(AddTags(ById(number), ("new",)), Archive(ById(number)))
    undo(desk, done)
    assert desk.item(number).tags == ("art", "new")


def test_a_tag_of_many_articles_is_renamed_in_steps_and_undone_at_once(desk: Desk, clock: FakeClock) -> None:
    desk.store.write(partial(_save_many, user=desk.user))
    act = rename(desk, "many", "few")
    assert (act.status, act.total, act.done) == (ActStatus.UNDER_WAY, 450, 200)
    number = desk.ids(limit=1000)[-1]
    desk.act(Archive(ById(number)), AddTags(ById(number), ("other",)))  # while it is under way
    work(desk.store)
    assert desk.tags == {"few": 450, "other": 1}
    assert known(desk, act.id).status == ActStatus.DONE
    recent = desk.store.read(lambda tx: history.recent(tx, desk.user, clock.now()))
    assert [(entry.act.verb, entry.act.tags) for entry in recent] == [("tag-rename", ("-many", "+few"))]
    undo(desk, act)
    work(desk.store)
    assert desk.tags == {"many": 450, "other": 1}


def _save_many(tx: Tx, user: int) -> None:
    for at in range(450):
        saving.save(tx, user, NewLink(f"http://example.org/{at}", tags=("many",), at=1_600_000_000_000 + at))


def test_what_cannot_be_is_refused(desk: Desk) -> None:
    tagged(desk, "a", "a/b")
    for new in ("", " , ", "a/c"):
        with pytest.raises(Invalid):
            rename(desk, "a", new)
    with pytest.raises(NotFound):
        rename(desk, "nothing", "something")
    assert rename(desk, "a", "A").id == 0
    assert desk.tags == {"a": 1, "a/b": 1}


def test_a_tag_counts_what_is_below_it_once(desk: Desk) -> None:
    tagged(desk, "a", "a/b", "a/c/d")
    tagged(desk, "a/c/d", "e")
    index, _ = desk.store.read(lambda tx: tag_index.read(tx, desk.user, 20))
    assert dict(index.part) == {"a": 2, "a/b": 1, "a/c": 2, "a/c/d": 2, "e": 1}
