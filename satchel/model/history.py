"""What a person did on our pages, as far as it can be undone."""

from __future__ import annotations

from enum import IntEnum

import msgspec

from satchel.model.items import Facts


class ActStatus(IntEnum):
    """How far an act has come. The numbers are stored; they never change."""

    DONE = 0
    UNDER_WAY = 1
    BEING_UNDONE = 2
    UNDONE = 3


class Act(msgspec.Struct, frozen=True):
    """One act, on one item or many."""

    id: int  #: the time of its changes, ms
    verb: str
    tags: tuple[str, ...] = ()  #: that it was about: "+new" for one that it gave, "-old" for one that it took
    list: str = ""  #: of an act on all of a list: that one's address
    query: str = ""  #: and what it asks for, as JSON
    mark: int = 0  #: and when it was shown; what changed later is left alone, ms
    place_at: int = 0  #: where it goes on: behind the item that was added then
    place: int = 0  #: and has that number; while it is being undone, behind the item of that number
    status: ActStatus = ActStatus.DONE
    total: int = 1  #: items that it was to change
    done: int = 1  #: items that it has changed, or not yet undone
    passed: int = 0  #: items that it left as they were, because they had changed meanwhile
    folder: int = 0  #: to which it moved, or that it removed; 0 for none


class Said(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a person said of an item."""

    facts: Facts = Facts()  #: in place of what its page says
    note: str = ""


class Changed(msgspec.Struct, frozen=True, omit_defaults=True):
    """What an act changed of one item: pairs of what was and what is; None for what stayed."""

    state: tuple[int, int] | None = None
    added_at: int = 0  #: where the state was another one: what went with it before
    read_at: int = 0
    folder_id: int | None = None
    favourite: tuple[bool, bool] | None = None
    favourited_at: int = 0  #: what went with that before
    added: tuple[str, ...] = ()  #: tags that it has got
    removed: tuple[str, ...] = ()  #: tags that it has lost
    edited: tuple[Said, Said] | None = None  #: what the person said of it
    version: tuple[int, int] | None = None  #: of its text, that is read
    filed: tuple[int, int] | None = None  #: the folder, 0 for none; of what stayed in its state

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags as an act keeps them."""
        return (*(f"+{tag}" for tag in self.added), *(f"-{tag}" for tag in self.removed))

    def __bool__(self) -> bool:
        return any(
            (self.state, self.favourite, self.added, self.removed, self.edited, self.version, self.filed)
        )
