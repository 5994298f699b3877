"""Files that are not read, and the sentence that says why."""

from __future__ import annotations

from typing import NoReturn

from satchel.base.errors import Invalid
from satchel.formats.imports.saying import english


class RefusedFile(Exception):
    """A file that holds no list of links, or one that must not be kept."""

    def __init__(self, message: str, *, holds_secrets: bool = False, is_final: bool = True) -> None:
        """`message` is a sentence for people, as `saying` has them. `holds_secrets`: the file is to be deleted at once.
        Not `is_final`: another way of reading may do.
        """
        super().__init__(english(message))
        self.message = message
        self.holds_secrets = holds_secrets
        self.is_final = is_final

    def as_error(self) -> Invalid:
        """The same for the doors, which know our own errors alone."""
        return Invalid(english(self.message), field="file")


def refuse(message: str, *, holds_secrets: bool = False) -> NoReturn:
    """Raise `RefusedFile`."""
    raise RefusedFile(message, holds_secrets=holds_secrets)
