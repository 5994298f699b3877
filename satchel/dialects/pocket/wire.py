"""What Pocket's answers look like, but for lists and failures."""

from __future__ import annotations

from typing import Any

from satchel.base.errors import Invalid, NotFound, SatchelError
from satchel.dialects.http import response
from satchel.dialects.http.response import Response
from satchel.dialects.pocket_common import errors
from satchel.dialects.pocket_common.item import added
from satchel.model.actions import Outcome
from satchel.model.items import Item

Entry = dict[str, Any]


def item(found: Item, home: str) -> Response:
    """The answer to an add; `home` is `Request.own_address`."""
    return response.json(item_shape(found, home))


def item_shape(found: Item, home: str) -> Entry:
    """What an add answers with, as an object."""
    return {"item": added(found, home), "status": 1}


def results(outcomes: list[Outcome], home: str) -> Response:
    """The answer to a list of actions: true, false or an item for each, and the errors beside them.

    The status says that the list was carried out, also where one of it failed.
    """
    return response.json(
        {
            "action_results": [_result(outcome, home) for outcome in outcomes],
            "action_errors": [error_entry(outcome.error) for outcome in outcomes],
            "status": 1,
        }
    )


def _result(outcome: Outcome, home: str) -> bool | Entry:
    if outcome.done and outcome.item is not None:
        return added(outcome.item, home)
    return outcome.done


def error_entry(error: Exception | None) -> Entry | None:
    """What is said of one failed action."""
    if error is None:
        return None
    assert isinstance(error, SatchelError)
    if isinstance(error, NotFound):
        return {"code": 404, "message": error.message, "type": "Not Found"}
    if error.field == "url":
        return {"code": 422, "message": "Invalid/non-existent URL", "type": "Unprocessable Entity"}
    if isinstance(error, Invalid):
        return {"code": 130, "message": error.message, "type": "Bad request"}
    found = errors.word(error)
    return {"code": found.code, "message": error.message, "type": response.phrase(found.status)[4:]}
