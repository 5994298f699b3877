"""What people put right is what is found, and what they put away is found no more, on both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from satchel.library import hiding, marking, purging, reading, retagging, searching, undoing, versions
from satchel.library.indexing import Indexer, catch_up
from satchel.model.actions import ById, Delete, Restore
from satchel.model.articles import Article
from satchel.store import acts
from satchel.store.db import Store
from tests.clock import FakeClock
from tests.library.conftest import Desk, count
from tests.library.test_versions import OVEN, again, numbers, say
from tests.patience import until

PAGE = "http://www.example.org/final"
BODY = f"<p>{OVEN}</p><p>Subscribe to our marvellous newsletter.</p>"


@pytest.fixture
def running(store: Store) -> Iterator[Indexer]:
    indexer = Indexer(store)
    indexer.start()
    yield indexer
    indexer.stop()


def found(desk: Desk, words: str) -> list[int]:
    leaf = desk.store.read(lambda tx: searching.opened(tx, desk.user, words, None, 20)).leaf
    return sorted(item.id for item in leaf.items)


def read(desk: Desk, url: str = PAGE) -> int:
    number = desk.save(url).item.id
    desk.fetch(item=number, title="Bread", html=BODY, text=f"{OVEN}\nSubscribe to our marvellous newsletter.")
    return number


def undo_last(desk: Desk) -> None:
    act, _ = desk.store.read(lambda tx: acts.newest(tx, desk.user, 0, 1))[0]
    desk.store.write(lambda tx: undoing.undo(tx, desk.user, act.id))
    catch_up(desk.store, desk.user)


def test_what_a_person_says_is_found_by_its_fields_and_undone(desk: Desk) -> None:
    number = read(desk)
    say(
        desk, number, title="Loaves", authors="Ada Wells", language="fr", published="2017-03-12", note="for winter"
    )  # fmt: skip
    catch_up(desk.store, desk.user)
    for words in (
        "title:loaves", 'author:"ada wells"', "lang:fr", "published:2017", "note:winter", "about:winter", "has:note",
    ):  # fmt: skip
        assert found(desk, words) == [number], words
    assert found(desk, "title:bread") == []
    undo_last(desk)
    for words in ("loaves", "winter", "lang:fr", "published:2017", 'author:"ada wells"'):
        assert found(desk, words) == [], words
    assert found(desk, "title:bread") == [number]


def test_the_version_that_is_read_is_the_one_that_is_found(desk: Desk) -> None:
    number = read(desk)
    mine = Article(html="<p>My parsnips.</p>", text="My parsnips.", words=2)
    desk.store.write(lambda tx: versions.paste(tx, desk.user, number, mine))
    catch_up(desk.store, desk.user)
    assert (found(desk, "parsnips"), found(desk, "Fridays")) == ([number], [])
    undo_last(desk)
    assert (found(desk, "parsnips"), found(desk, "Fridays")) == ([], [number])


def hide_newsletter(desk: Desk, number: int) -> None:
    choice = desk.store.read(lambda tx: hiding.choice(tx, desk.user, number))
    assert choice.item.article
    version = choice.item.article.version
    desk.store.write(lambda tx: hiding.hide(tx, desk.user, number, version, frozenset([1])))


def test_what_is_hidden_on_a_site_is_found_in_none_of_its_articles(desk: Desk, bobs: Desk) -> None:
    number, other = read(desk), read(desk, "http://example.org/other")
    elsewhere, theirs = read(desk, "http://example.net/"), read(bobs)
    catch_up(desk.store, desk.user)
    assert found(desk, "newsletter") == [number, other, elsewhere]
    hide_newsletter(desk, number)
    catch_up(desk.store, desk.user)
    catch_up(desk.store, bobs.user)
    assert found(desk, "newsletter") == [elsewhere]
    assert found(desk, "fridays") == [number, other, elsewhere]
    assert found(bobs, "newsletter") == [theirs]
    later = read(desk, "http://www.example.org/later")
    catch_up(desk.store, desk.user)
    assert found(desk, "newsletter") == [elsewhere]
    desk.store.write(lambda tx: hiding.show_again(tx, desk.user, "example.org"))
    catch_up(desk.store, desk.user)
    assert found(desk, "newsletter") == [number, other, elsewhere, later]


def test_passages_and_marks_leave_out_what_is_hidden(desk: Desk) -> None:
    number, other = read(desk), read(desk, "http://example.net/")
    catch_up(desk.store, desk.user)

    def why() -> dict[int, str]:
        shown = desk.store.read(lambda tx: searching.opened(tx, desk.user, "fridays or newsletter", None, 20))
        return {item: " ".join(each.text for each in some) for item, some in shown.passages.items()}

    assert all("newsletter" in text for text in why().values())
    hide_newsletter(desk, number)
    catch_up(desk.store, desk.user)
    assert "newsletter" not in why()[number]
    assert "Fridays" in why()[number]
    assert "newsletter" in why()[other]
    item = desk.item(number)
    html = desk.store.read(lambda tx: reading.shown(tx, desk.user, item))[0]
    wanted = desk.store.read(lambda tx: marking.wanted(tx, desk.user, item, "newsletter"))
    assert wanted is not None
    assert marking.mark(html, wanted, "Next place") == (html, [])


def test_a_running_server_hears_of_it_by_itself(desk: Desk, running: Indexer) -> None:
    number = read(desk)
    until(lambda: found(desk, "newsletter") == [number])
    hide_newsletter(desk, number)
    until(lambda: found(desk, "newsletter") == [])
    say(desk, number, title="Loaves", tags="crust")
    until(lambda: found(desk, "title:loaves") == found(desk, "#crust") == [number])
    desk.store.write(lambda tx: retagging.rename(tx, desk.user, "crust", "crumb"))
    until(lambda: found(desk, "#crumb") == [number])


def test_the_trash_keeps_versions_and_edits_and_purging_removes_them_all(
    desk: Desk, clock: FakeClock
) -> None:
    number = read(desk)
    say(desk, number, title="Loaves", note="for winter")
    again(desk, clock, number, text=f"{OVEN} And more.", html=f"{BODY}<p>And more.</p>")
    kept = numbers(desk, number)
    assert len(kept) == 2
    desk.act(Delete(ById(number)))
    desk.store.write(lambda tx: undoing.act(tx, desk.user, number, [Restore(ById(number))]))
    item = desk.item(number)
    assert (item.title, item.description, numbers(desk, number)) == ("Loaves", "for winter", kept)
    desk.act(Delete(ById(number)))
    desk.store.write(lambda tx: purging.remove(tx, desk.user, number))
    assert count(desk.store, "bodies") == count(desk.store, "act_items") == 0
    saved = desk.save(PAGE).item
    assert (saved.id, saved.edits, saved.description) == (number, None, "")
