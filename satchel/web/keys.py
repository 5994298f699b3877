"""The keys of the pages: one table, from which they are wired, explained and changed."""

from __future__ import annotations

from contextvars import ContextVar
from typing import NamedTuple

import msgspec

from satchel.base.errors import Invalid
from satchel.model.keys import KeyChoice

MAX_KEY_CHARACTERS = 20
#: Keys that have a name; all others are called as what they write. Two with a space between are pressed in turn.
NAMED = ("Delete", "ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight", "Space", "Shift-Space", "Enter")
#: What browsers and people need for themselves.
TAKEN = ("Tab", "Escape", " ", "Enter")

EVERYWHERE = "everywhere"
#: The kinds of pages that have keys of their own.
ROOMS = ("", "list", "reader")


class Command(NamedTuple):
    """Something that a key does. What that is called stands in keys_parts.html, and what it does in scripts."""

    name: str
    keys: tuple[str, ...]
    where: str = EVERYWHERE  #: or the kinds of pages that know it
    goes: str = ""  #: the path of ours to which it leads, and nothing else


COMMANDS = (
    Command("search", ("/",)),
    Command("save", ("s",)),
    Command("undo", ("z",)),
    Command("up", ("u",)),
    Command("help", ("?",)),
    Command("unread", ("g u",), goes="/"),
    Command("started", ("g s",), goes="/started"),
    Command("favourites", ("g f",), goes="/favourites"),
    Command("archived", ("g a",), goes="/archive"),
    Command("all-tags", ("g t",), goes="/tags"),
    Command("random", ("g r",), goes="/random"),
    Command("next", ("j", "ArrowDown"), "list"),
    Command("previous", ("k", "ArrowUp"), "list"),
    Command("first", ("g g",), "list"),
    Command("last", ("G",), "list"),
    Command("open", ("o",), "list"),
    Command("original", ("v",), "list reader"),
    Command("original-here", ("V",), "list reader"),
    Command("archive", ("e", "a"), "list reader"),
    Command("favourite", ("f",), "list reader"),
    Command("tags", ("t",), "list reader"),
    Command("move", ("m",), "list reader"),
    Command("delete", ("#", "Delete"), "list reader"),
    Command("select", ("x",), "list"),
    Command("select-next", ("J",), "list"),
    Command("select-previous", ("K",), "list"),
    Command("select-all", ("* a",), "list"),
    Command("select-none", ("* n",), "list"),
    Command("screen", ("Space",), "reader"),
    Command("screen-back", ("Shift-Space",), "reader"),
    Command("page-right", ("ArrowRight",), "reader"),
    Command("page-left", ("ArrowLeft",), "reader"),
    Command("paragraph", ("j",), "reader"),
    Command("paragraph-before", ("k",), "reader"),
    Command("next-article", (">",), "reader"),
    Command("previous-article", ("<",), "reader"),
    Command("next-highlight", ("]",), "reader"),
    Command("previous-highlight", ("[",), "reader"),
    Command("contents", ("c",), "reader"),
    Command("details", ("i",), "reader"),
    Command("listen", ("p",), "reader"),
    Command("larger", ("+", "="), "reader"),
    Command("smaller", ("-",), "reader"),
    Command("width", ("w",), "reader"),
    Command("theme", ("d",), "reader"),
)
#: What goes on while a key is held down.
_REPEATING = (
    "next", "previous", "select-next", "select-previous", "screen", "screen-back", "page-right", "page-left",
    "paragraph", "paragraph-before", "larger", "smaller",
)  # fmt: skip
#: What stays where single keys are off: browsers have these keys for the same, but do not know where a page ends.
_PAGING = ("screen", "screen-back", "page-right", "page-left")
_NAMES = {command.name: command for command in COMMANDS}

_choice: ContextVar[KeyChoice] = ContextVar("keys", default=KeyChoice())  # noqa: B039  # it is frozen


def use(choice: KeyChoice) -> None:
    """Pages that are made in this context know these keys."""
    _choice.set(choice)


def chosen() -> KeyChoice:
    """The choice of the person for whom the page is made."""
    return _choice.get()


def shown(choice: KeyChoice) -> list[dict[str, object]]:
    """The commands with the keys that somebody uses for them, as templates take them."""
    return [
        {"name": each.name, "keys": choice.changed.get(each.name, each.keys), "where": each.where, "goes": each.goes,
         "repeats": each.name in _REPEATING}
        for each in COMMANDS
    ]  # fmt: skip


def of_page(room: str) -> list[dict[str, object]]:
    """The commands for a page of the person, of that kind; where single keys are off, only what turns pages."""
    choice = chosen()
    known = {
        each.name for each in COMMANDS if room in rooms(each) and (not choice.off or each.name in _PAGING)
    }
    return [each for each in shown(choice) if each["keys"] and each["name"] in known]


def rooms(command: Command) -> tuple[str, ...]:
    """The kinds of pages that know the command."""
    return ROOMS if command.where == EVERYWHERE else tuple(command.where.split())


def of_form(form: dict[str, str]) -> KeyChoice:
    """The choice that the form of the page of keys brings. Raises `Invalid` with the `field` that is wrong."""
    if form.get("what") == "usual":
        return KeyChoice()
    changed: dict[str, tuple[str, ...]] = {}
    for name, command in _NAMES.items():
        keys = _keys(name, form[name]) if name in form else command.keys
        if keys != command.keys:
            changed[name] = keys
    choice = msgspec.structs.replace(switches(form), changed=changed)
    _demand_clear(choice)
    return choice


def switches(form: dict[str, str]) -> KeyChoice:
    """What the form says of all keys, and of swiping."""
    return KeyChoice("on" not in form, "swipe" not in form)


def _keys(name: str, text: str) -> tuple[str, ...]:
    """Keys with commas between them; what is pressed in turn has a space."""
    found = []
    for each in text.split(","):
        steps = each.split()
        if not steps:
            continue
        if len(steps) > 2 or not all(_is_key(step) for step in steps):
            raise Invalid(each.strip()[:MAX_KEY_CHARACTERS], field=name)
        found.append(" ".join(steps))
    return tuple(dict.fromkeys(found[:4]))


def _is_key(text: str) -> bool:
    return (text in NAMED or (len(text) == 1 and text.isprintable())) and text not in TAKEN


def _demand_clear(choice: KeyChoice) -> None:
    """Raise `Invalid` where one key would do two things, or the first of two would do something alone."""
    used: list[tuple[str, str]] = []
    for command in COMMANDS:
        for key in choice.changed.get(command.name, command.keys):
            its = [(key, room) for room in rooms(command)]
            for other, there in used:
                if (other, there) in its or (
                    (key.startswith(f"{other} ") or other.startswith(f"{key} ")) and there in rooms(command)
                ):
                    raise Invalid(key, field=command.name)
            used += its
