"""Imports, and how far each has come."""

from __future__ import annotations

import msgspec

from satchel.model.imports import Choices, Import, ImportStatus, Look
from satchel.store.db import ReadTx, Row, Tx

_FIELDS = Import.__struct_fields__
_COLUMNS = ", ".join(_FIELDS)
#: What lists need: a look may be long.
_LISTED = ", ".join("'{}'" if name == "look" else name for name in _FIELDS)
_VALUES = ", ".join(f":{name}" for name in _FIELDS)
_APART = ("look", "made_at")
_SET = ", ".join(f"{name} = :{name}" for name in _FIELDS if name not in ("id", *_APART))
_STATUS = tuple(ImportStatus)
_choices = msgspec.json.Decoder(Choices)
_look = msgspec.json.Decoder(Look)
_folders = msgspec.json.Decoder(tuple[int, ...])


def insert(tx: Tx, user: int, new: Import) -> None:
    """Keep a new import."""
    look = msgspec.json.encode(new.look).decode()
    tx.later(
        f"INSERT INTO imports (user_id, {_COLUMNS}) VALUES (:user, {_VALUES})",
        user=user, look=look, made_at=new.made_at, **_values(new),
    )  # fmt: skip


def update(tx: Tx, user: int, now: Import) -> None:
    """Keep all of an import but what was seen in its file."""
    tx.later(f"UPDATE imports SET {_SET} WHERE user_id = :user AND id = :id", user=user, **_values(now))


def set_look(tx: Tx, user: int, import_id: int, look: Look) -> None:
    """Keep what was seen in a file."""
    tx.later(
        "UPDATE imports SET look = :look WHERE user_id = :user AND id = :id",
        user=user, id=import_id, look=msgspec.json.encode(look).decode(),
    )  # fmt: skip


def _values(one: Import) -> dict[str, object]:
    """Of all columns but those that never change with others: a look may be long, and rows come by thousands."""
    values = {name: getattr(one, name) for name in _FIELDS if name not in _APART}
    values["status"] = int(one.status)
    values["choices"] = msgspec.json.encode(one.choices).decode()
    values["folders"] = msgspec.json.encode(one.folders).decode()
    return values


def get(tx: ReadTx, user: int, import_id: int) -> Import | None:
    """The import of that number."""
    row = tx.one(
        f"SELECT {_COLUMNS} FROM imports WHERE user_id = :user AND id = :id", user=user, id=import_id
    )
    return _import(row) if row else None


def of_act(tx: ReadTx, user: int, act_id: int) -> Import | None:
    """The import that stands under that number among what the person did."""
    row = tx.one(
        f"SELECT {_COLUMNS} FROM imports WHERE user_id = :user AND act_id = :act", user=user, act=act_id
    )
    return _import(row) if row else None


def newest(tx: ReadTx, user: int, limit: int) -> list[Import]:
    """The newest imports, the newest first, without what was seen in their files."""
    rows = tx.all(
        f"SELECT {_LISTED} FROM imports WHERE user_id = :user ORDER BY id DESC LIMIT :limit",
        user=user, limit=limit,
    )  # fmt: skip
    return [_import(row) for row in rows]


def _import(row: Row) -> Import:
    values = dict(zip(_FIELDS, row, strict=True))
    values["status"] = _STATUS[values["status"]]
    values["choices"] = _choices.decode(values["choices"])
    values["look"] = _look.decode(values["look"])
    values["folders"] = _folders.decode(values["folders"])
    return Import(**values)


def remove(tx: Tx, user: int, import_id: int, limit: int) -> bool:
    """Remove an import with its account, or `limit` rows of a long one; whether all of it is gone."""
    rows = tx.all(
        "SELECT number FROM import_rows WHERE user_id = :user AND import_id = :id ORDER BY number LIMIT :limit",
        user=user, id=import_id, limit=limit,
    )  # fmt: skip
    if len(rows) == limit:
        tx.run(
            "DELETE FROM import_rows WHERE user_id = :user AND import_id = :id AND number <= :last",
            user=user, id=import_id, last=rows[-1][0],
        )  # fmt: skip
        return False
    tx.run("DELETE FROM imports WHERE user_id = :user AND id = :id", user=user, id=import_id)
    return True
