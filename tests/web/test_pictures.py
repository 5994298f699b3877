"""The pictures of an article with more of them than are listed with it: everybody waits for what the loop does."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

import pytest

from satchel.formats import reader_html
from tests.gallery.painting import landscape
from tests.web.reading import STORY, WORDS, read
from tests.wire.server import Wire
from tests.wire.surfer import Surfer

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
PICTURE = landscape(1, 40, 30)
LISTED, ALL = 100, 130  #: pictures of an item, and of its text


@pytest.fixture
def alice(wire: Wire) -> Surfer:
    surfer = Surfer(wire)
    surfer.sign_in()
    return surfer


@pytest.fixture
def on_loop(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """For each time that a text was read for its pictures: whether everybody waited."""
    noted = list[bool]()
    sources = reader_html.sources

    def reading(html: str, pictures: Iterable[str]) -> list[str]:
        noted.append(threading.current_thread() is wire._socket._thread)
        return sources(html, pictures)

    monkeypatch.setattr(reader_html, "sources", reading)
    return noted


def body(wire: Wire, name: str) -> str:
    """A text with pictures, which are on the web."""
    for number in range(1, ALL + 1):
        wire.web.page(_address(name, number), PICTURE, type="image/png")
    return WORDS + "".join(
        f'<p><img src="{_address(name, number)}" width="400" height="300"> The oven, on day {number}.</p>'
        for number in range(1, ALL + 1)
    )


def _address(name: str, number: int) -> str:
    return f"https://pictures.example/{name}-{number}.png"


def test_a_text_is_read_once_for_all_its_pictures_and_nobody_waits(
    wire: Wire, alice: Surfer, on_loop: list[bool]
) -> None:
    item = read(wire, body=body(wire, "oven"))

    def picture(number: int) -> int:
        return alice.get(f"/read/{item}/img/{number}").status

    with ThreadPoolExecutor(6) as browser:
        assert set(browser.map(picture, range(1, LISTED + 1))) == {200}
        assert on_loop == []
        assert set(browser.map(picture, range(LISTED + 1, ALL + 1))) == {200}
        assert set(browser.map(picture, range(ALL + 1, ALL + 7))) == {404}
    assert on_loop == [False]
    assert {_address("oven", number) for number in range(1, ALL + 1)} <= set(wire.web.fetched)


def test_a_text_without_pictures_is_read_once_however_often_one_is_asked_for(
    wire: Wire, alice: Surfer, on_loop: list[bool]
) -> None:
    item = read(wire)
    assert {alice.get(f"/read/{item}/img/{number}").status for number in (1, 2, 1)} == {404}
    assert on_loop == [False]


def test_another_text_has_its_own_pictures(wire: Wire, alice: Surfer) -> None:
    item = read(wire, body=body(wire, "oven"))
    assert alice.get(f"/read/{item}/img/{ALL}").status == 200
    later = STORY.format(title="The village oven", body=body(wire, "kiln"))
    wire.web.page("https://hearth.example/oven", later)
    wire.clock.forward(seconds=120)
    alice.get(f"/read/{item}/text")
    alice.press(f"/read/{item}/text", "Fetch again")
    wire.settle()
    assert alice.get(f"/read/{item}/img/{ALL}").status == 200
    assert _address("kiln", ALL) in wire.web.fetched


def test_what_is_remembered_of_one_person_is_not_given_to_another(wire: Wire, alice: Surfer) -> None:
    item = read(wire, body=body(wire, "oven"))
    assert alice.get(f"/read/{item}/img/{ALL}").status == 200
    mallory = Surfer(wire)
    mallory.sign_in("mallory")
    assert mallory.get(f"/read/{item}/img/{ALL}").status == 404
