"""The two calls of the Simple API."""

from __future__ import annotations

from satchel.base.errors import NotAllowed, TooMany
from satchel.dialects.http.params import Params
from satchel.dialects.http.request import Request
from satchel.dialects.http.response import Response
from satchel.dialects.instapaper import answers, parameters
from satchel.dialects.instapaper.answers import Kept
from satchel.library import access, saving
from satchel.library.context import Library
from satchel.model.access import Source
from satchel.model.items import NewLink
from satchel.model.people import User

#: Adds an hour to an account without a password, since anybody who learns its name can add.
OPEN_ADDS = 60

_YES = {"1", "true", "yes", "on"}


async def authenticate(library: Library, call: Request) -> Response:
    """200 when the credentials are right. Raises `NotSignedIn` when they are not."""
    values = call.params
    shape = answers.shape(call, values)
    await _person(library, call, values)
    return answers.signed_in(shape)


async def add(library: Library, call: Request) -> Response:
    """201 when the link is durably kept. Raises our errors, and then nothing is."""
    values = call.params
    shape = answers.shape(call, values)
    user, proved = await _person(library, call, values)
    if (await library.limits.user(user.id)).used_up:
        raise TooMany("That was more than this server takes in an hour.")
    if not proved and (await library.limits.count("open", user.id, OPEN_ADDS)).used_up:
        raise TooMany("That was more than an account without a password takes in an hour.")
    item = await saving.save_and_wait(library, user.id, link(values))
    return answers.saved(shape, Kept.of(item))


def link(values: Params) -> NewLink:
    """What is to be saved. Raises `Invalid` for parameters that are no text."""
    ignore_title = values.text("auto-title").strip().lower() in _YES
    return NewLink(
        values.text("url"),
        "" if ignore_title else values.text("title"),
        # Scripts send an empty selection when nothing was selected; that is no wish to erase an older one.
        description=values.text("selection") or None,
    )


async def _person(library: Library, call: Request, values: Params) -> tuple[User, bool]:
    if library.secure and call.plain:
        raise NotAllowed("User name and password are accepted over https only.")
    name, password = parameters.credentials(call, values)
    return await access.authenticate_or_open(library, name, password, Source(call.address))
