"""Boxes between the paragraphs that ask for an address to send letters to."""

from __future__ import annotations

from itertools import islice

from satchel.base.text import words_of
from satchel.pipeline.article.trace import Removed, removed
from satchel.pipeline.parsing.tree import Element, length_of, remove

INVITATION = 400  #: letters; a box with more holds what somebody wrote
INVITING = 0.3  #: of the letters of the page; a box with more is what the page is for
FIELDS = 2  #: that are written in: the address, and perhaps a name
MAX_BOXES = 8  #: around one field that are looked at
MAX_INVITED = 20  #: fields of a page that are looked at
_WRITTEN = words_of("text email")
_OTHER = ("textarea", "select", "input[@type='password']", "input[@type='search']", "input[@type='tel']")


def strip_invitations(body: Element) -> list[Removed]:
    """Take out the box around each field for a mail address, with what is said there to praise the letters.

    A form with more fields, such as one to write to a shop, is left to those who judge boxes.
    """
    gone: list[Removed] = []
    room = 0.0
    for field in list(islice(filter(_asks_for_mail, body.iter("input")), MAX_INVITED)):
        room = room or min(INVITATION, INVITING * length_of(body))
        box = _box(field, room)
        if box is not None and _is_invitation(box):
            gone.append(removed("asks for an address to send letters to", box))
            remove(box)
    return gone


def _asks_for_mail(field: Element) -> bool:
    kind = (field.get("type") or "text").lower()
    names = f"{field.get('name') or ''} {field.get('placeholder') or ''}".lower()
    return kind == "email" or (kind == "text" and "mail" in names)


def _box(field: Element, room: float) -> Element | None:
    """The largest box around a field that says no more than an invitation does."""
    box: Element | None = None
    for above in islice(field.iterancestors(), MAX_BOXES):
        if next(above.iter("h1"), None) is not None or length_of(above) > room:
            break
        box = above
    return box


def _is_invitation(box: Element) -> bool:
    written = [one for one in box.iter("input") if (one.get("type") or "text").lower() in _WRITTEN]
    return len(written) <= FIELDS and all(box.find(f".//{one}") is None for one in _OTHER)
