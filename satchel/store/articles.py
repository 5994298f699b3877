"""Articles: what fetches found, and their bodies."""

from __future__ import annotations

import hashlib
import zlib

import msgspec

from satchel.model.articles import Article
from satchel.model.items import ArticleExtras
from satchel.store.db import ReadTx, Tx


class Origin(msgspec.Struct, frozen=True):
    """Where an article comes from, as far as the download knows."""

    key: bytes  #: of the address it was found at
    url: str
    media_type: str
    size: int
    owner_id: int | None = None  #: made from what this person supplied; nobody else sees it


def put(tx: Tx, origin: Origin, article: Article) -> int:
    """The id of this article, kept once for all who find the same at the same address.

    An article is never changed: a page that says something else the next time is another one,
    so that what a person saved stays what they saved.
    """
    details = msgspec.json.encode(
        ArticleExtras(
            article.authors,
            article.images,
            article.videos,
            article.icon,
            article.amp,
            article.seconds,
            article.by_name,
        )
    ).decode()
    digest = _digest(article, details)
    if origin.owner_id is None:
        row = tx.one(
            "SELECT id FROM articles WHERE key = :key AND digest = :digest AND owner_id IS NULL",
            key=origin.key, digest=digest,
        )  # fmt: skip
        if row:
            return int(row[0])
    row = tx.one(
        """
        INSERT INTO articles (owner_id, key, digest, url, media_type, size, encoding, title, excerpt, site, language,
            direction, published_at, found_at, words, has_image, has_video, is_article, is_index, lead_image, details)
        VALUES (:owner, :key, :digest, :url, :media_type, :size, :encoding, :title, :excerpt, :site, :language,
            :direction, :published_at, :now, :words, :has_image, :has_video, :is_article, :is_index, :lead_image,
            :details)
        RETURNING id
        """,
        owner=origin.owner_id, key=origin.key, digest=digest, url=origin.url, media_type=origin.media_type,
        size=origin.size, encoding=article.encoding, title=article.title, excerpt=article.excerpt,
        site=article.site, language=article.language, direction=article.direction,
        published_at=article.published_at, now=tx.now, words=article.words, has_image=int(article.has_image),
        has_video=int(article.has_video), is_article=int(article.is_article), is_index=int(article.is_index),
        lead_image=article.lead_image, details=details,
    )  # fmt: skip
    assert row is not None
    tx.run(
        "INSERT INTO bodies (article_id, html, text) VALUES (:id, :html, :text)",
        id=row[0], html=zlib.compress(article.html.encode(), 6), text=zlib.compress(article.text.encode(), 6),
    )  # fmt: skip
    return int(row[0])


def _digest(article: Article, details: str) -> bytes:
    said = (article.title, article.html, article.excerpt, str(article.published_at), details)
    return hashlib.blake2b("\0".join(said).encode(), digest_size=16).digest()


def body(tx: ReadTx, user: int, item_id: int) -> tuple[str, str] | None:
    """HTML and text of the article behind `user`'s item; None when there is none."""
    row = tx.one(
        """
        SELECT b.html, b.text FROM items i JOIN bodies b ON b.article_id = i.article_id
        WHERE i.user_id = :user AND i.id = :item
        """,
        user=user, item=item_id,
    )  # fmt: skip
    return (zlib.decompress(row[0]).decode(), zlib.decompress(row[1]).decode()) if row else None


def text(tx: ReadTx, user: int, item_id: int) -> str:
    """The plain text of the article behind `user`'s item, at most 1 MB; "" when there is none."""
    row = tx.one(
        """
        SELECT b.text FROM items i JOIN bodies b ON b.article_id = i.article_id
        WHERE i.user_id = :user AND i.id = :item
        """,
        user=user, item=item_id,
    )  # fmt: skip
    return zlib.decompress(row[0]).decode() if row else ""


def drop_if_unused(tx: Tx, article: int | None) -> None:
    """Remove an article that no item of anybody refers to any more."""
    if article is not None:
        tx.run(
            "DELETE FROM articles WHERE id = :id AND NOT EXISTS (SELECT 1 FROM items WHERE article_id = :id)",
            id=article,
        )
