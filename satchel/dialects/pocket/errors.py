"""Failures in Pocket's shape: the status line as plain text, the rest in X-Error and X-Error-Code."""

from __future__ import annotations

from satchel.base.errors import SatchelError
from satchel.dialects import respond
from satchel.dialects.pocketry import failures
from satchel.dialects.respond import Answer

TABLE = failures.TABLE


def failure(error: SatchelError) -> Answer:
    """The answer to an error of ours."""
    status, _, headers = failures.told(error)
    return _answer(status, headers)


def missing() -> Answer:
    """The answer where there is no such endpoint."""
    return _answer(404, failures.headers(130, "There is no such endpoint."))


def wrong_method(allowed: list[str]) -> Answer:
    """The answer where the endpoint has no such method."""
    answer = _answer(405, failures.headers(130, "This endpoint does not take that method."))
    answer.headers.append((b"allow", ", ".join(allowed).encode()))
    return answer


def crash(reference: str) -> Answer:
    """The answer to our own fault."""
    return _answer(
        failures.CRASH.status,
        failures.headers(failures.CRASH.code, f"Internal error, reference {reference}."),
    )


def _answer(status: int, headers: respond.Headers) -> Answer:
    answer = respond.text(respond.phrase(status), status)
    answer.headers.extend(headers)
    return answer
