"""The door: two paths, and every answer a number."""

from __future__ import annotations

from satchel.base.errors import SatchelError
from satchel.dialects.http.app import ProtocolApp, Request
from satchel.dialects.http.bodies import Bodies
from satchel.dialects.http.response import Response, text
from satchel.dialects.instapaper import answers, errors, parameters
from satchel.dialects.instapaper.simple import add, authenticate
from satchel.library.context import Library


class InstapaperApp(ProtocolApp):
    """Serves `/api/authenticate` and `/api/add`; everything else below `/api` is not there."""

    name = "instapaper"
    #: Bytes: one link, and a selection, of which scripts send the whole page.
    max_body = 2_000_000

    def __init__(self, library: Library, bodies: Bodies | None = None) -> None:
        super().__init__(library, bodies)
        self.endpoints = {
            "/api/authenticate": {"GET": authenticate, "HEAD": authenticate, "POST": authenticate},
            answers.ADD: {"GET": add, "POST": add},
        }

    def read(self, call: Request) -> None:
        """In the lenient way of this protocol."""
        parameters.read(call)

    def failure(self, call: Request, error: SatchelError) -> Response:
        """The number of the error, in the shape that was asked for."""
        answer = answers.failed(answers.shape_of_failure(call), errors.status(error), error.message)
        wait = error.facts.get("reset", errors.RETRY_AFTER.get(type(error)))
        if wait:
            answer.headers.append((b"retry-after", str(wait).encode()))
        return answer

    def missing(self, call: Request) -> Response:
        """404."""
        return text("404", 404)

    def wrong_method(self, call: Request, allowed: list[str]) -> Response:
        """405, naming the methods there are."""
        answer = text("405", 405)
        answer.headers.append((b"allow", ", ".join(allowed).encode()))
        return answer

    def crash(self, call: Request, reference: str) -> Response:
        """500, in the shape that was asked for."""
        reason = f"Something went wrong here. The server's log has it under {reference}."
        return answers.failed(answers.shape_of_failure(call), 500, reason)

    def add_headers(self, call: Request, answer: Response) -> None:
        """The address may hold a password, and must not be told to other sites."""
        answer.headers.append((b"referrer-policy", b"no-referrer"))
