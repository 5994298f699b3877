"""What a person hides on a site is written here, kept as an act, and undone."""

from __future__ import annotations

import msgspec

from satchel.library import history
from satchel.library.change import Changeset
from satchel.model.hiding import Part, Rehiding
from satchel.model.history import Act
from satchel.store import items, site_rules

_decoder = msgspec.json.Decoder(Rehiding)

MAX_PARTS = 200  #: of one site
MAX_SITES = 1000


def put(change: Changeset, host: str, old: tuple[Part, ...], new: tuple[Part, ...]) -> int:
    """Hide `new` on a site where `old` was hidden; the number by which that is undone, 0 where nothing changed."""
    hid = tuple(part for part in new if part not in old)
    showed = tuple(part for part in old if part not in new)
    if not hid and not showed:
        return 0
    _put(change, host, new)
    number, verb = len(hid) or len(showed), history.HIDE if hid else history.SHOW
    what = msgspec.json.encode(Rehiding(host, hid, showed)).decode()
    history.begin(change, Act(change.stamp, verb, query=what, total=number, done=number))
    return change.stamp


def of(act: Act) -> Rehiding:
    """What an act of hiding, or of showing again, changed."""
    return _decoder.decode(act.query)


def revert(change: Changeset, what: Rehiding) -> bool:
    """Undo it, as far as nobody did so since; whether there was anything to undo, and room for it."""
    now = site_rules.of_site(change.tx, change.user, what.host)
    then = tuple(part for part in now if part not in what.hid)
    then += tuple(part for part in what.showed if part not in now)
    if then == now or len(then) > MAX_PARTS:
        return False
    if not now and site_rules.count(change.tx, change.user) >= MAX_SITES:
        return False
    _put(change, what.host, then)
    return True


def _put(change: Changeset, host: str, parts: tuple[Part, ...]) -> None:
    """Who keeps copies of the site's articles, as the search does, hears of it."""
    site_rules.put(change.tx, change.user, host, parts)
    items.touched_on(change.tx, change.user, host, change.stamp)
