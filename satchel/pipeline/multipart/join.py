"""Joining: the parts of an article that came on several pages become one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

import msgspec

from satchel.model.articles import Article, Image, Presence, Video

MAX_PARTS = 10
MAX_HTML = 2_000_000  #: bytes, as of a single page
MAX_TEXT = 1_000_000
MAX_IMAGES = 100
MAX_VIDEOS = 20

Source = TypeVar("Source", Image, Video)


def join(parts: Sequence[Article]) -> Article:
    """One article of its parts in their order; what the first one says about itself stays.

    A part that would make it larger than a single page may be is left out, with all after it.
    """
    first = parts[0]
    fitting = [first]
    html, text = len(first.html.encode()), len(first.text.encode())
    for part in parts[1:]:
        html += len(part.html.encode()) + len("<hr>")
        text += len(part.text.encode()) + 2
        if html > MAX_HTML or text > MAX_TEXT:
            break
        fitting.append(part)
    if len(fitting) == 1:
        return first
    images = _once([image for part in fitting for image in part.images])[:MAX_IMAGES]
    videos = _once([video for part in fitting for video in part.videos])[:MAX_VIDEOS]
    changes: dict[str, Any] = {
        "html": "<hr>".join(part.html for part in fitting),
        "text": "\n\n".join(part.text for part in fitting),
        "words": sum(part.words for part in fitting),
        "images": images,
        "videos": videos,
        "has_image": max(first.has_image, Presence.CONTAINS if images else Presence.NONE),
        "has_video": max(first.has_video, Presence.CONTAINS if videos else Presence.NONE),
        "is_article": any(part.is_article for part in fitting),
        "lead_image": first.lead_image or next((image.src for image in images), ""),
        "next_page": "",
        "log": (*first.log, f"{len(fitting)} parts joined"),
    }
    return msgspec.structs.replace(first, **changes)


def _once(sources: list[Source]) -> tuple[Source, ...]:
    """Each address once, where it stood first."""
    return tuple({source.src: source for source in reversed(sources)}.values())[::-1]
