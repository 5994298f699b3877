"""Looking: what is in a file, and what would become of it, before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from satchel.base import urls
from satchel.base.text import line
from satchel.formats.imports.row import Read, Remark, Row, Skipped
from satchel.library.incoming import STEP, where
from satchel.model.imports import Look, Part, Question, Shown
from satchel.model.items import State

#: Rows that are shown.
MAX_FIRST = 10
MAX_SKIPS = 20
MAX_REMARKS = 20
MAX_REMARK_CHARACTERS = 1_000
MAX_SHOWN_CHARACTERS = 300


class Counting:
    """Counts what is in a file while it is read. Keeps of each row no more than the key of its address."""

    def __init__(self) -> None:
        self._keys: list[bytes] = []
        self._counted = Counter[str]()
        self._tags: set[str] = set()
        self._folders: set[str] = set()
        self._whys = Counter[str]()
        self._first: list[Shown] = []
        self._skips: list[Shown] = []
        self._remarks: list[str] = []
        self._seen: set[bytes] = set()
        self._oldest = self._newest = 0
        self._read = 0

    @property
    def rows(self) -> int:
        """How many rows there were so far."""
        return self._counted["rows"]

    def take_keys(self) -> tuple[bytes, ...]:
        """The keys of the addresses that were in no row before this was last asked."""
        keys = tuple(self._keys)
        self._keys.clear()
        return keys

    def count(self, read: Iterable[Read]) -> int:
        """Count what is read; how many rows and remarks that were."""
        before = self._read
        for each in read:
            self._read += 1
            if isinstance(each, Remark):
                if len(self._remarks) < MAX_REMARKS:
                    self._remarks.append(each.text)
            elif isinstance(each, Skipped):
                self._skip(each)
            else:
                self._row(each)
        return self._read - before

    def _skip(self, row: Skipped) -> None:
        self._counted.update(("rows", "skipped"))
        self._whys[str(row.reason)] += 1
        if len(self._skips) < MAX_SKIPS:
            text = row.text[:MAX_SHOWN_CHARACTERS]
            self._skips.append(Shown(where(row.place), title=text, why=str(row.reason)))

    def _row(self, row: Row) -> None:
        counted = self._counted
        counted["rows"] += 1
        counted["highlights"] += len(row.highlights)
        counted["archived"] += row.state == State.ARCHIVED
        counted["favourites"] += row.favourite
        counted["tagged"] += bool(row.tags)
        counted["notes"] += bool(row.note)
        counted["bodies"] += row.has_body
        self._tags.update(row.tags)
        if row.folder:
            self._folders.add(STEP.join(row.folder))
        if row.saved_at:
            self._oldest = min(self._oldest or row.saved_at, row.saved_at)
            self._newest = max(self._newest, row.saved_at)
        if row.address:
            key = urls.read(row.address).key
            counted["repeated"] += key in self._seen
            if key not in self._seen:
                self._seen.add(key)
                self._keys.append(key)
        if len(self._first) < MAX_FIRST:
            self._first.append(_shown(row))

    def look(
        self, kind: str, known: int, deleted: int, parts: Sequence[Part] = (),
        questions: Sequence[Question] = (), remarks: Sequence[str] = (),
    ) -> Look:  # fmt: skip
        """All that was seen, if the person has `known` items under those keys, and had so many that they deleted."""
        counted = {name: self._counted[name] for name in _COUNTED}
        said = tuple(dict.fromkeys(each[:MAX_REMARK_CHARACTERS] for each in (*remarks, *self._remarks)))
        return Look(
            kind=kind, known=known, deleted=deleted, tags=len(self._tags), folders=len(self._folders),
            oldest=self._oldest, newest=self._newest, first=tuple(self._first), skips=tuple(self._skips),
            whys=dict(self._whys), parts=tuple(parts), questions=tuple(questions), remarks=said[:MAX_REMARKS],
            **counted,
        )  # fmt: skip


_COUNTED = (
    "rows", "skipped", "repeated", "archived", "favourites", "tagged", "highlights", "notes", "bodies",
)  # fmt: skip


def _shown(row: Row) -> Shown:
    return Shown(
        where(row.place), row.address[:MAX_SHOWN_CHARACTERS], line(row.title, MAX_SHOWN_CHARACTERS), row.saved_at,
        row.state == State.ARCHIVED, row.favourite,
        tuple(tag[:MAX_SHOWN_CHARACTERS] for tag in row.tags[:20]), STEP.join(row.folder)[:MAX_SHOWN_CHARACTERS],
        len(row.highlights), row.has_body,
    )  # fmt: skip
