"""What is done to one bookmark: it is answered with the bookmark as it is then."""

from __future__ import annotations

from satchel.base.errors import Invalid, NotFound
from satchel.dialects.http.params import Params
from satchel.dialects.http.request import Request
from satchel.dialects.http.response import Response
from satchel.dialects.http.routes import Endpoint
from satchel.dialects.instapaper_full import envelope, have, objects
from satchel.dialects.instapaper_full.authenticate import caller
from satchel.dialects.instapaper_full.errors import (
    BAD_BOOKMARK,
    BAD_FOLDER,
    BAD_PROGRESS,
    BAD_TIMESTAMP,
    NOT_IN_THIS_FOLDER,
    refused,
)  # fmt: skip
from satchel.dialects.instapaper_full.listing import folder_id
from satchel.library import acting, mirroring, placing, shelving
from satchel.library.context import Library
from satchel.library.shelving import HOME, Section
from satchel.model.actions import Archive, ById, Delete, Favourite, Unfavourite
from satchel.model.people import Ability


def number_of(params: Params, name: str = "bookmark_id") -> int:
    """The id of a bookmark. Raises `Invalid`."""
    try:
        number = params.int(name)
    except Invalid:
        number = None
    if number is None or not 0 < number < 2**53:
        raise refused(BAD_BOOKMARK, f"The parameter {name} is missing, or no bookmark's id.")
    return number


async def shown(library: Library, call: Request, user: int, number: int) -> Response:
    """The bookmark of that id. Raises `NotFound`."""
    mirror = await mirroring.one(library, user, number)
    item = mirror.items[0]
    return envelope.array(
        call, [objects.bookmark(item, mirror.said.get(item.id), mirror.tag_ids, call.own_address)]
    )


def _by_act(act: type[Archive | Favourite | Unfavourite]) -> Endpoint:
    async def endpoint(library: Library, call: Request) -> Response:
        who = await caller(library, call, Ability.MODIFY)
        number = number_of(call.params)
        await acting.act_on_one(library, who.id, act(ById(number)))
        return await shown(library, call, who.id, number)

    return endpoint


star, unstar, archive = _by_act(Favourite), _by_act(Unfavourite), _by_act(Archive)


async def delete(library: Library, call: Request) -> Response:
    """Nothing; the bookmark lies in the trash, where its person alone finds it."""
    who = await caller(library, call, Ability.MODIFY)
    await acting.act_on_one(library, who.id, Delete(ById(number_of(call.params))))
    return envelope.array(call, [])


async def unarchive(library: Library, call: Request) -> Response:
    """The bookmark, on top of the unread list if it was archived."""
    who = await caller(library, call, Ability.MODIFY)
    number = number_of(call.params)
    await library.run(shelving.unarchive, who.id, number)
    return await shown(library, call, who.id, number)


async def move(library: Library, call: Request) -> Response:
    """The bookmark, in that folder."""
    who = await caller(library, call, Ability.MODIFY)
    params = call.params
    number, where = number_of(params), params.word("folder_id")
    if where == "starred":
        raise refused(NOT_IN_THIS_FOLDER, "A bookmark is starred by bookmarks/star.")
    if where == "archive":
        await acting.act_on_one(library, who.id, Archive(ById(number)))
    else:
        to = HOME if where == "unread" else Section(folder_id(where))
        try:
            await library.run(shelving.move, who.id, number, to)
        except NotFound as error:
            raise refused(BAD_FOLDER, error.message) if error.field == "folder" else error from None
    return await shown(library, call, who.id, number)


async def update_read_progress(library: Library, call: Request) -> Response:
    """The bookmark; a place that is older than the one that is known changes nothing."""
    who = await caller(library, call, Ability.MODIFY)
    params = call.params
    number = number_of(params)
    progress, timestamp = params.text("progress").strip(), params.text("progress_timestamp").strip()
    if have.share_of(progress) is None:
        raise refused(BAD_PROGRESS, "The parameter progress is missing, or no number from 0.0 to 1.0.")
    place = have.place(progress, timestamp)
    if place is None:
        raise refused(BAD_TIMESTAMP, "The parameter progress_timestamp is missing, or no Unix time.")
    await placing.catch_up(library, who.id, {number: place})
    return await shown(library, call, who.id, number)
