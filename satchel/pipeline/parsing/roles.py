"""Boxes that say by their role that they are headings or tables, and tasks that are ticked."""

from __future__ import annotations

from satchel.pipeline.parsing.tree import Element

_LEVELS = ("3", "4", "5", "6")
_TAGS = {
    "rowgroup": "tbody",
    "row": "tr",
    "columnheader": "th",
    "rowheader": "th",
    "cell": "td",
    "gridcell": "td",
}


def settle_role(box: Element, role: str | None) -> None:
    """Make a heading or a table of such a box, and a sign of a tick that nobody can set."""
    if role == "heading":
        level = box.get("aria-level")
        box.tag = f"h{level}" if level in _LEVELS else "h2"
    elif role == "table":
        _draw(box)
    elif box.tag == "input" and box.get("type") == "checkbox" and box.get("disabled") is not None:
        box.tag, box.text = "span", "☐ " if box.get("checked") is None else "☑ "


def _draw(box: Element) -> None:
    """Make a table of a box if it and its rows hold nothing but parts of one."""
    parts = {one: tag for one in box.iterdescendants() if (tag := _TAGS.get(one.get("role") or ""))}
    holders = [box, *(one for one, tag in parts.items() if tag in ("tbody", "tr"))]
    if parts and all(child in parts for one in holders for child in one):
        box.tag = "table"
        for one, tag in parts.items():
            one.tag = tag
