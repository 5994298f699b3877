"""Unfiling: a folder goes, and what was in it goes to the archive."""

from __future__ import annotations

from satchel.base.errors import Busy
from satchel.library import acting, filing, finding
from satchel.library.context import Library
from satchel.library.shelving import demand_folder
from satchel.library.usecase import reads
from satchel.model.actions import Archive, ById
from satchel.model.items import Query, State
from satchel.store.db import ReadTx

#: Rounds of `finding.MAX_ROWS` articles of one call; an act is what one of them costs.
MAX_ROUNDS = 5


async def archive_and_remove(library: Library, user: int, folder_id: int) -> None:
    """Archive what is in a folder, and remove it. What was done stays done if it ends early: ask once more.

    Raises `NotFound`, and `Busy` for a folder with more in it than one call may move.
    """
    for _ in range(MAX_ROUNDS):
        found = await library.run(_in_folder, user, folder_id)
        if not found:
            await library.run(filing.remove, user, folder_id)
            return
        await acting.act_in_turn(library, user, [Archive(ById(number)) for number in found])
    raise Busy("The folder has so much in it that this takes several calls. Please send it once more.")


@reads
def _in_folder(tx: ReadTx, user: int, folder_id: int) -> list[int]:
    demand_folder(tx, user, folder_id)
    query = Query(states=(State.UNREAD,), folder=folder_id, limit=finding.MAX_ROWS)
    return finding.ids(tx, user, query)
