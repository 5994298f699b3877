"""What stands in the data folder, and which of it a backup has.

All that is named here and nowhere else; a test reads the program for names that are missing here.
"""

from __future__ import annotations

from pathlib import Path

DATABASE = "satchel.db"  #: all that people keep, where there is no PostgreSQL
#: What belongs to the database while somebody has it open.
DATABASE_LOGS = ("satchel.db-wal", "satchel.db-shm")
SECRET_KEY = "secret.key"  # noqa: S105  it is the name of the file: what seals secrets that must be read again
PICTURES = "pictures"  #: copies of pictures on the web, as many as fit
#: The search index, which is made from the database.
INDEX = ("search.db", "search.db-wal", "search.db-shm")
BACKUP_STATUS = "backup-status.json"  #: how the last backup went
LOCK = "satchel.lock"  #: held by the server that runs
UPLOADS = "imports"  #: files that people bring along, until they are read
BALLAST = "satchel.ballast"  #: room that is kept back for a full disk
STEADINESS = "steady-clock.txt"  #: how long the clock of this machine has gone without being set

#: Made from the rest, or of use on this machine only: no backup has them.
DERIVED = (*INDEX, BACKUP_STATUS, LOCK, BALLAST, UPLOADS, STEADINESS)


def own_rules(data: Path, site_rules: Path) -> str:
    """The name of the folder of the owner's site rules in the data folder; "" where they are not in there."""
    folder = data / site_rules
    if folder.parent != data or folder.name in ("", "..", DATABASE, SECRET_KEY, PICTURES, *DERIVED):
        return ""
    return folder.name
