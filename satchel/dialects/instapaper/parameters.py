"""What a caller sent: its parameters, and who it says it is."""

from __future__ import annotations

from contextlib import suppress

from satchel.base.errors import Invalid, NotSignedIn
from satchel.dialects.http import params
from satchel.dialects.http.params import Params, Values
from satchel.dialects.http.request import Request
from satchel.dialects.http.weight import is_light
from satchel.dialects.instapaper.escapes import mend


def read(call: Request) -> Params:
    """All parameters, from the query and from a body of any encoding; the body counts where both name one.

    Raises `Invalid` when the body is not what it says it is.
    """
    values = params.query_values(mend(call.scope["query_string"]))
    if call.body:
        values |= _body(call)
    return Params(values)


def readable(call: Request) -> Params:
    """As much of the parameters as can be read at once; never raises."""
    if call.has_params:
        return call.params
    if not call.is_large:
        with suppress(Invalid):
            return call.params
    query = call.scope["query_string"]
    try:
        return Params(params.query_values(mend(query)) if is_light(query, b"") else {})
    except Invalid:
        return Params({})


def credentials(call: Request, values: Params) -> tuple[str, str]:
    """User name and password: of HTTP Basic if it names a user, else of the parameters.

    Once a name is found in one place the other does not count. A password that is missing is
    an empty one. Raises `NotSignedIn` when no user is named, `Invalid` when what is given is no text.
    """
    name, password = params.basic(call.header(b"authorization")) or ("", "")
    if not name:
        name = values.text("username")
        password = values.text("password")
    if not name.strip():
        raise NotSignedIn("The user name is missing.")
    return name, password


def _body(call: Request) -> Values:
    media_type = call.header(b"content-type").decode("latin-1")
    kind = media_type.partition(";")[0].strip().lower()
    body = call.body
    if kind != "multipart/form-data" and not kind.endswith("json") and body.lstrip()[:1] != b"{":
        body = mend(body)
    return params.body_values(body, media_type)
