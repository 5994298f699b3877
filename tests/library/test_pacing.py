"""Long writing is fast while nobody else writes, and gives way in steps and rests while somebody does."""

from __future__ import annotations

import asyncio
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest

from satchel.base.clock import Clock
from satchel.jobs import importing, sweeping
from satchel.library import finding, imports, saving
from satchel.library import sweeping as acts
from satchel.library.context import Library
from satchel.library.pacing import MAX_ROWS, MIN_ROWS, Pace, paced
from satchel.library.sweeping import MAX_STEP
from satchel.model.imports import Choices, Look
from satchel.model.items import NewLink, Query, State
from satchel.model.jobs import Job, JobKind, Wanted
from satchel.store import jobs
from satchel.store.db import Tx
from satchel.store.sqlite import SqliteStore
from tests.library.bringing import pocket_csv
from tests.wire.web import Here


def test_alone_it_takes_large_steps_and_no_rest() -> None:
    pace = Pace(1)
    for _ in range(3):
        pace.begin()
        pace.hear({1})
        pace.end()
    assert (pace.rows, pace.pause) == (MAX_ROWS, 0)


def test_what_it_wrote_itself_and_hears_of_late_is_nobody_elses() -> None:
    pace = Pace(1)
    pace.begin()
    pace.end()
    for _ in range(3):
        pace.begin()
        pace.hear({1})
        pace.end()
    pace.hear({1})
    assert pace.is_alone
    pace.hear({1})
    assert not pace.is_alone


def test_beside_others_it_takes_small_steps_and_rests() -> None:
    pace = Pace(1)
    pace.begin()
    pace.hear({1})
    pace.hear({2})
    pace.end()
    assert pace.rows == MIN_ROWS
    assert pace.pause > 0


def test_it_hears_of_what_others_save(library: Library, alice: int, bob: int) -> None:
    with paced(library, alice) as pace:
        assert pace.is_alone
        library.run_sync(saving.save, bob, NewLink("https://example.com/"))
        assert not pace.is_alone
    library.run_sync(saving.save, bob, NewLink("https://example.com/2"))


def test_it_hears_of_what_another_process_saves(library: Library, alice: int) -> None:
    if not isinstance(library.store, SqliteStore):
        pytest.skip("only there several processes wait for each other")
    with closing(SqliteStore(library.store.file, Clock())) as theirs, paced(library, alice) as pace:
        pace.begin()
        library.run_sync(saving.save, alice, NewLink("https://example.com/1"))
        assert pace.is_alone
        theirs.write(lambda tx: saving.save(tx, alice, NewLink("https://example.com/2")))
        pace.begin()
        library.run_sync(saving.save, alice, NewLink("https://example.com/3"))
        assert not pace.is_alone


def test_a_save_in_the_middle_of_an_import_waits_for_one_step_only(
    library: Library, alice: int, bob: int, tmp_path: Path
) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(
        pocket_csv((f"Row {n}", f"https://example.com/{n}", 1, "", "unread") for n in range(6 * MAX_ROWS))
    )
    one = library.run_sync(imports.resumed, alice, "list.csv", "", 0, Look(kind="Pocket"), Choices())
    steps: list[int] = []
    rows_then: list[int] = []

    async def both() -> None:
        begun = asyncio.Event()

        def heard(now: object) -> None:
            steps.append(1)
            begun.set()

        async def save() -> None:
            await begun.wait()
            before = len(steps)
            await library.run(saving.save, bob, NewLink("https://example.com/mine"))
            rows_then.append(len(steps) - before)

        await asyncio.gather(importing.take_in(library, alice, one, file, Here(), heard=heard), save())

    asyncio.run(both())
    assert rows_then[0] <= 1
    assert len(steps) > 6 + 1, "the steps became smaller"


@pytest.mark.parametrize("is_alone", [True, False])
def test_an_act_on_a_whole_list_rests_between_its_steps_while_others_save(
    library: Library, alice: int, bob: int, monkeypatch: pytest.MonkeyPatch, is_alone: bool
) -> None:
    def begin(tx: Tx) -> Job | None:
        for n in range(5 * MAX_STEP):
            saving.save(tx, alice, NewLink(f"https://example.com/{n}", at=1_600_000_000_000 + n * 1000))
        query = Query(states=(State.UNREAD,))
        acts.begin(tx, alice, query, "/", acts.Deed("archive"), finding.synced_to(tx, alice) + 1)
        return jobs.claim(tx, "w", 60_000, (Wanted(JobKind.ACT),))

    rests = list[float]()

    async def rest(seconds: float) -> None:
        rests.append(seconds)
        if not is_alone:
            await library.run(saving.save, bob, NewLink(f"https://example.com/mine/{len(rests)}"))

    monkeypatch.setattr(sweeping, "asyncio", SimpleNamespace(sleep=rest))
    job = library.store.write(begin)
    assert job

    async def work() -> None:
        await sweeping.kind(library).run(job)

    asyncio.run(work())
    first, *between, last = rests
    assert (first, last) == (0, 0)
    assert len(between) >= 2
    assert [seconds > 0 for seconds in between] == [not is_alone] * len(between)
