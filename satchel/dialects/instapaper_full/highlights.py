"""Highlights: listed, made, removed."""

from __future__ import annotations

from satchel.base.errors import Conflict, Invalid, NotFound
from satchel.base.text import clean
from satchel.dialects.http.params import Params
from satchel.dialects.http.request import Request
from satchel.dialects.http.response import Response
from satchel.dialects.instapaper_full import envelope, objects
from satchel.dialects.instapaper_full.authenticate import caller
from satchel.dialects.instapaper_full.errors import HIGHLIGHTED_ALREADY, NO_HIGHLIGHT, refused
from satchel.library import highlighting
from satchel.library.context import Library
from satchel.model.highlights import NewHighlight
from satchel.model.people import Ability


async def list_highlights(library: Library, call: Request) -> Response:
    """The highlights of a bookmark, the oldest first."""
    who = await caller(library, call, Ability.RETRIEVE)
    number, found = await library.run(highlighting.of_item, who.id, call.path_params["bookmark_id"])
    return envelope.array(call, [objects.highlight(number, each) for each in found])


async def add(library: Library, call: Request) -> Response:
    """The new highlight."""
    who = await caller(library, call, Ability.MODIFY)
    params, number = call.params, call.path_params["bookmark_id"]
    text = params.text("text")
    if not clean(text[: highlighting.MAX_QUOTE_CHARACTERS + 1]).strip():
        raise refused(NO_HIGHLIGHT, "The parameter text is missing.")
    # A note that is empty is none.
    new = NewHighlight(text, note=params.text("note") or None, occurrence=_occurrence(params))
    try:
        number, mark = await library.run(highlighting.mark, who.id, number, new)
    except Conflict:
        raise refused(HIGHLIGHTED_ALREADY, "That passage is highlighted already.") from None
    except Invalid as error:
        raise refused(NO_HIGHLIGHT, error.message) from None
    return envelope.array(call, [objects.highlight(number, mark)])


async def delete(library: Library, call: Request) -> Response:
    """Nothing."""
    who = await caller(library, call, Ability.MODIFY)
    try:
        await library.run(highlighting.remove_by_id, who.id, call.path_params["highlight_id"])
    except NotFound:
        raise refused(NO_HIGHLIGHT, "There is no such highlight.") from None
    return envelope.array(call, [])


def _occurrence(params: Params) -> int | None:
    """Which of equal passages is meant; None where nobody says, or says what no program can mean."""
    try:
        found = params.int("position")
    except Invalid:
        return None
    return found if found is not None and 0 <= found < 2**31 else None
