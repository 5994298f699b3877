"""Keys: what a person presses for what, where that is not as usual."""

from __future__ import annotations

import msgspec


class KeyChoice(msgspec.Struct, frozen=True, omit_defaults=True):
    """One person's choice."""

    off: bool = False  #: no single keys do anything
    still: bool = False  #: rows are not swiped
    changed: dict[str, tuple[str, ...]] = {}  #: the keys of a command, by its name; none switch it off

    @property
    def written(self) -> str:
        """As it is stored; "" for what is as usual."""
        return "" if self == KeyChoice() else msgspec.json.encode(self).decode()


_decoder = msgspec.json.Decoder(KeyChoice)


def read(written: str) -> KeyChoice:
    """The choice as it was stored; the usual one for what cannot be read any more."""
    if not written:
        return KeyChoice()
    try:
        return _decoder.decode(written)
    except ValueError:
        return KeyChoice()
