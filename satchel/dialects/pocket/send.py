"""`/v3/send`: one action or thousands, each its own success or failure."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from satchel.base.errors import Invalid, NotFound, SatchelError
from satchel.base.text import line
from satchel.dialects.http.params import Params, parse_json, unquote
from satchel.dialects.http.request import Request
from satchel.dialects.http.response import Response
from satchel.dialects.pocket import acts, wire
from satchel.dialects.pocket.ignored import IGNORED
from satchel.dialects.pocket_common import actions
from satchel.dialects.pocket_common.authenticate import caller
from satchel.library import acting, settling
from satchel.library.context import Library
from satchel.model.actions import Action, Outcome
from satchel.model.items import Saved
from satchel.model.people import Ability

#: How a list or an object begins, and what stands before it, encoded or encoded twice.
_JSON = re.compile(r"(?:[\s+]|%(?:25)?(?:20|09|0[aAdD]))*(?:[\[{]|%(?:25)?[57][bB])")

#: What an item that is gone already may be asked without harm.
_IDEMPOTENT = tuple(acts.IDEMPOTENT.values())

#: Answers with so many items are written away from the event loop.
_WRITTEN_AT_ONCE = 100

DONE = Outcome(True)


async def send(library: Library, call: Request) -> Response:
    """Carry out the actions in their order."""
    user = (await caller(library, call, Ability.MODIFY)).user_id
    planned = await call.in_turn(library.turns, user, lambda: _planned(call.params))
    todo = [plan for plan in planned if not isinstance(plan, Outcome)]
    outcomes = iter(await acting.act_in_turn(library, user, todo))
    results = [_outcome(plan, outcomes) for plan in planned]
    if len(results) == 1:
        results = [await _settled(library, user, results[0])]
    if len(results) <= _WRITTEN_AT_ONCE:
        return wire.results(results, call.own_address)
    async with library.turns.reading(user):
        return await asyncio.to_thread(wire.results, results, call.own_address)


def decoded(value: Any) -> Any:
    """The actions in `value`: as they are, as JSON text, or as JSON text that was percent-encoded once too often."""
    if not isinstance(value, str) or not value.strip():
        return value
    if not _JSON.match(value):
        raise Invalid("The parameter actions is not a list of actions.", field="actions")
    # One after the other: most need none of it undone, and it takes as long as the text is.
    for text in _undone(value):
        with suppress(Invalid):
            return parse_json(text)
    raise Invalid("The parameter actions is not JSON.", field="actions")


def _undone(value: str) -> Iterator[str]:
    """The text, and what may have been meant by it."""
    yield value
    once = unquote(value)
    if once == value and "+" not in value:
        return
    yield once
    yield unquote(value.replace("+", " "))
    yield unquote(once)


def _planned(params: Params) -> list[Action | Outcome]:
    """What is to be done, entry by entry. Raises `Invalid` and `TooLarge`."""
    return [_plan(entry) for entry in _named(actions.entries(decoded(params.get("actions"))))]


def _named(entries: list[Any]) -> list[Params]:
    # Forms that repeat a field for each action, `actions[]=`, carry each as JSON text.
    entries = [decoded(entry) for entry in entries]
    for entry in entries:
        if not isinstance(entry, dict) or not isinstance(entry.get("action"), str) or not entry["action"]:
            raise Invalid("An entry of actions names no action.", field="actions")
    return [Params(entry) for entry in entries]


def _plan(entry: Params) -> Action | Outcome:
    """What is to be done for an entry, or what has become of it already."""
    name = entry.text("action")
    read = acts.READERS.get(name)
    if read is None:
        if name in IGNORED:
            return DONE
        return Outcome(False, error=Invalid(f"Invalid Action: '{line(name, 40)}'"))
    try:
        return read(entry, acts.item)
    except NotFound as error:
        return DONE if name in acts.IDEMPOTENT else Outcome(False, error=error)
    except SatchelError as error:
        return Outcome(False, error=error)


def _outcome(plan: Action | Outcome, outcomes: Iterator[Outcome]) -> Outcome:
    if isinstance(plan, Outcome):
        return plan
    outcome = next(outcomes)
    return DONE if isinstance(outcome.error, NotFound) and isinstance(plan, _IDEMPOTENT) else outcome


async def _settled(library: Library, user: int, outcome: Outcome) -> Outcome:
    """A link that is sent alone is waited for like one of `/v3/add`; a batch never waits."""
    item = outcome.item
    if item is None:
        return outcome
    saved = Saved(item, is_new=False, fetching=item.article is None)
    return Outcome(True, await settling.settled(library, user, saved))
