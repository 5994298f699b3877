"""What people find with the search language: every field, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest

from satchel.library import browsing, finding, searching
from satchel.library.change import Changeset
from satchel.library.searching import Found
from satchel.model.actions import AddHighlight, Archive, ById, Delete, Favourite, Restore
from satchel.model.articles import Author
from satchel.model.highlights import Colour, NewHighlight
from satchel.model.items import Item, Position, Query
from satchel.model.pages import FetchFailed, Reason
from satchel.model.places import Place
from satchel.store import narrowing, places
from satchel.store.db import ReadTx, Store, Tx
from tests.clock import FakeClock
from tests.library.conftest import Desk, claim, fail

DAY = 86_400_000


def index(store: Store) -> None:
    """Have the index know all that there is."""
    for user in store.index.behind():
        while not store.index.step(user).is_last:
            pass


def search(desk: Desk, query: str) -> Found:
    index(desk.store)
    return desk.store.read(lambda tx: searching.opened(tx, desk.user, query, None, 20))


def living(desk: Desk) -> list[Item]:
    return [item for item in desk.find().items if isinstance(item, Item)]


def found(desk: Desk, query: str) -> str:
    """The first letters of the titles of what a query finds, in its order."""
    return "".join(item.title[0] for item in search(desk, query).leaf.items)


#: Each saved a day after the one before it, the last one now: address, title, text, and more of its article.
SAVED: list[tuple[str, str, str, dict[str, Any]]] = [
    (
        "https://lwn.net/2019/roman",
        "Roman concrete",
        "Why Roman concrete lasts. It has lime in it.",
        {"words": 1000},
    ),
    (
        "https://www.theguardian.com/a/greek",
        "Greek temples",
        "Temples, and ideas of concrete.",
        {"words": 3000},
    ),
    ("https://news.example.co.uk/de", "Die Brücke", "Eine alte Brücke aus Stein.", {"language": "de-AT"}),
    ("https://jp.example/x", "東京駅の歴史", "東京駅は大きい駅です。", {"language": "ja", "has_video": 2}),
    ("https://lwn.net/", "Kernel news", "What is new in the kernel.", {"is_article": False}),
    (
        "https://files.lwn.net/p",
        "Paper on lime",
        "Lime, and what it is good for.",
        {"kind": "application/pdf"},
    ),
]
TAGS = {"R": ("history", "roman-things"), "G": ("history/greece", "café"), "D": ("to read",)}


@pytest.fixture
def shelf(desk: Desk, clock: FakeClock) -> Desk:
    """A list with a little of everything, at noon of the seventh of January 2027."""
    clock.forward(seconds=datetime(2027, 1, 1, 12, tzinfo=UTC).timestamp() - clock.now() / 1000)
    for url, title, text, more in SAVED:
        saved = desk.save(
            url, tags=TAGS.get(title[0], ()), description="On bridges" if title[0] == "D" else ""
        )
        parts = {"language": "en", "words": 300, **more}
        author = Author("Ursula K. Le Guin" if title[0] == "R" else "Jorge Luis Borges")
        published = desk.store.read(lambda tx: tx.now) - 400 * DAY if title[0] in "RG" else None
        desk.fetch(
            item=saved.item.id, title=title, text=text, html=f"<p>{text}</p>", authors=(author,),
            published_at=published, **parts,
        )  # fmt: skip
        clock.forward(seconds=86_400)
    numbers = {item.title[0]: item.id for item in living(desk)}
    desk.act(Favourite(ById(numbers["R"])), Archive(ById(numbers["G"])))
    _progress(desk, numbers["D"], 400)
    _progress(desk, numbers["R"], 1000)
    mark = NewHighlight("Roman concrete", note="compare with lime", colour=Colour.GREEN)
    desk.act(
        AddHighlight(ById(numbers["R"]), mark), AddHighlight(ById(numbers["D"]), NewHighlight("Eine alte"))
    )
    lost = desk.save("https://gone.example/").item.id
    fail(desk.store, claim(desk.store, lost), FetchFailed(Reason.STATUS, "gone", status=404))
    clock.forward(seconds=1)
    return desk


def _progress(desk: Desk, item: int, share: int) -> None:
    def op(tx: Tx) -> None:
        with Changeset(tx, desk.user) as change:
            place = Place(share, tx.now, finished=share == 1000)
            places.put(tx, desk.user, item, place, change.stamp)

    desk.store.write(op)


#: Below "h" is the link whose page is gone: its title is its address.
FOUND = [
    ("roman concrete", "R"), ("concrete", "GR"), ('"concrete lasts"', "R"), ("concret*", "GR"), ("concret", ""),
    ("roman or temples", "GR"), ("concrete -roman", "G"), ("concrete not roman", "G"), ("-concrete", "hPK東D"),
    ("(roman or temples) lime", "R"), ("BRUCKE", "D"), ("東京 駅", "東"), ("駅は", "東"),
    ("title:concrete", "R"), ("text:concrete", "GR"), ("text:roman -title:roman", ""), ("about:bridges", "D"),
    ('author:"le guin"', "R"), ('author:(borges, "le guin")', "PK東DGR"), ("note:compare", "R"),
    ('highlight:"roman concrete"', "R"), ("highlight:alte", "D"), ("lime", "PR"),
    ("#history", "R"), ("#history*", "GR"), ("#history/*", "G"), ("#cafe", "G"), ('tag:"to read"', "D"),
    ("tag:none", "hPK東"), ("-tag:none", "DGR"), ("#history or #café", "GR"), ("tag:(history, cafe)", "GR"),
    ("tag:(none, history)", "hPK東R"), ("#nothing", ""), ("-#history", "hPK東DG"),
    ("site:lwn.net", "PKR"), ("site:files.lwn.net", "P"), ("site:guardian", "G"), ("site:co.uk", "D"),
    ("site:https://www.lwn.net/x", "PKR"), ("-site:lwn.net", "h東DG"), ("url:/2019/", "R"), ("url:GREEK", "G"),
    ("is:unread", "hPK東DR"), ("is:archived", "G"), ("-is:archived", "hPK東DR"), ("is:favourite", "R"),
    ("is:starred", "R"), ("is:started", "D"), ("is:finished", "R"), ("is:unfinished", "hPK東DG"),
    ("is:highlighted", "DR"), ("is:noted", "DR"), ("is:tagged", "DGR"), ("is:untagged", "hPK東"), ("is:failed", "h"),
    ("is:gone", "h"), ("is:video", "東"), ("is:pdf", "P"), ("is:article", "P東DGR"), ("is:private", ""),
    ("is:new", "hPK東"), ("is:(started, favourite)", "DR"), ("is:unread is:archived", ""),
    ("in:archive", "G"), ("in:unread concrete", "R"), ("in:highlights concrete", "R"), ("in:highlights compare", "R"),
    ("in:highlights lime", "R"), ("in:all concrete", "GR"),
    ("lang:de", "D"), ("lang:DE-at", "D"), ("lang:d", ""), ("lang:(de, ja)", "東D"), ("-lang:en", "h東D"),
    ("length:<5m", "PK東D"), ("length:>10m", "G"), ("length:4m..6m", "R"), ("length:1000w..", "GR"),
    ("length:300w", "PK東D"), ("length:0", "h"), ("progress:1..99", "D"), ("progress:100", "R"),
    ("saved:2027-01-01", "R"), ("saved:2027-01-01..2027-01-02", "GR"), ("saved:<2027-01-03", "GR"),
    ("saved:<2d", "hP"), ("saved:>3d", "東DGR"), ("saved:..5d", "GR"), ("saved:5d..3d", "東D"), ("saved:today", "h"),
    ("saved:yesterday", "P"), ("saved:2024", ""), ("saved:2027", "hPK東DGR"), ("after:2027-01-05", "hPK"),
    ("before:2027-01-02", "R"), ("age:<2d", "hP"), ("published:2025", "GR"), ("-published:2025", "hPK東D"),
    ("published:..2030", "GR"), ("read:<1d", "DGR"), ("read:today", "DGR"), ("archived:today", "G"),
    ("highlighted:today", "DR"), ("highlighted:2025", ""), ("changed:<2d", "hPDGR"),
    ("highlights:1", "DR"), ("highlights:>=2", ""), ("highlights:0", "hPK東G"), ("-highlights:>0", "hPK東G"),
    ("colour:green", "R"), ("colour:blue", ""),
    ("sort:oldest", "RGD東KPh"), ("sort:title site:lwn.net", "KPR"), ("sort:longest length:1m..", "GRPK東D"),
    ("concrete sort:shortest", "RG"), ("concrete sort:best", "RG"), ("roman or #history/*", "GR"),
    ("-(roman or #history/*)", "hPK東D"), ("lime (is:pdf or #history)", "PR"), ("-roman is:highlighted", "D"),
    ("", ""),
]  # fmt: skip


#: When the papers on Romans and Greeks were deleted.
DELETED = {
    "concrete": "", "-concrete": "hPK東D", "in:trash": "GR", "in:trash concrete -roman": "G",
    "in:deleted #history": "R",
    "is:deleted lime": "R", "is:deleted sort:oldest": "RG", "in:trash is:unread": "",
    "-is:deleted lime": "P",
    "is:deleted or lime": "P", "in:trash is:favourite": "R", "is:trashed is:deleted": "GR",
}  # fmt: skip


def test_every_field_finds_what_it_says(shelf: Desk) -> None:
    wrong = {query: got for query, wanted in FOUND if (got := found(shelf, query)) != wanted}
    assert wrong == {}, {query: wanted for query, wanted in FOUND if query in wrong}


def test_what_is_found_is_counted_as_it_is_listed(shelf: Desk) -> None:
    index(shelf.store)

    def counted(tx: ReadTx, query: str) -> int:
        return finding.count(tx, shelf.user, browsing.widened(tx, shelf.user, Query(search=query)))

    for query, wanted in FOUND:
        if query:
            assert shelf.store.read(partial(counted, query=query)) == len(wanted), query


def test_nobody_finds_what_is_another_persons(shelf: Desk, bobs: Desk) -> None:
    bobs.save("https://bob.example/roman", title="Bob on Roman concrete", tags=("history",))
    index(shelf.store)
    for query, _ in FOUND:
        ours = {item.title for item in search(shelf, query).leaf.items}
        assert "Bob on Roman concrete" not in ours, query
    assert [item.title for item in search(bobs, "roman").leaf.items] == ["Bob on Roman concrete"]
    assert found(bobs, "#history") == "B"


def test_what_was_deleted_is_found_in_the_trash_alone(shelf: Desk) -> None:
    numbers = {item.title[0]: item.id for item in living(shelf)}
    shelf.act(Delete(ById(numbers["R"])), Delete(ById(numbers["G"])))
    found_now = {query: found(shelf, query) for query in DELETED}
    assert found_now == DELETED
    shelf.act(Restore(ById(numbers["R"])))
    assert (found(shelf, "in:trash"), found(shelf, "concrete")) == ("G", "R")


@pytest.mark.parametrize(
    "query",
    ["", "concrete or lime or new", "is:unread", "sort:title", "roman or lime or concrete or new sort:best"],
)
@pytest.mark.parametrize("few", [500, -1])
def test_pages_of_a_search_follow_one_another(
    shelf: Desk, query: str, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether its items are few or many, and back again."""
    monkeypatch.setattr(narrowing, "MAX_FEW", few)
    monkeypatch.setattr(searching, "PAGE", 2)
    query = query or "saved:2027"
    index(shelf.store)

    def page(key: Position | None, backwards: bool = False) -> Found:
        return shelf.store.read(
            lambda tx: searching.opened(tx, shelf.user, query, key, 20, backwards=backwards)
        )

    whole, pages = shelf.store.read(lambda tx: searching.opened(tx, shelf.user, query, None, 20)), []
    key: Position | None = None
    while True:
        whole = page(key)
        pages.append([item.id for item in whole.leaf.items])
        key = whole.leaf.after
        if key is None:
            break
    numbers = [number for each in pages for number in each]
    assert len(numbers) == len(set(numbers)) == page(None).total > 2
    assert all(len(each) == 2 for each in pages[:-1])
    back = page(whole.leaf.before, backwards=True)
    assert [item.id for item in back.leaf.items] == pages[-2]
