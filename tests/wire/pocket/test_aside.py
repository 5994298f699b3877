"""What may take long is never read on the event loop, where everybody would wait for it."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from satchel.library import finding
from tests.patience import HANG
from tests.wire.pocket_common import get, send
from tests.wire.server import Wire

#: A list as programs show it again and again: one index gives it in its order.
SHORT: list[dict[str, Any]] = [
    {"count": 30}, {"count": 30, "sort": "oldest"}, {"count": 50, "state": "archive", "detailType": "complete"},
    {"count": 30, "state": "all", "offset": 900},
]  # fmt: skip
LONG: list[dict[str, Any]] = [
    {}, {"count": 51}, {"sort": "title"}, {"sort": "site"}, {"sort": "shortest"}, {"sort": "longest"},
    {"search": "x"}, {"domain": "example.com"}, {"tag": "red"}, {"tag": "_untagged_"}, {"tag": "x" * 60},
    {"contentType": "video"}, {"contentType": "article"}, {"favorite": 1}, {"favorite": 0}, {"hasAnnotations": 1},
    {"annotations": 1}, {"total": 1}, {"taglist": 1}, {"forcetaglist": 1}, {"offset": 1001}, {"since": 1},
    {"updatedBefore": 1},
]  # fmt: skip


@pytest.fixture
def reads(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each list was read at once."""
    found: list[bool] = []
    kind = type(wire.library.store)
    aread = kind.aread

    async def noted(store: Any, op: Any, *, quick: bool = False) -> Any:
        answer = await aread(store, op, quick=quick)
        if isinstance(answer, bytearray):  # callers and fetches are looked up too
            found.append(quick)
        return answer

    wire.set(add_wait=0)
    send(wire, {"action": "add", "url": "http://example.com/"})
    monkeypatch.setattr(kind, "aread", noted)
    return found


@pytest.mark.parametrize("asked", SHORT, ids=str)
def test_a_short_page_in_the_order_of_an_index_is_read_at_once(
    wire: Wire, reads: list[bool], asked: dict[str, Any]
) -> None:
    get(wire, **asked)
    assert reads == [True]


@pytest.mark.parametrize("asked", LONG, ids=str)
def test_whatever_may_take_long_is_read_away_from_the_event_loop(
    wire: Wire, reads: list[bool], asked: dict[str, Any]
) -> None:
    get(wire, **{"count": 30, **asked} if asked else {})
    assert reads == [False]


def test_one_persons_many_long_lists_leave_others_their_turn(
    wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, begun, walked = threading.Event(), threading.Event(), finding.walk

    def slowly(tx: Any, user: int, query: Any, **more: Any) -> Any:
        if user == 1:
            begun.set()
            assert opened.wait(HANG), "others had to wait"
        return walked(tx, user, query, **more)

    monkeypatch.setattr(finding, "walk", slowly)
    mine, bobs = wire.credentials(), wire.credentials("bob")
    with ThreadPoolExecutor(10) as callers:
        lists = [callers.submit(wire.post, "/v3/get", {**mine, "sort": "title"}) for _ in range(10)]
        assert begun.wait(HANG)
        assert wire.post("/v3/get", {**bobs, "sort": "title"}).status == 200
        opened.set()
        assert {each.result(HANG).status for each in lists} == {200}
