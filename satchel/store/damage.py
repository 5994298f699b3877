"""A database that is damaged, or must not be written: told to whoever asks how it is, and damage once to the log."""

from __future__ import annotations

import logging

from satchel.base import log

_logger = logging.getLogger("satchel.store")


class Damage:
    """Whether this process came upon one of them."""

    def __init__(self) -> None:
        self.seen = False
        #: Whether a write found that the file must not be written, and none has been carried out since.
        self.is_barred = False

    def note(self, error: BaseException) -> None:
        """Say so once; thousands of requests may come upon the same page of the file."""
        if not self.seen:
            self.seen = True
            log.event(_logger, "error", "database_damaged", detail=str(error), advice="run `satchel check`")
