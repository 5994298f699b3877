"""Welcoming: who opens an empty list for the first time finds one article on it, which tells how things work.

It is kept as any other, comes from no network, and once it is deleted it stays away.
"""

from __future__ import annotations

from functools import cache
from importlib import resources

import msgspec

from satchel.library import saving, versions
from satchel.library.change import Changeset
from satchel.library.usecase import writes
from satchel.model.articles import Article
from satchel.model.items import ArticleExtras, ArticleHead, NewLink
from satchel.model.versions import Origin
from satchel.store import items, user_counters
from satchel.store.db import Tx

TITLE = "How Satchel works"
_FOLDER = resources.files("satchel.library") / "sample"


@cache
def sample() -> Article:
    """The article, as extraction would have made it."""
    html, text = (
        _FOLDER.joinpath(f"how-satchel-works.{kind}").read_text("utf-8").removesuffix("\n")
        for kind in ("html", "txt")
    )
    excerpt = text.partition("\n")[0]
    return Article(
        title=TITLE, html=html, text=text, excerpt=excerpt, site="Satchel", language="en", direction="ltr",
        words=len(text.split()), is_article=True, encoding="utf-8", log=("It came with Satchel.",),
    )  # fmt: skip


@writes
def greet(tx: Tx, user: int, url: str) -> bool:
    """Put the article on the list of a person who never had anything; whether that was so.

    `url` is its address: a page of this server's own, which nobody fetches.
    """
    tx.lock_user(user)
    if user_counters.last_id(tx, user):
        return False
    article = sample()
    with Changeset(tx, user) as change:
        item = saving.save_within(change, NewLink(url, TITLE), fetches=False).item
        found = ArticleHead(
            version=change.stamp, url=item.given_url, media_type="text/html", size=0, encoding=article.encoding,
            title=article.title, excerpt=article.excerpt, site=article.site, language=article.language,
            direction=article.direction, published_at=None, found_at=tx.now, words=article.words, has_image=0,
            has_video=0, is_article=1, is_index=0, lead_image="", details=ArticleExtras(),
        )  # fmt: skip
        versions.add(change, item, found, article, Origin.GIVEN)
        # Not a fetch: but what was never fetched would be waited for.
        items.found(tx, user, msgspec.structs.replace(item, article=found, fetched_at=change.stamp), None)
    return True
