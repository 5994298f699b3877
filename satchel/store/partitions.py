"""How PostgreSQL spreads the tables of people: over hash partitions, or with Citus over machines.

A table of a person is one whose primary key begins with `user_id`. Both are made by the server's owner;
nothing else in Satchel knows of them.
"""

from __future__ import annotations

from satchel.store.db import ReadTx


def count(tx: ReadTx) -> int:
    """Into how many hash partitions each table of a person is divided; 0 where they are not."""
    row = tx.one(
        """
        SELECT COUNT(*) FROM pg_inherits i JOIN pg_partitioned_table p ON p.partrelid = i.inhparent
        WHERE p.partrelid = to_regclass('shelves') AND p.partstrat = 'h'
        """
    )
    return int(row[0]) if row else 0


def missing(tx: ReadTx) -> list[str]:
    """What Citus does not know yet of the tables that it must know together; nothing where people are on one machine.

    These are the tables of people, and the jobs, which are written in one transaction with them.
    """
    if tx.one("SELECT 1 WHERE to_regclass('pg_catalog.pg_dist_partition') IS NOT NULL") is None:
        return []
    rows = tx.all(
        """
        SELECT c.relname FROM pg_class s
        JOIN pg_dist_partition root ON root.logicalrelid = s.oid AND root.partmethod = 'h'
        JOIN pg_class c ON c.relnamespace = s.relnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        LEFT JOIN pg_dist_partition d ON d.logicalrelid = c.oid
        WHERE s.oid = to_regclass('shelves') AND (
            c.relname = 'jobs' AND d.logicalrelid IS NULL
            OR COALESCE(d.partmethod, ' ') <> 'h' AND EXISTS (
                SELECT 1 FROM pg_index i JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
                WHERE i.indrelid = c.oid AND i.indisprimary AND a.attname = 'user_id'
            )
        )
        ORDER BY c.relname
        """
    )
    return [row[0] for row in rows]
