"""What both ways to let an app in show: the page that asks a person, and that nobody knows what is asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from starlette.responses import Response

from satchel.base import redirect_uris
from satchel.base.errors import RedirectRefused
from satchel.library import accounts
from satchel.model.people import App
from satchel.web import humanize
from satchel.web.context import OWN_REFERRER, WebContext
from satchel.web.security_headers import policy
from satchel.web.sessions import LogIn
from satchel.web.words import text


class Doubts(NamedTuple):
    """What speaks against it that the person themselves has begun this."""

    source: str = ""  #: the address that the app asked from
    old: bool = False  #: it asked a while ago
    elsewhere: bool = False  #: it asked from another network
    moved_from: str = ""  #: where the app first asked to return to, where that has changed
    unsure: bool = False  #: the person allowed it and did not say that they began it


_NONE = Doubts()


async def question(
    site: WebContext,
    visit: LogIn,
    app: App,
    action: str,
    fields: Sequence[tuple[str, str]],
    back: str,
    asked_at: int,
    doubts: Doubts = _NONE,
) -> Response:
    """The page that asks whether the app may come in.

    Its form goes to `action` with the hidden `fields`; `back` is where the browser goes afterwards, "" for nowhere.
    """
    return site.look.page(
        "consent",
        422 if doubts.unsure else 200,
        {**OWN_REFERRER, "Content-Security-Policy": policy(_form_action(back))},
        account=visit.user.name,
        form=visit.form,
        app=app.name,
        registered=await _registered_by(site, visit, app),
        abilities=humanize.abilities(app.abilities),
        action=action,
        fields=fields,
        target=redirect_uris.target(back) if back else "",
        is_web=_is_web(back),
        first_target=redirect_uris.target(doubts.moved_from) if doubts.moved_from else "",
        moved=bool(doubts.moved_from),
        old=doubts.old,
        elsewhere=doubts.elsewhere,
        doubtful=doubts.old or doubts.elsewhere or bool(doubts.moved_from),
        source=doubts.source,
        asked=humanize.moment(site.library.clock.now(), asked_at),
        unsure=doubts.unsure,
    )


def unknown(site: WebContext, heading: str, explanation: str) -> Response:
    """The page for a question that nobody has asked."""
    return site.look.page("problem", 404, heading=heading, explanation=explanation, reference="")


def not_declared(app: App, back: str) -> RedirectRefused:
    """What a person is told of an address that the app was not registered with."""
    if not app.redirects:
        return RedirectRefused(
            f"{app.name} is registered without a return address, and this link returns to {back}, so it is refused. "
            "If the app is yours, register it again with that address."
        )
    return RedirectRefused(
        f"{app.name} is registered to return to {' or '.join(app.redirects)}. "
        f"This link returns to {back} instead, so it is refused. "
        "If the app is yours, register it again with the address that it uses."
    )


async def _registered_by(site: WebContext, visit: LogIn, app: App) -> str:
    """Who says that the app is called so."""
    owner = app.owner_id
    if owner is None:
        return text("the administrator of this server")
    if owner == visit.user.id:
        return text("you")
    found = await site.library.run(accounts.numbered, owner)
    return found.name if found else text("a deleted account")


def _is_web(uri: str) -> bool:
    """Whether that is the address of a page on the web, and not one that an app of the device opens."""
    return uri.partition(":")[0].lower() in ("http", "https")


def _form_action(uri: str) -> str:
    """Where the page's form may lead in the end; "" for anywhere.

    Browsers look at every hop. The app's site may send people on to an app of their device, whose scheme
    nobody knows beforehand, and no policy can name all schemes.
    """
    if not uri:
        return "'self'"
    return "" if _is_web(uri) else f"'self' {uri.partition(':')[0].lower()}:"
