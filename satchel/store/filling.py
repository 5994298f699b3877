"""What a step of the schema fills by program, since no SQL that both databases share could."""

from __future__ import annotations

from satchel.base.urls import domain_key
from satchel.store.db import Tx
from satchel.store.uniting import unite_tags

_ROWS = 1000  #: in hand at a time


def fill_domains(tx: Tx) -> None:
    """Give all items the domain of their host."""
    last = 0
    while rows := tx.all(
        "SELECT id, host FROM items WHERE id > :last ORDER BY id LIMIT :limit", last=last, limit=_ROWS
    ):
        last = rows[-1][0]
        tx.many(
            "UPDATE items SET domain = :domain WHERE id = :id",
            ({"id": number, "domain": domain_key(host)} for number, host in rows),
        )  # fmt: skip


#: By the name of the step: what comes after its SQL.
FILLS = {"growth": fill_domains, "tags": unite_tags}
