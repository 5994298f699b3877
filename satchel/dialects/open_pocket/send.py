"""`/v1/send`: the twelve actions, each true or false."""

from __future__ import annotations

import re
from typing import Any

from satchel.base.errors import Invalid, SatchelError
from satchel.dialects.http import response
from satchel.dialects.http.params import Params
from satchel.dialects.http.request import Request
from satchel.dialects.http.response import Response
from satchel.dialects.pocket_common import actions, tags
from satchel.dialects.pocket_common.actions import ItemReader, Reader
from satchel.dialects.pocket_common.authenticate import caller
from satchel.library import acting
from satchel.library.context import Library
from satchel.model.actions import Action, Add, ById, ItemRef
from satchel.model.items import NewLink
from satchel.model.people import Ability

_ID = re.compile(r"[0-9]{1,20}")


async def send(library: Library, call: Request) -> Response:
    """Carry out the actions in their order; the status is 1 only when all of them succeeded."""
    user = (await caller(library, call, Ability.MODIFY, call.bearer)).user_id
    planned = await call.in_turn(
        library.turns,
        user,
        lambda: [_plan(entry) for entry in actions.entries(call.params.get("actions"))],
    )
    acts = [plan for plan in planned if plan is not None]
    outcomes = iter(await acting.act_in_turn(library, user, acts))
    results = [plan is not None and next(outcomes).done for plan in planned]
    return response.json({"status": int(all(results)), "action_results": results})


def _plan(entry: Any) -> Action | None:
    """What is to be done for an entry; None when that cannot be understood."""
    if not isinstance(entry, dict):
        return None
    name = entry.get("action")
    read = _READERS.get(name) if isinstance(name, str) else None
    if read is None:
        return None
    try:
        return read(Params(entry), _item)
    except SatchelError:
        return None


def _item(entry: Params) -> ItemRef:
    given = entry.get("item_id")
    if not isinstance(given, str) or not _ID.fullmatch(given):
        raise Invalid("The action's item_id is not a string of digits.")
    return ById(actions.number(given))


def _add(entry: Params, _: ItemReader) -> Action:
    """An add takes place now, whatever time it names, and makes its own id."""
    url = entry.text("url").strip()
    if not url:
        raise actions.no_item()
    return Add(NewLink(url, entry.text("title"), tags.tags(entry)))


_READERS: dict[str, Reader] = {**actions.READERS, "add": _add}
