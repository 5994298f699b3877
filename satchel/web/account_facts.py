"""What the account's pages show, as values for their templates."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from satchel.base import tokens
from satchel.model.access import Session, Token
from satchel.model.people import App
from satchel.web import humanize


def bookmark(server: str) -> str:
    """A bookmark that opens the page /save of `server` for the page one is on."""
    save = json.dumps(f"{server}/save?url=")
    return (
        f"javascript:location.href={save}+encodeURIComponent(location.href)"
        '+"&title="+encodeURIComponent(document.title)'
    )


def by_app(held: list[Token], now: int) -> list[dict[str, Any]]:
    """The connections, gathered by app; the app that was connected last comes first."""
    found: dict[int, dict[str, Any]] = {}
    for each in held:
        entry = found.setdefault(
            each.app.id,
            {
                "id": each.app.id,
                "name": each.app.name,
                "may": humanize.abilities_in_short(each.app.abilities),
                "new": False,
                "tokens": [],
            },
        )
        entry["new"] = entry["new"] or not each.noticed
        entry["tokens"].append(token(each, now))
    return list(found.values())


def token(token: Token, now: int) -> dict[str, Any]:
    """One connection of an app."""
    return {
        "id": token.id,
        "app": token.app.name,
        "prefix": token.prefix,
        "made": humanize.moment(now, token.made_at),
        "source": token.source,
        "used": humanize.moment(now, token.used_at) if token.used_at else None,
        "used_from": token.used_from,
    }


def own_app(app: App, secret: str, unverified: Collection[str] = ()) -> dict[str, Any]:
    """An app of the person's own; its `secret` where it may be shown. Of `unverified` keys no signature is checked."""
    return {
        "id": app.id,
        "name": app.name,
        "key": app.consumer_key,
        "may": humanize.abilities_in_short(app.abilities),
        "redirects": app.redirects,
        "secret": secret,
        "brought": not tokens.is_own_key(app.consumer_key),
        "unverified": app.consumer_key in unverified,
    }


def browser(session: Session, now: int, this: int) -> dict[str, Any]:
    """A browser in which the person is signed in; `this` is the session of the one that asks."""
    return {
        "id": session.id,
        "name": humanize.browser(session.agent),
        "made": humanize.moment(now, session.made_at),
        "seen": humanize.moment(now, session.seen_at),
        "source": session.source,
        "this": session.id == this,
    }
