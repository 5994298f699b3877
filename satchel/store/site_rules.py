"""What people hide on sites: a row a site, of one person."""

from __future__ import annotations

from collections.abc import Generator, Iterable

import msgspec

from satchel.model.hiding import Part
from satchel.store.db import ReadTx, Tx

_parts = msgspec.json.Decoder(tuple[Part, ...])


def of_site(tx: ReadTx, user: int, host: str) -> tuple[Part, ...]:
    """What a person hides on a site, in the order in which it was hidden."""
    row = tx.one("SELECT parts FROM site_rules WHERE user_id = :user AND host = :host", user=user, host=host)
    return _parts.decode(row[0]) if row else ()


def among(tx: ReadTx, user: int, hosts: Iterable[str]) -> dict[str, str]:
    """What a person hides on some sites, in its stored form, by site."""
    rows = tx.all(
        f"""
        WITH named AS MATERIALIZED ({tx.texts})
        SELECT r.host, r.parts FROM named JOIN site_rules r ON r.host = named.text WHERE r.user_id = :user
        """,
        user=user, texts=msgspec.json.encode(list(enumerate(sorted(hosts)))).decode(),
    )  # fmt: skip
    return {row[0]: row[1] for row in rows}


def every(
    tx: ReadTx, user: int, limit: int, after: str = ""
) -> Generator[tuple[str, tuple[Part, ...]], None, None]:
    """The sites on which a person hides something, by name, at most `limit` behind `after`, with what that is."""
    rows = tx.each(
        "SELECT host, parts FROM site_rules WHERE user_id = :user AND host > :after ORDER BY host LIMIT :limit",
        user=user, after=after, limit=limit,
    )  # fmt: skip
    for host, parts in rows:
        yield host, _parts.decode(parts)


def count(tx: ReadTx, user: int) -> int:
    """On how many sites a person hides something."""
    row = tx.one("SELECT COUNT(*) FROM site_rules WHERE user_id = :user", user=user)
    return int(row[0]) if row else 0


def put(tx: Tx, user: int, host: str, parts: tuple[Part, ...]) -> None:
    """Keep what a person hides on a site; nothing is kept of nothing."""
    if not parts:
        tx.later("DELETE FROM site_rules WHERE user_id = :user AND host = :host", user=user, host=host)
        return
    tx.later(
        """
        INSERT INTO site_rules (user_id, host, parts, changed_at) VALUES (:user, :host, :parts, :now)
        ON CONFLICT (user_id, host) DO UPDATE SET parts = :parts, changed_at = :now
        """,
        user=user, host=host, parts=msgspec.json.encode(parts).decode(), now=tx.now,
    )  # fmt: skip


def decoded(parts: str | None) -> tuple[Part, ...]:
    """Parts out of their stored form, None for none."""
    return _parts.decode(parts) if parts else ()
