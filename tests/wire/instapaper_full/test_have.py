"""What a program has already: it is not sent again, its places are kept, and it is told what to drop."""

from __future__ import annotations

from typing import Any

import pytest

from tests.wire.instapaper_full.program import Program
from tests.wire.server import Wire


class Shelf:
    """A program with three bookmarks, the newest first."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.all: list[dict[str, Any]] = []
        for name in "abc":
            program.wire.clock.forward(seconds=1)
            self.all.insert(0, program.add(f"https://{name}.example.org/", title=name))
        self.ids = [each["bookmark_id"] for each in self.all]

    def list(self, have: str, **more: Any) -> tuple[list[int], list[int]]:
        found = self.program.list(have=have, **more)
        return [each["bookmark_id"] for each in found["bookmarks"]], found["delete_ids"]


@pytest.fixture(params=["1", "1.1"])
def shelf(wire: Wire, request: pytest.FixtureRequest) -> Shelf:
    return Shelf(Program(wire, version=request.param))


def test_what_is_the_same_is_not_sent_again(shelf: Shelf) -> None:
    c, b, a = shelf.ids
    hashes = {each["bookmark_id"]: each["hash"] for each in shelf.all}
    assert shelf.list("") == ([c, b, a], [])
    assert shelf.list(f"{a}") == ([c, b], [])
    assert shelf.list(f"{a}:{hashes[a]},{b}:X,{c}:{hashes[c]}") == ([b], [])
    assert shelf.list(",".join(f"{number}:{hashes[number]}" for number in shelf.ids)) == ([], [])
    shelf.program.call("bookmarks/star", bookmark_id=a)
    assert shelf.list(f"{a}:{hashes[a]}") == ([c, b, a], []), "it has a star now"


def test_what_is_not_in_the_window_is_to_be_dropped(shelf: Shelf) -> None:
    c, b, a = shelf.ids
    shelf.program.call("bookmarks/archive", bookmark_id=b)
    shelf.program.call("bookmarks/delete", bookmark_id=c)
    assert shelf.list(f"{a},{b},{c},777") == ([], [b, c, 777])
    assert shelf.list(f"{a}:X,{b}", folder_id="archive") == ([], [a])
    newest = shelf.program.add("https://d.example.org/")["bookmark_id"]
    assert shelf.list(f"{a}", limit=1) == ([newest], [a]), "beyond the limit"
    assert shelf.list(f"{a},{newest}", limit=1) == ([], [a]), "the window is what it is without what is had"


def test_places_that_are_newer_are_kept_first(shelf: Shelf) -> None:
    c, b, a = shelf.ids
    hashes = {each["bookmark_id"]: each["hash"] for each in shelf.all}
    now = shelf.program.wire.clock.now() // 1000
    assert shelf.list(f"{a}:{hashes[a]}:0.25:{now},{b}:{hashes[b]},{c}:{hashes[c]}") == ([a], [])
    (found,) = (each for each in shelf.program.list()["bookmarks"] if each["bookmark_id"] == a)
    assert (found["progress"], found["progress_timestamp"]) == (0.25, now)
    assert shelf.list(f"{a}:{found['hash']}:0.1:{now - 9},{b},{c}") == ([], []), (
        "an older one changes nothing"
    )
    assert shelf.list(f"{a}:{found['hash']}:0.25:{now},{b},{c}") == ([], [])
    shelf.list(f"{b}:0.5:{now}")
    assert [each["progress"] for each in shelf.program.list()["bookmarks"]] == [0.0, 0.5, 0.25], (
        "without a hash"
    )


def test_a_place_of_what_is_elsewhere_is_kept_too(shelf: Shelf) -> None:
    c, _, _ = shelf.ids
    now = shelf.program.wire.clock.now()
    shelf.program.call("bookmarks/archive", bookmark_id=c)
    assert shelf.list(f"{c}:X:0.75:{now}")[1] == [c]
    (found,) = shelf.program.list(folder_id="archive")["bookmarks"]
    assert (found["progress"], found["progress_timestamp"]) == (0.75, now)


@pytest.mark.parametrize(
    "have",
    [
        ",", ":", ":::", "x", "x:y:z:w:v", "1:2:3:4:5:6", "-1", "1.5", "٣", "\0", "9" * 400, "1" * 16, f"{2**63}",
        "1:a:nan:5", "1:a:0.5:-5", "1:a:2:5", "1:a:0.5:" + "9" * 300, "1:a:0.5:9999999999999999", "," * 20_000,
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_left_out(shelf: Shelf, have: str) -> None:
    ids, _ = shelf.list(have)
    assert set(ids) >= set(shelf.ids) - {1}
    assert shelf.program.wire.library.store.read(
        lambda tx: tx.one("SELECT COUNT(*) FROM items WHERE progress > 500")
    ) in ((0,), [0])


def test_five_hundred_are_the_most(shelf: Shelf) -> None:
    for limit, wanted in (("0", 1), ("-3", 1), ("2", 2), ("100000", 3), ("x", 3), ("", 3), ("1e400", 3)):
        assert len(shelf.list("", limit=limit)[0]) == wanted, limit
