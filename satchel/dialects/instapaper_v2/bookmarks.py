"""What is done to one bookmark: saved, changed, moved, liked, tagged, deleted."""

from __future__ import annotations

from satchel.base.errors import Invalid
from satchel.dialects.http import response
from satchel.dialects.http.params import Params
from satchel.dialects.http.request import Request
from satchel.dialects.http.response import Response
from satchel.dialects.instapaper_v2 import members
from satchel.dialects.instapaper_v2.authenticate import caller
from satchel.dialects.instapaper_v2.objects import bookmark, tag_out, tags_out
from satchel.library import acting, describing, given, numbered, placing, settling, shelving, tag_ids
from satchel.library.context import Library
from satchel.library.shelving import ARCHIVE, HOME, Section
from satchel.model.actions import ById, Delete, Favourite, Unfavourite
from satchel.model.items import NewLink
from satchel.model.people import Ability
from satchel.model.places import Place


async def save(library: Library, call: Request) -> Response:
    """Save a link, or an article that has no address; the answer waits for the page where no title was sent."""
    user = await caller(library, call, Ability.ADD)
    params = call.params
    link, to = await _link(library, user, params), _to(params)
    content, source = params.text("content"), params.text("private_source").strip()
    if link.url and source:
        raise Invalid("Send either url or private_source.", field="private_source")
    if not link.url and not (source and content.strip()):
        raise Invalid("The parameter url is missing, or private_source with content.", field="url")
    text = await given.read(library, user, content, link.url) if content.strip() else None
    keeps_address = params.bool("canonicalize") is False
    saved = await library.run(shelving.save, user, link, text, source, to, keeps_address=keeps_address)
    if not link.title:
        await settling.settled(library, user, saved)
    return await _one(library, user, saved.item.id)


async def update(library: Library, call: Request) -> Response:
    """Another title or description, or how far somebody has read: of two places the later one counts."""
    user = await caller(library, call, Ability.MODIFY)
    params, number = call.params, _number(call)
    title, note = members.optional_text(params, "title"), members.optional_text(params, "description")
    place = _place(params)
    if title is None and note is None and place is None:
        raise Invalid("There is nothing to update.")
    if title is not None or note is not None:
        await library.run(describing.describe, user, number, title, note)
    if place is not None:
        item, _ = await numbered.one(library, user, number)
        await library.run(placing.keep, user, item.id, place)
    return await _one(library, user, number)


async def delete(library: Library, call: Request) -> Response:
    """Put a bookmark into the trash: for whoever keeps a copy it is deleted."""
    user = await caller(library, call, Ability.MODIFY)
    await acting.act_on_one(library, user, Delete(ById(_number(call))))
    return response.json({})


async def move(library: Library, call: Request) -> Response:
    """Have a bookmark at home, in the archive, or in a folder."""
    user = await caller(library, call, Ability.MODIFY)
    section = call.params.word("section")
    if section in ("home", "archive"):
        to = HOME if section == "home" else ARCHIVE
    elif section.isascii() and section.isdigit() and len(section) < 16:
        to = Section(int(section))
    else:
        raise Invalid(
            "The parameter section is neither home nor archive nor the id of a folder.", field="section"
        )
    return await _one(library, user, await library.run(shelving.move, user, _number(call), to))


async def like(library: Library, call: Request) -> Response:
    """Give a bookmark a heart."""
    user = await caller(library, call, Ability.MODIFY)
    number = _number(call)
    await acting.act_on_one(library, user, Favourite(ById(number)))
    return await _one(library, user, number)


async def unlike(library: Library, call: Request) -> Response:
    """Take its heart."""
    user = await caller(library, call, Ability.MODIFY)
    number = _number(call)
    await acting.act_on_one(library, user, Unfavourite(ById(number)))
    return await _one(library, user, number)


async def tag(library: Library, call: Request) -> Response:
    """Give a bookmark tags, and take some."""
    user = await caller(library, call, Ability.MODIFY)
    names, added = members.named_tags(call.params, "add_tags")
    _, removed = members.named_tags(call.params, "remove_tags")
    if not names and not added and not removed:
        raise Invalid("Name at least one tag to add or remove.", field="add_tags")
    found = await library.run(numbered.retag, user, _number(call), names, added, removed)
    return response.json(
        {
            "tags": [tag_out(each) for each in found.tags],
            "created_tags": [tag_out(each) for each in found.created],
        }
    )


async def _one(library: Library, user: int, number: int) -> Response:
    item, tags = await numbered.one(library, user, number)
    return response.json(bookmark(item, tags_out(tags)))


def _number(call: Request) -> int:
    return int(call.path_params["bookmark"])


async def _link(library: Library, user: int, params: Params) -> NewLink:
    names, numbers = members.named_tags(params, "tags")
    if numbers:
        known = await library.run(tag_ids.by_id, user, numbers)
        if len(known) < len(set(numbers)):
            raise Invalid("There is no such tag.", field="tags")
        names += known.values()
    return NewLink(
        params.text("url").strip(),
        params.text("title"),
        tuple(names),
        description=params.text("description") or None,
    )


def _to(params: Params) -> Section:
    """Where a link is put that is saved: at home where nobody says."""
    folder, archived = params.int("folder_id"), params.bool("archived")
    return ARCHIVE if archived else Section(folder)


def _place(params: Params) -> Place | None:
    """How far somebody has read; None where that is not said. Raises `Invalid`."""
    told = params.values.get("progress")
    if told is None:
        return None
    if not isinstance(told, dict):
        raise Invalid("The parameter progress is not an object.", field="progress")
    share, at = told.get("percentage"), Params(told).time("timestamp")
    if isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share <= 1:
        raise Invalid("The percentage is not between 0 and 1.", field="progress")
    return Place(round(share * 1000), at or 0)
