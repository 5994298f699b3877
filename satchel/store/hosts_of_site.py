"""The hosts of a site under which a person has items: those of few are lists that are merged."""

from __future__ import annotations

from satchel.store import narrowing
from satchel.store.db import ReadTx
from satchel.store.narrowing import Where

#: Hosts of a site whose lists, each in the order of time, are read side by side.
MAX_HOSTS = 8


def source(where: Where) -> str:
    """The statement for what is of the site."""
    return next(source for source in where.sources if ":first" in source)


def are_many(where: Where, counts: list[int]) -> bool:
    """Whether the site has more items than are sorted, where `few` counted what passes the filters."""
    return counts[where.sources.index(source(where))] > narrowing.MAX_SORTED


def few(tx: ReadTx, where: Where) -> tuple[dict[str, object], list[int] | None]:
    """The keys of the hosts of a site, if the person has items of few of them.

    Where they are many, or none, there are none, and with that comes how many items each of the filters lets
    through: of the site counted up to more than are sorted, else up to more than few.
    """
    site = source(where)
    most = {each: narrowing.MAX_SORTED if each == site else narrowing.MAX_FEW for each in where.sources}
    counted = [narrowing.counted(each, most[each]) for each in where.sources]
    each = " UNION ALL ".join(
        f"SELECT NULL, CASE WHEN (SELECT MAX(number) FROM hosts WHERE domain IS NOT NULL) > {MAX_HOSTS}"
        f" THEN {one} ELSE 0 END"
        for one in counted
    )
    names = {
        name: value for name, value in where.values.items() if any(f":{name}" in one for one in where.sources)
    }
    rows = tx.all(
        f"""
        WITH RECURSIVE hosts (domain, number) AS (
            SELECT domain, 1 FROM (
                SELECT domain FROM items WHERE user_id = :user AND domain >= :first AND domain < :last
                ORDER BY domain LIMIT 1
            ) AS lowest
            UNION ALL
            SELECT (
                SELECT i.domain FROM items i WHERE i.user_id = :user AND i.domain > hosts.domain AND i.domain < :last
                ORDER BY i.domain LIMIT 1
            ), number + 1 FROM hosts WHERE hosts.domain IS NOT NULL AND number <= {MAX_HOSTS}
        )
        SELECT domain, number FROM hosts UNION ALL {each}
        """,
        **names,
    )  # fmt: skip
    counts = [row[1] for row in rows[len(rows) - len(counted) :]]
    hosts = [row[0] for row in rows[: len(rows) - len(counted)] if row[0] is not None]
    if len(hosts) > MAX_HOSTS:
        return {}, counts
    if not hosts:
        return {}, [0 if each == site else narrowing.MAX_FEW + 1 for each in where.sources]
    return {f"host{number}": host for number, host in enumerate(hosts)}, None
