"""Two people with all that they have, and what they do to single items through each of the doors."""

from __future__ import annotations

import json
from itertools import count
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from tests.wire.doors.hands import PASSWORD, Full, Newest, Pages, Pocket, Simple
from tests.wire.doors.shelf import ARCHIVED, DELETED, UNREAD, Kept, Shelf
from tests.wire.server import Wire

USERS = ("ann", "ben")
URLS = tuple(f"https://{name}.example.com/page" for name in "abcd")
TITLES = ("Kitchen", "Öl & <Wasser>")
TAGS = ("x", "y", "z")

users = st.sampled_from(USERS)
urls = st.sampled_from(URLS)
tags = st.lists(st.sampled_from(TAGS), max_size=2, unique=True)
ways = st.integers(0, 3)  #: through which of the doors that can do it


class Hands:
    """One person, with a program of each kind and a browser."""

    def __init__(self, wire: Wire, name: str) -> None:
        wire.user(name, PASSWORD)
        self.simple, self.full, self.newest = Simple(wire, name), Full(wire, name), Newest(wire, name)
        self.pocket, self.pages = Pocket(wire, name), Pages(wire, name)
        self.shelf = Shelf()


class Items(RuleBasedStateMachine):
    """Each run has two new people on the same server; what they do to single items."""

    wire: Wire
    runs = count()

    def __init__(self) -> None:
        super().__init__()
        run = next(self.runs)
        self.hands = {user: Hands(self.wire, f"{user} {run}") for user in USERS}
        self.steps = count()

    @property
    def now(self) -> int:
        return self.wire.clock.now() // 1000

    @initialize()
    def begin(self) -> None:
        """Somebody with empty hands has little to do."""
        for user in USERS:
            for url in URLS[:2]:
                self.save(user, url, 0, "", "", ["x"], None)

    def kept(self, user: str, url: str) -> Kept | None:
        """The living item of that address."""
        found = self.hands[user].shelf.items.get(url)
        return found if found and found.state != DELETED else None

    def folder(self, user: str, which: int) -> int | None:
        """One of the person's folders, if there is any."""
        there = list(self.hands[user].shelf.folders)
        return there[which % len(there)] if there else None

    @rule(
        user=users, url=urls, way=st.integers(0, 4), title=st.sampled_from(("", "T1", "T2")),
        note=st.sampled_from(("", "N1")), given=tags, which=st.none() | st.integers(0, 1),
    )  # fmt: skip
    def save(
        self, user: str, url: str, way: int, title: str, note: str, given: list[str], which: int | None
    ) -> None:
        self.wire.clock.forward(seconds=1)
        hand, shelf = self.hands[user], self.hands[user].shelf
        folder = None if which is None else self.folder(user, which)
        named = [{"name": tag} for tag in given]
        if way == 0:
            more: dict[str, Any] = {"folder_id": folder} if folder else {}
            told = hand.newest.call(
                "POST", "/bookmarks", url=url, title=title or "T0", description=note, tags=named, **more
            )
            number, title = told["id"], title or "T0"
        elif way == 1:
            more = {"folder_id": folder} if folder else {}
            number = hand.full.add(url, title=title, description=note, tags=json.dumps(named), **more)[
                "bookmark_id"
            ]
        elif way == 2:
            hand.simple.save(url, title, note)
            given, folder, number = [], None, None
        elif way == 3:
            item = hand.pocket.act(action="add", url=url, title=title, tags=given)
            number, folder, note = int(item["item_id"]), None, ""
        else:
            assert hand.pages.act(verb="save", url=url, title=title, tags=given) == "done"
            number, folder, note = None, None, ""
        if number is None:
            found = set(hand.pocket.view().rows or ())
            others = {each.id for each in shelf.living() if each.url != url}
            (number,) = found - others
        its = shelf.items.setdefault(url, Kept(number, url))
        assert its.id == number
        its.unread(self.now)
        its.title = its.title if its.is_named else title or its.title
        its.note = note or its.note
        its.tags |= set(given)
        its.folder = folder

    @rule(user=users, url=urls, way=ways)
    def archive(self, user: str, url: str, way: int) -> None:
        its = self._act(
            user, url, way, "archive", ("POST", "move", {"section": "archive"}), "archive", "archive"
        )
        if its:
            its.state, its.folder = ARCHIVED, None

    @rule(user=users, url=urls, way=ways)
    def bring_back(self, user: str, url: str, way: int) -> None:
        if way == 2 and self.kept(user, url) is None:
            return
        was = self.kept(user, url)
        before = was.state if was else ""
        its = self._act(user, url, way, "unarchive", ("POST", "move", {"section": "home"}), "readd", "home")
        if its and (way == 2 or (before == ARCHIVED and way != 3)):
            its.unread(self.now)
        elif its and way != 0:
            its.state, its.folder = UNREAD, None

    @rule(user=users, url=urls, way=ways, liked=st.booleans())
    def like(self, user: str, url: str, way: int, liked: bool) -> None:
        names = ("star", "favorite", "favourite") if liked else ("unstar", "unfavorite", "unfavourite")
        call: tuple[str, str, dict[str, Any]] = ("POST" if liked else "DELETE", "like", {})
        if its := self._act(user, url, way, names[0], call, names[1], names[2]):
            its.liked = liked

    @rule(user=users, url=urls, way=ways)
    def delete(self, user: str, url: str, way: int) -> None:
        if its := self._act(user, url, way, "delete", ("DELETE", "", {}), "delete", "delete"):
            its.was, its.state = its.state, DELETED

    def _act(
        self, user: str, url: str, way: int, full: str, newest: tuple[str, str, dict[str, Any]], pocket: str, pages: str
    ) -> Kept | None:  # fmt: skip
        """Do it to one item, and see that it is refused where there is none; the item."""
        self.wire.clock.forward(seconds=1)
        hand, its = self.hands[user], self.kept(user, url)
        known = hand.shelf.items.get(url)
        number = known.id if known else 999_999
        if way == 0 and its:
            hand.full.call(f"bookmarks/{full}", bookmark_id=number)
        elif way == 0:
            assert hand.full.refused(f"bookmarks/{full}", bookmark_id=number) == 1241
        elif way == 1:
            method, path, body = newest
            reply = hand.newest.ask(method, f"/bookmarks/{number}/{path}".rstrip("/"), **body)
            assert reply.status == (200 if its else 400), reply.text
        elif way == 2:
            done = hand.pocket.act(action=pocket, item_id=number)
            assert bool(done) == (its is not None or pocket in ("delete", "unfavorite"))
        else:
            assert hand.pages.act(verb=pages, id=number) in (
                ("done", "already") if its else ("gone", "refused", "already")
            )
        return its

    @rule(user=users, url=urls, way=ways)
    def take_from_the_trash(self, user: str, url: str, way: int) -> None:
        self.wire.clock.forward(seconds=1)
        hand = self.hands[user]
        its = hand.shelf.items.get(url)
        if its and its.state == DELETED:
            if way % 2:
                assert hand.pages.act(verb="restore", id=its.id) == "done"
            else:
                assert hand.pocket.act(action="undo_delete", item_id=its.id)
            its.state = its.was

    @rule(user=users, url=urls, way=st.integers(0, 2), which=st.integers(0, 1))
    def move(self, user: str, url: str, way: int, which: int) -> None:
        self.wire.clock.forward(seconds=1)
        hand, its, folder = self.hands[user], self.kept(user, url), self.folder(user, which)
        if its is None or folder is None:
            return
        if way == 0:
            hand.full.call("bookmarks/move", bookmark_id=its.id, folder_id=folder)
        elif way == 1:
            hand.newest.call("POST", f"/bookmarks/{its.id}/move", section=str(folder))
        else:
            assert hand.pages.act(verb="move", id=its.id, folder=folder) in ("done", "already")
        if its.state == ARCHIVED and way != 2:
            its.unread(self.now)
        its.state, its.folder = UNREAD, folder
