"""Pictures that stay although the box around them holds too many links, too little text, or has a bad name."""

from __future__ import annotations

from satchel.pipeline.article.measure import link_weight
from satchel.pipeline.media.figures import is_small, whole
from satchel.pipeline.parsing.tree import Element, length_of, remove, replace

LINKED, NAMED = "too many links", "by its name"  #: why boxes go that leave their pictures
FEW = 20  #: letters for each picture of a box without any words to speak of


def is_gallery(element: Element, letters: int, images: int) -> bool:
    """A list of pictures, one to an item, or a box of pictures that lead nowhere else; captions may."""
    items = list(element.iter("li"))
    if any(_is_teaser(link) for link in element.iter("a")):
        return False
    if items:
        return images == len(items)
    few = letters <= FEW * images
    return all(
        link_weight(link) < 1
        for link in element.iter("a")
        if link.get("href")
        and (few or next(link.iter("img"), None) is not None)
        and next(link.iterancestors("figcaption"), None) is None
    )


def take_out(element: Element, reason: str) -> int:
    """Take a box out of its tree. If it goes for its links or, without any, for its name, its pictures may stay.

    They stay in its place if it is one, or if the box has hardly a word; marks, faces and those of teasers never.
    Gives how many stay.
    """
    leaves = reason == LINKED or (reason == NAMED and next(element.iter("a"), None) is None)
    pictures = _own_pictures(element) if leaves else []
    if not pictures:
        remove(element)
        return 0
    box = element.makeelement("div")
    replace(element, box)
    box.extend(pictures)
    return len(pictures)


def _own_pictures(element: Element) -> list[Element]:
    images = list(element.iter("img"))
    wordy = len(images) > 1 and length_of(element) > FEW * len(images)
    if wordy or any(map(_is_teaser, element.iter("a"))):
        return []
    shown = dict.fromkeys(whole(image, element) for image in images if not is_small(image))
    for one in shown:
        one.tail = None
    return list(shown)


def opens_pictures(box: Element) -> bool:
    """True for a box of nothing but pictures, each of which opens in a larger size."""
    links = [next(image.iterancestors("a"), None) for image in box.iter("img")]
    few = bool(links) and length_of(box) <= FEW * len(links)
    return few and all(link is not None and not link_weight(link) for link in links)


def _is_teaser(link: Element) -> bool:
    """True for a picture and words that lead to another page together."""
    return link_weight(link) == 1 and next(link.iter("img"), None) is not None and length_of(link) > 20
