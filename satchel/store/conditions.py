"""Conditions of a search as SQL on the rows `i` of items, each with where the few that fit it are found.

Every condition is true or false, never NULL: it may stand behind NOT.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from satchel.base.text import fold
from satchel.base.urls import domain_key
from satchel.model.conditions import (
    AddressHas,
    AllFit,
    Between,
    Condition,
    Flag,
    HasTag,
    Highlighted,
    InFolder,
    InLanguage,
    InState,
    InText,
    Is,
    Measure,
    NotFits,
    OfSite,
    OneFits,
    SiteNamed,
)
from satchel.model.places import FINISHED
from satchel.store import folders, text_search
from satchel.store.db import ReadTx

#: All columns but the one by which lists walk.
_COLUMN = re.compile(r"\bi\.(?!added_at\b)")
_ITEMS = "SELECT f.id FROM items f WHERE f.user_id = :user AND "

#: Tags that are looked up for each item. What has any of more is gathered once: `-#t0* -#t1* …` of a hundred tags each
#: took 18 s of the processor among 50,000 items.
MAX_LOOKED_UP = 4

#: That an item was begun and not finished, as the index has it. What is unread again after its end was seen is not
#: finished any more, and not begun either before somebody goes back in it.
STARTED = f"i.progress > 0 AND i.progress < {FINISHED} AND i.finished_at = 0"
#: What is asked of a row, and whether an index finds those that fit.
_FLAGS = {
    Flag.FAVOURITE: ("i.favourite = 1", True),
    Flag.TAGGED: ("i.tags <> ''", False),
    # What was read at some time has an index.
    Flag.STARTED: (f"i.progress_at > 0 AND {STARTED}", True),
    Flag.FINISHED: ("i.progress_at > 0 AND i.finished_at > 0", True),
    Flag.NEW: ("i.state = 0 AND i.progress_at = 0", False),
    Flag.FAILED: ("i.fetch_reason <> '' AND i.words + 0 = 0", True),
    Flag.GONE: ("i.fetch_status IN (404, 410) AND i.fetch_reason <> ''", True),
    Flag.ARTICLE: ("i.is_article = 1", True),
    Flag.VIDEO: ("i.has_video >= 1", True),
    Flag.IMAGE: ("i.has_image = 2", True),
    Flag.PDF: ("i.media_type = 'application/pdf'", True),
    Flag.PRIVATE: ("i.given_url = ''", False),
    Flag.DESCRIBED: ("i.description <> ''", False),
}
#: The column of what is measured, and what an index of it knows: only rows that have it at all.
_MEASURES = {
    Measure.WORDS: ("i.words", "", True),
    Measure.PROGRESS: ("i.progress", "", False),
    Measure.SAVED: ("i.added_at", "", False),
    Measure.ARCHIVED: ("i.read_at", "i.read_at > 0", True),
    Measure.PUBLISHED: ("i.published_at", "i.published_at IS NOT NULL", True),
    Measure.CHANGED: ("i.changed_at", "", True),
}


#: The languages of a person that begin so.
_SPOKEN = """
    SELECT tongue FROM (
        WITH RECURSIVE spoken (tongue) AS (
            SELECT MIN(language) FROM items WHERE user_id = :user AND language <> ''
            UNION ALL
            SELECT (SELECT MIN(s.language) FROM items s WHERE s.user_id = :user AND s.language <> ''
                    AND s.language > spoken.tongue) FROM spoken WHERE spoken.tongue IS NOT NULL
        )
        SELECT tongue FROM spoken WHERE LOWER(tongue) = {tag} OR LOWER(tongue) LIKE {below} ESCAPE '~'
    ) AS tongues
"""


class Written(NamedTuple):
    """A condition as SQL."""

    sql: str
    source: str | None  #: the statement for the ids of what fits, where an index gives them


class Conditions:
    """Writes conditions down; their values are named one after the other."""

    def __init__(self, tx: ReadTx, user: int, *, trashed: bool = False) -> None:
        self._tx = tx
        self._user = user
        self._trashed = trashed  #: whether they are asked of the trash, whose tags no index has
        self.values: dict[str, object] = {}

    def written(self, condition: Condition) -> Written:
        """The condition in SQL; its values are in `values` then."""
        match condition:
            case AllFit(parts):
                return self._all([self.written(part) for part in parts])
            case OneFits(parts):
                return self._one([self.written(part) for part in parts])
            case NotFits(part):
                return Written(f"NOT ({self.written(part).sql})", None)
            case InText(query):
                found = text_search.condition(self._tx, self._user, query, f"words{len(self.values):03}")
                self.values |= found.values
                return Written(found.sql, found.source)
            case Is(flag):
                sql, is_found = _FLAGS[flag]
                return self._columns(f"({sql})", is_found=is_found)
            case InState(state):
                return self._columns(f"i.state = {int(state)}", is_found=False)
            case HasTag(names):
                return self._tagged(names)
            case InFolder(name, begins):
                return self._filed(name, begins=begins)
            case Between(measure, least, beyond):
                return self._between(measure, least, beyond)
            case Highlighted():
                return self._highlighted(condition)
            case OfSite() | SiteNamed() | AddressHas() | InLanguage():
                return self._at(condition)

    def _name(self, value: object) -> str:
        name = f"c{len(self.values):03}"
        self.values[name] = value
        return f":{name}"

    def _columns(self, sql: str, *, is_found: bool = True) -> Written:
        """A condition on columns alone; whether an index finds what fits it."""
        # The plus keeps SQLite from beginning at an index of theirs, where a list is to walk down that of its order.
        plain = _COLUMN.sub(r"+\g<0>", sql) if self._tx.kind == "sqlite" else sql
        return Written(plain, f"{_ITEMS}{sql.replace('i.', 'f.')}" if is_found else None)

    def _holds(self, column: str, part: bytes) -> str:
        """That these bytes stand somewhere in a column of bytes."""
        if self._tx.kind == "sqlite":
            return f"INSTR({column}, {self._name(part)}) > 0"
        return f"POSITION({self._name(part)} IN {column}) > 0"

    def _all(self, parts: list[Written]) -> Written:
        sql = " AND ".join(part.sql for part in parts)
        # Any of them will do to begin with: it is one branch of several, and the rest is asked of each row.
        source = next((part.source for part in parts if part.source), None)
        return Written(f"({sql})", source)

    def _one(self, parts: list[Written]) -> Written:
        sql = " OR ".join(part.sql for part in parts)
        sources = [part.source for part in parts if part.source]
        every = len(sources) == len(parts)
        joined = " UNION ".join(f"SELECT id FROM ({each}) AS one{at}" for at, each in enumerate(sources))
        return Written(f"({sql})", joined if every else None)

    def _tagged(self, names: tuple[str, ...]) -> Written:
        if self._trashed:
            end = self._name("\n")
            lines = [self._name(f"%\n{literal(name)}\n%") for name in names]
            fits = " OR ".join(f"{end} || i.tags || {end} LIKE {line} ESCAPE '~'" for line in lines)
            return Written(f"({fits})", None)
        tags = ", ".join(map(self._name, names))
        tagged = f"FROM item_tags t WHERE t.user_id = :user AND t.tag IN ({tags})"
        found = f"SELECT DISTINCT t.item_id AS id {tagged}"
        if len(names) > MAX_LOOKED_UP:
            return Written(f"i.id IN (SELECT t.item_id {tagged})", found)
        sql = f"EXISTS (SELECT 1 {tagged} AND t.state = i.state AND t.added_at = i.added_at AND t.item_id = i.id)"
        return Written(sql, found)

    def _filed(self, name: str, *, begins: bool) -> Written:
        if not name:
            return self._columns("i.folder_id IS NULL", is_found=False)
        wanted = fold(name)
        found = [
            self._name(folder.id)
            for folder in folders.of(self._tx, self._user)
            if fold(folder.name) == wanted or (begins and fold(folder.name).startswith(wanted))
        ]
        if not found:
            return Written("1 = 0", None)
        return self._columns(f"(i.folder_id IS NOT NULL AND i.folder_id IN ({', '.join(found)}))")

    def _between(self, measure: Measure, least: int | None, beyond: int | None) -> Written:
        if measure is Measure.READ:
            return self._read(least, beyond)
        column, has_it, is_found = _MEASURES[measure]
        parts = [has_it] if has_it else []
        if least is not None:
            parts.append(f"{column} >= {self._name(least)}")
        if beyond is not None:
            parts.append(f"{column} < {self._name(beyond)}")
        return self._columns(f"({' AND '.join(parts) or '1 = 1'})", is_found=is_found and bool(parts))

    def _read(self, least: int | None, beyond: int | None) -> Written:
        """When it was last read here; of what never was, when it was archived."""
        ends = [
            f"{sign} {self._name(end)}" for sign, end in ((">=", least), ("<", beyond)) if end is not None
        ]
        here = self._columns(_each("i.progress_at", ["> 0", *ends]))
        elsewhere = self._columns(f"i.progress_at = 0 AND {_each('i.read_at', ['> 0', *ends])}")
        return Written(f"({here.sql} OR {elsewhere.sql})", f"{here.source} UNION ALL {elsewhere.source}")

    def _highlighted(self, wanted: Highlighted) -> Written:
        these = []
        if wanted.colour is not None:
            these.append(f"h.colour = {self._name(wanted.colour)}")
        if wanted.noted:
            these.append("h.note <> ''")
        if wanted.since is not None:
            these.append(f"h.made_at >= {self._name(wanted.since)}")
        if wanted.before is not None:
            these.append(f"h.made_at < {self._name(wanted.before)}")
        marks = "FROM highlights h WHERE h.user_id = :user" + "".join(f" AND {each}" for each in these)
        if (wanted.least, wanted.most) == (1, None):
            sql = f"EXISTS (SELECT 1 {marks} AND h.item_id = i.id)"
        else:
            least, most = self._name(wanted.least), self._name(2**31 if wanted.most is None else wanted.most)
            sql = f"((SELECT COUNT(*) {marks} AND h.item_id = i.id) BETWEEN {least} AND {most})"
        return Written(sql, f"SELECT DISTINCT h.item_id AS id {marks}" if wanted.least else None)

    def _at(self, condition: OfSite | SiteNamed | AddressHas | InLanguage) -> Written:
        match condition:
            case OfSite(host):
                first = domain_key(host)
                sql = f"(i.domain >= {self._name(first)} AND i.domain < {self._name(first[:-1] + b'/')})"
                return self._columns(sql)
            case SiteNamed(part):
                return self._columns(self._holds("i.domain", part.encode()))
            case InLanguage(tag):
                tag = literal(tag)
                # Of the few languages that a person reads each is looked up once, however many items have it.
                spoken = _SPOKEN.format(tag=self._name(tag), below=self._name(tag + "-%"))
                return self._columns(f"(i.language <> '' AND i.language IN ({spoken}))")
            case AddressHas(part):
                like = self._name(f"%{literal(part)}%")
                return Written(
                    f"(LOWER(i.url) LIKE {like} ESCAPE '~' OR LOWER(i.given_url) LIKE {like} ESCAPE '~')",
                    None,
                )


def _each(column: str, conditions: list[str]) -> str:
    return f"({' AND '.join(f'{column} {each}' for each in conditions)})"


def literal(text: str) -> str:
    """`text` with the wild cards of LIKE taken as themselves."""
    return text.replace("~", "~~").replace("%", "~%").replace("_", "~_")
