"""Failures in Open Pocket's shape: a JSON object, and the headers of its elder."""

from __future__ import annotations

from satchel.base.errors import SatchelError
from satchel.dialects import respond
from satchel.dialects.pocketry import failures
from satchel.dialects.respond import Answer, Headers

TABLE = failures.TABLE


def failure(error: SatchelError) -> Answer:
    """The answer to an error of ours."""
    return _answer(*failures.told(error))


def missing() -> Answer:
    """The answer where there is no such endpoint."""
    return _plain(404, 130, "There is no such endpoint.")


def wrong_method(allowed: list[str]) -> Answer:
    """The answer where the endpoint has no such method."""
    answer = _plain(405, 130, "This endpoint takes POST with a JSON body only.")
    answer.headers.append((b"allow", ", ".join(allowed).encode()))
    return answer


def crash(reference: str) -> Answer:
    """The answer to our own fault."""
    return _plain(failures.CRASH.status, failures.CRASH.code, f"Internal error, reference {reference}.")


def _plain(status: int, code: int, message: str) -> Answer:
    return _answer(status, message, failures.headers(code, message))


def _answer(status: int, message: str, headers: Headers) -> Answer:
    answer = respond.json({"error": {"code": status, "message": message}}, status)
    answer.headers.extend(headers)
    return answer
