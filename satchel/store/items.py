"""Items: rows to structs, and the writes that saving and acting are made of."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from satchel.base.text import fold, sort_key
from satchel.base.urls import Address, domain_key, host_of
from satchel.model.items import ArticleExtras, ArticleHead, Item, NewLink, Order, State
from satchel.store.db import Row, Tx

_ITEM = (
    "i.id, i.state, i.favourite, i.added_at, i.changed_at, i.read_at, i.favourited_at, i.given_url, "
    "i.given_title, i.description, i.tags, i.fetch_status, i.fetch_reason, i.fetched_at"
)
_FOUND = (
    "a.id, a.url, a.media_type, a.size, a.encoding, a.title, a.excerpt, a.site, a.language, a.direction, "
    "a.published_at, a.found_at, a.words, a.has_image, a.has_video, a.is_article, a.is_index, "
    "a.lead_image, a.details"
)
#: What `item` reads, in its order, and where it stands.
COLUMNS = f"{_ITEM}, {_FOUND}"
TABLES = "items i LEFT JOIN articles a ON a.id = i.article_id"

_details = msgspec.json.Decoder(ArticleExtras)
_NO_DETAILS = ArticleExtras()
_STATES = tuple(State)

#: Longest text that searches look through, in characters; what is longer is in none.
MAX_SEARCHED_CHARACTERS = 2000


#: The largest number that both databases and JSON keep exactly.
MAX_ID = 2**53 - 1


class ItemHead(msgspec.Struct, frozen=True):
    """As much of an item as an act needs to know."""

    id: int
    state: State
    favourite: bool
    tags: tuple[str, ...]
    article_id: int | None
    acted_at: int
    added_at: int


def join_tags(tags: Iterable[str]) -> str:
    """Tags in their stored form: each once, sorted, a line each."""
    return "\n".join(sorted(set(tags)))


def split_tags(tags: str) -> tuple[str, ...]:
    """The stored form of an item's tags as a tuple."""
    return tuple(tags.split("\n")) if tags else ()


def item(row: Row) -> Item:
    """The item in a row of `COLUMNS`."""
    found = None
    if row[14] is not None:
        details = _NO_DETAILS if row[32] == "{}" else _details.decode(row[32])
        found = ArticleHead(*(*row[14:32], details))
    return Item(
        row[0], _STATES[row[1]], row[2] == 1, row[3], row[4], row[5], row[6], row[7], row[8], row[9],
        split_tags(row[10]), row[11], row[12], row[13], found,
    )  # fmt: skip


def get(tx: Tx, user: int, item_id: int) -> Item | None:
    """The item as it stands, deleted ones among them; None when `user` never had it."""
    row = tx.one(
        f"SELECT {COLUMNS} FROM {TABLES} WHERE i.user_id = :user AND i.id = :id", user=user, id=item_id
    )
    return item(row) if row else None


def head(tx: Tx, user: int, item_id: int) -> ItemHead | None:
    """The item that answers to `item_id`, which may be the id of one that was merged into it."""
    if not 0 < item_id <= MAX_ID:
        return None
    row = tx.one(
        """
        SELECT id, state, favourite, tags, article_id, acted_at, added_at FROM items
        WHERE user_id = :user
          AND id = COALESCE((SELECT merged_into FROM items WHERE user_id = :user AND id = :id), :id)
        """,
        user=user, id=item_id,
    )  # fmt: skip
    return _standing(row) if row else None


def standings(tx: Tx, user: int, ids: Iterable[int]) -> dict[int, ItemHead]:
    """Those of `ids` that are items, by one look; not those that were merged into another one."""
    wanted = msgspec.json.encode([number for number in ids if 0 < number <= MAX_ID]).decode()
    rows = tx.all(
        f"""
        SELECT i.id, i.state, i.favourite, i.tags, i.article_id, i.acted_at, i.added_at
        FROM ({tx.ids}) AS wanted CROSS JOIN items i
        WHERE i.user_id = :user AND i.id = wanted.id AND i.merged_into IS NULL
        """,
        user=user, ids=wanted,
    )  # fmt: skip
    return {row[0]: _standing(row) for row in rows}


def by_address(tx: Tx, user: int, key: bytes) -> ItemHead | None:
    """The item that is found under an address."""
    row = tx.one(
        """
        SELECT i.id, i.state, i.favourite, i.tags, i.article_id, i.acted_at, i.added_at
        FROM addresses d JOIN items i ON i.id = d.item_id AND i.user_id = d.user_id
        WHERE d.user_id = :user AND d.key = :key
        """,
        user=user, key=key,
    )  # fmt: skip
    return _standing(row) if row else None


def _standing(row: Row) -> ItemHead:
    return ItemHead(row[0], _STATES[row[1]], row[2] == 1, split_tags(row[3]), row[4], row[5], row[6])


def insert(tx: Tx, user: int, address: Address, link: NewLink, tags: str, at: int, mark: int) -> int:
    """A new unread item under `address`; its id. `store.tags` keeps the index of its tags."""
    row = tx.one(
        """
        INSERT INTO items (user_id, state, added_at, changed_at, acted_at, given_url, given_title, description,
                           tags, host, domain, title_key, site_key, folded)
        VALUES (:user, 0, :at, :mark, :mark, :url, :title, :description, :tags, :host, :domain, :title_key,
                :site_key, :folded)
        RETURNING id
        """,
        user=user, at=at, mark=mark, url=address.url, title=link.title, description=link.description or "",
        tags=tags, host=address.host, domain=domain_key(address.host), **_derived(link.title, address.url),
    )  # fmt: skip
    assert row is not None
    add_address(tx, user, address.key, row[0])
    return int(row[0])


def add_address(tx: Tx, user: int, key: bytes, item_id: int) -> None:
    """Have the item found under one more address, unless another item is."""
    tx.later(
        "INSERT INTO addresses (user_id, key, item_id) VALUES (:user, :key, :item) ON CONFLICT DO NOTHING",
        user=user, key=key, item=item_id,
    )  # fmt: skip


def save_again(
    tx: Tx, user: int, item_id: int, address: Address, link: NewLink, tags: str | None, at: int, mark: int
) -> None:
    """Bring an item back to unread and to the top; what the link says replaces what was said.

    Without `tags` it keeps those it has.
    """
    # An index that knows of tags is not touched where these stay as they are.
    tagged = "" if tags is None else "tags = :tags,"
    tx.run(
        f"""
        UPDATE items SET state = 0, added_at = :at, changed_at = :mark, acted_at = :mark, read_at = 0,
            {tagged} given_url = :url, given_title = CASE WHEN :title = '' THEN given_title ELSE :title END,
            description = CASE WHEN :told = 1 THEN :description ELSE description END
        WHERE user_id = :user AND id = :id
        """,
        user=user, id=item_id, url=address.url, at=at, mark=mark, title=link.title,
        **({} if tags is None else {"tags": tags}),
        told=int(link.description is not None), description=link.description or "",
    )  # fmt: skip


def set_state(tx: Tx, user: int, item_id: int, state: State, at: int, mark: int) -> None:
    """Archive an item, or bring it back to unread (and to the top)."""
    moment = "read_at = :at" if state == State.ARCHIVED else "read_at = 0, added_at = :at"
    tx.later(
        f"UPDATE items SET state = :state, {moment}, changed_at = :mark, acted_at = :mark"
        " WHERE user_id = :user AND id = :id",
        user=user, id=item_id, state=int(state), at=at, mark=mark,
    )  # fmt: skip


def put_back(tx: Tx, user: int, item_id: int, state: State, read_at: int, mark: int) -> None:
    """Give an item a state that it had before, where it stood in the list."""
    tx.later(
        "UPDATE items SET state = :state, read_at = :read_at, changed_at = :mark, acted_at = :mark"
        " WHERE user_id = :user AND id = :id",
        user=user, id=item_id, state=int(state), read_at=read_at, mark=mark,
    )  # fmt: skip


def touched(tx: Tx, user: int, item_id: int, mark: int) -> None:
    """Note that something that belongs to the item has changed."""
    tx.later(
        "UPDATE items SET changed_at = :mark WHERE user_id = :user AND id = :id",
        mark=mark, user=user, id=item_id,
    )  # fmt: skip


def set_favourite(tx: Tx, user: int, item_id: int, favourite: bool, at: int, mark: int) -> None:
    """Mark an item as a favourite, or no longer."""
    tx.later(
        "UPDATE items SET favourite = :favourite, favourited_at = :at, changed_at = :mark, acted_at = :mark"
        " WHERE user_id = :user AND id = :id",
        user=user, id=item_id, favourite=int(favourite), at=at if favourite else 0, mark=mark,
    )  # fmt: skip


def set_tags(tx: Tx, user: int, item_id: int, tags: str, mark: int) -> None:
    """Keep the tags in their stored form; `store.tags` keeps the index beside it."""
    tx.later(
        "UPDATE items SET tags = :tags, changed_at = :mark WHERE user_id = :user AND id = :id",
        user=user, id=item_id, tags=tags, mark=mark,
    )  # fmt: skip


def bury(tx: Tx, user: int, item_id: int, mark: int) -> None:
    """Turn an item into a tombstone: its addresses stay, so that saving again revives the id."""
    tx.later(
        """
        UPDATE items SET state = 2, favourite = 0, favourited_at = 0, read_at = 0, tags = '', given_title = '',
            description = '', article_id = NULL, fetch_status = 0, fetch_reason = '', fetched_at = 0,
            is_article = 0, has_image = 0, has_video = 0, words = 0, folded = '', title_key = :nothing,
            changed_at = :mark, acted_at = :mark
        WHERE user_id = :user AND id = :id
        """,
        user=user, id=item_id, mark=mark, nothing=b"",
    )  # fmt: skip


def fetched(
    tx: Tx, user: int, item_id: int, status: int, reason: str, article: int | None, mark: int
) -> None:
    """Keep what a fetch came to; an article that is there already outlives a later failure."""
    tx.run(
        """
        UPDATE items SET fetch_status = :status, fetch_reason = :reason, fetched_at = :mark, changed_at = :mark,
            article_id = COALESCE(:article, article_id)
        WHERE user_id = :user AND id = :id
        """,
        user=user, id=item_id, status=status, reason=reason, article=article, mark=mark,
    )  # fmt: skip
    derive(tx, user, item_id)


def derive(tx: Tx, user: int, item_id: int) -> None:
    """Make the columns that filters, orders and searches read anew from item and article."""
    row = tx.one(
        """
        SELECT i.given_title, i.given_url, a.title, a.url, a.is_article, a.has_image, a.has_video, a.words,
            a.details
        FROM items i LEFT JOIN articles a ON a.id = i.article_id WHERE i.user_id = :user AND i.id = :id
        """,
        user=user, id=item_id,
    )  # fmt: skip
    if row is None:
        return
    given_title, given_url, title, url, is_article, has_image, has_video, words, details = row
    host = host_of(url or given_url)
    if given_title and details and _details.decode(details).by_name:
        title = given_title  # the name of a file is no title
    tx.run(
        """
        UPDATE items SET host = :host, domain = :domain, is_article = :article, has_image = :image, has_video = :video,
            words = :words, title_key = :title_key, site_key = :site_key, folded = :folded
        WHERE user_id = :user AND id = :id
        """,
        user=user, id=item_id, host=host, domain=domain_key(host), article=is_article or 0, image=has_image or 0,
        video=has_video or 0, words=words or 0,
        **_derived(title or given_title, url or given_url, given_title, given_url),
    )  # fmt: skip


def _derived(title: str, url: str, *also: str) -> dict[str, object]:
    searched = dict.fromkeys(text for text in (title, url, *also) if text)
    return {
        "title_key": sort_key(title or url),
        "site_key": sort_key(host_of(url).removeprefix("www.") + url.partition("://")[2]),
        "folded": fold("\n".join(searched))[:MAX_SEARCHED_CHARACTERS],
    }


def sort_value(item: Item, order: Order) -> int | bytes:
    """Where `item` stands in a list of that order: items that are alike in it go by their ids."""
    if order in (Order.NEWEST, Order.OLDEST):
        return item.added_at
    if order in (Order.SHORTEST, Order.LONGEST):
        return item.article.words if item.article else 0
    url = item.article.url if item.article else item.given_url
    keys = _derived(item.page_title or item.given_title, url)
    found = keys["title_key" if order is Order.TITLE else "site_key"]
    assert isinstance(found, bytes)
    return found


def after(tx: Tx, user: int, item_id: int, limit: int) -> list[tuple[int, str]]:
    """The next `limit` living items behind `item_id`: their ids and stored tags."""
    rows = tx.all(
        "SELECT id, tags FROM items WHERE user_id = :user AND id > :after AND state <> 2 ORDER BY id LIMIT :limit",
        user=user, after=item_id, limit=limit,
    )  # fmt: skip
    return [(row[0], row[1]) for row in rows]
