"""A process that saves until it is killed, and writes down what it was told is saved.

Run as `python -m tests.faults.saver DATABASE LOG`. It also does the jobs, so that the end may
meet it anywhere between a save and its article.
"""

from __future__ import annotations

import asyncio
import os
import sys
from functools import partial
from pathlib import Path

from satchel.base.clock import Clock
from satchel.library import ingesting, saving, upkeep
from satchel.model.articles import Article
from satchel.model.items import NewLink
from satchel.model.pages import Page
from satchel.store import jobs
from satchel.store.sqlite import SqliteStore


async def _save(store: SqliteStore, log: int, name: int) -> None:
    for number in range(1_000_000):
        url = f"http://host{number % 7}.example/{os.getpid()}/{name}/{number}"
        link = NewLink(url, "A title", ("one", "two"))
        saved = await store.awrite(partial(saving.save, user=1, link=link))
        os.write(log, f"{saved.item.id} {url}\n".encode())


async def _work(store: SqliteStore, name: str) -> None:
    while True:
        job = await store.awrite(lambda tx: jobs.claim(tx, name, 60_000))
        if job is None:
            await asyncio.sleep(0.001)
            continue
        page = Page(f"http://found.example/{job.key}", 200, "text/html", "", b"x")
        article = Article("Found", "<p>x</p>" * 50, "x")
        await store.awrite(partial(ingesting.keep, job=job, page=page, article=article))


async def main(file: Path, log: Path) -> None:
    store = SqliteStore(file, Clock(), owner=True)
    store.write(upkeep.take_over)
    out = os.open(log, os.O_CREAT | os.O_APPEND | os.O_WRONLY)
    print("ready", flush=True)
    await asyncio.gather(
        *(_save(store, out, name) for name in range(6)), *(_work(store, f"w{n}") for n in range(2))
    )


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2])))
