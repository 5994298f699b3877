"""Passwords that others would try first: the commonest ones, and the person's own name.

No rules about kinds of characters: they make passwords worse, not better. The list beside this
file has the 3,000 commonest passwords of at least eight characters, in lower case, as zxcvbn
(MIT licence, Dan Wheeler and Dropbox, Inc.) ranks what leaked from many sites.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from importlib import resources

from satchel.base.errors import Invalid
from satchel.base.text import fold

_COMMON = "common_passwords.txt.gz"


def demand_unguessed(password: str, names: Iterable[str]) -> None:
    """Raise `Invalid` for a password that is one of the commonest or one of `names`, whatever its case.

    The list is read anew each time: passwords are seldom set, and it would only take up memory.
    """
    folded = fold(password).strip()
    if any(folded == fold(name).strip() for name in names if name):
        raise Invalid("The name of an account is the first thing that others would try.", field="password")
    if folded in _common():
        raise Invalid("So many people have that password that others would try it first.", field="password")


def _common() -> list[str]:
    packed = (resources.files(__package__) / _COMMON).read_bytes()
    return gzip.decompress(packed).decode().splitlines()
