"""The addresses of what takes libraries along."""

from __future__ import annotations

from satchel.web.context import WebContext
from satchel.web.exporting import Exporting
from satchel.web.sessions import Sessions
from satchel.web.spelling import Paths


def routes(site: WebContext, visits: Sessions) -> Paths:
    """Method, path and handler of each page."""
    exporting = Exporting(site, visits)
    return [
        ("GET", "/export", exporting.show),
        ("GET", "/export/file", exporting.file),
        ("GET", "/export/progress", exporting.progress),
    ]
