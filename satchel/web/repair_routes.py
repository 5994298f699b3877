"""The addresses at which people put an article right."""

from __future__ import annotations

from satchel.web.context import WebContext
from satchel.web.editing import Editing
from satchel.web.repairing import Repairing
from satchel.web.sessions import Sessions
from satchel.web.spelling import Paths
from satchel.web.versions import Versions


def routes(site: WebContext, visits: Sessions) -> Paths:
    """Each method and path, with what answers there."""
    editing, versions = Editing(site, visits), Versions(site, visits)
    repairing = Repairing(site, visits)
    return [
        ("GET", "/read/{number}/edit", editing.show),
        ("POST", "/read/{number}/edit", editing.save),
        ("GET", "/read/{number}/text", repairing.show),
        ("POST", "/read/{number}/text", repairing.fetch),
        ("GET", "/read/{number}/paste", repairing.show_paste),
        ("POST", "/read/{number}/paste", repairing.paste),
        ("GET", "/read/{number}/hide", repairing.show_hide),
        ("POST", "/read/{number}/hide", repairing.hide),
        ("GET", "/read/{number}/versions", versions.show),
        ("POST", "/read/{number}/versions", versions.choose),
        ("GET", "/read/{number}/why", versions.why),
        ("GET", "/settings/hidden", repairing.rules),
        ("POST", "/settings/hidden", repairing.forget),
    ]
