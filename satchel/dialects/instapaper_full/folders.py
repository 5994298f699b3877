"""Folders: listed, made, put in order, removed."""

from __future__ import annotations

import re

from satchel.base.errors import Conflict, Invalid, NotFound
from satchel.dialects.http.params import Params
from satchel.dialects.http.request import Request
from satchel.dialects.http.response import Response
from satchel.dialects.instapaper_full import envelope, objects
from satchel.dialects.instapaper_full.authenticate import caller
from satchel.dialects.instapaper_full.errors import BAD_FOLDER, BAD_TITLE, TITLE_TAKEN, refused
from satchel.dialects.instapaper_full.listing import folder_id
from satchel.library import filing, unfiling
from satchel.library.context import Library
from satchel.model.people import Ability

MAX_PAIRS = 1000  #: of one order
_PAIR = re.compile(r"\s*([0-9]{1,16})\s*:\s*([0-9]{1,10})\s*")
_MAX_PLACE = 2**31 - 1


async def list_folders(library: Library, call: Request) -> Response:
    """All folders of the person's own, in their order."""
    who = await caller(library, call, Ability.RETRIEVE)
    return envelope.array(call, [objects.folder(each) for each in await library.run(filing.all_of, who.id)])


async def add(library: Library, call: Request) -> Response:
    """A new folder, behind all others."""
    who = await caller(library, call, Ability.MODIFY)
    try:
        folder = await library.run(filing.create, who.id, call.params.text("title"))
    except Conflict:
        raise refused(TITLE_TAKEN, "There is a folder of that title.") from None
    except Invalid as error:
        raise refused(BAD_TITLE, error.message) from None
    return envelope.array(call, [objects.folder(folder)])


async def delete(library: Library, call: Request) -> Response:
    """Nothing; what was in the folder is in the archive."""
    who = await caller(library, call, Ability.MODIFY)
    number = folder_id(call.params.word("folder_id"))
    try:
        await unfiling.archive_and_remove(library, who.id, number)
    except NotFound:
        raise refused(BAD_FOLDER, "There is no such folder.") from None
    return envelope.array(call, [])


async def set_order(library: Library, call: Request) -> Response:
    """All folders in their new order."""
    who = await caller(library, call, Ability.MODIFY)
    found = await library.run(filing.set_places, who.id, _order(call.params))
    return envelope.array(call, [objects.folder(each) for each in found])


def _order(params: Params) -> dict[int, int]:
    """The places in `id:place,id:place`; what cannot be read is left out."""
    parts = params.text("order").split(",", MAX_PAIRS)[:MAX_PAIRS]
    pairs = [(int(pair[1]), int(pair[2])) for pair in map(_PAIR.fullmatch, parts) if pair]
    return {number: place for number, place in pairs if place <= _MAX_PLACE}
