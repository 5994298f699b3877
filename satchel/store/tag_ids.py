"""Numbers of tags. What has a tag is in `store/tags.py`; a tag that nobody asked the number of has none."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

import msgspec

from satchel.model.tags import Tag
from satchel.store.db import ReadTx, Tx


class Numbered(NamedTuple):
    """A tag that has a number."""

    id: int
    name: str
    made: bool  #: by itself: it is there while no item has it, too


def known(tx: ReadTx, user: int, names: Collection[str]) -> dict[str, int]:
    """The numbers of those tags that have one."""
    rows = tx.all(
        f"""
        WITH named AS MATERIALIZED ({tx.texts})
        SELECT t.tag, t.id FROM named JOIN tag_ids t ON t.tag = named.text WHERE t.user_id = :user
        """,
        user=user, texts=_texts(enumerate(names)),
    )  # fmt: skip
    return {str(tag): int(number) for tag, number in rows}


def counted(tx: ReadTx, user: int, names: Collection[str]) -> dict[str, Tag]:
    """Those of the tags that have a number, with how many items have them."""
    rows = tx.all(
        f"""
        WITH named AS MATERIALIZED ({tx.texts})
        SELECT t.id, t.tag, (SELECT COUNT(*) FROM item_tags i WHERE i.user_id = :user AND i.tag = named.text)
        FROM named JOIN tag_ids t ON t.tag = named.text WHERE t.user_id = :user
        """,
        user=user, texts=_texts(enumerate(names)),
    )  # fmt: skip
    return {str(tag): Tag(int(number), str(tag), int(count)) for number, tag, count in rows}


def by_id(tx: ReadTx, user: int, numbers: Collection[int]) -> dict[int, str]:
    """The names of the tags of those numbers; what is none of the person's is left out."""
    rows = tx.all(
        f"""
        SELECT t.id, t.tag FROM ({tx.ids}) AS wanted CROSS JOIN tag_ids t
        WHERE t.user_id = :user AND t.id = wanted.id
        """,
        user=user, ids=json.dumps(list(numbers)),
    )  # fmt: skip
    return {int(number): str(tag) for number, tag in rows}


def of(tx: ReadTx, user: int) -> list[Numbered]:
    """All tags of `user` that have a number."""
    rows = tx.all("SELECT id, tag, made FROM tag_ids WHERE user_id = :user", user=user)
    return [Numbered(number, tag, made == 1) for number, tag, made in rows]


def listed(tx: ReadTx, user: int) -> Iterator[Tag]:
    """The tags that have a number, by name, each with how many items have it; not those that are none any more."""
    rows = tx.each(
        """
        SELECT t.id, t.tag, t.made,
               (SELECT COUNT(*) FROM item_tags i WHERE i.user_id = :user AND i.tag = t.tag)
        FROM tag_ids t WHERE t.user_id = :user ORDER BY t.tag
        """,
        user=user,
    )
    return (Tag(number, tag, count) for number, tag, made, count in rows if made or count)


def unnumbered(tx: ReadTx, user: int, after: str, limit: int) -> list[str]:
    """The next `limit` tags behind one, by name, that items have and that have no number."""
    rows = tx.all(
        """
        SELECT t.tag FROM item_tags t WHERE t.user_id = :user AND t.tag > :after
        AND NOT EXISTS (SELECT 1 FROM tag_ids k WHERE k.user_id = :user AND k.tag = t.tag)
        GROUP BY t.tag ORDER BY t.tag LIMIT :limit
        """,
        user=user, after=after, limit=limit,
    )  # fmt: skip
    return [str(row[0]) for row in rows]


def count_made(tx: ReadTx, user: int) -> int:
    """How many tags `user` made by themselves."""
    row = tx.one("SELECT COUNT(*) FROM tag_ids WHERE user_id = :user AND made = 1", user=user)
    return int(row[0]) if row else 0


def give(tx: Tx, user: int, names: Collection[str]) -> None:
    """Give a number to each of those tags that has none: one that no tag of `user` ever had."""
    row = tx.one(
        "UPDATE shelves SET last_tag = last_tag + :number WHERE user_id = :user RETURNING last_tag",
        user=user, number=len(names),
    )  # fmt: skip
    if row is None:
        return
    tx.run(
        f"""
        WITH named AS MATERIALIZED ({tx.texts})
        INSERT INTO tag_ids (user_id, id, tag) SELECT :user, named.id, named.text FROM named
        WHERE named.text <> '' ON CONFLICT DO NOTHING
        """,
        user=user, texts=_texts(enumerate(names, int(row[0]) - len(names) + 1)),
    )  # fmt: skip


def make(tx: Tx, user: int, names: Collection[str]) -> None:
    """Keep tags that have a number while no item has them, too."""
    tx.run(
        f"""
        WITH named AS MATERIALIZED ({tx.texts})
        UPDATE tag_ids SET made = 1 WHERE user_id = :user AND tag IN (SELECT named.text FROM named)
        """,
        user=user, texts=_texts(enumerate(names)),
    )  # fmt: skip


def rename(tx: Tx, user: int, old: str, new: str) -> None:
    """Give the number of `old` to `new`, which keeps its own if it has one."""
    tx.later(
        """
        UPDATE tag_ids SET tag = :new WHERE user_id = :user AND tag = :old
        AND NOT EXISTS (SELECT 1 FROM tag_ids t WHERE t.user_id = :user AND t.tag = :new)
        """,
        user=user, old=old, new=new,
    )  # fmt: skip
    remove(tx, user, old)


def remove(tx: Tx, user: int, name: str) -> None:
    """Forget the number of a tag that is none any more."""
    tx.later("DELETE FROM tag_ids WHERE user_id = :user AND tag = :tag", user=user, tag=name)


def _texts(pairs: Iterable[tuple[int, str]]) -> str:
    return msgspec.json.encode(list(pairs)).decode()
