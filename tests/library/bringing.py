"""What the tests of imports share: files, and taking them in as the worker does."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from satchel.formats.imports.row import Place, Reason, Row, Skipped
from satchel.library import importing, imports, looking, unimporting
from satchel.library.incoming import Incoming, incoming
from satchel.model.imports import Choices, Fate, Import, ImportStatus, Look, Outcome
from satchel.model.items import State
from satchel.model.jobs import Job, JobKind, Wanted
from satchel.store import jobs
from satchel.store.db import Store, Tx

LEASE = 300_000
NONE = Choices()


def row(url: str, title: str = "", number: int = 0, **more: Any) -> Row:
    """A row of a file."""
    return Row(place=Place("", 0, number), address=url, title=title, **more)


def skipped(text: str = "", reason: Reason = Reason.NOT_A_LINK) -> Skipped:
    """A row that cannot come in."""
    return Skipped(Place("", 0, 0), reason, text)


def pocket_csv(rows: Iterable[Sequence[object]]) -> bytes:
    """Pocket's CSV of rows of title, address, seconds, tags and status."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("title", "url", "time_added", "tags", "status"))
    writer.writerows(rows)
    return text.getvalue().encode()


class Bringing:
    """One person who brings files along. Rows stand in for a file."""

    def __init__(self, store: Store, user: int) -> None:
        self.store = store
        self.user = user

    def begin(self, choices: Choices = NONE) -> Import:
        """An import that is under way."""

        def op(tx: Tx) -> Import:
            return imports.resumed(tx, self.user, "file", "", 0, Look(kind="Test"), choices)

        return self.store.write(op)

    def bring(self, *rows: Row | Skipped, choices: Choices = NONE, batch: int = 200) -> Import:
        """Take all of these in, so many at a time."""
        return self.go_on(self.begin(choices), rows, batch)

    def go_on(
        self, one: Import, rows: Sequence[Row | Skipped], batch: int = 200, most: int = 10**6
    ) -> Import:
        """Take in the next rows of an import, at most so many batches."""
        coming = list(incoming(rows, one.choices, one.made_at, one.rows))
        for first in [*range(0, len(coming), batch), len(coming)][:most]:
            one = self.store.write(partial(self._step, one.id, coming[first : first + batch]))
        return one

    def _step(self, number: int, some: Sequence[Incoming], tx: Tx) -> Import:
        return importing.step(tx, self.user, number, some, last=not some)

    def account(self, one: Import, outcome: Outcome | None = None) -> list[Fate]:
        """What became of each row."""
        return self.store.read(lambda tx: imports.account(tx, self.user, one.id, 0, 10_000, outcome))

    def get(self, one: Import) -> Import:
        """The import as it stands."""
        return self.store.read(lambda tx: imports.get(tx, self.user, one.id))

    def undo(self, one: Import) -> Import:
        """Undo an import, to the end."""
        self.store.write(lambda tx: imports.undo(tx, self.user, one.id))
        job = self.claim()
        while not self.store.write(lambda tx: unimporting.step(tx, self.user, one.id, job)):
            pass
        return self.get(one)

    def claim(self) -> Job:
        """The next job of an import."""
        job = self.store.write(lambda tx: jobs.claim(tx, "w", LEASE, (Wanted(JobKind.IMPORT),)))
        assert job is not None
        return job

    def look(self, *rows: Row | Skipped) -> Look:
        """What is in a file, before anything is written."""
        counting = looking.Counting()
        counting.count(rows)
        keys = counting.take_keys()
        states = self.store.read(lambda tx: imports.states(tx, self.user, keys))
        deleted = sum(state == State.DELETED for state in states.values())
        return counting.look("Test", len(states) - deleted, deleted)


def adds_up(one: Import, fates: Sequence[Fate]) -> bool:
    """Whether every row is in the account once, and the numbers are those of the account."""
    counts = [sum(fate.outcome is outcome for fate in fates) for outcome in Outcome]
    return (
        [fate.number for fate in fates] == list(range(1, one.rows + 1))
        and [one.new, one.joined, one.skipped] == counts
        and one.status == ImportStatus.DONE
    )
