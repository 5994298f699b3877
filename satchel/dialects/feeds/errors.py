"""Failures of the feeds: a status and one sentence. No reader looks further."""

from __future__ import annotations

from typing import NamedTuple

from satchel.base import errors
from satchel.base.errors import SatchelError
from satchel.dialects.http import response
from satchel.dialects.http.response import Response


class Word(NamedTuple):
    """How one kind of error is told."""

    status: int
    wait: int = 0  #: seconds after which to try again, where the error does not say


TABLE: dict[type[SatchelError], Word] = {
    errors.Invalid: Word(400),
    errors.KeyMissing: Word(400),
    errors.CodeMissing: Word(400),
    errors.RedirectMissing: Word(400),
    errors.RedirectRefused: Word(400),
    errors.NotSignedIn: Word(404),
    errors.NotAllowed: Word(403),
    errors.KeyUnknown: Word(403),
    errors.AbilityMissing: Word(403),
    errors.NotGranted: Word(403),
    errors.CodeUsed: Word(403),
    errors.NotFound: Word(404),
    errors.CodeUnknown: Word(404),
    errors.Conflict: Word(409),
    errors.TooLarge: Word(413),
    errors.TooMany: Word(429, 60),
    errors.Busy: Word(503, 1),
    errors.Unavailable: Word(503, 10),
    errors.Damaged: Word(503, 10),
}


def failure(error: SatchelError) -> Response:
    """The answer to an error of ours."""
    word = next((TABLE[kind] for kind in type(error).__mro__ if kind in TABLE), Word(500))
    answer = response.text(error.message, word.status)
    wait = error.facts.get("reset", word.wait)
    if isinstance(wait, int) and wait > 0:
        answer.headers.append((b"retry-after", b"%d" % wait))
    return answer


def missing() -> Response:
    """The answer where there is no feed; the same as to a wrong secret."""
    return response.text("There is no such feed.", 404)


def wrong_method(allowed: list[str]) -> Response:
    """The answer to whoever wants to do more than read."""
    answer = response.text("Feeds are only read.", 405)
    answer.headers.append((b"allow", ", ".join(allowed).encode()))
    return answer


def crash(reference: str) -> Response:
    """The answer to our own fault."""
    return response.text(f"Internal error, reference {reference}.", 500)
