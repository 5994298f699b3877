"""The page that says Saved and closes its own window.

Everything stands in the one answer, since a popup that is gone in a second should not load
anything. Script and style are constant, so the policy names them by their hashes.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from html import escape
from importlib import resources
from string import Template

from satchel.base.text import line
from satchel.dialects.http.response import Response

HTML = b"text/html; charset=utf-8"
MAX_TITLE_CHARACTERS = 200

_FILES = resources.files(__package__)
_PAGE = Template((_FILES / "closing.html").read_text("utf-8"))
_STYLE = (_FILES / "closing.css").read_text("utf-8")
_SCRIPT = (_FILES / "closing.js").read_text("utf-8")


def _hash(content: str) -> str:
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"


def _policy(script: str) -> bytes:
    policy = (
        f"default-src 'none'; script-src {script}; style-src {_hash(_STYLE)}; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    return policy.encode("ascii")


_CLOSING = _policy(_hash(_SCRIPT))
_STAYING = _policy("'none'")


def saved(title: str, host: str) -> Response:
    """201, as a page that closes its window after a moment and says so to those who see it stay."""
    body = _page("saved", "Saved", title, host, f"<script>{_SCRIPT}</script>")
    return Response(201, body, HTML, policy=_CLOSING)


def failed(status: int, reason: str) -> Response:
    """`status`, as a page that stays: nobody should believe a link kept that is not."""
    body = _page("failed", "Not saved", reason, f"Error {status}", "")
    return Response(status, body, HTML, policy=_STAYING)


def _page(kind: str, heading: str, text: str, note: str, script: str) -> bytes:
    return _PAGE.substitute(
        kind=kind,
        heading=escape(heading),
        text=escape(line(text, MAX_TITLE_CHARACTERS)),
        note=escape(note),
        style=_STYLE,
        script=script,
    ).encode("utf-8", "replace")
