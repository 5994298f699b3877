"""`python -m bench.growth SIZE`: what each list costs on a shelf of so many items, on both databases."""

from __future__ import annotations

import argparse
import asyncio
import itertools
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

import msgspec
import uvloop

from bench import bulk, machine, table
from bench.client import drive, request
from bench.server import Server, cpu_of, running
from satchel import wiring
from satchel.base.clock import Clock
from satchel.base.settings import Settings
from satchel.store.db import Store
from satchel.store.text_index_sqlite import SqliteTextIndex
from tests import postgres

ROUNDS = 3  #: of which the cheapest counts
SECONDS = 0.25  #: of one round
CHECKED = (bulk.MODELS * 2 - 1, bulk.MODELS * 2)  #: copies that are compared with what the library makes

#: What `/v3/get` is asked for, thirty at a time.
LISTS: dict[str, dict[str, str]] = {
    "newest": {}, "oldest": {"sort": "oldest"}, "all": {"state": "all"}, "archive (10 %)": {"state": "archive"},
    "all, two thirds down": {"state": "all", "offset": "OFFSET"}, "sort=title": {"sort": "title"},
    "sort=site": {"sort": "site"}, "sort=shortest": {"sort": "shortest"}, "sort=longest": {"sort": "longest"},
    "favorite=1 (5 %)": {"favorite": "1"}, "favorite=1, sort=title": {"favorite": "1", "sort": "title"},
    "favorite=0": {"favorite": "0"}, "tag, common": {"tag": "harbour"}, "tag of 5 old items": {"tag": "rare"},
    "tag of 1,000 old items": {"tag": "old"}, "tag of none": {"tag": "nobody"}, "untagged": {"tag": "_untagged_"},
    "domain (1/300)": {"domain": "site7.example"}, "domain, all below": {"domain": "example"},
    "domain of none": {"domain": "nowhere.example.org"}, "contentType=article": {"contentType": "article"},
    "contentType=video (none)": {"contentType": "video"}, "contentType=image (none)": {"contentType": "image"},
    "hasAnnotations=1 (none)": {"hasAnnotations": "1"}, "since, nothing new": {"since": "4000000000"},
    "total=1": {"total": "1"}, "total=1, tag": {"total": "1", "tag": "harbour"},
    "total=1, domain": {"total": "1", "domain": "site7.example"}, "taglist=1": {"taglist": "1"},
}  # fmt: skip

#: What `/v3/send` is asked to do, a hundred at a time: the act on the item of that number.
SENDS: dict[str, Callable[[int], dict[str, str]]] = {
    "favourites": lambda item: {"action": "favorite", "item_id": str(item)},
    "archived": lambda item: {"action": "archive", "item_id": str(item)},
    "tagged": lambda item: {"action": "tags_add", "item_id": str(item), "tags": "sent"},
    "new pages": lambda item: {"action": "add", "url": f"https://sent.example/{item}"},
}


def main() -> int:
    """Measure, print, and tell by the exit status whether all answers were right."""
    parser = argparse.ArgumentParser(prog="python -m bench.growth")
    parser.add_argument("size", type=int, help="items on the shelf, at least 1,200")
    parser.add_argument("--only", default="", metavar="NAME", help="only lines with NAME in their names")
    parser.add_argument("--database", choices=["sqlite", "postgres"], help="only this one")
    asked = parser.parse_args()
    size = max(asked.size, 2 * bulk.MODELS)
    begun, first = time.perf_counter(), machine.calibration()
    found: dict[str, dict[str, str]] = {}
    with tempfile.TemporaryDirectory(prefix="satchel-bench-") as folder:
        if asked.database != "postgres":
            found["SQLite"] = _measured(Path(folder) / "sqlite", size, "", asked.only)
            _show(size, found)
        if asked.database != "sqlite":
            with postgres.running("128MB") as url:
                if url:
                    found["PostgreSQL"] = _measured(Path(folder) / "postgres", size, url, asked.only)
                    _show(size, found)
    last, seconds = machine.calibration(), time.perf_counter() - begun
    print(f"calibration loop {first:.1f} ms CPU before, {last:.1f} after; {seconds:.0f} s")
    return 1 if any("wrong" in cell for cells in found.values() for cell in cells.values()) else 0


def _show(size: int, found: dict[str, dict[str, str]]) -> None:
    """The table of what is known by now."""
    names = next(iter(found.values()))
    head = (f"{size:,} items, CPU ms", *found)
    print(table.lines([head, *((name, *(cells[name] for cells in found.values())) for name in names)]))
    print(flush=True)


def _measured(data: Path, size: int, url: str, only: str) -> dict[str, str]:
    """The lines for one database: their names and figures."""
    store = wiring.open_store(Settings(data=data, database_url=url), Clock(), server=True)
    try:
        key, token = bulk.fill(store, size)
        wrong = [different for number in CHECKED for different in bulk.differences(store, number)]
        assert not wrong, f"copied items are not what the library makes: {wrong[:3]}"
        _pass_over_index(store)
    finally:
        store.close()
    say = {"consumer_key": key, "access_token": token, "count": "30", "detailType": "complete"}
    lines: dict[str, str] = {}
    with (
        asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
        running(data, "--no-worker", SATCHEL_ADD_WAIT="0", SATCHEL_DATABASE_URL=url) as server,
        _backends(url) as behind,
    ):
        for name, requests in _loads(say, size):
            if only in name:
                lines[name] = runner.run(_cost(server, behind, requests))
    return lines


def _pass_over_index(store: Store) -> None:
    """As if all texts were in the search index: else the server indexes them while its lists are measured."""
    store.index.step(1)
    done = "UPDATE search_marks SET changed_at = :at, rest = 0"
    (row,) = store.read(lambda tx: tx.all("SELECT changed_at FROM shelves"))
    values = {"at": row[0]}
    if isinstance(store.index, SqliteTextIndex):
        with store.index.file.writing() as connection:
            connection.execute(done, values)
    else:
        store.write(lambda tx: tx.run(done, **values))


def _loads(say: dict[str, str], size: int) -> Iterator[tuple[str, Callable[[], Iterator[bytes]]]]:
    for name, asked in LISTS.items():
        fields = {**say, **asked, **({"offset": str(size * 2 // 3)} if "offset" in asked else {})}
        once = request("/v3/get", urlencode(fields).encode())
        yield name, partial(itertools.repeat, once)
    adds = (
        request("/v3/add", urlencode({**say, "url": f"https://new.example/{n}", "tags": "a,b"}).encode())
        for n in itertools.count()
    )
    yield "add of a new page", lambda: adds
    yield "rename of a tag of 1,000", lambda: (_rename(say, n) for n in itertools.count())
    for name, act in SENDS.items():
        # Others each time: what is as it should be already costs less.
        yield f"send of 100 {name}", partial(_sends, say, act, size)


def _sends(say: dict[str, str], act: Callable[[int], dict[str, str]], size: int) -> Iterator[bytes]:
    for first in itertools.count(0, 100):
        acts = msgspec.json.encode([act(number % size + 1) for number in range(first, first + 100)])
        yield request("/v3/send", urlencode({**say, "actions": acts.decode()}).encode())


def _rename(say: dict[str, str], number: int) -> bytes:
    old, new = ("old", "older")[:: 1 if number % 2 == 0 else -1]
    act = [{"action": "tag_rename", "old_tag": old, "new_tag": new}]
    return request("/v3/send", urlencode({**say, "actions": msgspec.json.encode(act).decode()}).encode())


async def _cost(server: Server, behind: Callable[[], float], requests: Callable[[], Iterator[bytes]]) -> str:
    """CPU ms of one request: the server's, and the database's if that is another program."""
    runs, costs = [], []
    sent = requests()
    for _ in range(ROUNDS + 1):  # the first one warms up
        before = behind()
        run = await drive(server.port, sent, _is_right, 1, SECONDS, server.cpu)
        runs.append(run)
        costs.append((run.cost * 1000, (behind() - before) * 1000 / max(1, len(run.times))))
    if any(run.wrong for run in runs):
        return "a wrong answer"
    own, other = min(costs[1:], key=sum)
    return f"{own:.2f} + {other:.2f}" if other else f"{own:.2f}"


def _is_right(status: int, body: bytes) -> bool:
    return status == 200 and b'"status":' in body


@contextmanager
def _backends(url: str) -> Iterator[Callable[[], float]]:
    """A meter of the CPU seconds that the database's processes for our server have taken."""
    if not url:
        yield lambda: 0.0
        return
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        query = "SELECT pid FROM pg_stat_activity WHERE application_name = 'satchel'"
        yield lambda: sum(cpu_of(pid) for (pid,) in connection.execute(query).fetchall())


if __name__ == "__main__":
    sys.exit(main())
