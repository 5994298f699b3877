"""Acts as a browser sends them, each under a name of its own, and what it hears of them."""

from __future__ import annotations

from typing import Literal

import msgspec

from satchel.model.actions import Action, ItemRef
from satchel.model.items import Item

#: done: something is different now. already: it was so before, or the act was sent before. stale: somebody did
#: something later that counts. gone: the item is not on the list. refused: it cannot be done.
Status = Literal["done", "already", "stale", "gone", "refused"]


class SentAct(msgspec.Struct, frozen=True):
    """One act on one item, or the saving of one link."""

    uuid: str
    actions: tuple[Action, ...]  #: on one item; of tags, two
    item: ItemRef | None = None  #: None: it saves a link
    at: int | None = None  #: when the person did it by our clock, ms; None or the future mean now
    takes_back: bool = False  #: it undoes another act, so nothing later stands against it

    @property
    def work(self) -> int:
        """For how many plain acts it counts."""
        return sum(1 + action.tag_count // 8 for action in self.actions)


class Heard(msgspec.Struct, frozen=True):
    """What became of a sent act."""

    uuid: str
    status: Status
    item: Item | None = None  #: as it is now, deleted ones among them
    undo: tuple[Action, ...] = ()  #: what takes it back
    why: str = ""  #: for people, where it was refused
