"""A damaged database: told once to the log, and to whoever asks whether the server is well."""

from __future__ import annotations

import logging

from satchel.base import log

_logger = logging.getLogger("satchel.store")


class Damage:
    """Whether this process came upon damage."""

    def __init__(self) -> None:
        self.seen = False

    def note(self, error: BaseException) -> None:
        """Say so once; thousands of requests may come upon the same page of the file."""
        if not self.seen:
            self.seen = True
            log.event(_logger, "error", "database_damaged", detail=str(error), advice="run `satchel check`")
