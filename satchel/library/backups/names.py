"""What the files of backups are called."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from satchel.formats.backup_archive import ENDING

_NIGHTLY = re.compile(r"satchel-nightly-(\d{4}-\d\d-\d\d-\d{6})" + re.escape(ENDING))


def stamp(now: int) -> str:
    """A time (ms since 1970) as it stands in names, UTC."""
    return datetime.fromtimestamp(now // 1000, UTC).strftime("%Y-%m-%d-%H%M%S")


def by_hand(now: int) -> str:
    """The name of a backup that somebody asked for."""
    return f"satchel-{stamp(now)}{ENDING}"


def nightly(now: int) -> str:
    """The name of one that the server made by itself: only those go when there are newer ones."""
    return f"satchel-nightly-{stamp(now)}{ENDING}"


def made_at(name: str) -> datetime | None:
    """When the nightly backup of that name was made, UTC; None for any other name."""
    found = _NIGHTLY.fullmatch(name)
    try:
        return datetime.strptime(found[1], "%Y-%m-%d-%H%M%S").replace(tzinfo=UTC) if found else None
    except ValueError:
        return None
