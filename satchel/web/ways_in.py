"""The ways in and out: who has an account here, how it is opened, and how it is left."""

from __future__ import annotations

from satchel.library.identities import Provider
from satchel.web.app_passwords import AppPasswords
from satchel.web.code import Code, TwoStep
from satchel.web.context import WebContext
from satchel.web.departures import Departures
from satchel.web.joining import Joining
from satchel.web.leaving import Leaving
from satchel.web.login import Signing
from satchel.web.passkeys import Passkeys
from satchel.web.people import People
from satchel.web.provider import BACK, ProviderPages
from satchel.web.sessions import Sessions
from satchel.web.spelling import Paths


def routes(
    site: WebContext, visits: Sessions, departures: Departures, provider: Provider | None = None
) -> Paths:
    """Method, path and handler of each page; those of the `provider` where there is one."""
    return [
        *_signing_in(site, visits, provider),
        *_account(site, visits, departures),
        *_people(site, visits, departures),
    ]


def _signing_in(site: WebContext, visits: Sessions, provider: Provider | None) -> Paths:
    code = Code(site, visits)
    signing, joining = Signing(site, visits, code), Joining(site, visits)
    passkeys = Passkeys(site, visits, signing)
    theirs = _provider(ProviderPages(site, visits, signing, code, provider)) if provider else []
    return [
        ("GET", "/login", signing.show),
        ("POST", "/login", signing.enter),
        ("GET", "/login/code", code.again),
        ("POST", "/login/code", code.enter),
        *theirs,
        ("POST", "/login/passkey/ask", passkeys.ask),
        ("POST", "/login/passkey", passkeys.enter),
        ("GET", "/login/passkey", code.again),
        ("GET", "/account/passkeys", passkeys.show),
        ("POST", "/account/passkeys", passkeys.change),
        ("POST", "/account/passkeys/new", passkeys.invite),
        ("POST", "/logout", signing.leave),
        ("GET", "/join", joining.show),
        ("POST", "/join", joining.make),
    ]


def _provider(pages: ProviderPages) -> Paths:
    return [
        ("GET", "/login/provider", pages.begin),
        ("GET", BACK, pages.back),
        ("POST", "/login/provider/new", pages.new),
        ("GET", "/account/provider", pages.show),
        ("POST", "/account/provider", pages.change),
        ("GET", "/account/provider/connect", pages.connect),
    ]


def _account(site: WebContext, visits: Sessions, departures: Departures) -> Paths:
    two_step, app_passwords = TwoStep(site, visits), AppPasswords(site, visits)
    leaving = Leaving(site, visits, departures)
    return [
        ("GET", "/account/two-step", two_step.show),
        ("POST", "/account/two-step", two_step.change),
        ("GET", "/account/two-step/picture.svg", two_step.picture),
        ("GET", "/account/app-passwords", app_passwords.show),
        ("POST", "/account/app-passwords", app_passwords.change),
        ("GET", "/account/remove", leaving.show),
        ("POST", "/account/remove", leaving.remove),
    ]


def _people(site: WebContext, visits: Sessions, departures: Departures) -> Paths:
    people = People(site, visits, departures)
    return [
        ("GET", "/people", people.show),
        ("POST", "/people", people.invite),
        ("GET", "/people/{number}", people.person),
        ("POST", "/people/{number}", people.act),
    ]
