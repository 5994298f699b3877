"""All of an HTML page, cleaned and not cut down: for readers who miss a part of it."""

from __future__ import annotations

import msgspec

from satchel.model.articles import Article, Presence
from satchel.pipeline.files.fragment import SOME, read_fragment
from satchel.pipeline.page import read_page
from satchel.pipeline.parsing.decode import decode

_FOLLOWS = (
    "html", "text", "words", "images", "videos", "has_image", "has_video", "is_article", "log",
)  # fmt: skip


def read_whole(body: bytes, url: str, charset: str, now: int | None = None) -> Article:
    """The page with all that it shows, menus and margins too; what it says of itself is as `read_page` has it.

    It leads nowhere: neither on to another page nor to further parts.
    """
    article = read_page(body, url, charset, None, now)
    text, encoding = decode(body, charset, url)
    shown = read_fragment(text, url, log=("all of the page, as it was asked for",))
    is_film = article.has_video is Presence.IS
    parts = {
        name: getattr(shown, name) for name in _FOLLOWS if not (is_film and name in ("videos", "has_video"))
    }
    return msgspec.structs.replace(
        article, encoding=encoding, refresh="", next_page="", is_index=False,
        **{**parts, "is_article": shown.words >= SOME},
    )  # fmt: skip
