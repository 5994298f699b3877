"""What readers of files say: English sentences, apart from what is put into them, so that pages can translate them.

One that has been said is a text that can be stored: the sentence, and behind it the values for its `%(name)s`.
"""

from __future__ import annotations

from typing import NamedTuple

MAX_VALUE_CHARACTERS = 200

_VALUE = "\x1f"
_MEMBER = "\x1e"


class Said(NamedTuple):
    """A sentence, and what belongs to it."""

    member: str  #: the file in an archive of which it is said; "" for none
    sentence: str
    values: dict[str, str]

    def put(self, sentence: str) -> str:
        """The sentence, in whatever language, with the values in it."""
        try:
            said = sentence % self.values if self.values else sentence
        except (KeyError, ValueError, TypeError):
            said = sentence
        return f"{self.member}: {said}" if self.member else said


def say(sentence: str, /, **values: object) -> str:
    """`sentence` with values, each as one line."""
    return _VALUE.join([sentence, *(f"{name}={_plain(str(value))}" for name, value in values.items())])


def of_member(name: str, said: str) -> str:
    """What was said, of a file in an archive."""
    return f"{_plain(name)}{_MEMBER}{said}"


def apart(said: str) -> Said:
    """What was said, taken apart. What never was said by `say` is a sentence without values."""
    member, mark, rest = said.rpartition(_MEMBER)
    sentence, *values = rest.split(_VALUE)
    return Said(member if mark else "", sentence, dict(each.split("=", 1) for each in values if "=" in each))


def english(said: str) -> str:
    """What was said, in English, in one piece."""
    found = apart(said)
    return found.put(found.sentence)


def _plain(value: str) -> str:
    return "".join(sign if sign >= " " else " " for sign in value[:MAX_VALUE_CHARACTERS])
