"""PostgreSQL that goes away and comes back: errors that can be understood, and nobody restarts us."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from unittest.mock import Mock
from urllib.parse import urlsplit

import psycopg
import pytest

from satchel.base.errors import Busy, Unavailable
from satchel.library import finding, saving, upkeep
from satchel.model.items import Item, NewLink, Query
from satchel.store import postgres, postgres_connection
from satchel.store.db import Store, Tx
from satchel.store.postgres import PostgresStore
from tests.clock import FakeClock
from tests.patience import HANG, until

pytestmark = [pytest.mark.faults, pytest.mark.postgres]


class Wire:
    """The line to the server, which can be cut and mended: what a restart looks like from here."""

    def __init__(self, port: int) -> None:
        self._server_port = port
        self._whole = True
        self._flows = threading.Event()
        self._flows.set()
        self._ends: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._begin(self._accept)

    def _begin(self, work: Callable[..., None], *values: object) -> None:
        thread = threading.Thread(target=work, args=values, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                if not self._whole:
                    client.close()
                    continue
                server = socket.create_connection(("127.0.0.1", self._server_port))
                self._ends += [client, server]
                self._begin(self._pass_on, client, server)
                self._begin(self._pass_on, server, client)

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                self._flows.wait(HANG)
                target.sendall(data)
        with suppress(OSError):
            target.shutdown(socket.SHUT_RDWR)

    def cut(self) -> None:
        self._whole = False
        for end in self._ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def fall_silent(self) -> None:
        self._flows.clear()

    def mend(self) -> None:
        self._whole = True
        self._flows.set()

    def close(self) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self.cut()
        for thread in self._threads:
            thread.join(HANG)
        for end in (*self._ends, self._listener):
            end.close()


@pytest.fixture
def wire(database: dict[str, object]) -> Iterator[Wire]:
    if not database["database_url"]:
        pytest.skip("about PostgreSQL")
    made = Wire(urlsplit(str(database["database_url"])).port or 5432)
    yield made
    made.close()


@pytest.fixture
def away(wire: Wire, database: dict[str, object], monkeypatch: pytest.MonkeyPatch) -> Iterator[PostgresStore]:
    """A store whose line to the server is `wire`."""
    monkeypatch.setattr(postgres, "PATIENCE", 1.0)
    parts = urlsplit(str(database["database_url"]))
    url = f"postgresql://{parts.username}@127.0.0.1:{wire.port}{parts.path}"
    opened = PostgresStore(url, FakeClock(), connections=3)
    yield opened
    wire.mend()
    opened.close()


def _save(store: Store, url: str) -> int:
    return store.write(lambda tx: saving.save(tx, 1, NewLink(url))).item.id


def _total(store: Store) -> int | None:
    return store.read(lambda tx: finding.find(tx, 1, Query(limit=0), total=True)).total


def _comes_back(store: Store) -> int:
    def saved() -> int | None:
        try:
            return _save(store, "http://example.org/back")
        except (Unavailable, Busy):
            return None

    return int(until(saved))


def test_a_server_that_is_away_is_told_soon_and_found_again(away: PostgresStore, wire: Wire) -> None:
    _save(away, "http://example.org/1")
    wire.cut()
    for _ in range(2):
        with pytest.raises((Unavailable, Busy)):  # while it is still away
            _save(away, "http://example.org/2")
        with pytest.raises((Unavailable, Busy)):
            _total(away)
    wire.mend()
    _comes_back(away)
    assert _total(away) == 2
    assert upkeep.doubts(away) == []


def test_a_crowd_before_a_server_that_is_away_does_not_wait_in_line(
    away: PostgresStore, wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    wire.cut()
    once, full_waits = away._once, []

    def timed(*values: object, **named: object) -> object:
        began = time.monotonic()  # to tell those who waited apart, not to say how long
        try:
            return once(*values, **named)  # type: ignore[arg-type]
        finally:
            if time.monotonic() - began > postgres.PATIENCE / 2:  # to tell them apart
                full_waits.append(began)

    monkeypatch.setattr(away, "_once", timed)

    async def crowd() -> list[object]:
        saves = (
            away.awrite(partial(saving.save, user=1, link=NewLink(f"http://a.example/{n}")))
            for n in range(60)
        )
        return await asyncio.gather(*saves, return_exceptions=True)

    results = asyncio.run(crowd())
    # Three threads wait at the same time. In line it would be all sixty, one behind the other.
    assert len(full_waits) <= 2 * 3
    assert {type(result) for result in results} <= {Unavailable, Busy}
    wire.mend()
    _comes_back(away)


def test_a_server_that_hangs_holds_up_those_it_has_and_nobody_who_waits_behind_them(
    away: PostgresStore,
) -> None:
    begun, goes_on = threading.Event(), threading.Event()

    def hang(tx: Tx) -> None:
        begun.set()
        goes_on.wait(HANG)

    async def crowd() -> None:
        held = [asyncio.create_task(away.awrite(hang)) for _ in range(3)]
        await asyncio.to_thread(begun.wait, HANG)
        with pytest.raises(Busy):
            await away.awrite(partial(saving.save, user=1, link=NewLink("http://a.example/")))
        assert not any(each.done() for each in held)
        goes_on.set()
        await asyncio.gather(*held)

    asyncio.run(crowd())
    assert _total(away) == 0, "what was refused is not done later"


def test_a_server_that_falls_silent_in_a_statement_is_told_of_as_one_that_is_away(
    away: PostgresStore, wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres_connection, "MAX_SILENCE", 0.1)
    _save(away, "http://example.org/1")

    def save(tx: Tx) -> None:
        wire.fall_silent()
        saving.save(tx, 1, NewLink("http://example.org/2"))

    with ThreadPoolExecutor(2) as threads:
        begun = threads.submit(away.write, save)
        begins = threads.submit(_save, away, "http://example.org/3")
        try:
            with pytest.raises((Unavailable, Busy)):
                begun.result(HANG)
            with pytest.raises((Unavailable, Busy)):
                begins.result(HANG)
        finally:
            wire.mend()
    _comes_back(away)


def test_a_statement_that_takes_long_is_waited_for_as_long_as_the_server_lives(
    away: PostgresStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres_connection, "MAX_SILENCE", 0.01)
    knock = Mock(side_effect=psycopg.connect)
    monkeypatch.setattr(psycopg, "connect", knock)
    assert away.read(lambda tx: tx.one("SELECT 7 AS found FROM pg_sleep(0.5)")) == (7,)
    assert knock.called


def test_cuts_in_the_middle_of_everything_lose_no_acknowledged_save(away: PostgresStore, wire: Wire) -> None:
    told: list[str] = []

    def save(number: int) -> None:
        url = f"http://example.org/{number}"
        with suppress(Unavailable, Busy):
            _save(away, url)
            told.append(url)

    def are_saved(number: int) -> bool:
        return len(told) >= number or all(each.done() for each in saves)

    with ThreadPoolExecutor(3) as threads:
        saves = [threads.submit(save, number) for number in range(150)]
        for cut in range(3):
            until(partial(are_saved, 20 * (cut + 1)))
            wire.cut()
            wire.mend()
        for future in saves:
            future.result(HANG)
    _comes_back(away)
    assert len(told) > 60
    found = away.read(lambda tx: finding.find(tx, 1, Query(limit=500)).items)
    kept = [item.given_url for item in found if isinstance(item, Item)]
    assert len(kept) == len(set(kept))
    assert set(told) <= set(kept)
    assert upkeep.doubts(away) == []


def test_connections_that_the_server_ends_are_replaced(store: Store, database: dict[str, object]) -> None:
    if not isinstance(store, PostgresStore):
        pytest.skip("about PostgreSQL")
    heard: list[set[str]] = []
    store.listen(heard.append)
    _save(store, "http://example.org/1")
    with psycopg.connect(str(database["database_url"]), autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'satchel' AND pid <> pg_backend_pid()"
        )
    with suppress(Unavailable):
        _save(store, "http://example.org/2")
    _comes_back(store)
    heard.clear()
    with psycopg.connect(str(database["database_url"]), autocommit=True) as other:

        def hears_again() -> bool:
            other.execute("SELECT pg_notify('satchel', 'word')")
            return any("word" in signals for signals in tuple(heard))

        until(hears_again)


def test_a_row_that_somebody_keeps_locked_is_told_as_busy(store: Store, database: dict[str, object]) -> None:
    if not isinstance(store, PostgresStore):
        pytest.skip("about PostgreSQL")
    with psycopg.connect(str(database["database_url"])) as other:
        other.execute("SELECT 1 FROM shelves WHERE user_id = 1 FOR UPDATE")

        def impatient(tx: Tx) -> int:
            tx.run("SET LOCAL lock_timeout = '100ms'")
            return saving.save(tx, 1, NewLink("http://example.org/")).item.id

        with pytest.raises(Busy):
            store.write(impatient)
        # Somebody else's things are not behind that lock.
        assert store.write(lambda tx: saving.save(tx, 2, NewLink("http://example.org/"))).is_new
    assert _save(store, "http://example.org/") > 0
