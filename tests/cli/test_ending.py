"""A server that is stopping keeps nobody waiting."""

from __future__ import annotations

import asyncio
from pathlib import Path

from satchel.base.settings import Settings
from satchel.library import accounts, saving
from satchel.library.settling import settled
from satchel.model.items import NewLink
from satchel.wiring import Server
from tests.patience import HANG


def test_whoever_waits_for_a_page_is_answered_when_the_server_stops(tmp_path: Path) -> None:
    async def wait() -> None:
        server = Server(Settings(data=tmp_path, password_memory=8), worker=False)
        store, library = server.store, server.library
        user = store.write(lambda tx: accounts.create(tx, "alice", None)).id
        saved = store.write(lambda tx: saving.save(tx, user, NewLink("https://example.com/")))
        waiting = asyncio.create_task(settled(library, user, saved, 10 * HANG))
        await asyncio.sleep(0)
        library.waiting.end()
        item = await asyncio.wait_for(waiting, HANG)
        assert item.given_url == "https://example.com/"
        await server.stop()

    asyncio.run(wait())
