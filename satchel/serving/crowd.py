"""All connections: those whose clients keep us waiting are cut off, in time, and sooner where there is no room."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, MutableSet
from typing import Any, Protocol, TypeGuard

#: One in so many connections goes at once when all are taken: to look for them takes milliseconds.
SHARE = 40
#: Bytes of answers that clients have not taken, all together: lists have megabytes, and anybody may leave many unread.
MAX_UNSENT_BYTES = 64_000_000


class _Connection(Protocol):
    transport: Any

    @property
    def network(self) -> str: ...

    @property
    def waiting_since(self) -> float | None: ...

    @property
    def stuck(self) -> tuple[float, int] | None: ...

    def overdue(self, now: float) -> bool: ...


def sweep(connections: Iterable[object], now: float) -> int:
    """Cut off the clients that keep us waiting for too long; how many. `now` is on the loop's clock."""
    ours = [each for each in connections if _is_ours(each)]
    late = {id(each): each for each in ours if each.overdue(now)}
    late |= {id(each): each for each in _unread([each for each in ours if id(each) not in late])}
    for each in late.values():
        each.transport.abort()
    return len(late)


def _unread(some: list[_Connection]) -> list[_Connection]:
    """Those that have to go so that what nobody takes fits into memory.

    Those of the network that leaves most go first, and of these the ones that have taken nothing for longest.
    """
    unread = [(each, *each.stuck) for each in some if each.stuck]
    by_network = Counter[str]()
    for each, _, size in unread:
        by_network[each.network] += size
    over = by_network.total() - MAX_UNSENT_BYTES
    gone = []
    for each, _, size in sorted(unread, key=lambda each: (-by_network[each[0].network], each[1])):
        if over <= 0:
            break
        over -= size
        gone.append(each)
    return gone


def make_room(connections: MutableSet[Any], newcomer: object, limit: int) -> None:
    """Cut off some of those whose turn it is to say something, where there are `limit` connections or more.

    Those of the network that has most of them go first, and of these the ones that have been silent for longest: so
    nobody keeps others out by holding connections. Who is being answered stays.
    """
    waiting = [
        (each, each.waiting_since)
        for each in connections
        if _is_ours(each) and each is not newcomer and each.waiting_since is not None
    ]
    crowds = Counter(each.network for each, _ in waiting)
    waiting.sort(key=lambda each: (-crowds[each[0].network], each[1]))
    for each, _ in waiting[: max(len(connections) - limit + 1, limit // SHARE)]:
        connections.discard(each)
        each.transport.abort()


def _is_ours(connection: object) -> TypeGuard[_Connection]:
    return hasattr(connection, "overdue")
