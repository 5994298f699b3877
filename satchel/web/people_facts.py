"""What the pages about people show, as values for their templates."""

from __future__ import annotations

from typing import Any

from satchel.model.people import Invite, Person
from satchel.web import humanize


def person(person: Person, now: int, this: int) -> dict[str, Any]:
    """An account; `this` is that of who looks at it."""
    user = person.user
    return {
        "id": user.id,
        "name": user.name,
        "email": user.email,
        "this": user.id == this,
        "admin": user.is_admin,
        "disabled": humanize.moment(now, user.disabled_at) if user.disabled_at else None,
        "removing": user.removing_at > 0,
        "adds_only": user.password_hash is None,
        "made": humanize.moment(now, person.made_at),
        "seen": humanize.moment(now, person.seen_at) if person.seen_at else None,
        "items": person.items,
        "size": humanize.size(person.size),
        "max_items": person.max_items,
        "max_size": humanize.size(person.max_bytes),
        "is_full": 0 < person.max_items <= person.items or 0 < person.max_bytes <= person.size,
        "has_password": user.has_password,
        "two_step": user.two_step_at > 0,
        "passkeys": person.passkeys,
        "identities": person.identities,
    }


def invite(invite: Invite, now: int, life: int) -> dict[str, Any]:
    """An invitation that is open, and how many days it has yet."""
    return {
        "id": invite.id,
        "label": invite.label,
        "made": humanize.moment(now, invite.made_at),
        "days": max(1, -(-(invite.made_at + life - now) // 86_400_000)),
    }
