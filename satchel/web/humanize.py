"""Facts in words: how long ago, which browser, what an app may do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from satchel.model.people import Ability
from satchel.web.words import marked, text

MINUTE = 60_000

_UNITS = ((86_400_000, "day"), (3_600_000, "hour"), (MINUTE, "minute"), (1000, "second"))

#: What an app asks for, as it reads after "It asks to".
_ABILITIES = {
    Ability.ADD: marked("add links to your list"),
    Ability.MODIFY: marked("change your list: archive, favourite, tag and delete links"),
    Ability.RETRIEVE: marked("read your list and everything you saved"),
}
#: The same in a sentence; not put together of words, as other languages order and bend them in their own ways.
_SHORT = {
    Ability.ADD: marked("It can add links."),
    Ability.MODIFY: marked("It can change links."),
    Ability.RETRIEVE: marked("It can read links."),
    Ability.ADD | Ability.MODIFY: marked("It can add and change links."),
    Ability.ADD | Ability.RETRIEVE: marked("It can add and read links."),
    Ability.MODIFY | Ability.RETRIEVE: marked("It can change and read links."),
    Ability.ADD | Ability.MODIFY | Ability.RETRIEVE: marked("It can add, change and read links."),
}

#: The first of these in a browser's description of itself names it; most claim to be others too.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"),
    ("Safari/", "Safari"),
    ("curl/", "curl"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, slots=True)
class Moment:
    """When something was, for programs and for people: templates put it into words."""

    iso: str  #: day and time, in UTC
    number: int  #: how many units ago
    unit: str  #: "day", "hour", "minute", "second"; "" for just now


def moment(now: int, then: int) -> Moment:
    """That time in ms, seen from `now`."""
    iso = datetime.fromtimestamp(then / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    passed = max(0, now - then)
    size, unit = next(((size, unit) for size, unit in _UNITS if passed >= size), (1, ""))
    return Moment(iso, passed // size if unit else 0, unit)


def abilities(able: Ability) -> list[str]:
    """What an app may do, each as a phrase that follows "to"."""
    return [words for ability, words in _ABILITIES.items() if ability in able]


def abilities_in_short(able: Ability) -> str:
    """The same in a short sentence; "" for one that may do nothing."""
    return _SHORT.get(able, "")


def browser(agent: str) -> str:
    """Which browser on what, as far as it says, in the language of the page: "Firefox on Linux"."""
    name = next((name for mark, name in _BROWSERS if mark in agent), text("A browser"))
    system = next((name for mark, name in _SYSTEMS if mark in agent), "")
    return text("%(browser)s on %(system)s") % {"browser": name, "system": system} if system else name
