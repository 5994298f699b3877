"""Taking over: what a library has beside its items, brought along with a file of our own.

Only what is missing is added, and what the person set here stays: so it makes no difference how often it is done.
"""

from __future__ import annotations

import re

import msgspec

from satchel.base.text import clean, line, tag_form
from satchel.library import imports, placing_folders, rehiding, saved_searches, tag_ids
from satchel.library.change import Changeset
from satchel.library.filing import MAX_NAME_CHARACTERS
from satchel.library.search.parser import MAX_QUERY_CHARACTERS, parse
from satchel.library.usecase import writes
from satchel.model.imports import Folders, Import, ImportStatus
from satchel.model.library_file import HiddenLine, SearchLine, Settings, Shelf, TagLine
from satchel.model.searches import READY, SavedSearch
from satchel.store import exporting, overview, searches, site_rules, user_counters, users
from satchel.store import imports as store
from satchel.store import tag_ids as store_tags
from satchel.store.db import Tx

_LOOKS = re.compile("[a-z0-9.]{1,90}")  #: as browsers keep them
MAX_KEYS_CHARACTERS = 20_000
VIEWS = 3


@writes
def take_in(tx: Tx, user: int, import_id: int, shelf: Shelf) -> Import:
    """Take in what stands beside the rows of an import that is under way. Raises `NotFound`."""
    tx.room()
    tx.lock_user(user)
    one = imports.get(tx, user, import_id)
    if one.status != ImportStatus.UNDER_WAY:
        return one
    with Changeset(tx, user) as change:
        if one.choices.folders is Folders.FOLDERS:
            names = [line(each.name, MAX_NAME_CHARACTERS) for each in shelf.folders]
            _, made = placing_folders.numbers(change, list(filter(None, names)), in_order=True)
            if made:
                one = msgspec.structs.replace(one, folders=(*one.folders, *made))
                store.update(tx, user, one)
        if shelf.searches is not None:
            _searches(tx, user, shelf.searches)
        _tags(tx, user, shelf.tags)
        for each in shelf.hidden:
            _hide(tx, user, each)
        _set(tx, user, shelf.settings)
    return one


def _searches(tx: Tx, user: int, told: tuple[SearchLine, ...]) -> None:
    """Keep those searches that the person has not; in place of those that everybody has at first, all as they were."""
    there = searches.of(tx, user)
    usable = [each for each in told if parse(line(clean(each.query), MAX_QUERY_CHARACTERS)).node is not None]
    if [(each.query, each.ready, each.name, each.fed) for each in there] == _AT_FIRST:
        for each in there:
            searches.remove(tx, user, each.id)
        there = []
    known = {each.query for each in there}
    place = there[-1].place if there else 0
    ready = {each.ready for each in there}
    for told_of in usable[: saved_searches.MAX_SAVED_SEARCHES - len(there)]:
        query = line(clean(told_of.query), MAX_QUERY_CHARACTERS)
        if query in known:
            continue
        place += 1
        its = told_of.ready if told_of.ready in _READY and told_of.ready not in ready else 0
        ready.add(its)
        name = line(told_of.name, saved_searches.MAX_NAME_CHARACTERS)
        if not name and not its:
            name = line(query, saved_searches.MAX_NAME_CHARACTERS)
        number = its or searches.next_id(tx, user)
        searches.put(tx, user, SavedSearch(number, name, query, place, its, told_of.counted, told_of.fed))


_READY = {each.number for each in READY}
_AT_FIRST = [(each.query, each.number, "", False) for each in READY]


def _tags(tx: Tx, user: int, told: tuple[TagLine, ...]) -> None:
    """Make those tags that the person has not made, as many as there may be."""
    made = {each.name for each in store_tags.of(tx, user) if each.made}
    names = dict.fromkeys(form for each in told if (form := tag_form(each.name)))
    wanted = [each for each in names if each not in made][: tag_ids.MAX_MADE_TAGS - len(made)]
    if wanted:
        store_tags.give(tx, user, wanted)
        store_tags.make(tx, user, wanted)


def _hide(tx: Tx, user: int, told: HiddenLine) -> None:
    """Hide on a site what was hidden there, unless the person hides something there already."""
    site = line(told.site, 255).lower()
    if not site or site_rules.of_site(tx, user, site) or site_rules.count(tx, user) >= rehiding.MAX_SITES:
        return
    parts = tuple(
        msgspec.structs.replace(
            each, tag=line(each.tag, 50), words=clean(each.words)[:5_000], lead=clean(each.lead)[:1_000],
            behind=clean(each.behind)[:1_000], picture=line(each.picture, 8_192), shown=clean(each.shown)[:1_000],
            letters=max(0, min(each.letters, 2**31)), made_at=max(0, min(each.made_at, tx.now)),
        )
        for each in told.parts[: rehiding.MAX_PARTS]
    )  # fmt: skip
    site_rules.put(tx, user, site, parts)


def _set(tx: Tx, user: int, told: Settings) -> None:
    """Take over what the person has not set otherwise."""
    now = exporting.settings(tx, user)
    if not now.reading and _LOOKS.fullmatch(told.reading):
        user_counters.keep_looks(tx, user, told.reading)
    if 0 < told.view < VIEWS and not now.view:
        overview.set_view(tx, user, told.view)
    written = told.keys.written if told.keys else ""
    if written and not now.keys and len(written) <= MAX_KEYS_CHARACTERS:
        users.set_keys(tx, user, clean(written))
