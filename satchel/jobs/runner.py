"""The runner: of each kind as many jobs at once as it has slots, each under a lease."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from contextlib import suppress

from satchel.base import log, tokens
from satchel.base.errors import Busy, SatchelError, Unavailable
from satchel.jobs.kinds import Kinds
from satchel.library import working
from satchel.library.context import Library
from satchel.model.jobs import Job, Wanted

#: ms after which the jobs of a worker that gives no sign of life are taken over, by the clocks of others.
#: Short, because nobody else fetches from the hosts of a worker that was killed until it has run out.
LEASE = 24_000
#: Seconds between two signs of life; a few may get lost.
HEARTBEAT = 5.0
#: Seconds between looks when nobody said that there is work.
LOOK_AGAIN = 2.0

_logger = logging.getLogger("satchel.jobs")


class Runner:
    """Claims and runs jobs until it is stopped. Lives on one event loop."""

    def __init__(self, library: Library, kinds: Kinds) -> None:
        """Jobs of other `kinds` are left to those who know them."""
        self._library = library
        self._kinds = kinds
        self._last: dict[str, int] = {}  #: the person who had the last turn, by kind
        self._name = tokens.secret()[:12]
        self._wake = asyncio.Event()
        self._running: dict[asyncio.Task[None], Job] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._main: asyncio.Task[None] | None = None
        self._heart: asyncio.Task[None] | None = None
        self._stopping = False

    def start(self) -> None:
        """Begin, on the running loop."""
        self._loop = asyncio.get_running_loop()
        self._stop_listening = self._library.store.listen(self._hear)
        self._main = asyncio.create_task(self._run(), name="satchel-jobs")
        self._heart = asyncio.create_task(self._beat(), name="satchel-heartbeat")

    async def stop(self, grace: float = 5.0) -> None:
        """Claim nothing more, let what runs end for `grace` seconds, give the rest back."""
        if self._main is None or self._heart is None:
            return
        self._stop_listening()
        # Not cancelled at once: a claim that is under way would be made, and nobody would know of it.
        self._stopping = True
        self._wake.set()
        await asyncio.wait([self._main], timeout=grace)
        self._main.cancel()
        if self._running:
            await asyncio.wait(self._running, timeout=grace)
        for task in self._running:
            task.cancel()
        if self._running:
            await asyncio.wait(self._running)
        self._heart.cancel()
        await asyncio.wait([self._heart])
        with suppress(SatchelError):
            await self._library.run(working.release, self._name)

    @property
    def idle(self) -> bool:
        """Whether nothing runs just now."""
        return not self._running

    def _hear(self, signals: set[str]) -> None:
        if "jobs" in signals and self._loop is not None:
            with suppress(RuntimeError):  # the loop may have closed meanwhile
                self._loop.call_soon_threadsafe(self._wake.set)

    async def _run(self) -> None:
        while not self._stopping:
            self._wake.clear()
            try:
                while not self._stopping:
                    job = await self._claim()
                    if job is None:
                        break
                    task = asyncio.create_task(self._do(job), name=f"satchel-job-{job.id}")
                    self._running[task] = job
                    task.add_done_callback(self._done)
            except SatchelError as error:
                log.event(_logger, "warning", "cannot_claim", error=error.message)
            except Exception as error:  # our own fault; a worker that ended here would never be missed
                log.event(_logger, "error", "cannot_claim", exc_info=error)
            if not self._stopping:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._wake.wait(), LOOK_AGAIN)

    async def _claim(self) -> Job | None:
        """The next job of a kind that has a free slot; None when there is none."""
        taken = Counter(job.kind for job in self._running.values())
        wanted = [
            Wanted(name, kind.share, self._last.get(name, 0), kind.budget.spent() | kind.resting())
            for name, kind in self._kinds.items()
            if taken[name] < kind.slots and kind.may_begin()
        ]
        if not wanted:
            return None
        job = await self._library.run(working.claim, self._name, LEASE, wanted, running=self._held())
        if job:
            self._last[job.kind] = job.user_id
            self._kinds[job.kind].budget.spend(job.user_id)
        return job

    def _held(self) -> set[int]:
        return {job.id for job in self._running.values()}

    async def _beat(self) -> None:
        """Renew the leases of what runs, for as long as this process lives."""
        while True:
            await asyncio.sleep(HEARTBEAT)
            if self._running:
                try:
                    await self._library.run(working.renew, self._name, LEASE, self._held())
                except Exception as error:  # the next beat may come through, and must come
                    log.event(_logger, "warning", "cannot_renew", error=repr(error))

    def _done(self, task: asyncio.Task[None]) -> None:
        self._running.pop(task, None)
        # A slot is free again, and with it perhaps the lane of a job that was passed over.
        self._wake.set()

    async def _do(self, job: Job) -> None:
        kind = self._kinds[job.kind]
        with log.bind(job=job.id):
            try:
                if job.tries + job.deaths >= kind.max_claims:
                    log.event(
                        _logger,
                        "warning",
                        "given_up",
                        kind=job.kind,
                        key=job.key,
                        tries=job.tries,
                        deaths=job.deaths,
                    )
                    await kind.give_up(job)
                else:
                    await kind.run(job)
            except Exception as error:
                await self._retry_after_crash(job, error)

    async def _retry_after_crash(self, job: Job, error: Exception) -> None:
        """Our own fault, or the database is away: put the job back and say so in the log."""
        log.event(_logger, "error", "job_failed", kind=job.kind, attempt=job.attempt, exc_info=error)
        again = self._kinds[job.kind].retry.anyhow(self._library.clock.now(), job)
        counts = not isinstance(error, Busy | Unavailable)
        with suppress(SatchelError):
            await self._library.run(working.retry_at, job, again, repr(error), counts=counts)
