"""A worker for tests: a web that answers what it was told, and a runner that is stopped in the end."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import msgspec

from satchel.jobs import fetching
from satchel.jobs.budget import Budget
from satchel.jobs.kinds import Kind, nobody
from satchel.jobs.runner import Runner
from satchel.library.context import Library
from satchel.model.articles import Article
from satchel.model.jobs import JobKind
from satchel.model.pages import Page
from tests.patience import HANG, until_it


class Web:
    """Answers with what it was told, and counts."""

    def __init__(self, *answers: object, at: dict[str, BaseException] | None = None) -> None:
        """`answers` are for whoever asks first, `at` for an address: jobs run side by side, in any order."""
        self.answers = list(answers)
        self.at = at or {}
        self.fetched: list[str] = []
        self.gate = asyncio.Event()
        self.gate.set()

    async def fetch(self, url: str) -> Page:
        self.fetched.append(url)
        await self.gate.wait()
        answer = self.at.get(url) or (self.answers.pop(0) if self.answers else None)
        if isinstance(answer, BaseException):
            raise answer
        return Page(url, 200, "text/html", "", b"<p>Words.</p>")


class Extractor:
    """Says the same of every page, once it is through with its failures."""

    def __init__(self, *answers: BaseException) -> None:
        self.answers = list(answers)

    async def extract(self, page: Page, person: int = 0) -> Article:
        if self.answers:
            raise self.answers.pop(0)
        return Article("Fetched", "<p>Words.</p>", "Words.")


def runner_for(
    library: Library,
    web: object,
    extractor: object | None = None,
    slots: int = 8,
    budget: Budget | None = None,
    resting: Callable[[], set[int]] = nobody,
    **kinds: Kind,
) -> Runner:
    fetches = fetching.kind(library, web, extractor or Extractor(), slots)  # type: ignore[arg-type]
    fetches = msgspec.structs.replace(fetches, resting=resting)
    if budget:
        fetches = msgspec.structs.replace(fetches, budget=budget)
    return Runner(library, {JobKind.FETCH: fetches, **kinds})


async def running(
    worker: Runner,
    work: Callable[[], Awaitable[object]] | None = None,
    until: Callable[[], bool] | None = None,
    grace: float = HANG,
) -> None:
    """Let the worker run while `work` is done and until `until` holds; what runs then has `grace` seconds to end."""
    worker.start()
    try:
        if work:
            await work()
        if until:
            await until_it(until)
    finally:
        await worker.stop(grace)
