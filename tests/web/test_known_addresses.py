"""Addresses that programs and share buttons of other days have, and plain HTTP where people use https."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape
from urllib.parse import quote

import pytest

from satchel.library import finding
from tests.web.conftest import Visitor
from tests.web.reading import follow, read
from tests.wire.pocket_common import add, send
from tests.wire.server import Wire
from tests.wire.surfer import Surfer

URL = "https://blog.example.org/keeping-notes?a=1"


@pytest.fixture
def alice(wire: Wire) -> Surfer:
    surfer = Surfer(wire)
    surfer.sign_in()
    return surfer


@pytest.mark.parametrize("path", ["/edit", "/edit/", "/edit.php", "/save.php", "/save/"])
def test_older_share_links_save_as_the_newer_one_does(wire: Wire, path: str) -> None:
    surfer = Surfer(wire)
    way = surfer.get(f"{path}?url=https%3A%2F%2Fblog.example.org%2Fkeeping-notes%3Fa%3D1&title=Notes")
    surfer.get(way.headers["location"])
    back = surfer.press("/login", "Sign in", name="alice", password=wire.password("alice"))
    surfer.get(back.headers["location"])
    assert surfer.form("/save", "Save").fields["url"] == URL
    assert surfer.form("/save", "Save").fields["title"] == "Notes"
    assert "<h1>Saved</h1>" in surfer.press("/save", "Save").text


def test_the_page_that_asks_for_an_app_may_end_in_php(wire: Wire, alice: Surfer) -> None:
    key = wire.key()
    given = {"consumer_key": key, "redirect_uri": "app:x"}
    code = wire.post("/v3/oauth/request.php", given).text.removeprefix("code=")
    assert alice.get(f"/auth/authorize.php?request_token={code}&redirect_uri=app:x").status == 200
    assert alice.press("/auth/authorize", "Allow").headers["location"] == "app:x"
    assert "access_token=" in wire.post("/v3/oauth/authorize.php", {"consumer_key": key, "code": code}).text


def test_ampersands_that_a_page_escaped_are_still_ampersands(wire: Wire, alice: Surfer) -> None:
    alice.get("/save?url=https%3A%2F%2Fblog.example.org%2F&amp;title=Notes&amp;tags=a")
    assert alice.form("/save", "Save").fields["title"] == "Notes"
    assert alice.form("/save", "Save").fields["tags"] == "a"
    key = wire.key()
    code = wire.get(f"/v3/oauth/request?consumer_key={key}&amp;redirect_uri=app:first").text.removeprefix(
        "code="
    )
    alice.get(f"/auth/authorize?request_token={code}&amp;redirect_uri=app:second")
    assert alice.press("/auth/authorize", "Allow").headers["location"] == "app:second"


@pytest.mark.parametrize("path", ["/read/", "/a/read/", "/app/read/", "/en/read/", "/pt-BR/read/"])
def test_links_to_an_item_show_the_item_of_whoever_has_it(wire: Wire, alice: Surfer, path: str) -> None:
    number = add(wire, URL, title="<i>Notes</i>", tags="kept")["item_id"]
    page = alice.get(f"{path}{number}")
    if path != "/read/":
        assert (page.status, page.headers["location"]) == (303, f"/read/{number}")
        page = alice.get(f"/read/{number}")
    assert page.status == 200
    assert "<i>Notes" not in page.text
    assert "<i>Notes</i>" in unescape(page.text)
    assert f'href="{URL}"' in unescape(page.text)
    mallory = Surfer(wire)
    way = mallory.get(f"{path}{number}")
    assert (way.status, way.headers["location"]) == (303, f"/login?next={quote(path + number, safe='')}")
    assert "blog.example.org" not in way.text
    mallory.sign_in("mallory")
    assert mallory.get(f"/read/{number}").status == 404


@pytest.mark.parametrize("number", ["0", "999", "x", "1x", "-1", "9" * 30, "%D9%A3", "1%00", "..", "1/2"])
def test_links_to_nothing_say_so(alice: Surfer, number: str) -> None:
    assert alice.get(f"/read/{number}").status == 404


def test_links_to_an_item_that_is_gone_say_so_and_one_that_was_joined_is_found(
    wire: Wire, alice: Surfer
) -> None:
    number = add(wire, URL)["item_id"]
    send(wire, {"action": "archive", "item_id": number})
    assert "Back to unread" in alice.get(f"/read/{number}").text
    send(wire, {"action": "delete", "item_id": number})
    assert "This article is in the trash." in alice.get(f"/read/{number}").text
    assert "This article is in the trash." in follow(alice, alice.get(f"/a/read/{number}")).text


def test_an_article_that_never_was_is_not_looked_for_in_the_trash(alice: Surfer) -> None:
    reply = alice.get("/read/999999")
    assert reply.status == 404
    assert "This article is not on your list." in reply.text


@pytest.mark.parametrize(
    ("path", "to"),
    [
        *((path, "/") for path in (
            "/a/", "/a", "/a/queue", "/a/queue/", "/a/queue/list/", "/a/queue/grid/x/y", "/my-list", "/my-list/",
            "/my-list/search?query=x", "/saves?src=navbar", "/home", "/queue", "/unread", "/app", "/app/queue", "/u",
            "/u/1", "/en/saves", "/de/my-list/", "/reading-list",
        )),
        *((path, "/archive") for path in ("/a/archive", "/my-list/archive", "/en/saves/archive", "/en/archive")),
        *((path, "/favourites") for path in ("/a/favorites", "/favorites", "/liked", "/my-list/favorites")),
        ("/a/tags/some", "/tags/some"), ("/saves/tags/x%20y", "/tags/x%20y"), ("/my-list/tags/Some/x", "/tags/some"),
    ],
)  # fmt: skip
def test_links_to_a_list_lead_to_that_list_of_whoever_is_signed_in(
    wire: Wire, alice: Surfer, path: str, to: str
) -> None:
    reply = alice.get(path)
    assert (reply.status, reply.headers["location"]) == (303, to)
    assert Surfer(wire).get(path).headers["location"].startswith("/login?next=%2F")


@pytest.mark.parametrize(
    "path", ["/xyz/saves", "/static/home", "/account/read/1", "/en", "/enn/read/1", "/read", "/read/"]
)
def test_other_addresses_are_not_taken_for_lists(alice: Surfer, path: str) -> None:
    assert alice.get(path).status == 404


@pytest.mark.parametrize("path", ["/edit", "/a/read/1", "/my-list", "/saves"])
def test_these_addresses_are_only_followed(alice: Surfer, path: str) -> None:
    assert alice.post(path, {"url": URL}).status == 405


PAGES = (
    "/auth/authorize?request_token=a%2Fb&redirect_uri=http://x/?a=1", "/auth/authorize.php?request_token=1", "/login",
    "/login?next=%2Faccount", "/save?url=https%3A%2F%2Fa%2F&title=%C3%BC+x", "/edit?url=http://x", "/account",
    "/read/5", "/a/queue/", "/my-list", "/login/",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    "host", ["read.example.org", "127.0.0.1:8080", "evil.example", "read.example.org@evil.example"]
)
def test_a_page_asked_for_over_plain_http_is_under_the_public_address(
    visiting: Callable[..., Visitor], path: str, host: str
) -> None:
    visitor = visiting(public_url="https://read.example.org")
    for method in ("GET", "HEAD"):
        reply = visitor.ask(method, path, {"host": host})
        assert reply.status == 307
        assert reply.headers["location"] == f"https://read.example.org{path}"
        assert reply.headers["cache-control"] == "no-store"
        assert not reply.cookies


def test_below_a_path_it_is_the_same_address_too(visiting: Callable[..., Visitor]) -> None:
    visitor = visiting(public_url="https://example.org/satchel")
    for path in ("/login?next=%2F", "/satchel/login?next=%2F"):
        location = visitor.ask("GET", path).headers.get("location")
        assert location in ("https://example.org/satchel/login?next=%2F", None)
    assert visitor.ask("GET", "/save?url=x").headers["location"] == "https://example.org/satchel/save?url=x"


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "none"}, {"x-forwarded-proto": "https"}, {"forwarded": "for=1;proto=https"},
        {"x-forwarded-ssl": "on"},
    ],
)  # fmt: skip
def test_behind_a_proxy_that_is_not_trusted_nobody_is_sent_round_in_circles(
    visiting: Callable[..., Visitor], headers: dict[str, str]
) -> None:
    reply = visiting(public_url="https://read.example.org").ask("GET", "/login", headers)
    assert reply.status == 403
    assert "SATCHEL_TRUSTED_PROXIES" in reply.body


FORM = {"content-type": "application/x-www-form-urlencoded", "origin": "https://read.example.org"}


def test_forms_over_plain_http_stay_refused(visiting: Callable[..., Visitor]) -> None:
    visitor = visiting(public_url="https://read.example.org")
    for path in ("/login", "/auth/authorize", "/save", "/account/password", "/logout"):
        reply = visitor.ask("POST", path, FORM, b"a=1")
        assert reply.status == 403, path
        assert "location" not in reply.headers


def test_without_a_public_address_pages_stay_where_they_are(visitor: Visitor) -> None:
    assert visitor.ask("GET", "/login").status == 200


def test_share_links_may_call_things_by_their_first_letters_and_bring_a_description(
    wire: Wire, alice: Surfer
) -> None:
    alice.get(f"/hello2?u={quote(URL, safe='')}&t=Notes&description=What+it+is+about")
    form = alice.form("/save", "Save")
    assert (form.fields["url"], form.fields["title"]) == (URL, "Notes")
    assert "<h1>Saved</h1>" in alice.press("/save", "Save").text
    found = wire.library.run_sync(finding.get, 1, 1)
    assert found
    assert found.description == "What it is about"
    assert Surfer(wire).get(f"/hello2?url={quote(URL, safe='')}").status == 303


def test_the_address_of_a_text_to_read_asks_whether_to_save_it(wire: Wire, alice: Surfer) -> None:
    alice.get(f"/text?u={quote(URL, safe='')}")
    assert alice.form("/save", "Save").fields["url"] == URL
    assert Surfer(wire).get(f"/text?u={quote(URL, safe='')}").status == 303


def test_the_script_of_a_bookmarklet_leads_to_the_page_that_asks_and_knows_nobody(
    wire: Wire, alice: Surfer
) -> None:
    answers = [
        surfer.get("/j/k9Xw2LmQp0aZ?u=http%3A%2F%2Fx.example%2F&t=1") for surfer in (Surfer(wire), alice)
    ]
    assert {answer.text for answer in answers} == {answers[0].text}
    assert answers[0].headers["content-type"] == "text/javascript; charset=utf-8"
    assert answers[0].headers["cross-origin-resource-policy"] == "cross-origin"
    assert '"http://localhost" + "/save?url="' in answers[0].text
    assert wire.library.run_sync(finding.get, 1, 1) is None


SAYS = f"a=&k=k9Xw2LmQp0aZ&u={quote(URL, safe='')}&t=N%C3%B6tes&s=A%20passage%20%26%20more&tzd=-60"
POSTED = (
    {"p": SAYS, "b": "<html><body>" + "The whole page. " * 20_000},
    {"url": URL, "title": "Nötes", "selection": "x", "description": "A passage & more"},
    {"u": URL, "t": "Nötes", "s": "A passage & more"},
)


@pytest.mark.parametrize("posted", POSTED)
@pytest.mark.parametrize("path", ["/bookmarklet/post_v5", "/bookmarklet/post_v6", "/bookmarklet/post_v4"])
def test_what_a_bookmarklet_posts_leads_to_the_page_that_asks(
    wire: Wire, alice: Surfer, path: str, posted: dict[str, str]
) -> None:
    way = alice.post(path, posted, {"Sec-Fetch-Site": "cross-site", "Accept": "text/html"})
    assert way.status == 303
    assert wire.library.run_sync(finding.get, 1, 1) is None
    alice.get(way.headers["location"])
    form = alice.form("/save", "Save")
    assert (form.fields["url"], form.fields["title"]) == (URL, "Nötes")
    assert "<h1>Saved</h1>" in alice.press("/save", "Save").text
    found = wire.library.run_sync(finding.get, 1, 1)
    assert found
    assert found.description == "A passage & more"


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty", "Accept": "*/*"},
        {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe", "Accept": "text/html"},
        {"Accept": "*/*"},
    ],
)
def test_whoever_shows_nobody_that_page_is_told_that_nothing_was_saved(
    wire: Wire, alice: Surfer, headers: dict[str, str]
) -> None:
    reply = alice.post("/bookmarklet/post_v6", POSTED[1], headers)
    assert (reply.status, "location" in reply.headers) == (403, False)
    assert wire.library.run_sync(finding.get, 1, 1) is None


@pytest.mark.parametrize(
    ("path", "to"),
    [
        *((path, "/export") for path in ("/export/csv", "/export/html", "/epub", "/mobi")),
        ("/user/login", "/login"), ("/user", "/account"), ("/settings", "/account"),
    ],
)  # fmt: skip
def test_addresses_of_files_and_of_the_account_lead_to_ours(alice: Surfer, path: str, to: str) -> None:
    reply = alice.get(path)
    assert (reply.status, reply.headers["location"]) == (303, to)


def test_addresses_that_changed_something_lead_to_a_page_that_asks(wire: Wire, alice: Surfer) -> None:
    number = read(wire, URL)
    before = wire.library.run_sync(finding.get, 1, number)
    for path, to in (
        (f"/skip/{number}", f"/read/{number}"),
        (f"/mark_unread/{number}", f"/read/{number}"),
        (f"/move/{number}/to/12", f"/read/{number}/move?to=12"),
        ("/u/folder/12/novels", "/folder/12"),
        ("/u/folder/12/novels/2", "/folder/12"),
        ("/u/2", "/"),
        ("/export/csv", "/export"),
    ):
        assert alice.get(path).headers["location"] == to, path
    assert alice.get("/skip/x").status == 404
    assert alice.get(f"/read/{number}/move?to=12").status == 200
    assert wire.library.run_sync(finding.get, 1, number) == before
    assert Surfer(wire).get(f"/skip/{number}").headers["location"].startswith("/login")
