"""Jobs: made in the transaction of the fact that needs them, claimed under a lease, finished once."""

from __future__ import annotations

from collections.abc import Collection

from satchel.model.jobs import ITEM_KINDS, Job, JobKind, Priority
from satchel.store import one_row
from satchel.store.claiming import claim, claim_one, free
from satchel.store.columns import ItemHead
from satchel.store.db import ReadTx, Tx

__all__ = [
    "claim",
    "claim_one",
    "clear",
    "enqueue",
    "finish",
    "free_all",
    "goes_on",
    "holds",
    "move",
    "owed",
    "pause",
    "release",
    "renew",
    "retry_at",
    "tally",
]  # fmt: skip


#: What is told by its order, and by no time, has smaller ones, ms.
_FAR = 10**11
_OWE = one_row.insert("jobs", ("kind", "key", "lane", "run_at", "told_at", "priority"), """
    ON CONFLICT (user_id, kind, key) DO UPDATE
        SET run_at = CASE WHEN jobs.run_at < excluded.run_at THEN jobs.run_at ELSE excluded.run_at END,
            priority = CASE WHEN jobs.priority < excluded.priority THEN jobs.priority ELSE excluded.priority END,
            told_at = excluded.told_at, tries = 0, deaths = 0
        WHERE jobs.worker = ''
""")  # fmt: skip
_STRIKE_OFF = one_row.delete("jobs", ("kind", "key"))
#: The marks behind which such an order is kept lie so far apart, ms.
_RESTS = 60_000


def enqueue(
    tx: Tx, kind: str, key: int, user: int, lane: str, delay: int = 0, priority: Priority = Priority.NOW
) -> None:
    """Owe the work, at once or after `delay` ms; work that is owed already but waits is only brought forward.

    Workers hear of what is to be done at once; what is to wait they find when its time has come.
    """
    tx.write_row(
        _OWE, user=user, kind=str(kind), key=key, lane=lane, run_at=tx.now + delay if delay else 0, told_at=tx.now,
        priority=priority.value,
    )  # fmt: skip
    if not delay:
        tx.signal("jobs")


def renew(tx: Tx, worker: str, lease: int, running: Collection[int] | None = None) -> int:
    """Keep what `worker` still holds (of it, the jobs in `running`) in its hands, from now on for `lease` ms.

    How many jobs that are.
    """
    until = tx.now + lease
    if running is None:
        return tx.run(
            "UPDATE jobs SET lease_until = :until WHERE worker = :worker AND worker <> ''",
            worker=worker, until=until,
        )  # fmt: skip
    return sum(
        tx.run(
            "UPDATE jobs SET lease_until = :until WHERE id = :id AND worker = :worker",
            id=job, worker=worker, until=until,
        )
        for job in sorted(running)
    )  # fmt: skip


def owed(tx: ReadTx, user: int, kind: str, key: int) -> tuple[int, int] | None:
    """Of work that is owed how often it was tried, and when it is tried next, ms; None when none is owed."""
    row = tx.one(
        "SELECT tries, run_at FROM jobs WHERE user_id = :user AND kind = :kind AND key = :key",
        user=user, kind=str(kind), key=key,
    )  # fmt: skip
    return (int(row[0]), int(row[1])) if row else None


def holds(tx: Tx, job: Job) -> bool:
    """Whether the job is still in the hands that claimed it; locks it until the commit."""
    return (
        tx.run(
            "UPDATE jobs SET lease_until = lease_until WHERE id = :id AND worker = :worker AND attempts = :attempt",
            id=job.id, worker=job.worker, attempt=job.attempt,
        )
        == 1
    )  # fmt: skip


def goes_on(tx: Tx, job: Job) -> bool:
    """As `holds`, for a job that has come further: ends before that were not its own fault, and no longer count."""
    return (
        tx.run(
            "UPDATE jobs SET tries = 0, deaths = 0 WHERE id = :id AND worker = :worker AND attempts = :attempt",
            id=job.id, worker=job.worker, attempt=job.attempt,
        )
        == 1
    )  # fmt: skip


def finish(tx: Tx, job: Job) -> bool:
    """Strike the job off; False when somebody else has taken it over meanwhile."""
    return (
        tx.run(
            "DELETE FROM jobs WHERE id = :id AND worker = :worker AND attempts = :attempt",
            id=job.id, worker=job.worker, attempt=job.attempt,
        )
        == 1
    )  # fmt: skip


def retry_at(tx: Tx, job: Job, run_at: int, error: str, *, counts: bool = True) -> bool:
    """Let go of the job until `run_at`; False when somebody else has taken it over meanwhile.

    Nobody waits for it any longer, so it comes behind what somebody waits for. A try that came to
    nothing because of our own disk or database does not count.
    """
    return (
        tx.run(
            """
            UPDATE jobs SET worker = '', lease_until = 0, run_at = :run_at, told_at = :now, last_error = :error,
                tries = tries + :counts, priority = CASE WHEN priority > :later THEN priority ELSE :later END
            WHERE id = :id AND worker = :worker AND attempts = :attempt
            """,
            id=job.id, worker=job.worker, attempt=job.attempt, run_at=run_at, now=tx.now, error=error[:500],
            counts=int(counts), later=Priority.LATER.value,
        )
        == 1
    )  # fmt: skip


def pause(tx: Tx, user: int, kind: str, lane: str, until: int) -> None:
    """Let what came by the thousand rest in one lane until then (ms), in the order that it has.

    That order is in its times, which lie before everything else; what rested before has it in seconds behind a mark.
    """
    mark = -(-until // _RESTS) * _RESTS
    tx.later(
        """
        UPDATE jobs SET told_at = :now,
            run_at = :mark + CASE WHEN run_at < :far THEN run_at / 100000 ELSE run_at % :rests END
        WHERE worker = '' AND kind = :kind AND priority = :priority AND user_id = :user AND lane = :lane
            AND run_at < :mark
        """,
        kind=str(kind), user=user, lane=lane, now=tx.now, mark=mark, far=_FAR, rests=_RESTS,
        priority=Priority.IMPORT.value,
    )  # fmt: skip


def clear(tx: Tx, user: int, item: ItemHead) -> None:
    """Strike off all work that belongs to an item of `user`, in whosever hands it is."""
    for kind in sorted(ITEM_KINDS):
        tx.write_row(_STRIKE_OFF, user=user, kind=str(kind), key=item.id)


def move(tx: Tx, user: int, source: ItemHead, target: ItemHead) -> None:
    """Strike off the work of an item that became one with another: the other has its own."""
    clear(tx, user, source)


def release(tx: Tx, worker: str) -> int:
    """Give back all that `worker` holds, so that a restart picks it up at once; how many."""
    return tx.run(
        """
        UPDATE jobs SET worker = '', lease_until = 0, run_at = 0, attempts = attempts - 1
        WHERE worker = :worker AND worker <> ''
        """,
        worker=worker,
    )  # fmt: skip


def free_all(tx: Tx) -> int:
    """Take all jobs out of the hands of workers that cannot be alive any more; how many."""
    rows = [(row[0], row[1]) for row in tx.all("SELECT id, deaths FROM jobs WHERE worker <> ''")]
    free(tx, rows)
    return len(rows)


def tally(tx: ReadTx) -> tuple[int, int]:
    """How many jobs wait and how many are in hands; not those which wait for the trash to grow old."""
    row = tx.one(
        "SELECT (SELECT COUNT(*) FROM jobs WHERE worker = '' AND kind <> :purge),"
        " (SELECT COUNT(*) FROM jobs WHERE worker <> '')",
        purge=str(JobKind.PURGE),
    )
    return (int(row[0]), int(row[1])) if row else (0, 0)
