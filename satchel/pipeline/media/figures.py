"""What belongs to a picture, and which pictures are marks."""

from __future__ import annotations

import re

from satchel.pipeline.media.lists import number
from satchel.pipeline.parsing.tree import Element

ICON = 100  #: pixels; narrower pictures are marks and faces
_MARK = re.compile(r"\.svg|(?<![a-z])(?:logo|icon)s?[./]", re.I)  #: how sites call the files of their marks


def is_small(image: Element) -> bool:
    """True for a mark or a face."""
    return 0 < number(image.get("width")) < ICON


def is_mark(image: Element) -> bool:
    """True for a mark or a face, or what may be one: its file is called so, and it tells no size."""
    return is_small(image) or (not number(image.get("width")) and bool(_MARK.search(image.get("src") or "")))


def whole(image: Element, box: Element) -> Element:
    """A picture with its other sizes, and with its caption in a figure, as far as they stand in the box."""
    shown = image
    for above in image.iterancestors("picture", "figure"):
        if above is box or box in above.iterancestors():
            shown = above
    return shown
