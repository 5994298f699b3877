"""What PostgreSQL's driver raises, in our words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import psycopg
from psycopg import errors as pg
from psycopg_pool import PoolTimeout

from satchel.base.errors import Busy, Damaged, Unavailable
from satchel.store.damage import Damage
from satchel.store.db import T

TRIES = 5

#: Two that wrote at once were in each other's way. Two equal requests, say, both find nothing and
#: both insert: run again, the second one finds the row of the first.
MEETINGS = (pg.SerializationFailure, pg.DeadlockDetected, pg.UniqueViolation, pg.ForeignKeyViolation)
#: The server is not there, is stopping, is full, or has become another one's standby.
_AWAY = (
    psycopg.OperationalError,
    psycopg.InterfaceError,
    pg.ReadOnlySqlTransaction,
    pg.IdleInTransactionSessionTimeout,
)
_DAMAGED = (pg.DataCorrupted, pg.IndexCorrupted)


@contextmanager
def explained(damage: Damage, *, durable: bool) -> Iterator[None]:
    """Raise what is raised within as our own errors; of a write if `durable`.

    Two that were in each other's way are left as they are, for `retried`.
    """
    try:
        yield
    except (PoolTimeout, pg.LockNotAvailable, pg.QueryCanceled) as error:
        raise Busy from error
    except MEETINGS:
        raise
    except _DAMAGED as error:
        damage.note(error)
        raise Damaged from error
    except _AWAY as error:
        if isinstance(error, pg.ReadOnlySqlTransaction) and not durable:
            raise  # a read that writes is our own fault
        raise Unavailable from error


def retried(run: Callable[[], T]) -> T:
    """What `run` gives, tried again where another write was in its way. Raises `Busy` when that does not end."""
    for _ in range(TRIES - 1):
        with suppress(*MEETINGS):
            return run()
    try:
        return run()
    except MEETINGS as error:
        raise Busy from error
