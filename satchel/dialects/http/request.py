"""One request, read as far as it is asked about."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, MutableMapping
from typing import Any, TypeVar

from satchel.base.once import once
from satchel.base.urls import is_place
from satchel.dialects.http import params
from satchel.dialects.http.params import Params, Values
from satchel.dialects.http.response import Headers
from satchel.dialects.http.weight import is_light
from satchel.library.turns import Turns

Scope = MutableMapping[str, Any]
T = TypeVar("T")


class Request:
    """One request, read as far as it is asked about."""

    __slots__ = (
        "__dict__", "_is_large", "_params", "_read", "body", "extra_headers", "home", "path", "path_params", "scope",
    )  # fmt: skip

    def __init__(
        self, scope: Scope, path: str, read: Reader, path_params: Mapping[str, Any], home: str = ""
    ) -> None:
        self.scope = scope
        #: Without a slash at its end.
        self.path = path
        #: What the path holds, under the names of its pattern: texts, and numbers where it says `:int`.
        self.path_params = path_params
        #: The address at which people reach us, without a slash at its end; "" for whatever was called.
        self.home = home
        self.body = b""
        self._read = read
        self._params: Params | None = None
        self._is_large = False
        #: Headers that the answer shall carry, whatever becomes of the call; for `Dialect.add_headers`.
        self.extra_headers: Headers = []

    @property
    def method(self) -> str:
        return str(self.scope["method"])

    def header(self, name: bytes) -> bytes:
        """The last header of that lower-case name; b"" when there is none."""
        found = b""
        for key, value in self.scope["headers"]:
            if key == name:
                found = value
        return found

    @property
    def own_address(self) -> str:
        """Where people reach us, without a slash at its end: as it is set, else as it was called."""
        host = "" if self.home else self.header(b"host").decode("latin-1")
        return self.home or (f"{self.scope.get('scheme', 'http')}://{host}" if is_place(host) else "")

    @property
    def bearer(self) -> str:
        """The token of a Bearer header; "" without one."""
        scheme, _, token = self.header(b"authorization").strip().partition(b" ")
        return token.strip().decode("latin-1") if scheme.lower() == b"bearer" else ""

    @property
    def params(self) -> Params:
        """The parameters, as the protocol reads them; read once. Raises `Invalid`."""
        if self._params is None:
            self._params = self._read(self)
        return self._params

    def read_in_thread(self) -> None:
        """Read the parameters, which the call keeps, in a thread. Raises as `params`."""
        self._is_large = True
        _ = self.params

    @property
    def is_large(self) -> bool:
        """Whether there is so much that it is read in a thread."""
        return self._is_large or not is_light(self.scope["query_string"], self.body)

    @property
    def has_params(self) -> bool:
        """Whether the parameters have been read."""
        return self._params is not None

    @once
    def query(self) -> Values:
        """The parameters in the address."""
        return params.query_values(self.scope["query_string"])

    @once
    def form(self) -> Values:
        """The parameters in the body, whatever its encoding. Raises `Invalid`."""
        return params.body_values(self.body, self.header(b"content-type").decode("latin-1"))

    @once
    def members(self) -> Values:
        """The members of a body that is JSON, whatever type it claims. Raises `Invalid`."""
        return params.json_values(self.body) if self.body.strip() else {}

    @once
    def values(self) -> Values:
        """All parameters; the body counts where both give one. Raises `Invalid`."""
        if not self.body:
            return self.query
        query, form = self.query, self.form
        if not query:
            return form
        # A null or an empty text in the body gives nothing.
        return {**form, **query, **{name: value for name, value in form.items() if value not in (None, "")}}

    async def in_turn(self, turns: Turns, user: int, work: Callable[[], T]) -> T:
        """What `work` makes of the parameters; of those of a large body it makes it in a thread, in a turn of `user`.

        Raises as it does.
        """
        if not self.is_large:
            return work()
        async with turns.reading(user):
            return await asyncio.to_thread(work)

    @property
    def address(self) -> str:
        """The client's network address; "" where nobody knows."""
        client = self.scope.get("client")
        return client[0] if client else ""

    @property
    def plain(self) -> bool:
        """Whether the request came over plain HTTP."""
        return self.scope.get("scheme") != "https"


#: How a protocol reads the parameters of a call. Raises `Invalid`.
Reader = Callable[[Request], Params]


def everything(call: Request) -> Params:
    """What most protocols read: the address and the body, whatever its encoding. Raises `Invalid`."""
    return Params(call.values)
