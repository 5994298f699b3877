"""The addresses of an account, of what is set, and of saving."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from satchel.web.account import Account
from satchel.web.appearance import Appearance
from satchel.web.code_consent import CodeConsent
from satchel.web.consent import Consent
from satchel.web.context import WebContext
from satchel.web.feeds import Feeds
from satchel.web.key_settings import KeySettings
from satchel.web.language_choice import LanguageChoice
from satchel.web.saving import Saving
from satchel.web.sessions import Sessions
from satchel.web.spelling import Handler, Paths, spelled

#: Addresses that Pocket and Instapaper had for these, which programs and people know, and where they lead.
_ELSEWHERE = {
    "/export/csv": "/export", "/export/html": "/export", "/epub": "/export", "/mobi": "/export",
    "/settings": "/account", "/user": "/account", "/user/login": "/login",
    "/connected_applications": "/account/apps#connected", "/connected_accounts": "/account/apps#connected",
    "/developer/apps": "/account/apps#apps", "/developer/apps/new": "/account/apps#apps",
}  # fmt: skip


def routes(site: WebContext, visits: Sessions) -> list[Route]:
    """The pages of those who have an account."""
    consent, account = Consent(site, visits), Account(site, visits)
    code_consent = CodeConsent(site, visits)
    feeds, saving = Feeds(site, visits), Saving(site, visits)
    appearance, language, keys = (
        Appearance(site, visits),
        LanguageChoice(site, visits),
        KeySettings(site, visits),
    )

    def way(path: str) -> Handler:
        async def to(request: Request) -> Response:
            return visits.to(path)

        return to

    paths: Paths = [
        ("GET", "/auth/authorize", consent.show),
        ("POST", "/auth/authorize", consent.decide),
        ("GET", "/oauth2/authorize", code_consent.show),
        ("POST", "/oauth2/authorize", code_consent.decide),
        ("GET", "/account", account.show),
        ("GET", "/account/apps", account.show_apps),
        ("POST", "/account/apps", account.apps),
        ("POST", "/account/connections", account.connections),
        ("GET", "/account/password", account.show_password),
        ("POST", "/account/password", account.password),
        ("GET", "/account/browsers", account.show_browsers),
        ("POST", "/account/sessions", account.sessions),
        ("GET", "/account/feeds", feeds.show),
        ("POST", "/account/feeds", feeds.change),
        ("GET", "/settings/reading", appearance.show),
        ("POST", "/settings/reading", appearance.choose),
        ("GET", "/settings/language", language.show),
        ("POST", "/settings/language", language.choose),
        ("GET", "/settings/keys", keys.show),
        ("POST", "/settings/keys", keys.choose),
        *(("GET", path, saving.show) for path in ("/save", "/edit", "/hello2", "/text")),
        ("GET", "/j/{key}", saving.script),
        *(("POST", f"/bookmarklet/post_{version}", saving.posted) for version in ("v4", "v5", "v6")),
        ("POST", "/save", saving.save),
        *(("GET", path, way(to)) for path, to in _ELSEWHERE.items()),
    ]
    return spelled(paths)
