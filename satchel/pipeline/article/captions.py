"""Captions brought together with their pictures."""

from __future__ import annotations

from satchel.pipeline.parsing.tree import UNWRAP, Element, text_of

_PICTURES = ("img", "video", "audio", "picture")
_HOLDING = (*_PICTURES, "a", "p", "div", "span")


def frame_captions(article: Element) -> None:
    """Put every caption into a figure, with the picture that it stands beside where there is one."""
    for caption in list(article.iter("figcaption")):
        if caption.getparent() is None or any(True for _ in caption.iterancestors("figure")):
            continue
        _frame(caption, article)


def _frame(caption: Element, article: Element) -> None:
    box = caption.getparent()
    assert box is not None
    picture = _picture_beside(caption)
    if picture is None and box is not article and box.tag == "div":
        # The caption has a box of its own; the picture stands beside that.
        if len(box) == 1 and not (box.text or "").strip() and not (caption.tail or "").strip():
            picture = _picture_beside(box)
        elif any(True for _ in box.iter(*_PICTURES)) and text_of(box) == text_of(caption):
            box.tag = "figure"
            return
    figure = caption.makeelement("figure")
    (caption if picture is None else picture).addprevious(figure)
    figure.tail, caption.tail = caption.tail, None
    if picture is not None:
        picture.tail = None
        figure.append(picture)
        if picture.tag in ("p", "div", "span"):
            picture.tag = UNWRAP
    figure.append(caption)


def _picture_beside(caption: Element) -> Element | None:
    """What stands right before a caption, when it is a picture and nothing else."""
    before = caption.getprevious()
    if before is None or before.tag not in _HOLDING or (before.tail or "").strip() or text_of(before):
        return None
    return before if next(before.iter(*_PICTURES), None) is not None else None
