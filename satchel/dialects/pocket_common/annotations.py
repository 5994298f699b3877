"""Highlights as lists show them."""

from __future__ import annotations

from collections.abc import Sequence

from satchel.dialects.pocket_common.timestamps import date
from satchel.model.highlights import Highlight

Mark = dict[str, str]


def marked(item_id: str, marks: Sequence[Highlight]) -> list[Mark]:
    """What was marked in an item, all of it strings."""
    return [
        {
            "annotation_id": mark.name,
            "item_id": item_id,
            "quote": mark.quote,
            "patch": mark.patch,
            "version": str(mark.version),
            "created_at": date(mark.made_at),
        }
        for mark in marks
    ]
