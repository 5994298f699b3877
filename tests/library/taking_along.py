"""What the tests of exports share: a library as a file, that file in another account, and a shelf with everything."""

from __future__ import annotations

import asyncio
import hashlib
import io
import zipfile
from functools import partial
from pathlib import Path

from satchel.formats.exports.kinds.library import LIBRARY
from satchel.formats.exports.writing import Format
from satchel.jobs import importing
from satchel.library import exporting, filing, imports, placing, saved_searches, versions
from satchel.library.context import Library
from satchel.model.actions import AddHighlight, AddTags, Archive, ById, Delete, Favourite
from satchel.model.articles import Article, Author, Image, Player, Video
from satchel.model.hiding import Part
from satchel.model.highlights import Colour, NewHighlight
from satchel.model.imports import Choices, Import
from satchel.model.items import Query
from satchel.model.keys import KeyChoice
from satchel.model.pages import FetchFailed, Reason
from satchel.model.places import Place
from satchel.store import overview, site_rules, user_counters, users
from satchel.store.db import Tx
from tests.clock import FakeClock
from tests.library.conftest import Desk, claim, fail
from tests.library.test_versions import say
from tests.wire.web import Here

OVEN = "The oven at the end of the lane is lit on Fridays. Bread comes out of it before noon, and soup after that."


def exported(library: Library, user: int, form: Format = LIBRARY, query: Query | None = None) -> bytes:
    """The whole file."""

    async def whole() -> bytes:
        return b"".join([piece async for piece in exporting.stream(library, user, form, query)])

    return asyncio.run(whole())


def brought(library: Library, user: int, file: bytes, folder: Path, choices: Choices | None = None) -> Import:
    """A file taken in, as the worker does it. Raises `RefusedFile`."""
    path = folder / "brought"
    path.write_bytes(file)

    async def take_in() -> Import:
        look = await importing.look_at(library, user, path)
        digest = hashlib.sha256(file).hexdigest()
        begun = await library.run(
            imports.resumed, user, "brought", digest, len(file), look, choices or Choices()
        )
        return await importing.take_in(library, user, begun, path, Here())

    return asyncio.run(take_in())


def members(file: bytes) -> dict[str, bytes]:
    """What is in an archive, by name."""
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files: dict[str, bytes]) -> bytes:
    """An archive of these files, as somebody packs it by hand."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return written.getvalue()


def everything(library: Library, desk: Desk, clock: FakeClock) -> None:
    """A shelf with something of each kind that a library can have."""
    user = desk.user
    oven = _an_article(desk, clock)
    _as_read(library, desk, oven, clock)
    folders = [
        library.run_sync(filing.create, user, name).id for name in ("Zebras", "Before: noon / é", "Empty")
    ]
    waiting = desk.save(
        "https://example.org/waiting?a=1&b=ü", 'A "title"; with: signs, \\ and 火', tags=("bread", "火")
    )
    library.run_sync(filing.put, user, waiting.item.id, folders[1])
    gone = desk.save("https://gone.example/", description="=A note\nof two lines").item.id
    fail(
        desk.store, claim(desk.store, gone, user=user), FetchFailed(Reason.STATUS, status=404, permanent=True)
    )
    desk.act(Archive(ById(gone)))
    trash = desk.save("https://example.org/trash", "Thrown away", tags=("bread",)).item.id
    desk.act(Archive(ById(trash)), AddHighlight(ById(trash), NewHighlight("a word")), Delete(ById(trash)))
    emptied = desk.save("https://example.org/emptied").item.id
    desk.act(Delete(ById(emptied)))
    library.run_sync(saved_searches.keep, user, "Bread", "tag:bread is:unread")
    library.run_sync(saved_searches.move, user, 5, -2)
    parts = (Part("p", "more news", 9, lead="more", shown="More news", made_at=clock.now()),)

    def set_up(tx: Tx) -> None:
        tx.run("UPDATE items SET trashed_at = 0 WHERE user_id = :user AND id = :id", user=user, id=emptied)
        site_rules.put(tx, user, "example.org", parts)
        user_counters.keep_looks(tx, user, "dark.18.serif")
        overview.set_view(tx, user, 2)
        users.set_keys(tx, user, KeyChoice(changed={"next": ("n",)}).written)

    desk.store.write(set_up)


def _an_article(desk: Desk, clock: FakeClock) -> int:
    """An item with an article, of which there are three versions."""
    saved = desk.save("http://sho.rt/x", "Ovens", tags=("bread", "slow/food"), at=clock.now() - 86_400_000)
    number = saved.item.id
    desk.fetch(
        "https://example.org/oven", item=number, title="The village oven", html=f"<p>{OVEN}</p>", text=OVEN, words=23,
        site="Example", language="en", authors=(Author("Ada Brook", "https://example.org/ada"), Author("B")),
        published_at=1_500_000_000_000, canonical="https://example.org/oven", excerpt="An oven.",
        images=(Image("https://example.org/1.jpg", 800, 600, "An oven", "Lit"),), lead_image="https://example.org/1.jpg",
        videos=(Video("https://example.org/film", Player.VIMEO, "12", seconds=60),), log=("by its words",),
    )  # fmt: skip
    clock.forward(seconds=100)
    pasted = Article(html="<p>Pasted by hand.</p>", text="Pasted by hand.", words=3)
    desk.store.write(partial(versions.paste, user=desk.user, item_id=number, article=pasted))
    clock.forward(seconds=100)
    first = desk.store.read(lambda tx: versions.shown(tx, desk.user, number))[1][-1].number
    desk.store.write(partial(versions.choose, user=desk.user, item_id=number, number=first))
    return number


def _as_read(library: Library, desk: Desk, number: int, clock: FakeClock) -> None:
    """What a person does with an article."""
    item = desk.item(number)
    assert item.article is not None
    say(
        desk,
        number,
        title='My "own" title',
        note="A note.\n\nIn two parts.",
        published="2001-02-03",
        authors="C",
    )
    desk.act(
        Favourite(ById(number)), AddTags(ById(number), ("later",)),
        AddHighlight(ById(number), NewHighlight("lit on Fridays", "mark-1", "Why?", Colour.GREEN, "a patch")),
        AddHighlight(ById(number), NewHighlight("lit on Fridays", made_at=clock.now() - 5_000)),
        AddHighlight(ById(number), NewHighlight("Bread comes", occurrence=1)),
        AddHighlight(ById(number), NewHighlight("not in it at all", colour=Colour.PINK)),
    )  # fmt: skip
    place = Place(400, clock.now() - 1_000, 40, item.article.version, "Bread comes")
    library.run_sync(placing.keep, desk.user, number, place)
