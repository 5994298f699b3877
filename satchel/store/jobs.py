"""Jobs: made in the transaction of the fact that needs them, claimed under a lease, finished once."""

from __future__ import annotations

from satchel.model.jobs import Job, Work
from satchel.store.db import Row, Tx

#: Jobs of one lane (for a fetch: one host) that may be in hands at the same time.
PER_LANE = 2


def enqueue(tx: Tx, kind: Work, key: int, user: int, lane: str, delay: int = 0) -> None:
    """Owe the work, at once or after `delay` ms; work that is owed already but waits is only brought forward."""
    tx.run(
        """
        INSERT INTO jobs (kind, key, user_id, lane, run_at) VALUES (:kind, :key, :user, :lane, :at)
        ON CONFLICT (kind, key) DO UPDATE
            SET run_at = CASE WHEN jobs.run_at < :at THEN jobs.run_at ELSE :at END, attempts = 0
            WHERE jobs.worker = ''
        """,
        kind=kind.value, key=key, user=user, lane=lane, at=tx.now + delay,
    )  # fmt: skip
    tx.signal("jobs")


def claim(tx: Tx, worker: str, lease: int) -> Job | None:
    """The next job whose turn has come, in `worker`'s hands for `lease` ms; None when there is none.

    A lease that ran out is taken over. Lanes that are full are passed over, so that one slow
    host does not keep everybody waiting; so are jobs of people whom the owner keeps out.
    """
    row = tx.one(
        f"""
        UPDATE jobs SET worker = :worker, lease_until = :until, attempts = attempts + 1
        WHERE id = (
            SELECT id FROM jobs
            WHERE run_at <= :now AND lease_until <= :now
              AND NOT EXISTS (SELECT 1 FROM users u WHERE u.id = jobs.user_id AND u.disabled_at <> 0)
              AND lane NOT IN (
                SELECT lane FROM jobs WHERE worker <> '' AND lease_until > :now
                GROUP BY lane HAVING COUNT(*) >= {PER_LANE}
              )
            ORDER BY run_at, id LIMIT 1 {tx.skip_locked}
        )
        RETURNING id, kind, key, user_id, attempts, worker
        """,
        worker=worker, now=tx.now, until=tx.now + lease,
    )  # fmt: skip
    return _job(row)


def claim_one(tx: Tx, kind: Work, key: int, worker: str, lease: int) -> Job | None:
    """That very job, in `worker`'s hands for `lease` ms; None when it is not owed, or somebody has it.

    Does not wait for its turn.
    """
    row = tx.one(
        """
        UPDATE jobs SET worker = :worker, lease_until = :until, attempts = attempts + 1
        WHERE kind = :kind AND key = :key AND (worker = '' OR lease_until <= :now)
        RETURNING id, kind, key, user_id, attempts, worker
        """,
        kind=kind.value, key=key, worker=worker, now=tx.now, until=tx.now + lease,
    )  # fmt: skip
    return _job(row)


def _job(row: Row | None) -> Job | None:
    return Job(row[0], Work(row[1]), row[2], row[3], row[4], row[5]) if row else None


def renew(tx: Tx, worker: str, lease: int) -> int:
    """Keep all that `worker` still holds in its hands, from now on for `lease` ms; how many jobs that are."""
    return tx.run(
        "UPDATE jobs SET lease_until = :until WHERE worker = :worker", worker=worker, until=tx.now + lease
    )


def holds(tx: Tx, job: Job) -> bool:
    """Whether the job is still in the hands that claimed it; locks it until the commit."""
    return (
        tx.run(
            "UPDATE jobs SET lease_until = lease_until WHERE id = :id AND worker = :worker AND attempts = :attempt",
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


def put_back(tx: Tx, job: Job, run_at: int, error: str) -> bool:
    """Let go of the job until `run_at`; False when somebody else has taken it over meanwhile."""
    return (
        tx.run(
            """
            UPDATE jobs SET worker = '', lease_until = 0, run_at = :run_at, last_error = :error
            WHERE id = :id AND worker = :worker AND attempts = :attempt
            """,
            id=job.id, worker=job.worker, attempt=job.attempt, run_at=run_at, error=error[:500],
        )
        == 1
    )  # fmt: skip


def forget(tx: Tx, kind: Work, key: int) -> None:
    """Strike off work that nobody needs any more, in whosever hands it is."""
    tx.run("DELETE FROM jobs WHERE kind = :kind AND key = :key", kind=kind.value, key=key)


def release(tx: Tx, worker: str) -> int:
    """Give back all that `worker` holds, so that a restart picks it up at once; how many."""
    return tx.run(
        """
        UPDATE jobs SET worker = '', lease_until = 0, run_at = :now, attempts = attempts - 1
        WHERE worker = :worker
        """,
        worker=worker, now=tx.now,
    )  # fmt: skip


def free_all(tx: Tx) -> int:
    """Take all jobs out of the hands of workers that cannot be alive any more; how many."""
    return tx.run("UPDATE jobs SET worker = '', lease_until = 0 WHERE worker <> ''")


def tally(tx: Tx) -> tuple[int, int]:
    """How many jobs wait and how many are in hands."""
    row = tx.one("SELECT COUNT(*) FILTER (WHERE worker = ''), COUNT(*) FILTER (WHERE worker <> '') FROM jobs")
    return (int(row[0]), int(row[1])) if row else (0, 0)
