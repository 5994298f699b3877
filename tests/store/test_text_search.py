"""The same searches find the same things on every database."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pytest

from satchel.library import hiding, saving
from satchel.library.change import Changeset
from satchel.model.items import NewLink, Query
from satchel.model.text_query import AllOf, AnyOf, NoneOf, Term, TextQuery
from satchel.store import articles, listing, text_search
from satchel.store.db import Store, Tx
from satchel.store.text_passages import passages

#: By a letter each: title, text, tags.
DOCUMENTS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "a": ("Roman concrete", "The harbour of Pozzuoli was built of ash and lime.", ("history",)),
    "b": ("Concrete poetry", "Poems that look like what they say. New York has a room of them.", ("art", "to read")),
    "c": ("Wi-Fi at home", "Put the router high up. A café in York does.", ()),
    "d": ("東京駅の歴史", "東京駅は1914年に開業した。ＡＢＣ順に並ぶ。", ("history",)),
    "e": ("กรุงเทพมหานคร", "กรุงเทพมหานครเป็นเมืองหลวงของประเทศไทย", ()),
    "f": ("서울의 역사", "서울에서 한강까지 걸었다.", ()),
    "g": ("Die Straße", "Überall standen Häuser aus rö\u00admi\u00adschem Beton.", ("straße",)),
    "h": ("Ёлка", "Москва слезам не верит.", ()),
    "i": ("שָׁלוֹם", "מִלְחָמָה וְשָׁלוֹם", ()),
    "j": ("السلام عليكم", "كِتَابٌ عن التَّارِيخ", ()),
    "k": ("हिन्दी में किताब", "यह एक लंबी कहानी है।", ()),
    "l": ("Ελλάδα", "Η ιστορία της Αθήνας.", ()),
    "m": ("北京大学", "北京的大学很多。京都不在北京。", ()),
    "n": ("York, new and old", "Nothing of it is new.", ("north/york",)),
    "o": ("Long", " ".join(["the sea and the ship"] * 400 + ["of old rope"] + ["the sea"] * 6000 + ["far away"]), ()),
}  # fmt: skip


def _of(*words: str) -> AllOf:
    return AllOf(tuple(map(Term, words)))


def _phrase(words: str) -> Term:
    return Term(words, is_phrase=True)


SEARCHES: list[tuple[TextQuery, str]] = [
    (Term("concrete"), "ab"), (Term("CONCRETE"), "ab"), (Term("concret", is_prefix=True), "ab"), (Term("concret"), ""),
    (Term("roman concrete"), "a"), (_phrase("concrete roman"), ""), (_phrase("roman concrete"), "a"),
    (Term("concrete", "title"), "ab"), (Term("poems", "title"), ""), (Term("poems", "text"), "b"),
    (Term("concrete", "text"), ""), (Term("history", "tag"), "ad"), (Term("history", "title"), ""),
    (Term("h3", "address"), "d"), (Term("read", "tag"), "b"), (_phrase("art to"), ""),
    (_of("new", "york"), "bn"), (_phrase("new york"), "b"), (Term("york"), "bcn"), (Term("north york", "tag"), "n"),
    (Term("wi-fi"), "c"), (Term("wi fi"), "c"), (Term("wifi"), ""), (Term("cafe"), "c"), (Term("CAFÉ"), "c"),
    (Term("東京"), "d"), (Term("駅は"), "d"), (Term("京"), "dm"), (Term("abc"), "d"), (Term("京都"), "m"),
    (Term("北大"), ""), (Term("大学"), "m"), (Term("北京 歴史"), ""), (AnyOf((Term("北京"), Term("歴史"))), "dm"),
    (Term("เมืองหลวง"), "e"), (Term("กรุงเทพ"), "e"), (Term("ทพก"), ""), (Term("서울"), "f"), (Term("한강"), "f"),
    (Term("역사", "title"), "f"),
    (Term("strasse"), "g"), (Term("STRASSE", "tag"), "g"), (Term("römischem"), "g"), (Term("hauser"), "g"),
    (Term("haus"), ""),
    (Term("елка"), "h"), (Term("МОСКВА"), "h"), (Term("שלום"), "i"), (Term("מלחמה"), "i"), (Term("كتاب"), "j"),
    (Term("التاريخ"), "j"), (Term("हिन्दी"), "k"), (Term("हिन"), ""), (Term("कहानी"), "k"), (Term("αθηνασ"), "l"),
    (Term("ελλαδα"), "l"),
    (NoneOf(Term("concrete")), "cdefghijklmno"), (AllOf((Term("concrete"), NoneOf(Term("roman")))), "b"),
    (AnyOf((Term("roman"), AllOf((Term("york"), NoneOf(_phrase("new york")))))), "acn"),
    (AnyOf((Term("the"), NoneOf(Term("concrete")))), "acdefghijklmno"), (NoneOf(NoneOf(Term("roman"))), "a"),
    (AllOf((NoneOf(Term("york")), NoneOf(Term("the")))), "defghijklm"),
    (Term("ship"), "o"), (_phrase("old rope"), "o"), (_phrase("rope the"), "o"), (_phrase("sea far away"), "o"),
    (_phrase("rope ship"), ""), (Term("far", "text"), "o"), (Term("far", "title"), ""),
    (AllOf((_phrase("the sea"), NoneOf(_phrase("far away")))), ""), (_phrase("sea far awa"), ""),
    (Term("sea far awa", is_phrase=True, is_prefix=True), "o"), (Term("東", is_prefix=True), "d"),
    (Term("titl", is_prefix=True), ""), (Term("addr", is_prefix=True), ""), (Term("site", is_prefix=True), ""),
    (Term("!!!"), ""), (_of("roman", "&"), "a"), (Term("x" * 300), ""), (Term('"'), ""), (Term("a*b:c(d)"), ""),
]  # fmt: skip


def _keep(tx: Tx, user: int, title: str, text: str, tags: Sequence[str], number: int) -> int:
    """Save an article and give it a text."""
    link = NewLink(f"https://h{number}.example/{number}", title, tuple(tags))
    item = saving.save(tx, user, link).item
    with Changeset(tx, user) as change:
        articles.put(tx, user, item.id, change.stamp, f"<p>{text}</p>", text)
        tx.run(
            "UPDATE items SET version = :stamp, changed_at = :stamp WHERE user_id = :user AND id = :id",
            user=user, id=item.id, stamp=change.stamp,
        )  # fmt: skip
    return item.id


@pytest.fixture
def named(store: Store, alice: int, bob: int) -> dict[int, str]:
    """The documents, indexed for Alice and for Bob; of which letter each item is."""
    found = {}
    for number, (letter, (title, text, tags)) in enumerate(DOCUMENTS.items()):
        for user in (alice, bob):
            item = store.write(partial(_keep, user=user, title=title, text=text, tags=tags, number=number))
            found[item] = letter
    for user in (alice, bob):
        while not store.index.step(user).is_last:
            pass
    return found


def _find(store: Store, user: int, query: Query) -> list[int]:
    return store.read(lambda tx: [item.id for item in listing.page(tx, user, query)])


def test_each_search_finds_what_fits(store: Store, named: dict[int, str], alice: int) -> None:
    for query, letters in SEARCHES:
        found = _find(store, alice, Query(matching=query))
        assert "".join(sorted(named[item] for item in found)) == letters, query
        total = store.read(lambda tx, query=query: listing.count(tx, alice, Query(matching=query)))  # type: ignore[misc]
        assert total == len(letters)


def test_what_fits_best_comes_first(store: Store, named: dict[int, str], alice: int) -> None:
    ids = sorted(named, reverse=True)
    best = store.read(lambda tx: text_search.ranked(tx, alice, Term("york"), ids))
    assert named[best[0]] == "n"
    assert {named[item] for item in best[:3]} == set("bcn")
    assert best[3:] == [item for item in ids if named[item] not in "bcn"]
    assert store.read(lambda tx: text_search.ranked(tx, alice, NoneOf(Term("york")), ids)) == ids


def test_passages_show_where_it_stands(store: Store, named: dict[int, str], alice: int) -> None:
    ids = {letter: item for item, letter in named.items()}
    query = _of("pozzuoli", "lime", "beton")
    found = store.read(lambda tx: passages(tx, alice, dict.fromkeys(named, ""), query, hiding.text))
    assert set(found) == {ids["a"], ids["g"]}
    (passage,) = found[ids["a"]]
    text = DOCUMENTS["a"][1]
    assert passage.text == text
    assert [text[start:end] for start, end in passage.hits] == ["Pozzuoli", "lime"]
