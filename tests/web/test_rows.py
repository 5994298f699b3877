"""Rows are made from what is kept of rows like them: whatever stands in one, in any language, it is that row's own."""

from __future__ import annotations

import re
from html import escape, unescape

import pytest

from tests.web.reading import publish, read, save
from tests.wire.server import Wire
from tests.wire.surfer import Surfer

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

#: What formats, templates and marks of ours would take for something of their own.
STRANGE = (
    "100 % of %(title)s, %s and %%",
    "{{ row.title }} {% if x %} {# none #}",
    "<!-- piece 0 --> <!-- icons -->",
    "\\1 \\g<1> $1 &amp; &lt;b&gt;",
    "</a></h2></li><li>",
    "ends with a quote\"'",
)


@pytest.fixture
def alice(wire: Wire) -> Surfer:
    surfer = Surfer(wire)
    surfer.sign_in()
    return surfer


def titles(page: str) -> list[str]:
    return [unescape(text) for text in re.findall(r'<h2[^>]*><a [^>]*dir="auto">(.*?)</a></h2>', page)]


def test_a_title_is_shown_as_it_is_whatever_it_looks_like(wire: Wire, alice: Surfer) -> None:
    for number, title in enumerate(STRANGE):
        save(wire, f"https://none.example/{number}", title=title)
    for _ in range(2):
        page = alice.get("/").text
        assert titles(page)[:-1] == list(STRANGE)[::-1]  # the last one is for scripts
        assert all(f'aria-label="Archive: {escape(title)}"' in page for title in STRANGE)


def test_tags_are_shown_as_they_are(wire: Wire, alice: Surfer) -> None:
    save(wire, "https://none.example/", tags="%(id)s,<b>,a & b")
    save(wire, "https://none.example/other", tags="%s")
    page = alice.get("/").text
    shown = [unescape(tag) for tag in re.findall('<bdi class="tag">(.*?)</bdi>', page)]
    assert shown == ["%s", "%(id)s", "<b>", "a & b"]


def test_two_rows_that_look_alike_have_each_their_own(wire: Wire, alice: Surfer) -> None:
    first = read(wire, "https://hearth.example/oven", title="The village oven", tags="bread")
    second = read(wire, "https://mill.example/stone", title="The mill stone", tags="flour")
    for _ in range(2):
        page = alice.get("/").text
        mine, its = page.split(f'<li id="i{second}"')[1].split(f'<li id="i{first}"')
        assert f'value="archive {second} {first}"' in mine
        assert ">mill.example<" in mine
        assert ">flour<" in mine
        assert f'value="archive {first} "' in its
        assert ">hearth.example<" in its
        assert ">bread<" in its


def test_each_reader_has_the_rows_in_their_own_language(wire: Wire, alice: Surfer) -> None:
    read(wire)
    english = alice.get("/").text
    german = alice.get("/", {"Accept-Language": "de"}).text
    assert "1 min" in english
    assert "1 Min" in german
    assert "Archivieren: The village oven" in german
    assert (
        alice.get("/").text.count("Archive: The village oven")
        == english.count("Archive: The village oven")
        > 0
    )


def test_a_list_of_another_place_leads_back_there(wire: Wire, alice: Surfer) -> None:
    number = read(wire, tags="100 %")
    assert f'href="/read/{number}?from=/tags/100%2520%2525"' in alice.get("/tags/100%20%25").text
    assert f'href="/read/{number}"' in alice.get("/").text


def test_a_page_has_the_pictures_of_its_rows_and_of_no_others(wire: Wire, alice: Surfer) -> None:
    publish(wire, "https://hearth.example/oven")
    read(wire)
    for _ in range(2):
        page = alice.get("/").text
        assert page.count('<symbol id="icon-ellipsis"') == 1
        assert 'id="icon-ellipsis"' not in alice.get("/help").text
