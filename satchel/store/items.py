"""Items: the looks and writes that saving and acting are made of."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from satchel.base.urls import domain_key
from satchel.model.items import Item, State
from satchel.store import addresses, columns, one_row
from satchel.store.columns import (
    COLUMNS,
    DERIVED,
    HEAD,
    SET_DERIVED,
    SET_FOUND,
    ItemHead,
    edits_text,
    found_values,
    join_tags,
)
from satchel.store.db import ReadTx, Tx
from satchel.store.derived import derived

#: Articles of a site that are shown otherwise at once; older ones are when they change.
MAX_TOUCHED = 2000
#: The largest number that both databases and JSON keep exactly.
MAX_ID = 2**53 - 1
_NOT_IN_TRASH = ", trashed_at = 0, trashed_from = 0"
_ACTED = "changed_at = :mark, acted_at = :mark"
_KEY = ("id",)
#: Few were merged: to look for that in the same statement would be to look each one up twice.
_HEAD = f"SELECT {HEAD}, i.merged_into FROM items i WHERE i.user_id = :user AND i.id = :id"
_INSERT = one_row.insert(
    "items",
    ("id", "state", "added_at", "changed_at", "acted_at", "given_url", "given_title", "description", "tags",
     *DERIVED),
)  # fmt: skip
_SAVE_AGAIN = one_row.update("items", _KEY, f"added_at = :at, {_ACTED}")
_TOUCH = one_row.update("items", _KEY, "changed_at = :mark")
_PUT_BACK = one_row.update(
    "items",
    _KEY,
    "state = :state, read_at = :read_at,"
    f" finished_at = CASE WHEN :state = 0 THEN 0 ELSE items.finished_at END, {_ACTED}",
)
_SET_FAVOURITE = one_row.update("items", _KEY, f"favourite = :favourite, favourited_at = :at, {_ACTED}")
_SET_TAGS = one_row.update("items", _KEY, "tags = :tags, changed_at = :mark")
_DERIVE = one_row.update("items", _KEY, SET_DERIVED)
#: What saving an item again may change, besides its state, tags and edits.
_SAVED_AGAIN = ("folder_id", "given_url", "given_title", "description", "read_at", "finished_at")


def get(tx: ReadTx, user: int, item_id: int) -> Item | None:
    """The item as it stands, deleted ones among them; None when `user` never had it."""
    row = tx.one(
        f"SELECT {COLUMNS} FROM items i WHERE i.user_id = :user AND i.id = :id", user=user, id=item_id
    )
    return columns.item(row) if row else None


def head(tx: ReadTx, user: int, item_id: int) -> ItemHead | None:
    """The item that answers to `item_id`, which may be the id of one that was merged into it."""
    if not 0 < item_id <= MAX_ID:
        return None
    row = tx.one(_HEAD, user=user, id=item_id)
    if row and row[-1] is not None:
        row = tx.one(_HEAD, user=user, id=row[-1])
    return columns.head(row[:-1]) if row else None


def heads(tx: ReadTx, user: int, ids: Iterable[int]) -> dict[int, ItemHead]:
    """Those of `ids` that are items, by one look; not those that were merged into another one."""
    wanted = msgspec.json.encode([number for number in ids if 0 < number <= MAX_ID]).decode()
    rows = tx.all(
        f"""
        SELECT {HEAD} FROM ({tx.ids}) AS wanted CROSS JOIN items i
        WHERE i.user_id = :user AND i.id = wanted.id AND i.merged_into IS NULL
        """,
        user=user, ids=wanted,
    )  # fmt: skip
    return {found.id: found for found in map(columns.head, rows)}


def several(tx: ReadTx, user: int, ids: Iterable[int]) -> dict[int, Item]:
    """Those of `ids` that are items, deleted ones among them, by one look."""
    wanted = msgspec.json.encode([number for number in ids if 0 < number <= MAX_ID]).decode()
    rows = tx.all(
        f"""
        SELECT {COLUMNS} FROM ({tx.ids}) AS wanted CROSS JOIN items i
        WHERE i.user_id = :user AND i.id = wanted.id AND i.merged_into IS NULL
        """,
        user=user, ids=wanted,
    )  # fmt: skip
    return {found.id: found for found in map(columns.item, rows)}


def insert(tx: Tx, user: int, new: Item, key: bytes) -> None:
    """Keep a new item, found under the address with that key. `store.tags` keeps the index of its tags."""
    tx.write_row(
        _INSERT, user=user, id=new.id, state=int(new.state), added_at=new.added_at, changed_at=new.changed_at,
        acted_at=new.changed_at, given_url=new.given_url, given_title=new.given_title, description=new.description,
        tags=join_tags(new.tags), **derived(new),
    )  # fmt: skip
    addresses.add(tx, user, key, new.id)


def save_again(tx: Tx, user: int, old: Item, again: Item, *, renamed: bool, revived: bool) -> None:
    """Keep an item that came back to the top of its list, where it is not as it was: `old`.

    `renamed` says that what is derived of it may be, `revived` that it was deleted.
    """
    changed: dict[str, object] = {
        name: value for name in _SAVED_AGAIN if (value := getattr(again, name)) != getattr(old, name)
    }
    if again.state is not old.state:
        changed["state"] = int(again.state)
    if again.edits:
        changed["edits"] = edits_text(again.edits)
    if again.tags != old.tags:
        changed["tags"] = join_tags(again.tags)
    if not (changed or renamed or revived):  # as most are
        tx.write_row(_SAVE_AGAIN, user=user, id=again.id, at=again.added_at, mark=again.changed_at)
        return
    # An index is not touched by what the statement does not name.
    more = "".join(
        [f", {name} = :{name}" for name in changed]
        + [f", {SET_DERIVED}"] * renamed
        + [_NOT_IN_TRASH] * revived
    )
    tx.write_row(
        one_row.update("items", _KEY, f"added_at = :at, {_ACTED}{more}"), user=user, id=again.id,
        at=again.added_at, mark=again.changed_at, **changed, **(derived(again) if renamed else {}),
    )  # fmt: skip


def set_state(
    tx: Tx,
    user: int,
    item_id: int,
    state: State,
    at: int,
    mark: int,
    *,
    filed: bool,
    revived: bool = False,
) -> None:
    """Archive an item, or bring it back to unread (and to the top); either takes it out of its folder.

    `filed` says that it is in one, `revived` that it was deleted.
    """
    moment = "read_at = :at" if state == State.ARCHIVED else "read_at = 0, finished_at = 0, added_at = :at"
    # A fifth of the statement: the database looks after the folder wherever it is named.
    more = ", folder_id = NULL" * filed + _NOT_IN_TRASH * revived
    tx.write_row(
        one_row.update("items", _KEY, f"state = :state, {moment}, {_ACTED}{more}"),
        user=user, id=item_id, state=int(state), at=at, mark=mark,
    )  # fmt: skip


def put_back(tx: Tx, user: int, item_id: int, state: State, read_at: int, mark: int) -> None:
    """Give an item a state that it had before, where it stood in the list; what is unread is not finished."""
    tx.write_row(_PUT_BACK, user=user, id=item_id, state=int(state), read_at=read_at, mark=mark)


def touched(tx: Tx, user: int, item_id: int, mark: int) -> None:
    """Note that something that belongs to the item has changed."""
    tx.write_row(_TOUCH, user=user, id=item_id, mark=mark)


def touched_on(tx: Tx, user: int, host: str, mark: int) -> None:
    """Note that what is shown of the newest articles of a site has changed."""
    tx.later(
        """
        UPDATE items SET changed_at = :mark WHERE user_id = :user AND id IN (
            SELECT i.id FROM items i WHERE i.user_id = :user AND i.domain IN (:host, :www) AND i.version > 0
            ORDER BY i.added_at DESC LIMIT :most)
        """,
        user=user, mark=mark, host=domain_key(host), www=domain_key(f"www.{host}"), most=MAX_TOUCHED,
    )  # fmt: skip


def set_favourite(tx: Tx, user: int, item_id: int, favourite: bool, at: int, mark: int) -> None:
    """Mark an item as a favourite, or no longer."""
    tx.write_row(
        _SET_FAVOURITE, user=user, id=item_id, favourite=int(favourite), at=at if favourite else 0, mark=mark
    )  # fmt: skip


def set_tags(tx: Tx, user: int, item_id: int, tags: str, mark: int) -> None:
    """Keep the tags in their stored form; `store.tags` keeps the index beside it."""
    tx.write_row(_SET_TAGS, user=user, id=item_id, tags=tags, mark=mark)


def found(tx: Tx, user: int, item: Item, led_to: bytes | None, changed_at: int | None = None) -> None:
    """Keep what a fetch found: the item's article, and how the fetch ended.

    `led_to` is the key of the address where that was, if the link was merely led there. `changed_at` (ms) is for an
    article that no fetch found.
    """
    assert item.article is not None
    values = found_values(item.article)
    tx.later(
        f"""
        UPDATE items SET fetch_status = :status, fetch_reason = :reason, fetched_at = :stamp, changed_at = :changed,
            led_to = :led_to, forced = 0, edits = :edits, {SET_FOUND}, {SET_DERIVED}
        WHERE user_id = :user AND id = :id
        """,
        user=user, id=item.id, status=item.fetch_status, reason=item.fetch_reason, stamp=item.fetched_at,
        changed=item.fetched_at if changed_at is None else changed_at,
        led_to=led_to, edits=edits_text(item.edits), **values, **derived(item),
    )  # fmt: skip


def give(tx: Tx, user: int, item_id: int, title: str, note: str) -> None:
    """Keep the title and the note that were given with an item; what is derived of it is kept with its article."""
    tx.later(
        "UPDATE items SET given_title = :title, description = :note WHERE user_id = :user AND id = :id",
        user=user, id=item_id, title=title, note=note,
    )  # fmt: skip


def fetched(tx: Tx, user: int, item_id: int, status: int, reason: str, mark: int) -> None:
    """Keep what a fetch came to that brought nothing; an article that is there already outlives it."""
    tx.later(
        "UPDATE items SET fetch_status = :status, fetch_reason = :reason, fetched_at = :mark, changed_at = :mark"
        " WHERE user_id = :user AND id = :id",
        user=user, id=item_id, status=status, reason=reason, mark=mark,
    )  # fmt: skip


def forget_article(tx: Tx, user: int, item_id: int) -> None:
    """Have an item be without an article again; `derive` and `store.articles` see to the rest."""
    tx.later(
        """
        UPDATE items SET version = 0, url = '', title = '', excerpt = '', words = 0, has_image = 0, has_video = 0,
            is_article = 0, is_index = 0, lead_image = '', details = '' WHERE user_id = :user AND id = :id
        """,
        user=user, id=item_id,
    )  # fmt: skip


def derive(tx: Tx, user: int, item: Item) -> None:
    """Make the columns that filters, orders and searches read anew from the item."""
    tx.write_row(_DERIVE, user=user, id=item.id, **derived(item))


def after(tx: ReadTx, user: int, item_id: int, limit: int) -> list[Item]:
    """The next `limit` living items behind `item_id`."""
    rows = tx.all(
        f"""
        SELECT {COLUMNS} FROM items i
        WHERE i.user_id = :user AND i.id > :after AND i.state <> 2 ORDER BY i.id LIMIT :limit
        """,
        user=user, after=item_id, limit=limit,
    )  # fmt: skip
    return [columns.item(row) for row in rows]
