"""A page that takes long to make holds up nobody but the person who asked for it."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from satchel.base.fair_lock import FairLock
from satchel.formats import highlighted_html
from satchel.library import filing, highlighting
from satchel.model.highlights import NewHighlight
from satchel.store import articles
from satchel.store.db import ReadTx
from satchel.web import repairing
from satchel.web.reader import MAX_QUICK_HIGHLIGHTS
from satchel.web.templating import Templates, is_long
from tests.patience import HANG, until
from tests.web.reading import read
from tests.wire.http import Reply
from tests.wire.server import Wire
from tests.wire.surfer import Surfer

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def surfer(wire: Wire, name: str, many: int) -> Surfer:
    """Somebody who is signed in, and has so many folders."""
    found = Surfer(wire)
    found.sign_in(name)
    for number in range(many):
        wire.library.run_sync(filing.create, {"alice": 1, "bob": 2}[name], f"{name}-{number}")
    return found


def refused(someone: Surfer) -> Reply:
    """The page of all folders as it comes back with what is wrong."""
    form = someone.form("/folders").fields["form"]
    return someone.post("/folders", {"form": form, "what": "make", "name": ""})


def watched(monkeypatch: pytest.MonkeyPatch) -> threading.Semaphore:
    """Is released whenever somebody begins to wait for a turn."""
    waiting, wait = threading.Semaphore(0), FairLock._wait

    async def noted(lock: FairLock, person: str) -> None:
        waiting.release()
        await wait(lock, person)

    monkeypatch.setattr(FairLock, "_wait", noted)
    return waiting


class Held:
    """Pages of folders are made when they are let go."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.begun = threading.Semaphore(0)
        self.go = threading.Event()
        self.made: list[str] = []  #: for whom
        render = Templates._render

        def slowly(look: Templates, template: str, values: dict[str, object]) -> str:
            if template in ("folders", "list") and is_long(values.values()):
                self.begun.release()
                assert self.go.wait(HANG), "others had to wait"
                self.made.append(str(values["person"]))
            return render(look, template, values)

        monkeypatch.setattr(Templates, "_render", slowly)


def test_others_read_and_save_while_a_page_of_very_many_folders_is_made(
    wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    wire.set(add_wait=0)
    alice, bob = surfer(wire, "alice", 120), surfer(wire, "bob", 3)
    alice.get("/folders")
    held = Held(monkeypatch)
    with ThreadPoolExecutor(8) as callers:
        pages = [callers.submit(refused, alice) for _ in range(8)]
        assert held.begun.acquire(timeout=HANG)
        assert bob.get("/folders").text.count("bob-2") > 1
        assert wire.post("/v3/add", {"url": "http://example.org/", **wire.credentials("bob")}).status == 200
        assert not held.made
        held.go.set()
        replies = [each.result(HANG) for each in pages]
    assert {each.status for each in replies} == {422}
    assert all("A folder needs a name." in each.text and "alice-119" in each.text for each in replies)


def test_of_two_who_ask_for_long_pages_each_has_a_turn(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    alice, bob = surfer(wire, "alice", 120), surfer(wire, "bob", 120)
    alice.get("/folders")
    held, waiting = Held(monkeypatch), watched(monkeypatch)
    with ThreadPoolExecutor(5) as callers:
        pages = [callers.submit(refused, alice) for _ in range(4)]
        for _ in range(3):
            assert waiting.acquire(timeout=HANG)
        pages.append(callers.submit(bob.get, "/folders"))
        assert waiting.acquire(timeout=HANG)
        held.go.set()
        for each in pages:
            each.result(HANG)
    assert held.made.index("bob") == 1


@pytest.mark.parametrize("what", ["highlights", "text"])
def test_of_one_persons_many_long_texts_one_is_worked_on(
    wire: Wire, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    alice = surfer(wire, "alice", 0)
    number = read(wire)
    for n in range(MAX_QUICK_HIGHLIGHTS + 1):
        highlight = NewHighlight(quote=f"word{n}", client_name=str(n))
        wire.library.run_sync(highlighting.mark, 1, number, highlight)
    alice.get(f"/read/{number}/paste")
    form = alice.form(f"/read/{number}/paste").fields["form"]
    room, name = (highlighted_html, "draw") if what == "highlights" else (repairing, "paragraphs")
    begun, go, work = list[int](), threading.Event(), getattr(room, name)
    read_, opened = list[int](), articles.opened

    def noted(tx: ReadTx, user: int, item: int) -> articles.Opened | None:
        read_.append(item)
        return opened(tx, user, item)

    def slowly(*given: object) -> object:
        begun.append(1)
        assert go.wait(HANG)
        return work(*given)

    def ask(_: int) -> Reply:
        if what == "highlights":
            return alice.get(f"/read/{number}")
        return alice.post(f"/read/{number}/paste", {"form": form, "text": "One\n\nTwo"})

    monkeypatch.setattr(room, name, slowly)
    monkeypatch.setattr(articles, "opened", noted)
    waiting = watched(monkeypatch)
    with ThreadPoolExecutor(4) as callers:
        pages = callers.map(ask, range(4))
        try:
            # Of articles two are opened at a time: the others are not even read.
            for _ in range(1 if what == "highlights" else 3):
                assert waiting.acquire(timeout=HANG)
            until(lambda: len(begun) == 1)  # in a thread that may still be on its way
            assert len(read_) == (2 if what == "highlights" else 0)
        finally:
            go.set()
        assert {each.status for each in pages} <= {200, 303}


def test_pages_that_are_made_at_the_same_time_have_nothing_of_one_another(
    wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice, bob = surfer(wire, "alice", 120), surfer(wire, "bob", 1)
    read(wire, "https://alice.example/")
    wire.post("/v3/add", {"url": "https://bob.example/", "title": "Bob's", **wire.credentials("bob")})
    held = Held(monkeypatch)
    with ThreadPoolExecutor(1) as callers:
        first = callers.submit(alice.get, "/")
        assert held.begun.acquire(timeout=HANG)
        his = bob.get("/").text
        held.go.set()
        hers = first.result(HANG).text
    assert ("alice.example" in hers, "bob.example" in hers) == (True, False)
    assert ("alice.example" in his, "bob.example" in his) == (False, True)
    assert all('<symbol id="icon-heart"' in each for each in (hers, his))
