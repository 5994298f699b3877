"""Names of files that every system takes, no two of them alike."""

from __future__ import annotations

import re
import unicodedata

MAX_NAME_BYTES = 100
_UNSAFE = re.compile('[\\\\/:*?"<>|#^\\[\\]\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]')
#: Names that Windows keeps for devices, whatever ending they have.
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)", re.IGNORECASE)


class FileNames:
    """The names that were given out so far."""

    def __init__(self) -> None:
        self._taken: dict[str, int] = {}  # and the number that the next one of that name has at least

    def of(self, title: str) -> str:
        """A name after that title, without an ending; with a number where another file has it, in whatever case."""
        name = safe(title)
        first, tried = _key(name), name
        number = self._taken.get(first, 1)
        while (key := _key(tried)) in self._taken:
            number += 1
            tried = f"{_cut(name, MAX_NAME_BYTES - len(str(number)) - 3)} ({number})"
        self._taken[key] = 1
        self._taken[first] = number
        return tried


def _key(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


def safe(title: str) -> str:
    """A title as the name of a file: no signs that a system or a link in a note would stumble over."""
    plain = unicodedata.normalize("NFC", _UNSAFE.sub("-", title.encode("utf-8", "ignore").decode()))
    plain = _cut(" ".join(plain.split()), MAX_NAME_BYTES).strip(" .")
    if not plain.strip("-"):
        return "Untitled"
    return f"_{plain}" if _DEVICES.match(plain) else plain


def _cut(text: str, limit: int) -> str:
    return text.encode()[: max(1, limit)].decode("utf-8", "ignore").strip(" .")
