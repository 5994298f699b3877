"""Whose turn it is: the next job for a worker, found by a few look-ups however many wait.

What somebody waits for comes first, then the persons take turns, then the oldest. A claim never
walks over what it may not take: it goes from kind to kind, from person to person and, where a
person's first jobs are of hosts that are busy, from host to host. Kinds that nobody asks for, those
of a newer program among them, are not touched.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from satchel.model.jobs import ANYTHING, Job, Priority, Share, Wanted
from satchel.store.db import Row, Tx

#: Jobs of one kind and lane (for a fetch: one host) that may be in hands at the same time.
MAX_PER_LANE = 2
#: Persons that one statement looks at.
_PEOPLE = 64
#: Jobs of one person, oldest first, among which one is looked for whose lane is not full.
_WINDOW = 200
#: Lanes that are tried when all of these are full.
_LANES = 50
#: ms by which the clocks of two machines, or one that is set right, may differ.
DRIFT = 60_000
#: Minutes that a job waits when its worker was gone before the end for the second, third, … time. After the
#: first it does not: servers are killed for many reasons, and seldom by a page.
_AFTER_DEATHS = (1, 4, 16, 64)

_COLUMNS = "id, kind, key, user_id, attempts, worker, tries, deaths"


def claim(
    tx: Tx,
    worker: str,
    lease: int,
    wanted: Sequence[Wanted] = ANYTHING,
    *,
    running: Collection[int] | None = None,
) -> Job | None:
    """The next job whose turn has come, in `worker`'s hands for `lease` ms; None when there is none.

    Only of the kinds that are `wanted`; the more urgent goes before the less urgent, whatever
    its kind. `running` are the jobs that the worker knows of: any other in its hands is taken out
    of them. A lease that ran out is taken over, and lanes that are full are passed over.
    """
    hands = _hands(tx, worker, lease, {each.kind for each in wanted}, running)
    found = _next(tx, worker, lease, hands, wanted)
    if found is None and _clock_was_set_back(tx):
        found = _next(tx, worker, lease, hands, wanted)
    return found


def claim_one(tx: Tx, user: int, kind: str, key: int, worker: str, lease: int) -> Job | None:
    """That very job, in `worker`'s hands for `lease` ms; None when it is not owed, or somebody has it.

    Does not wait for its turn.
    """
    row = tx.one(
        f"""
        UPDATE jobs SET worker = :worker, lease_until = :until, attempts = attempts + 1
        WHERE user_id = :user AND kind = :kind AND key = :key AND (worker = '' OR lease_until <= :now)
        RETURNING {_COLUMNS}
        """,
        user=user, kind=str(kind), key=key, worker=worker, now=tx.now, until=tx.now + lease,
    )  # fmt: skip
    return _job(row)


def free(tx: Tx, rows: Collection[tuple[int, int]]) -> None:
    """Take jobs, each by its id and its deaths before, out of the hands of workers that are gone."""
    for job, deaths in rows:
        wait = _AFTER_DEATHS[min(deaths, len(_AFTER_DEATHS)) - 1] * 60_000 if deaths else 0
        tx.run(
            """
            UPDATE jobs SET worker = '', lease_until = 0, deaths = deaths + 1, told_at = :now,
                run_at = CASE WHEN :wait = 0 THEN run_at ELSE :at END,
                priority = CASE WHEN :wait = 0 OR priority > :later THEN priority ELSE :later END
            WHERE id = :id AND worker <> ''
            """,
            id=job, now=tx.now, at=tx.now + wait, wait=wait, later=Priority.LATER.value,
        )  # fmt: skip


class _Hands:
    """What of one kind is in hands just now: of everybody by lane, of this worker by person."""

    def __init__(self) -> None:
        self.lanes: Counter[str] = Counter()
        self.people: Counter[int] = Counter()
        self.people_later: Counter[int] = Counter()

    def allow(self, share: Share, priority: Priority, user: int) -> bool:
        """Whether this worker may take one more job of `user`."""
        if self.people[user] >= share.person:
            return False
        return priority == Priority.NOW or (
            self.people_later[user] < share.person_later and self.people_later.total() < share.later
        )


def _hands(
    tx: Tx, worker: str, lease: int, kinds: Collection[str], running: Collection[int] | None
) -> dict[str, _Hands]:
    """What of each of `kinds` is in hands, after whatever is in nobody's was taken back."""
    hands = {kind: _Hands() for kind in kinds}
    lost: list[tuple[int, int]] = []
    for job, kind, owner, until, user, lane, priority, deaths in tx.all(
        "SELECT id, kind, worker, lease_until, user_id, lane, priority, deaths FROM jobs WHERE worker <> ''"
    ):
        own = owner == worker and running is not None
        if own and running is not None and job not in running:
            # Its end could not be written down; nobody died of it.
            put_down(tx, worker, job)
        elif kind not in hands:
            continue
        elif not own and (until <= tx.now or until > tx.now + lease + DRIFT):
            # A lease that ends long after any that is given now was given by a clock that was ahead.
            lost.append((job, deaths))
        else:
            hands[kind].lanes[lane] += 1
            if owner == worker:
                hands[kind].people[user] += 1
                hands[kind].people_later[user] += priority != Priority.NOW
    free(tx, lost)
    return hands


def put_down(tx: Tx, worker: str, job: int) -> None:
    """Take one job out of `worker`'s hands as if it had never been there."""
    tx.run(
        """
        UPDATE jobs SET worker = '', lease_until = 0, attempts = attempts - 1
        WHERE id = :id AND worker = :worker
        """,
        id=job, worker=worker,
    )  # fmt: skip


def _next(tx: Tx, worker: str, lease: int, hands: dict[str, _Hands], wanted: Sequence[Wanted]) -> Job | None:
    for priority in Priority:
        for each in wanted:
            for job in _candidates(tx, priority, each, hands[each.kind]):
                row = tx.one(
                    f"""
                    UPDATE jobs SET worker = :worker, lease_until = :until, attempts = attempts + 1
                    WHERE id = :id AND worker = '' RETURNING {_COLUMNS}
                    """,
                    id=job, worker=worker, until=tx.now + lease,
                )  # fmt: skip
                if row:
                    return _job(row)
    return None


def _candidates(tx: Tx, priority: Priority, wanted: Wanted, hands: _Hands) -> Iterator[int]:
    """Ids of jobs that may be taken, the one whose turn it is first."""
    full = {lane for lane, number in hands.lanes.items() if number >= MAX_PER_LANE}
    for people in _turns(tx, priority, wanted):
        for user in sorted(people, key=lambda user: hands.people[user]):
            if user in wanted.without or (wanted.share and not hands.allow(wanted.share, priority, user)):
                continue
            yield from _first(tx, priority, wanted.kind, user, full)


def _turns(tx: Tx, priority: Priority, wanted: Wanted) -> Iterator[list[int]]:
    """The people of whom something is due, some at a time, beginning behind the one who had the last turn.

    Whom the owner keeps out has no turns.
    """
    after = wanted.after
    for low, high in ((after, 1 << 62), (0, after)) if after else ((0, 1 << 62),):
        while True:
            rows = tx.all(
                f"""
                WITH RECURSIVE people (user_id, place) AS (
                    SELECT (SELECT MIN(user_id) FROM jobs
                        WHERE worker = '' AND kind = :kind AND priority = :priority AND user_id > :low), 1
                    UNION ALL
                    SELECT (SELECT MIN(jobs.user_id) FROM jobs
                        WHERE worker = '' AND kind = :kind AND priority = :priority
                            AND jobs.user_id > people.user_id), place + 1
                    FROM people WHERE place < {_PEOPLE} AND people.user_id < :high
                )
                SELECT user_id, (SELECT MIN(run_at) FROM jobs
                    WHERE worker = '' AND kind = :kind AND priority = :priority
                        AND jobs.user_id = people.user_id) <= :now,
                    EXISTS (SELECT 1 FROM users u WHERE u.id = people.user_id AND u.disabled_at <> 0)
                FROM people WHERE user_id <= :high
                """,
                kind=str(wanted.kind), priority=priority.value, low=low, high=high, now=tx.now,
            )  # fmt: skip
            yield [user for user, due, is_shut in rows if due and not is_shut]
            if len(rows) < _PEOPLE:
                break
            low = rows[-1][0]


def _first(tx: Tx, priority: Priority, kind: str, user: int, full: Collection[str]) -> Iterator[int]:
    """Ids of jobs of `user` that are due and in no lane of `full`; the oldest first, where that is cheap."""
    head = tx.all(
        f"""
        SELECT id, lane FROM jobs
        WHERE worker = '' AND kind = :kind AND priority = :priority AND user_id = :user AND run_at <= :now
        ORDER BY run_at, id LIMIT 1 {tx.skip_locked}
        """,
        kind=str(kind), priority=priority.value, user=user, now=tx.now,
    )  # fmt: skip
    if not head:
        return
    if head[0][1] not in full:
        yield head[0][0]
    window = tx.all(
        f"""
        SELECT id, lane FROM jobs
        WHERE worker = '' AND kind = :kind AND priority = :priority AND user_id = :user AND run_at <= :now
        ORDER BY run_at, id LIMIT {_WINDOW}
        """,
        kind=str(kind), priority=priority.value, user=user, now=tx.now,
    )  # fmt: skip
    yield from (job for job, lane in window if lane not in full)
    if len(window) == _WINDOW:
        yield from _other_lanes(tx, priority, kind, user, full)


def _other_lanes(tx: Tx, priority: Priority, kind: str, user: int, full: Collection[str]) -> Iterator[int]:
    lane = ""
    for _ in range(_LANES):
        head = tx.one(
            """
            SELECT id, lane, run_at FROM jobs
            WHERE worker = '' AND kind = :kind AND priority = :priority AND user_id = :user AND lane > :lane
            ORDER BY lane, run_at, id LIMIT 1
            """,
            kind=str(kind), priority=priority.value, user=user, lane=lane,
        )  # fmt: skip
        if head is None:
            return
        job, lane, run_at = head
        if lane not in full and run_at <= tx.now:
            yield job


def _clock_was_set_back(tx: Tx) -> bool:
    """Whether jobs were told to wait at a time that is yet to come; they wait no longer."""
    return bool(
        tx.run(
            "UPDATE jobs SET run_at = 0 WHERE run_at > 0 AND told_at > :late AND worker = ''",
            late=tx.now + DRIFT,
        )
    )


def _job(row: Row | None) -> Job | None:
    if row is None:
        return None
    return Job(row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7])
