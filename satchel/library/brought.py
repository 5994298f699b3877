"""Articles that no fetch of their page brought: out of a file, or out of an archive of the web."""

from __future__ import annotations

from satchel.library.change import Changeset
from satchel.model.articles import Article
from satchel.model.items import ArticleExtras, ArticleHead, Item


def head(change: Changeset, item: Item, article: Article, media_type: str, copy: str = "") -> ArticleHead:
    """What lists show of such an article: it stands at its page's own address. `copy` is where it was on the web."""
    return ArticleHead(
        version=change.stamp, url=item.given_url, media_type=media_type, size=len(article.html.encode()),
        encoding=article.encoding or "utf-8", title=article.title, excerpt=article.excerpt, site=article.site,
        language=article.language, direction=article.direction, published_at=article.published_at,
        found_at=change.tx.now, words=article.words, has_image=int(article.has_image), has_video=int(article.has_video),
        is_article=int(article.is_article), is_index=int(article.is_index), lead_image=article.lead_image,
        details=ArticleExtras(
            article.authors, article.images, article.videos, article.icon, article.amp, article.seconds,
            article.by_name, copy,
        ),
    )  # fmt: skip
