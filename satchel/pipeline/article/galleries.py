"""Pictures that stay although the box around them holds too many links, too little text, or has a bad name."""

from __future__ import annotations

from satchel.pipeline.article.measure import letters_of, link_weight
from satchel.pipeline.media.lists import number
from satchel.pipeline.parsing.tree import Element, remove, replace

FEW = 20  #: letters for each picture of a box without any words to speak of
ICON = 100  #: pixels; narrower pictures are marks and faces


def is_gallery(element: Element, letters: int, images: int) -> bool:
    """A list of pictures, one to an item, or a box of pictures that lead nowhere else."""
    items = list(element.iter("li"))
    if any(_is_teaser(link) for link in element.iter("a")):
        return False
    if items:
        return images == len(items)
    few = letters <= FEW * images
    return all(
        link_weight(link) < 1
        for link in element.iter("a")
        if link.get("href") and (few or next(link.iter("img"), None) is not None)
    )


def leave_pictures(element: Element, letters: int) -> int:
    """Take a box out of its tree, and leave its one picture in its place, or all where it has hardly a word.

    Gives how many stay: no marks and faces, and none of a box with teasers.
    """
    pictures = _own_pictures(element, letters)
    if not pictures:
        remove(element)
        return 0
    box = element.makeelement("div")
    replace(element, box)
    box.extend(pictures)
    return len(pictures)


def _own_pictures(element: Element, letters: int) -> list[Element]:
    images = list(element.iter("img"))
    if (len(images) > 1 and letters > FEW * len(images)) or any(map(_is_teaser, element.iter("a"))):
        return []
    kept = [image for image in images if not 0 < number(image.get("width")) < ICON]
    shown = [whole(image) for image in kept]
    for one in shown:
        one.tail = None
    return shown


def whole(image: Element) -> Element:
    """A picture with its other sizes."""
    above = image.getparent()
    return above if above is not None and above.tag == "picture" else image


def _is_teaser(link: Element) -> bool:
    """True for a picture and words that lead to another page together."""
    return link_weight(link) == 1 and next(link.iter("img"), None) is not None and letters_of(link) > 20
