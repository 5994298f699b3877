"""Describing: programs set a title or a note of an item, as its person does on the page that edits it."""

from __future__ import annotations

import msgspec

from satchel.base.text import clean, line
from satchel.library import edits, undoing
from satchel.library.change import Changeset
from satchel.library.usecase import writes
from satchel.model.items import MAX_DESCRIPTION_CHARACTERS, MAX_TITLE_CHARACTERS
from satchel.store import edits as edits_store
from satchel.store.db import Tx


@writes
def describe(tx: Tx, user: int, item_id: int, title: str | None, note: str | None) -> None:
    """Keep a title and a note of an item; None leaves what there is, and an empty title is that of the page again.

    Raises `NotFound`.
    """
    tx.room()
    tx.lock_user(user)
    item = undoing.living(tx, user, item_id)
    page, facts = edits.bare(item), edits.mine(item)
    if title is not None:
        name = line(title, MAX_TITLE_CHARACTERS)
        facts = msgspec.structs.replace(facts, title=name if name not in ("", page.title) else None)
    said = item.description
    if note is not None:
        said = clean(note[: 2 * MAX_DESCRIPTION_CHARACTERS]).strip()[:MAX_DESCRIPTION_CHARACTERS]
    if facts != edits.mine(item) or said != item.description:
        with Changeset(tx, user) as change:
            after = edits.worn(msgspec.structs.replace(page, description=said), facts)
            edits_store.keep(tx, user, after, change.stamp)
