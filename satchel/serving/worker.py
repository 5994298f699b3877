"""`satchel worker`: fetches pages for servers that share its PostgreSQL database."""

from __future__ import annotations

import asyncio
import sys

from satchel import wiring
from satchel.base import log
from satchel.base.clock import Clock
from satchel.base.errors import Invalid, Unavailable
from satchel.base.settings import Settings
from satchel.base.settings.types import without_password
from satchel.library.indexing import Indexer
from satchel.pipeline.fetching.self_test import self_test
from satchel.serving import environment
from satchel.serving.memory import give_large_pieces_back
from satchel.serving.signals import on_stop


def work() -> int:
    """Work until told to stop; the exit status. Raises `SatchelError` when it cannot start."""
    settings = environment.settings()
    log.setup(settings.log_level, settings.log_format, sys.stderr)
    give_large_pieces_back()
    if not settings.database_url:
        raise Invalid(
            "On SQLite `satchel serve` is server and worker in one; "
            "a worker of its own needs PostgreSQL in SATCHEL_DATABASE_URL."
        )
    asyncio.run(_work(settings))
    return 0


async def _work(settings: Settings) -> None:
    told = asyncio.Event()
    on_stop(told.set)
    clock = Clock()
    store = wiring.open_store(settings, clock)
    library = wiring.make_library(settings, store, clock)
    fetcher, sandbox = wiring.make_fetcher(settings), wiring.make_sandbox(settings)
    indexer = Indexer(store)
    runner = wiring.make_runner(settings, library, fetcher, sandbox)
    try:
        try:
            await self_test(fetcher)
        except RuntimeError as error:
            raise Unavailable(str(error)) from error
        indexer.start()
        runner.start()
        print(f"Working for {without_password(settings.database_url)}", flush=True)
        await told.wait()
    finally:
        await runner.stop()
        await fetcher.aclose()
        await sandbox.aclose()
        await asyncio.to_thread(indexer.stop)
        await asyncio.to_thread(store.close)
        library.passwords.close()
