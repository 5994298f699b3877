"""Two people act at random through every door; whichever one looks through, the lists are what a dictionary says."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from satchel.library.limits import Limits
from tests.wire.doors.items import TAGS, TITLES, URLS, Items, tags, urls, users, ways
from tests.wire.doors.shelf import ARCHIVED, UNREAD, differs
from tests.wire.server import Wire


class Machine(Items):
    """What they do to folders, tags, places and highlights; and what each door tells then."""

    @rule(user=users, url=urls, way=st.integers(0, 2), more=tags, less=tags)
    def tag(self, user: str, url: str, way: int, more: list[str], less: list[str]) -> None:
        hand, its = self.hands[user], self.kept(user, url)
        if its is None or not more or set(more) & set(less):
            return
        if way == 0:
            known = {each["name"]: each["id"] for each in hand.newest.call("GET", "/tags")["tags"]}
            removed = [{"id": known[tag]} for tag in less if tag in known]
            added = [{"name": tag} for tag in more]
            hand.newest.call("POST", f"/bookmarks/{its.id}/tags", add_tags=added, remove_tags=removed)
        elif way == 1:
            assert hand.pocket.act(action="tags_add", item_id=its.id, tags=more)
            assert not less or hand.pocket.act(action="tags_remove", item_id=its.id, tags=less)
        else:
            assert hand.pages.act(verb="tags", id=its.id, add=more, remove=less) in ("done", "already")
        its.tags = (its.tags | set(more)) - set(less)

    @rule(user=users, old=st.sampled_from(TAGS), new=st.sampled_from(TAGS), way=st.booleans())
    def rename_tag(self, user: str, old: str, new: str, way: bool) -> None:
        hand = self.hands[user]
        there = hand.shelf.living()
        if not any(old in each.tags for each in there):
            return
        if way:
            number = next(tag["id"] for tag in hand.newest.call("GET", "/tags")["tags"] if tag["name"] == old)
            assert hand.newest.call("POST", f"/tags/{number}", name=new)["name"] == new
        else:
            assert hand.pocket.act(action="tag_rename", old_tag=old, new_tag=new)
        for each in there:
            if old in each.tags:
                each.tags = each.tags - {old} | {new}

    @rule(
        user=users, url=urls, way=ways, share=st.sampled_from((250, 500, 750)), ago=st.sampled_from((0, 1, 5))
    )
    def read_on(self, user: str, url: str, way: int, share: int, ago: int) -> None:
        self.wire.clock.forward(seconds=2)
        hand, its, at = self.hands[user], self.kept(user, url), self.now - ago
        if its is None:
            return
        if way == 0:
            hand.full.call(
                "bookmarks/update_read_progress",
                bookmark_id=its.id,
                progress=share / 1000,
                progress_timestamp=at,
            )
        elif way == 1:
            hand.full.list(have=f"{its.id}:X:{share / 1000}:{at}")
        elif way == 2:
            told = {"percentage": share / 1000, "timestamp": at}
            hand.newest.call("POST", f"/bookmarks/{its.id}", progress=told)
        else:
            hand.pages.stand(its.id, share, ago)
        if at > its.place[1]:
            its.place = (share, at)

    @rule(user=users, url=urls, title=st.none() | st.just("T3"), note=st.sampled_from((None, "", "N2")))
    def describe(self, user: str, url: str, title: str | None, note: str | None) -> None:
        its = self.kept(user, url)
        if its is None or (title is None and note is None):
            return
        said = {"title": title, "description": note}
        self.hands[user].newest.call("POST", f"/bookmarks/{its.id}", **said)
        its.title, its.note = title or its.title, its.note if note is None else note
        its.is_named = its.is_named or title is not None

    @rule(
        user=users,
        url=urls,
        way=st.booleans(),
        text=st.sampled_from(("one", "two")),
        note=st.sampled_from(("", "M")),
    )
    def mark(self, user: str, url: str, way: bool, text: str, note: str) -> None:
        hand, its = self.hands[user], self.kept(user, url)
        if its is None:
            return
        is_new = all(quote != text for quote, _ in its.marks.values())
        if way:
            body = {"text": text, "note": note or None}
            reply = hand.newest.ask("POST", f"/bookmarks/{its.id}/highlights", **body)
            assert (reply.status == 200) == is_new, reply.text
            number = reply.json().get("id", 0)
        else:
            reply = hand.full.send(f"bookmarks/{its.id}/highlight", {"text": text, "note": note})
            assert (reply.status == 200) == is_new, reply.text
            number = reply.json()[0].get("highlight_id", 0)
        if is_new:
            its.marks[number] = (text, note)

    @rule(user=users, url=urls, way=st.booleans())
    def unmark(self, user: str, url: str, way: bool) -> None:
        hand, its = self.hands[user], self.kept(user, url)
        if its is None or not its.marks:
            return
        number, _ = its.marks.popitem()
        for status in (200, 400):
            if way:
                assert hand.newest.ask("DELETE", f"/highlights/{number}").status == status
            else:
                assert hand.full.send(f"highlights/{number}/delete").status == status

    @rule(user=users, title=st.sampled_from(TITLES), way=st.integers(0, 2))
    def make_folder(self, user: str, title: str, way: int) -> None:
        hand = self.hands[user]
        there = hand.shelf.folders
        if title in there.values():
            assert hand.full.refused("folders/add", title=title) == 1251
            assert hand.newest.ask("POST", "/folders", title=title).status == 400
            return
        if way == 0:
            number = hand.full.call("folders/add", title=title)[0]["folder_id"]
        elif way == 1:
            number = hand.newest.call("POST", "/folders", title=title)["id"]
        else:
            hand.pages.change_folder(what="make", name=title)
            number = hand.newest.call("GET", "/folders")["folders"][-1]["id"]
        assert number not in there
        there[number] = title

    @rule(user=users, which=st.integers(0, 1), way=st.integers(0, 2))
    def drop_folder(self, user: str, which: int, way: int) -> None:
        self.wire.clock.forward(seconds=1)
        hand, folder = self.hands[user], self.folder(user, which)
        if folder is None:
            return
        if way == 0:
            assert hand.full.call("folders/delete", folder_id=folder) == []
        elif way == 1:
            hand.newest.call("DELETE", f"/folders/{folder}")
        else:
            hand.pages.change_folder(what="delete", folder=str(folder))
        del hand.shelf.folders[folder]
        for each in hand.shelf.items.values():
            if each.folder == folder:
                each.folder = None
                if way == 0 and each.state == UNREAD:
                    each.state = ARCHIVED

    @rule(user=users, way=st.booleans())
    def turn_folders_round(self, user: str, way: bool) -> None:
        hand = self.hands[user]
        there = dict(reversed(hand.shelf.folders.items()))
        if way:
            hand.full.call(
                "folders/set_order", order=",".join(f"{each}:{at}" for at, each in enumerate(there, 1))
            )
        else:
            order = [{"folder_id": each, "position": at} for at, each in enumerate(there, 1)]
            hand.newest.call("POST", "/folders/reorder", order=order)
        hand.shelf.folders = there

    @rule(url=urls, way=ways)
    def meddle(self, url: str, way: int) -> None:
        """Ben sends a number of Ann's that is none of his: nothing of hers changes, which the next look sees."""
        hers, his = self.hands["ann"].shelf, self.hands["ben"]
        its = hers.items.get(url)
        taken = {each.id for each in his.shelf.items.values()} | his.shelf.folders.keys()
        if its is None or its.id in taken:
            return
        if way == 0:
            for method in ("star", "archive", "unarchive", "delete", "get_text"):
                assert his.full.refused(f"bookmarks/{method}", bookmark_id=its.id) == 1241
        elif way == 1:
            for method, path in (
                ("DELETE", ""),
                ("POST", "/like"),
                ("GET", "/highlights"),
                ("GET", "/parse"),
            ):
                assert his.newest.ask(method, f"/bookmarks/{its.id}{path}").status == 400
        elif way == 2:
            assert not his.pocket.act(action="archive", item_id=its.id)
        else:
            assert his.pages.act(verb="delete", id=its.id) in ("gone", "refused", "already")

    @invariant()
    def every_door_tells_what_the_dictionary_knows(self) -> None:
        """One look after each step, each time through another door; all of them at the end."""
        self._look(next(self.steps) % 4)

    def teardown(self) -> None:
        for way in range(4):
            self._look(way)

    def _look(self, way: int) -> None:
        for hand in self.hands.values():
            views = (
                hand.full.view,
                hand.newest.view,
                hand.pocket.view,
                lambda hand=hand: hand.pages.view(hand.shelf.folders),
            )
            assert differs(views[way](), hand.shelf.view()) == [], way


@pytest.fixture
def quiet(wire: Wire) -> Wire:
    """A server whose pages are all there and say little, whose adds wait for none, and that has no limits."""
    wire.set(add_wait=0, limits=Limits(wire.clock, 0, 0))
    for url in URLS:
        wire.web.page(url, f"<title>Page</title><p>A page of {url}, with one and two in it.</p>")
    return wire


@pytest.mark.slow
def test_two_people_at_random_see_the_same_through_every_door(quiet: Wire) -> None:
    machine = type("Bound", (Machine,), {"wire": quiet})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=8, stateful_step_count=25, deadline=None, database=None,
            phases=(Phase.generate, Phase.shrink), suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
