"""The objects of version 2, as it writes them."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from satchel.dialects.http.slugs import slug
from satchel.model.articles import Presence
from satchel.model.folders import Folder
from satchel.model.highlights import Highlight
from satchel.model.items import Item, State
from satchel.model.people import User
from satchel.model.tags import Tag

ARTICLE, EMAIL, VIDEO, PDF, SOCIAL = range(5)
#: What programs call a letter that they hand in.
_MAIL = {"email", "e-mail", "mail", "newsletter"}
#: Posts of the large networks, and of all that are addressed as Mastodon's are.
_POST = re.compile(
    r"https?://(?:(?:www|m|mobile)\.)?(?:twitter|x|threads|facebook|instagram|linkedin)\.(?:com|net)/[^/?#]"
    r"|https://bsky\.app/profile/|https://[^/?#]+/@[^/?#]+/[0-9]{10,}"
)


class TagOut(msgspec.Struct):
    """A tag."""

    id: int
    name: str
    slug: str
    count: int
    baton: None = None


class Progress(msgspec.Struct):
    """How far somebody has read, as a share of 1, and when that was, s."""

    percentage: float
    timestamp: int


class Bookmark(msgspec.Struct):
    """A bookmark."""

    id: int
    url: str | None
    title: str | None
    description: str | None
    image: str | None
    progress: Progress
    liked: bool
    archived: bool
    time: int
    pubtime: int | None
    author: str | None
    folder_id: int | None
    tags: list[TagOut]
    private_source: str | None
    category: int


def bookmark(item: Item, tags: Mapping[str, TagOut]) -> Bookmark:
    """An item, whose tags are among `tags`. A title that was given goes before the one that was found."""
    found = item.article
    published = found.published_at if found else None
    return Bookmark(
        item.id,
        url(item),
        item.given_title or item.title or None,
        item.description or (found.excerpt if found else "") or None,
        (found.lead_image if found else "") or None,
        Progress(item.progress / 1000, item.progress_at // 1000),
        item.favourite,
        item.state is State.ARCHIVED,
        item.added_at // 1000,
        None if published is None else published // 1000,
        authors(item),
        item.folder_id,
        [tags[name] for name in item.tags],
        private_source(item),
        category(item),
    )


def url(item: Item) -> str | None:
    """Where the page was in the end, as long as that is not known the link; None without an address of its own."""
    if not item.given_url:
        return None
    return (item.article.url if item.article else "") or item.given_url


def authors(item: Item) -> str | None:
    """Who wrote it, in one line."""
    return (", ".join(author.name for author in item.article.details.authors) if item.article else "") or None


def private_source(item: Item) -> str | None:
    """Where an article without an address of its own is from, as its program said."""
    return None if item.given_url else (item.article.site if item.article else "")


def category(item: Item) -> int:
    """What kind of thing the page is."""
    found = item.article
    if not item.given_url:
        return EMAIL if found and found.site.strip().lower() in _MAIL else ARTICLE
    if _POST.match(item.given_url):
        return SOCIAL
    if found is None:
        return ARTICLE
    if found.media_type == "application/pdf":
        return PDF
    return VIDEO if found.has_video == Presence.IS else ARTICLE


def tag_out(tag: Tag) -> TagOut:
    """A tag."""
    return TagOut(tag.id, tag.name, slug(tag.name), tag.count)


def tags_out(tags: Mapping[str, Tag]) -> dict[str, TagOut]:
    """Tags, by their names."""
    return {name: tag_out(tag) for name, tag in tags.items()}


def folder(folder: Folder, position: int, count: int) -> dict[str, object]:
    """A folder, at its place from 1 on. None is public here."""
    return {
        "id": folder.id, "title": folder.name, "slug": slug(folder.name), "position": position, "public": False,
        "count": count,
    }  # fmt: skip


def highlight(item_id: int, mark: Highlight) -> dict[str, object]:
    """A highlight in an item."""
    return {
        "id": mark.id, "bookmark_id": item_id, "text": mark.quote, "note": mark.note or None,
        "position": mark.occurrence or 0, "time": mark.made_at // 1000,
    }  # fmt: skip


def user(user: User) -> dict[str, object]:
    """A person, as the answer to a code tells them."""
    return {"id": user.id, "username": user.name}
