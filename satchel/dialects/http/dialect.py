"""A dialect as one value: what it claims, what it serves, and how it words what goes wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from satchel.base.errors import SatchelError
from satchel.dialects.http.bodies import MAX_BODY_BYTES, Vouch
from satchel.dialects.http.request import Reader, Request, everything
from satchel.dialects.http.response import Response
from satchel.dialects.http.routes import Route
from satchel.library.context import Library


class Errors(Protocol):
    """A protocol's own words for what goes wrong: its module `errors`."""

    @property
    def TABLE(self) -> Mapping[type[SatchelError], Any]:  # noqa: N802  a constant of the module
        """How each of our errors is told; a test demands all of them."""

    def failure(self, error: SatchelError, call: Request) -> Response:
        """The answer to an error that the caller can understand; the call may be read no further."""

    def missing(self, call: Request) -> Response:
        """The answer where there is nothing at that path."""

    def wrong_method(self, call: Request) -> Response:
        """The answer where the path has no such method; which ones it has is added to it."""

    def crash(self, reference: str, call: Request) -> Response:
        """The answer to our own fault; `reference` is in the log."""


def _nothing(library: Library, call: Request, answer: Response) -> None:
    """No headers."""


@dataclass(frozen=True, kw_only=True)
class Dialect:
    """One wire protocol. Give it a line in `dialects/registry.py` and it is served."""

    #: For the log: which protocol this is.
    name: str
    #: Beginnings of paths, in whole segments, below which unknown paths are told in its words. Of several that
    #: fit the longest counts, so that protocols can share `/api`.
    claims: tuple[str, ...]
    routes: tuple[Route, ...]
    errors: Errors
    #: How the parameters of a call are read. Those of large bodies are read in a thread.
    params: Reader = everything
    #: Adds to an answer the headers that every answer of the protocol carries.
    add_headers: Callable[[Library, Request, Response], None] = _nothing
    #: Bytes that the body of one call may have.
    max_body: int = MAX_BODY_BYTES
    #: How the caller of a large body shows who it is: there is room for those, and for longer ones at routes that
    #: take lists.
    vouch: Callable[[Library, Request], Vouch] | None = None
    #: The path as the log may tell it.
    logged_path: Callable[[Request], str] = lambda call: call.path
