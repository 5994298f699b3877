"""The addresses of what brings libraries along."""

from __future__ import annotations

from satchel.base.data_folder import UPLOADS
from satchel.library.uploads import Uploads
from satchel.web.context import WebContext
from satchel.web.importing import Importing
from satchel.web.sessions import Sessions
from satchel.web.spelling import Paths


def routes(site: WebContext, visits: Sessions) -> Paths:
    """Method, path and handler of each page."""
    importing = Importing(site, visits, Uploads(site.settings.data / UPLOADS, site.library.clock))
    return [
        ("GET", "/import", importing.show),
        ("POST", "/import", importing.receive),
        ("GET", "/import/{number}", importing.one),
        ("POST", "/import/{number}", importing.act),
        ("GET", "/import/{number}/progress", importing.progress),
        ("GET", "/import/{number}/rows", importing.rows),
        ("GET", "/import/{number}/rows.csv", importing.csv),
    ]
