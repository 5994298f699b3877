"""`python -m bench.searching SIZE`: what the search index costs and how quick it is, on made-up articles.

The articles have as many words as those of magazines, 880 at the mean of which 520 are different, by Zipf's law with a
topic each. Figures are CPU milliseconds of the thread that asks, at the median and at the 99th hundredth.
"""

from __future__ import annotations

import argparse
import itertools
import random
import re
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from bench import bulk, machine, table
from satchel import wiring
from satchel.base.clock import Clock
from satchel.base.settings import Settings
from satchel.library import hiding
from satchel.library.indexing import catch_up, tidy
from satchel.model.items import Order, Query, State
from satchel.model.text_query import AllOf, NoneOf, Term, TextQuery
from satchel.store import listing, text_search
from satchel.store.db import ReadTx, Store, Tx
from satchel.store.text_passages import passages
from tests import postgres

WORDS = 120_000  #: of the made-up language
POOL = 2_000_000
_SYLLABLES = re.findall("..", "bacodifegohajokilumanepoquriso" + "tavewixeyozuststingeralenthorra")
_AT_ONCE = 500
#: Queries of each kind.
ASKED = 60
PAGE = 50


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.searching")
    parser.add_argument("size", type=int, help="articles, at least 1,200")
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--folder", type=Path, help="an indexed data folder of an earlier run, kept by hand")
    asked = parser.parse_args()
    first = machine.calibration()
    if asked.folder:
        _ask(wiring.open_store(Settings(data=asked.folder), Clock()))
        return 0
    with tempfile.TemporaryDirectory(prefix="satchel-bench-") as folder:
        if asked.database == "sqlite":
            _measure(Path(folder), asked.size, "")
        else:
            with postgres.running() as url:
                assert url, "PostgreSQL is not installed"
                _measure(Path(folder), asked.size, url)
    print(f"calibration loop {first:.1f} ms CPU before, {machine.calibration():.1f} after")
    return 0


def vocabulary(chance: random.Random) -> list[str]:
    """Words that are all different, the most frequent ones short."""
    found: dict[str, None] = {}
    while len(found) < WORDS:
        found[
            "".join(chance.choices(_SYLLABLES, k=1 + chance.randrange(1 + min(4, len(found) // 30 + 1))))
        ] = None
    return list(found)


def texts(chance: random.Random, words: Sequence[str]) -> Iterator[str]:
    """Texts of articles without end."""
    weights = list(itertools.accumulate(1 / (rank + 2.7) for rank in range(len(words))))
    pool = chance.choices(words, cum_weights=weights, k=POOL)
    while True:
        length = int(min(8000, chance.lognormvariate(6.55, 0.65)))
        start = chance.randrange(POOL - 8000)
        topic = chance.choices(words[300:], k=25)
        its = [*pool[start : start + length * 9 // 10], *chance.choices(topic, k=length // 10)]
        chance.shuffle(its)
        yield "\n".join(" ".join(its[at : at + 80]) + "." for at in range(0, len(its), 80))


def _measure(folder: Path, size: int, url: str) -> None:
    store = wiring.open_store(Settings(data=folder, database_url=url), Clock(), server=True)
    try:
        bulk.fill(store, max(size, 2 * bulk.MODELS))
        chance = random.Random(7)
        words = vocabulary(chance)
        written = _write(store, chance, words)
        began = time.process_time()
        documents = catch_up(store, 1)
        cost = time.process_time() - began
        tidy(store)
        print(
            f"{documents:,} documents, {written / 1e6:.0f} MB of text; indexing {cost / documents * 1e6:.0f} us each"
        )
        print(f"index {_size(store, folder) / 1e6:.0f} MB, {_size(store, folder) / written:.0%} of the text")
        _ask(store)
    finally:
        store.close()


def _ask(store: Store) -> None:
    """Time the searches."""
    chance = random.Random(7)
    words = vocabulary(chance)
    head = ("CPU ms, p50 / p99", "page of 50", "count", "best", "passages")
    print(
        table.lines(
            [
                head,
                *((kind, *_figures(store, queries, more)) for kind, queries, more in _queries(chance, words)),
            ]
        )
    )


def _write(store: Store, chance: random.Random, words: Sequence[str]) -> int:
    """Give all items a text of their own; characters."""
    source, written, last = texts(chance, words), 0, 0
    while rows := store.read(partial(_after, last=last)):
        last = rows[-1][0]
        made = list(itertools.islice(source, len(rows)))
        written += sum(map(len, made))
        store.write(partial(_put, rows=rows, made=made))
    return written


def _after(tx: ReadTx, last: int) -> list[tuple[Any, ...]]:
    return tx.all(
        "SELECT item_id FROM bodies WHERE user_id = 1 AND item_id > :last ORDER BY item_id LIMIT :limit",
        last=last, limit=_AT_ONCE,
    )  # fmt: skip


def _put(tx: Tx, rows: list[tuple[Any, ...]], made: list[str]) -> None:
    tx.many(
        "UPDATE bodies SET text = :text WHERE user_id = 1 AND item_id = :item",
        (
            {"item": row[0], "text": zlib.compress(text.encode(), 1)}
            for row, text in zip(rows, made, strict=True)
        ),
    )


def _size(store: Store, folder: Path) -> int:
    if store.kind == "sqlite":
        return (folder / "search.db").stat().st_size
    row = store.read(lambda tx: tx.one("SELECT pg_total_relation_size('search_documents')"))
    return int(row[0]) if row else 0


def _queries(
    chance: random.Random, words: Sequence[str]
) -> Iterator[tuple[str, list[TextQuery], dict[str, Any]]]:
    common, middling = partial(chance.choice, words[:40]), partial(chance.choice, words[300:2000])
    rare = partial(chance.choice, words[40_000:])
    some: Callable[[Callable[[], TextQuery]], list[TextQuery]] = lambda make: [make() for _ in range(ASKED)]  # noqa: E731
    yield "1 very common word", some(lambda: Term(common())), {}
    yield "1 middling word", some(lambda: Term(middling())), {}
    yield "1 rare word", some(lambda: Term(rare())), {}
    yield "no hit", some(lambda: Term("nothinglikeit")), {}
    yield "2 middling words", some(lambda: Term(f"{middling()} {middling()}")), {}
    yield "common and middling", some(lambda: Term(f"{common()} {middling()}")), {}
    yield "middling, not common", some(lambda: AllOf((Term(middling()), NoneOf(Term(common()))))), {}
    yield "not common", some(lambda: NoneOf(Term(common()))), {}
    yield "phrase of 2 common", some(lambda: Term(f"{common()} {common()}", is_phrase=True)), {}
    yield "prefix of 3 letters", some(lambda: Term(middling()[:3], is_prefix=True)), {}
    yield "prefix of 5 letters", some(lambda: Term((middling() + "inger")[:5], is_prefix=True)), {}
    yield "in the title", some(lambda: Term("harbour", "title")), {}
    yield "common, tag (20 %)", some(lambda: Term(common())), {"tag": "harbour"}
    yield "middling, tag (20 %)", some(lambda: Term(middling())), {"tag": "harbour"}
    yield "common, tag of 5", some(lambda: Term(common())), {"tag": "rare"}
    yield "common, archive (10 %)", some(lambda: Term(common())), {"states": (State.ARCHIVED,)}
    yield "common, by title", some(lambda: Term(common())), {"order": Order.TITLE}
    yield "middling, by title", some(lambda: Term(middling())), {"order": Order.TITLE}
    yield "common, favourites", some(lambda: Term(common())), {"favourite": True}


def _figures(store: Store, queries: list[TextQuery], more: dict[str, Any]) -> Iterator[str]:
    def of(work: Callable[[ReadTx, TextQuery], object]) -> str:
        times = sorted(store.read(partial(_timed, work=work, query=query)) for query in queries)
        return (
            f"{times[len(times) // 2]:.2f} / {times[-1 if len(times) < 100 else len(times) * 99 // 100]:.2f}"
        )

    def page(tx: ReadTx, query: TextQuery, limit: int = PAGE) -> list[int]:
        return [item.id for item in listing.page(tx, 1, Query(matching=query, limit=limit, **more))]

    found = {query: store.read(partial(page, query=query)) for query in queries}
    newest = {query: store.read(partial(page, query=query, limit=300)) for query in queries}
    yield of(page)
    yield of(lambda tx, query: listing.count(tx, 1, Query(matching=query, **more)))
    yield of(lambda tx, query: text_search.ranked(tx, 1, query, newest[query]))
    yield of(lambda tx, query: passages(tx, 1, dict.fromkeys(found[query], ""), query, hiding.text))


def _timed(tx: ReadTx, work: Callable[[ReadTx, TextQuery], object], query: TextQuery) -> float:
    work(tx, query)  # what is in memory is what costs CPU
    began = time.thread_time()
    work(tx, query)
    return (time.thread_time() - began) * 1000


if __name__ == "__main__":
    sys.exit(main())
