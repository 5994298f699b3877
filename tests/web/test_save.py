"""The share link: shows what would be saved, saves it by a click, and signs people in on the way."""

from __future__ import annotations

from html import unescape
from urllib.parse import quote, urlencode

import pytest

from satchel.library import finding
from satchel.model.items import Item, Query
from tests.wire.server import Wire
from tests.wire.surfer import Surfer

URL = "https://blog.example.org/2026/keeping-notes?a=1&b=2"


def link(**values: str) -> str:
    return f"/save?{urlencode(values)}"


def listed(wire: Wire, user: int = 1) -> list[Item]:
    found = wire.library.store.read(lambda tx: finding.find(tx, user, Query())).items
    return [item for item in found if isinstance(item, Item)]


@pytest.fixture
def surfer(wire: Wire) -> Surfer:
    return Surfer(wire)


def test_who_is_signed_in_sees_the_link_and_saves_it_by_a_click(wire: Wire, surfer: Surfer) -> None:
    surfer.sign_in()
    page = surfer.get(link(url=URL, title="Keeping <notes>"))
    assert page.status == 200
    assert "blog.example.org" in page.text
    form = surfer.form("/save", "Save")
    assert (form.method, form.fields["url"], form.fields["title"]) == ("post", URL, "Keeping <notes>")
    assert listed(wire) == []
    saved = surfer.press("/save", "Save", tags="reading, Notes")
    assert saved.status == 200
    assert "<h1>Saved</h1>" in saved.text
    (item,) = listed(wire)
    assert (item.given_url, item.given_title, item.tags) == (URL, "Keeping <notes>", ("notes", "reading"))
    surfer.get(link(url=URL))
    assert "was already saved" in surfer.press("/save", "Save").text
    assert len(listed(wire)) == 1


def test_who_is_signed_out_signs_in_first_and_comes_back_to_the_link(wire: Wire, surfer: Surfer) -> None:
    way = surfer.get(link(url=URL, title="Ä & ö"))
    assert way.status == 303
    assert way.headers["location"].startswith("/login?next=%2Fsave%3F")
    surfer.get(way.headers["location"])
    back = surfer.press("/login", "Sign in", name="alice", password=wire.password("alice"))
    assert back.headers["location"] == link(url=URL, title="Ä & ö")
    surfer.get(back.headers["location"])
    assert surfer.form("/save", "Save").fields["url"] == URL
    assert surfer.form("/save", "Save").fields["title"] == "Ä & ö"


def test_who_was_signed_out_meanwhile_finds_the_filled_form_again(wire: Wire, surfer: Surfer) -> None:
    surfer.sign_in()
    surfer.get(link(url=URL, title="Ä & ö"))
    surfer.cookies.clear()
    way = surfer.press("/save", "Save", title="My own", tags="a, b")
    surfer.get(way.headers["location"])
    back = surfer.press("/login", "Sign in", name="alice", password=wire.password("alice"))
    surfer.get(back.headers["location"])
    fields = surfer.form("/save", "Save").fields
    assert (fields["url"], fields["title"], fields["tags"]) == (URL, "My own", "a, b")
    assert listed(wire) == []


def test_signs_that_browsers_leave_as_they_are_survive_signing_in(wire: Wire, surfer: Surfer) -> None:
    way = surfer.get("/save?url=https://blog.example.org/a/../b&title=C:\\notes|`x`^{1}['..']")
    surfer.get(way.headers["location"])
    back = surfer.press("/login", "Sign in", name="alice", password=wire.password("alice"))
    surfer.get(back.headers["location"])
    assert surfer.form("/save", "Save").fields["title"] == "C:\\notes|`x`^{1}['..']"


def test_the_address_alone_saves_nothing(wire: Wire, surfer: Surfer) -> None:
    surfer.sign_in()
    surfer.get(link(url=URL, tags="a"))
    surfer.get(link(url=URL, save="1", submit="Save"))
    assert listed(wire) == []


def test_a_form_of_another_site_saves_nothing(wire: Wire, surfer: Surfer) -> None:
    surfer.sign_in()
    surfer.get(link(url=URL))
    form = surfer.form("/save", "Save").fields
    assert surfer.post("/save", form, {"Sec-Fetch-Site": "cross-site"}).status == 403
    assert surfer.post("/save", form, {"Sec-Fetch-Site": "", "Origin": "https://evil.example"}).status == 403
    assert surfer.post("/save", {**form, "form": "0" * 64}).status == 403
    assert surfer.post("/save", {"url": URL}).status == 403
    assert listed(wire) == []


def test_the_page_is_not_framed_and_says_where_it_was_shown_to_nobody(surfer: Surfer) -> None:
    surfer.sign_in()
    headers = surfer.get(link(url=URL)).headers
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] == "private, no-cache"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "no link", "http://a b"]
)
def test_what_is_no_link_is_shown_again_with_a_sentence(wire: Wire, surfer: Surfer, url: str) -> None:
    surfer.sign_in()
    page = surfer.get(link(url=url))
    assert page.status == 422
    assert 'aria-invalid="true"' in page.text
    assert surfer.press("/save", "Save").status == 422
    assert listed(wire) == []


def test_without_a_link_there_is_a_field_to_write_one_in(wire: Wire, surfer: Surfer) -> None:
    surfer.sign_in()
    assert surfer.get("/save").status == 200
    assert surfer.press("/save", "Save", url="example.com/page").status == 200
    assert [item.given_url for item in listed(wire)] == ["http://example.com/page"]


def test_addresses_are_understood_as_sites_write_them(surfer: Surfer) -> None:
    surfer.sign_in()
    for query in (
        f"url={quote(URL, safe='')}",
        f"url={quote(quote(URL, safe=''), safe='')}",
        f"url={quote(URL, safe=':/?')}&x=1",
    ):
        surfer.get(f"/save?{query}")
        assert (
            surfer.form("/save", "Save")
            .fields["url"]
            .startswith("https://blog.example.org/2026/keeping-notes?a=1")
        )


def test_feeds_are_opened_renewed_and_closed_on_the_account_page(wire: Wire, surfer: Surfer) -> None:
    surfer.sign_in()
    surfer.get("/account/feeds")
    page = surfer.press("/account/feeds", "Turn on feeds")
    first = _feed(page.text)
    assert wire.get(first).status == 200
    surfer.get("/account/feeds")
    page = surfer.press("/account/feeds", "Make new addresses")
    second = _feed(page.text)
    assert (wire.get(first).status, wire.get(second).status) == (404, 200)
    assert second not in surfer.get("/account/feeds").text
    surfer.press("/account/feeds", "Turn off feeds")
    assert wire.get(second).status == 404
    assert "Turn on feeds" in surfer.get("/account/feeds").text
    assert surfer.post("/account/feeds", {"what": "open"}).status == 403


def _feed(page: str) -> str:
    return "/users/" + unescape(page).partition("/users/")[2].partition("<")[0]
