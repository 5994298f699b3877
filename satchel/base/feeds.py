"""The paths of a person's feeds: pages and commands tell them, a door serves them."""

from __future__ import annotations

from urllib.parse import quote

KINDS = ("unread", "read", "all")


def paths(name: str, secret: str) -> dict[str, str]:
    """The path of each of a person's feeds, by its kind."""
    return {kind: f"/users/{quote(name, safe='')}/{secret}/feed/{kind}" for kind in KINDS}
