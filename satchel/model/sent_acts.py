"""Acts as a browser sends them, each under a name of its own, and what it hears of them."""

from __future__ import annotations

from typing import Literal

import msgspec

from satchel.model.actions import Action, ItemRef
from satchel.model.items import Item

#: done: something is different now. already: it was so before, or the act was sent before. stale: somebody did
#: something later that counts. gone: the item is not on the list. refused: it cannot be done.
Status = Literal["done", "already", "stale", "gone", "refused"]


class SentAct(msgspec.Struct, frozen=True, kw_only=True):
    """One act on one item, the saving of one link, the undoing of an act, or the removal of an item for good."""

    uuid: str
    verb: str
    actions: tuple[Action, ...] = ()  #: on one item; of tags, two; none undo
    item: ItemRef | None = None  #: None: it saves a link, or undoes
    at: int | None = None  #: when the person did it by our clock, ms; None or the future mean now
    group: str = ""  #: those of one group are undone together
    undoes: int = 0  #: the number of the act that it undoes

    @property
    def is_purge(self) -> bool:
        """Whether it removes the item from the trash for good."""
        return self.verb == "purge"

    @property
    def work(self) -> int:
        """For how many plain acts it counts."""
        return sum(1 + action.tag_count // 8 for action in self.actions)


class Heard(msgspec.Struct, frozen=True):
    """What became of a sent act."""

    uuid: str
    status: Status
    item: Item | None = None  #: as it is now, deleted ones among them
    act: int = 0  #: the number by which it is undone, alone or with its group; 0 where nothing changed
    is_new: bool = False  #: of a saved link: the person did not have it
    why: str = ""  #: for people, where it was refused
