"""What SQLite says, in our words."""

from __future__ import annotations

import zlib

import apsw

from satchel.base.errors import STOPPING, Busy, Damaged, SatchelError, Unavailable
from satchel.store.damage import Damage


def explain(error: BaseException, damage: Damage | None = None) -> BaseException:
    """A database's own error in our words; any other as it is. `damage` notes it."""
    explained: SatchelError
    if isinstance(error, apsw.BusyError | apsw.LockedError):
        explained = Busy()
    elif isinstance(
        error, apsw.FullError | apsw.IOError | apsw.CantOpenError | apsw.ReadOnlyError | apsw.NoMemError
    ):
        explained = Unavailable()
        if damage and isinstance(error, apsw.ReadOnlyError | apsw.CantOpenError):
            damage.is_barred = True  # the other ones are a full disk or memory, and pass by themselves
    elif isinstance(error, apsw.InterruptError):
        explained = Unavailable(STOPPING)
    elif isinstance(error, (apsw.CorruptError, apsw.NotADBError, UnicodeDecodeError, zlib.error)):
        # SQLite sees what is wrong with the pages of the file; of what stands in them, only its readers do.
        explained = Damaged()
        if damage:
            damage.note(error)
    else:
        return error
    explained.__cause__ = error
    return explained
