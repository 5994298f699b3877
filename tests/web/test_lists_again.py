"""A list that is looked at again is the page of before, unless anything changed that it shows."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from satchel.base import tokens
from satchel.library import acting, browsing, editing, filing, placing, refetching, retagging, saved_searches
from satchel.model.actions import (
    Action,
    Add,
    AddTags,
    Archive,
    ById,
    Delete,
    DeleteTag,
    Favourite,
    MoveTo,
    Readd,
    RemoveTags,
    Unarchive,
    Unfavourite,
)  # fmt: skip
from satchel.model.items import NewLink
from satchel.model.places import Place
from satchel.store import listing
from satchel.store.db import Tx
from satchel.web.kept import Kept
from tests.patience import until
from tests.web.reading import follow, publish, read, said, save
from tests.wire.server import Wire
from tests.wire.surfer import Surfer

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

_FORM = re.compile(r'name="form" value="([0-9a-f]+)"')
_COUNT = re.compile(r' <span class="count">[0-9,]+</span>')
ADDRESSES = (
    "/", "/?order=oldest", "/?order=title", "/?order=random", "/?view=cards", "/archive", "/favourites", "/started",
    "/tags/a", "/sites/hearth.example", "/folder/5",
)  # fmt: skip


def shown(surfer: Surfer, address: str) -> str:
    """The page without what masks its forms, which is another one each time, and what is counted behind it."""
    reply = surfer.get(address)
    assert reply.status == 200, (address, reply.text)
    return _COUNT.sub("", _FORM.sub("", reply.text))


@pytest.fixture
def alice(wire: Wire) -> Surfer:
    """With an article in each list."""
    for number in range(4):
        read(wire, f"https://hearth.example/{number}", title=f"Page {number}", tags="a,b" if number else "")
    acts: list[Action] = [Archive(ById(2)), Favourite(ById(3))]
    wire.library.store.write(lambda tx: acting.act(tx, 1, acts))
    assert wire.library.run_sync(filing.create, 1, "Later").id == 5
    wire.library.run_sync(filing.put, 1, 4, 5)
    surfer = Surfer(wire)
    surfer.sign_in()
    return surfer


def acts(*some: Action) -> Callable[[Tx], object]:
    return lambda tx: acting.act(tx, 1, some)


CHANGES: dict[str, Callable[[Tx], object]] = {
    "save": acts(Add(NewLink("https://new.example/"))),
    "save again": acts(Readd(ById(1))),
    "archive": acts(Archive(ById(1))),
    "back to unread": acts(Unarchive(ById(2))),
    "favourite": acts(Favourite(ById(1))),
    "no favourite": acts(Unfavourite(ById(3))),
    "tag": acts(AddTags(ById(1), ("a",))),
    "untag": acts(RemoveTags(ById(3), ("a",))),
    "delete": acts(Delete(ById(3))),
    "move": acts(MoveTo(ById(1), 5)),
    "delete a tag": acts(DeleteTag("a")),
    "rename a tag": lambda tx: retagging.rename(tx, 1, "a", "z"),
    "rename a folder": lambda tx: filing.rename(tx, 1, 5, "Sunday"),
    "empty a folder": lambda tx: filing.put(tx, 1, 4, None),
    "new folder": lambda tx: filing.create(tx, 1, "Work"),
    "keep a search": lambda tx: saved_searches.keep(tx, 1, "Ovens", "oven"),
    "read on": lambda tx: placing.keep(tx, 1, 1, Place(480, tx.now)),
    "edit": lambda tx: editing.edit(tx, 1, 3, editing.Wanted("Another title", "", "", "", "", "")),
    "another view": lambda tx: browsing.set_view(tx, 1, 1),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_changed_is_seen_at_the_next_look(
    wire: Wire, alice: Surfer, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {address: (shown(alice, address), shown(alice, address))[1] for address in ADDRESSES}
    wire.library.store.write(CHANGES[change])
    wire.settle()
    anew = Surfer(wire)  # of whose session is no page kept, but of whose items are rows
    anew.sign_in()
    found = [{address: shown(surfer, address) for address in ADDRESSES} for surfer in (anew, alice)]
    monkeypatch.setattr(Kept, "get", lambda *_: None)
    after = {address: shown(alice, address) for address in ADDRESSES}
    assert found == [after, after]
    assert after != before


def test_a_page_that_was_fetched_is_seen_at_the_next_look(wire: Wire, alice: Surfer) -> None:
    number = save(wire, "https://late.example/story")
    assert "The late story" not in shown(alice, "/")
    publish(wire, "https://late.example/story", "The late story")
    wire.library.run_sync(refetching.refetch, 1, number)
    wire.settle()
    assert "The late story" in shown(alice, "/")


def test_nothing_is_read_of_a_list_that_is_as_it_was(
    wire: Wire, alice: Surfer, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown(alice, "/")
    until(lambda: wire.library.search_counts.known(1))
    before = shown(alice, "/"), shown(alice, "/")
    monkeypatch.setattr(listing, "page", None)
    assert shown(alice, "/") == before[1]


def test_what_was_just_done_is_said_once(alice: Surfer) -> None:
    for _ in range(2):
        alice.get("/")
    done = follow(alice, alice.press("/acts", "Archive: Page 0"))
    assert said(done).startswith("Archived")
    assert said(alice.get("/")) == ""


def test_each_answer_masks_its_forms_anew(alice: Surfer) -> None:
    seen = [_FORM.findall(alice.get("/").text) for _ in range(4)]
    assert len({secret for page in seen for secret in page}) == 4
    own = tokens.form_token(alice.cookies["satchel"])
    assert {tokens.unmasked(secret) for page in seen for secret in page} == {own}


def test_language_theme_and_keys_are_those_of_the_browser_that_asks(alice: Surfer) -> None:
    english = shown(alice, "/"), shown(alice, "/")
    german = alice.get("/", {"Accept-Language": "de"}).text
    assert '<html lang="de"' in german
    alice.cookies["satchel-theme"] = "dark"
    assert 'data-theme="dark"' in shown(alice, "/")
    del alice.cookies["satchel-theme"]
    assert shown(alice, "/") == english[1]


def test_nobody_is_shown_the_page_of_another_person(wire: Wire, alice: Surfer) -> None:
    for _ in range(2):
        assert "Page 0" in shown(alice, "/")
    bob = Surfer(wire)
    bob.sign_in("bob")
    assert "Page 0" not in shown(bob, "/")


def test_the_trash_counts_the_days(wire: Wire, alice: Surfer) -> None:
    wire.library.store.write(CHANGES["delete"])
    assert "30 days left" in shown(alice, "/trash")
    wire.clock.forward(seconds=5 * 86_400)
    assert "25 days left" in shown(alice, "/trash")
