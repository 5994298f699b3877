"""A data folder with ten thousand complete items, made through the library."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from satchel import wiring
from satchel.base.clock import Clock
from satchel.base.data_folder import SECRET_KEY
from satchel.base.sealing import Seal
from satchel.base.settings import Settings
from satchel.library import access, accounts, indexing, ingesting, saving, sessions, signing
from satchel.library.passwords import Passwords
from satchel.model.access import Source
from satchel.model.articles import Article, Author, Image, Presence
from satchel.model.items import NewLink
from satchel.model.jobs import JobKind
from satchel.model.pages import Page
from satchel.model.people import EVERYTHING
from satchel.store import jobs, users
from satchel.store.db import Tx

NAME, PASSWORD = "reader", "a password for the bench"
_AT_ONCE = 200
LONG = 215  #: paragraphs of an article of 60 KB
_WORDS = "harbour lantern meadow copper winter engine garden letter window island market silver thunder village".split()  # noqa: SIM905


@dataclass(frozen=True)
class Shelf:
    """What was made: the folder, who may come in, and how many items there are (ids from 1 on)."""

    data: Path
    consumer_key: str
    access_token: str
    session: str  #: the cookie of a browser in which the reader is signed in
    items: int
    signs: tuple[str, str, str, str]  #: key and secret of an app that signs, its token and the secret of that


def url_of(number: int, model: int | None = None) -> str:
    """The address of the item with that id; with a `model`, on the site of that one."""
    kind = number if model is None else model
    return f"https://site{kind % 300}.example/2024/{kind % 12 + 1:02}/{_WORDS[kind % len(_WORDS)]}-{number}"


def fill(data: Path, items: int) -> Shelf:
    """Make the account, its app, and `items` items whose pages have been had."""
    store = wiring.open_store(Settings(data=data), Clock(), server=True)
    passwords = Passwords(Clock())
    try:
        hashed = passwords.hash(PASSWORD)
        key, token = store.write(lambda tx: person(tx, hashed))
        session = store.write(_sign_in)
        for start in range(1, items + 1, _AT_ONCE):
            numbers = range(start, min(start + _AT_ONCE, items + 1))
            store.write(partial(_items, numbers=numbers))
        # One more, as long as a large article.
        store.write(lambda tx: item(tx, items + 1, paragraphs=LONG))
        signs = store.write(partial(_signs, seal=Seal(data / SECRET_KEY)))
        # Or the server would do that while it is measured.
        user = store.read(lambda tx: users.by_name(tx, NAME))
        assert user is not None
        indexing.catch_up(store, user.id)
    finally:
        passwords.close()
        store.close()
    return Shelf(data, key, token, session, items, signs)


def person(tx: Tx, hashed: str) -> tuple[str, str]:
    accounts.create(tx, NAME, hashed, is_admin=True)
    app = access.register_app(tx, "bench")
    return app.consumer_key, access.issue_token(tx, NAME, app.consumer_key)


def _signs(tx: Tx, seal: Seal) -> tuple[str, str, str, str]:
    app, secret = signing.register_app(tx, seal, "bench that signs", abilities=EVERYTHING)
    return (app.consumer_key, secret, *signing.issue_token(tx, seal, 1, app.id))


def _sign_in(tx: Tx) -> str:
    user = users.by_name(tx, NAME)
    assert user is not None
    return sessions.begin(tx, user, Source(), "bench").token


def _items(tx: Tx, numbers: range) -> None:
    for number in numbers:
        item(tx, number)


def item(tx: Tx, number: int, model: int | None = None, paragraphs: int = 10) -> None:
    """Save the item with that id and keep its page; with a `model`, one like that but for its address."""
    chance = random.Random(number if model is None else model)
    url = url_of(number, model)
    tags = tuple(chance.sample(_WORDS, chance.randrange(4)))
    saved = saving.save(tx, 1, NewLink(url, tags=tags, at=1_600_000_000_000 + number * 60_000))
    job = jobs.claim_one(tx, 1, JobKind.FETCH, saved.item.id, "seed", 60_000)
    assert job is not None
    article = _article(chance, url, paragraphs)
    ingesting.keep(
        tx, job, Page(url, 200, "text/html", "utf-8", b" " * chance.randrange(20_000, 90_000)), article
    )


def _article(chance: random.Random, url: str, paragraphs: int) -> Article:
    """As much as a page of a magazine says about itself."""
    site = url.split("/")[2]
    pictures = tuple(
        Image(f"https://cdn.{site}/pictures/{chance.getrandbits(64):016x}-1200.jpg", 1200, 800,
              caption=_text(chance, 9), credit="Photo: " + _text(chance, 2).title())
        for _ in range(chance.randrange(1, 4))
    )  # fmt: skip
    text = " ".join(_text(chance, 40) + "." for _ in range(paragraphs))
    return Article(
        title=_text(chance, 8).capitalize(),
        html="".join(f"<p>{part}.</p>" for part in text.split(". ")),
        text=text,
        excerpt=_text(chance, 30).capitalize() + ".",
        site=site.split(".")[0].title(),
        language="en",
        authors=(Author(_text(chance, 2).title(), f"https://{site}/people/{chance.randrange(50)}"),),
        published_at=1_600_000_000_000 + chance.randrange(10**11),
        words=chance.randrange(200, 3000),
        lead_image=pictures[0].src,
        images=pictures,
        has_image=Presence.CONTAINS,
        is_article=True,
        icon=f"https://{site}/favicon-32.png",
        encoding="utf-8",
    )


def _text(chance: random.Random, words: int) -> str:
    return " ".join(chance.choices(_WORDS, k=words))
