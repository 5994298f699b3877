"""Acts that browsers sent, by the names that they gave them."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from satchel.store.db import ReadTx, Tx


def known(tx: ReadTx, user: int, uuids: Iterable[str]) -> set[str]:
    """Those of `uuids` that were done before, as far as that is remembered; by one look."""
    rows = tx.all(
        f"""
        SELECT s.uuid FROM ({tx.texts}) AS wanted CROSS JOIN sent_acts s
        WHERE s.user_id = :user AND s.uuid = wanted.text
        """,
        user=user, texts=_listed(uuids),
    )  # fmt: skip
    return {row[0] for row in rows}


def remember(tx: Tx, user: int, uuids: Iterable[str]) -> None:
    """Note that acts are done; none of them is known yet."""
    tx.later(
        f"""
        INSERT INTO sent_acts (user_id, uuid, done_at)
        SELECT :user, wanted.text, :now FROM ({tx.texts}) AS wanted
        """,
        user=user, now=tx.now, texts=_listed(uuids),
    )  # fmt: skip


def forget(tx: Tx, user: int, before: int, most: int) -> None:
    """Forget acts that were done before that time, ms, and of more than `most` the oldest."""
    row = tx.one(
        "SELECT done_at FROM sent_acts WHERE user_id = :user ORDER BY done_at DESC LIMIT 1 OFFSET :most",
        user=user, most=most,
    )  # fmt: skip
    tx.later(
        "DELETE FROM sent_acts WHERE user_id = :user AND done_at < :before",
        user=user, before=max(before, row[0] + 1 if row else 0),
    )  # fmt: skip


def _listed(uuids: Iterable[str]) -> str:
    return msgspec.json.encode([(0, uuid) for uuid in uuids]).decode()
