"""Which pictures are marks."""

from __future__ import annotations

from satchel.pipeline.media.lists import number
from satchel.pipeline.parsing.tree import Element

ICON = 100  #: pixels; narrower pictures are marks and faces


def is_small(image: Element) -> bool:
    """True for a mark or a face."""
    return 0 < number(image.get("width")) < ICON
