"""Passwords that others would try first: the commonest ones, and those made of what everybody knows of a person.

No rules about kinds of characters: they make passwords worse, not better. What counts is how much is left of a
password without the words that whoever guesses knows beforehand: the person's names, this server's, and those
that everybody uses. Digits and signs around such a word are what programs that guess add first, so they count
for nothing; a word backwards, or with 4 for a and $ for s, is still that word.

The list beside this file has the 3,000 commonest passwords of at least eight characters, in lower case, as zxcvbn
(MIT licence, Dan Wheeler and Dropbox, Inc.) ranks what leaked from many sites.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator
from importlib import resources

from satchel.base.errors import Invalid
from satchel.base.text import fold

#: Letters that a password needs beside what others know of the person.
MIN_OWN_LETTERS = 5
#: Letters of the shortest word that is looked for inside a password; shorter ones are in many by chance.
MIN_WORD_LETTERS = 3

_COMMON = "common_passwords.txt.gz"
_BREAKS = re.compile(r"[\W\d_]+")
#: Signs and digits that stand for letters; the second reading of those that stand for two.
_STANDS_FOR = {"4": "a", "@": "a", "8": "b", "3": "e", "€": "e", "6": "g", "9": "g", "1": "i", "!": "i", "|": "l",
               "0": "o", "5": "s", "$": "s", "7": "t", "+": "t", "2": "z"}  # fmt: skip
_OR_FOR = {**_STANDS_FOR, "1": "l", "!": "l", "6": "b", "9": "q"}


def reject_common(password: str, names: Iterable[str]) -> None:
    """Raise `Invalid` for a password that is little more than a common one, or than one of `names`.

    `names` are whatever others know: the account's name, its e-mail address, the name of the server.
    The list is read anew each time: passwords are seldom set, and it would only take up memory.
    """
    names, folded = [name for name in names if name.strip()], fold(password).strip()
    if any(folded == fold(name).strip() for name in names) or _is_made_of(folded, _words(names)):
        raise Invalid(
            "This password is too close to the name of the account or of this server. Choose another one.",
            field="password",
        )
    common = _common()
    core = _core(folded)
    if folded in common or (core and core in {_core(each) for each in common}):
        raise Invalid("This password is too common. Choose another one.", field="password")


def _common() -> set[str]:
    packed = (resources.files(__package__) / _COMMON).read_bytes()
    return set(gzip.decompress(packed).decode().splitlines())


def _core(text: str) -> str:
    """The one word that a password is, without digits and signs around it and with letters for those inside.

    "" for what has no word of four letters.
    """
    bare = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", text)
    word = "".join(_STANDS_FOR.get(each, each) for each in bare)
    return word if len(word) >= 4 else ""


def _words(names: Iterable[str]) -> set[str]:
    """What others try when they know the names: each whole, and its parts; forwards and backwards."""
    found: set[str] = set()
    for name in names:
        local = name.rpartition("@")[0] or name
        for text in (name, local):
            letters = [word for word in _BREAKS.split(fold(text)) if word]
            found |= {"".join(letters), *(word for word in letters if len(word) >= MIN_WORD_LETTERS)}
            found.add("".join(each for each in fold(text) if each.isalnum()))
    found = {word for word in found if any(each.isalpha() for each in word)}
    return found | {word[::-1] for word in found}


def _is_made_of(password: str, words: set[str]) -> bool:
    """Whether too few letters are left of the password without the words."""
    taken: set[int] = set()
    for places, text in _readings(password):
        for word in words:
            found = set(_found(text, word, places))
            # Names of one or two letters are in many words; they count where nothing else is there.
            if len(word) >= MIN_WORD_LETTERS or (found and not _letters(password, found)):
                taken |= found
    return bool(taken) and _letters(password, taken) < MIN_OWN_LETTERS


def _readings(password: str) -> Iterator[tuple[list[int], str]]:
    """The password as it can be read: without signs, and with letters for what stands for them."""
    tables: tuple[dict[str, str], ...] = ({}, _STANDS_FOR, _OR_FOR)
    for table in tables:
        places = [at for at, each in enumerate(password) if each.isalnum() or each in table]
        yield places, "".join(table.get(password[at], password[at]) for at in places)


def _found(text: str, word: str, places: list[int]) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield from places[at : at + len(word)]
        at = text.find(word, at + 1)


def _letters(password: str, taken: set[int]) -> int:
    """How many different letters there are outside of what is taken."""
    return len({each for at, each in enumerate(password) if at not in taken and each.isalpha()})
