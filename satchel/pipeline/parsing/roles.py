"""Boxes that say by their role that they are headings, tables or tabs, and tasks that are ticked."""

from __future__ import annotations

from itertools import takewhile

from lxml import etree

from satchel.pipeline.parsing.tree import Element, remove, short_text

_LEVELS = ("3", "4", "5", "6")
_TAGS = {
    "rowgroup": "tbody",
    "row": "tr",
    "columnheader": "th",
    "rowheader": "th",
    "cell": "td",
    "gridcell": "td",
}
MAX_TAB_LETTERS = 100


def settle_role(box: Element, role: str | None) -> None:
    """Make a heading or a table of such a box, and a sign of a tick that nobody can set; give tabs their titles."""
    if role == "heading":
        level = box.get("aria-level")
        box.tag = f"h{level}" if level in _LEVELS else "h2"
    elif role == "table":
        _draw(box)
    elif role == "tablist":
        _title_panels(box)
    elif box.tag == "label":
        if next(box.itersiblings("label", preceding=True), None) is None:
            _title_panels(box.getparent())
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


def _title_panels(row: Element | None) -> None:
    """Put the titles of tabs, which stand in a row above all of them, each above what it shows."""
    above = row if row is None or row.getnext() is not None else row.getparent()
    after = above.getnext() if above is not None else None
    if row is None or above is None or after is None:
        return
    labels = all(one.tag in ("label", "input") for one in row)
    beside = takewhile(_is_panel, above.itersiblings()) if _is_panel(after) else after
    panels = [one for one in beside if (one.tag == "div" if labels else _is_panel(one))]
    tabs = [one for one in row.iter() if (one.tag == "label" if labels else one.get("role") == "tab")]
    if len(tabs) != len(panels) or len(tabs) < 2 or not (labels or _hold_words(panels)):
        return
    for tab, panel in zip(tabs, panels, strict=True):
        text, before = short_text(tab, MAX_TAB_LETTERS), panel.getprevious()
        if text and (before is None or short_text(before, MAX_TAB_LETTERS) != text):
            title = etree.Element("h4")
            title.text = text
            panel.addprevious(title)
    remove(row)


def _is_panel(box: Element) -> bool:
    return bool(box.get("role") == "tabpanel")


def _hold_words(panels: list[Element]) -> bool:
    """True for panels that show more than code, which says itself what it is for."""
    return any(one.find(".//pre") is None or one.find(".//p") is not None for one in panels)
