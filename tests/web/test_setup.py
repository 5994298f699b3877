"""The first account is made by whoever has the link, and nobody else."""

from __future__ import annotations

import asyncio
import html
import re
import shlex
from collections.abc import Callable

import pytest

from satchel.library import access, accounts
from satchel.library.context import Library
from satchel.model.access import Source
from satchel.model.people import EVERYTHING
from tests.web.conftest import GOOD, TOKEN, Visitor


def _people(library: Library) -> bool:
    return library.store.read(accounts.anyone)


def test_the_link_opens_a_form_that_needs_no_script(visitor: Visitor) -> None:
    page = visitor.ask("GET", f"/setup?token={TOKEN}")
    assert page.status == 200
    assert re.findall("<script.*", page.body) == re.findall('<script type="module" src=.*', page.body)
    for field in ("name", "email", "password", "again"):
        assert f'<label for="{field}">' in page.body
    assert page.body.count("autofocus") == 1
    assert page.body.count('autocomplete="new-password"') == 2


def test_the_form_page_may_tell_our_own_server_where_it_came_from(visitor: Visitor) -> None:
    # Under no-referrer browsers send `Origin: null`, and the form could not be told from a stranger's.
    assert visitor.ask("GET", f"/setup?token={TOKEN}").headers["referrer-policy"] == "same-origin"


def test_the_form_makes_the_owner_and_shows_how_to_point_an_app(visitor: Visitor, library: Library) -> None:
    page = visitor.post(GOOD)
    assert page.status == 201
    user = library.store.read(lambda tx: accounts.named(tx, "Alice"))
    assert user.is_admin
    assert asyncio.run(access.authenticate_or_open(library, "alice", "correct horse", Source())) == (
        user,
        True,
    )
    assert "http://satchel.test" in page.text
    for path in ("/v3/add", "/v1/send", "/api/add"):
        assert f"curl http://satchel.test{path}" in page.text


def test_whoever_makes_the_first_account_is_signed_in_and_told_nothing_that_they_know(
    visitor: Visitor,
) -> None:
    made = visitor.post(GOOD)
    cookies = "; ".join(f"{name}={value}" for name, value in made.cookies.items())
    assert "Default app" in visitor.ask("GET", "/account/apps", {"cookie": cookies}).text
    account = visitor.ask("GET", "/account", {"cookie": cookies})
    assert account.status == 200
    assert "Newly connected" not in account.text
    leaving = re.search(r'action="/logout"><input type="hidden" name="form" value="([0-9a-f]+)"', made.body)
    assert leaving
    headers = {"cookie": cookies, "content-type": "application/x-www-form-urlencoded"}
    left = visitor.ask(
        "POST", "/logout", {**headers, "sec-fetch-site": "same-origin"}, f"form={leaving[1]}".encode()
    )
    assert left.headers["location"] == "/login?left=1"


def test_a_link_that_is_cut_off_says_where_to_find_the_whole(visitor: Visitor) -> None:
    for path in ("/setup", f"/setup?token={TOKEN[:-1]}"):
        page = visitor.ask("GET", path)
        assert page.status == 403
        assert "Copy the whole link" in page.text


def test_the_key_and_token_on_the_page_open_the_api(visitor: Visitor, library: Library) -> None:
    page = visitor.post(GOOD)
    key, token = re.findall(r'<code id="(?:key|token)" class="whole">([0-9a-f-]+)</code>', page.body)
    app, caller = library.store.read(lambda tx: access.caller(tx, key, token))
    assert caller is not None
    assert caller.abilities == EVERYTHING
    assert caller.user_id == 1
    assert app == caller.app_id


def test_the_page_with_the_keys_is_kept_nowhere(visitor: Visitor) -> None:
    page = visitor.post(GOOD)
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "same-origin"
    assert "location" not in page.headers


def test_a_name_cannot_break_out_of_page_or_command(visitor: Visitor) -> None:
    name = "<b>o'hara\" $(reboot)"
    page = visitor.post({**GOOD, "name": name})
    assert "<b>o" not in page.body
    command = html.unescape(re.findall(r'class="whole">(curl [^<]*)</code>', page.body)[2])
    assert shlex.split(command.replace("\\\n", " "))[2:4] == ["-u", name]


def test_a_name_with_a_colon_is_sent_as_a_parameter(visitor: Visitor) -> None:
    page = visitor.post({**GOOD, "name": "team:alice"})
    assert "username=team:alice" in page.body
    assert " -u " not in page.body


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": "  "}, "An account needs a name."),
        ({"name": "a" * 256}, "at most 255"),
        ({"name": "al\x07ice"}, "one line of text"),
        ({"email": "alice"}, "contains an @"),
        ({"password": "hunter2", "again": "hunter2"}, "at least 8"),
        ({"password": "x" * 1025, "again": "x" * 1025}, "at most 1,024"),
        ({"again": "correct house"}, "not the same"),
        ({"name": "Correct Horse"}, "too close to the name"),
        ({"password": "Sunshine1", "again": "Sunshine1"}, "too common"),
    ],
)
def test_a_mistake_is_named_and_what_was_typed_stays(
    visitor: Visitor, library: Library, change: dict[str, str], said: str
) -> None:
    form = {**GOOD, "email": "alice@example.org", **change}
    page = visitor.post(form)
    assert page.status == 422
    assert said in page.body
    assert 'aria-invalid="true"' in page.body
    assert "-problem" in page.body
    assert form["password"] not in page.body or form["password"] == form["name"].lower()
    assert f'value="{form["email"]}"' in page.body
    assert not _people(library)


@pytest.mark.parametrize("token", ["", "0123456789abcdee", "0123456789abcdef0", "é"])
def test_another_token_opens_nothing(visitor: Visitor, library: Library, token: str) -> None:
    assert visitor.ask("GET", f"/setup?token={token}").status == 403
    assert visitor.post({**GOOD, "token": token}).status == 403
    assert not _people(library)


def test_the_link_works_once(visitor: Visitor) -> None:
    assert visitor.post(GOOD).status == 201
    assert visitor.ask("GET", f"/setup?token={TOKEN}").status == 410
    assert visitor.post({**GOOD, "name": "mallory"}).status == 410


def test_an_account_from_the_command_line_closes_the_link(visitor: Visitor, library: Library) -> None:
    visitor.ask("GET", "/")
    library.store.write(lambda tx: accounts.create(tx, "alice", "hash"))
    assert visitor.ask("GET", f"/setup?token={TOKEN}").status == 410
    assert visitor.post({**GOOD, "name": "mallory"}).status == 410


def test_of_two_at_the_same_moment_one_is_told_that_it_is_done(visitor: Visitor, library: Library) -> None:
    async def not_done() -> bool:
        return False

    visitor.pages._setup.done = not_done  # type: ignore[method-assign]
    assert visitor.post(GOOD).status == 201
    assert visitor.post({**GOOD, "name": "bob"}).status == 410


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "", "origin": "https://evil.test"},
        {"sec-fetch-site": "", "origin": "null"},
        {"sec-fetch-site": "", "origin": "https://satchel.test"},
    ],
)
def test_a_form_on_another_site_is_refused(
    visitor: Visitor, library: Library, headers: dict[str, str]
) -> None:
    assert visitor.post(GOOD, headers).status == 403
    assert not _people(library)


@pytest.mark.parametrize("origin", ["http://satchel.test", "HTTP://Satchel.Test", ""])
def test_browsers_that_send_no_sec_fetch_site_are_judged_by_their_origin(
    visitor: Visitor, origin: str
) -> None:
    assert visitor.post(GOOD, {"sec-fetch-site": "", "origin": origin}).status == 201


def test_behind_a_proxy_the_public_address_counts_and_not_the_host(
    visiting: Callable[..., Visitor],
) -> None:
    visitor = visiting(public_url="http://read.example.org/satchel")
    bare = {"sec-fetch-site": ""}
    assert visitor.post(GOOD, {**bare, "origin": "http://satchel.test"}).status == 403
    page = visitor.post(GOOD, {**bare, "origin": "http://read.example.org"})
    assert page.status == 201
    assert "curl http://read.example.org/satchel/v3/add" in page.text


def test_where_people_use_https_no_password_travels_without(visiting: Callable[..., Visitor]) -> None:
    visitor = visiting(public_url="https://read.example.org")
    assert visitor.ask("GET", f"/setup?token={TOKEN}").status == 403
    refused = visitor.post(GOOD)
    assert refused.status == 403
    assert "SATCHEL_TRUSTED_PROXIES" in refused.body
    assert visitor.post(GOOD, scheme="https").status == 201


def test_a_body_beyond_64_kb_is_not_read(visitor: Visitor) -> None:
    assert visitor.post({**GOOD, "name": "a" * 70_000}).status == 413


@pytest.mark.parametrize(
    ("media_type", "body"),
    [
        ("text/plain", b"token=x"),
        ("", b"token=x"),
        ("multipart/form-data; boundary=x", b"--x--"),
        ("application/x-www-form-urlencoded", b"name=\xff\xfe"),
        ("application/x-www-form-urlencoded", b"name=%ff%fe"),
        ("application/x-www-form-urlencoded", b"&".join(b"a=1" for _ in range(601))),
    ],
)
def test_what_no_form_of_ours_sends_is_refused(visitor: Visitor, media_type: str, body: bytes) -> None:
    headers = {"content-type": media_type, "sec-fetch-site": "same-origin"}
    assert visitor.ask("POST", "/setup", headers, body).status == 400
