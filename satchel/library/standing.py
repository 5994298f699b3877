"""Standing: all that is known of how an item came to what it has."""

from __future__ import annotations

from typing import NamedTuple

from satchel.library import edits, undoing
from satchel.library.usecase import reads
from satchel.model.items import Item
from satchel.model.jobs import JobKind
from satchel.model.versions import Origin
from satchel.store import jobs
from satchel.store import versions as store
from satchel.store.db import ReadTx


class Standing(NamedTuple):
    """An item, and how it came to its text."""

    item: Item  #: as its page has it
    origin: Origin | None  #: of the text that is read; None while there is none
    notes: tuple[str, ...]  #: how that was chosen
    is_waiting: bool  #: a fetch is owed
    tries: int  #: of it, so far
    next_try: int  #: ms; 0 for at once


@reads
def standing(tx: ReadTx, user: int, item_id: int) -> Standing:
    """How an item came to what it has. Raises `NotFound`."""
    item = edits.bare(undoing.living(tx, user, item_id))
    number = item.article.version if item.article else 0
    read = next((each for each in store.listed(tx, user, item.id) if each.number == number), None)
    owed = jobs.owed(tx, user, JobKind.FETCH, item.id)
    return Standing(
        item, read.origin if read else None, tuple(read.why.split("\n")) if read and read.why else (),
        owed is not None, *(owed or (0, 0)),
    )  # fmt: skip
