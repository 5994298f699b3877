"""What a test needs to look at a person's list, and to sign in."""

from __future__ import annotations

from satchel.library import finding
from satchel.model.items import Item, Query
from tests.wire.server import Wire

ALICE, BOB, MALLORY = 1, 2, 3

AUTHENTICATE = "/api/authenticate"
ADD = "/api/add"

PAGE = "https://example.com/story"
STORY = (
    "<html lang=en><head><title>A quiet story</title></head><body><article><h1>A quiet story</h1>"
    + "<p>It was raining in the hills, and nobody had come up the road for a week or more.</p>" * 12
    + "</article></body></html>"
)


def known(name: str = "alice") -> dict[str, str]:
    """The right credentials, as parameters."""
    return {"username": name, "password": Wire.password(name)}


def kept(wire: Wire, user: int = ALICE) -> list[Item]:
    """The person's items, the newest first, archived ones too."""
    found = wire.library.store.read(lambda tx: finding.find(tx, user, Query()))
    return [item for item in found.items if isinstance(item, Item)]


def nothing_kept(wire: Wire) -> bool:
    """Whether nobody's list has anything on it."""
    return not any(kept(wire, user) for user in (ALICE, BOB, MALLORY))
