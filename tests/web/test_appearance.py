"""A theme is chosen once, and from then on the first byte of every page has it."""

from __future__ import annotations

import pytest

from tests.wire.server import Wire
from tests.wire.surfer import Surfer


@pytest.fixture
def alice(wire: Wire) -> Surfer:
    surfer = Surfer(wire)
    surfer.sign_in()
    return surfer


def choose(surfer: Surfer, theme: str) -> int:
    surfer.get("/settings/reading")
    return surfer.press("/settings/reading", "Save", theme=theme).status


def head(page: str) -> str:
    return page.partition("<head>")[0]


@pytest.mark.parametrize("theme", ["light", "sepia", "dark", "black", "paper"])
def test_a_theme_is_on_every_page_of_that_browser_and_no_other(wire: Wire, alice: Surfer, theme: str) -> None:
    assert choose(alice, theme) == 303
    for path in ("/", "/account", "/nothing", "/settings/reading"):
        assert f'data-theme="{theme}"' in head(alice.get(path).text)
    other = Surfer(wire)
    other.sign_in()
    assert "data-theme" not in head(other.get("/").text)
    alice.cookies.pop("satchel")
    assert f'data-theme="{theme}"' in head(alice.get("/login").text)


def test_as_the_system_is_the_choice_of_who_made_none(alice: Surfer) -> None:
    assert "data-theme" not in head(alice.get("/").text)
    assert 'value="auto" checked' in alice.get("/settings/reading").text
    choose(alice, "dark")
    page = alice.get("/settings/reading").text
    assert 'value="dark" checked' in page
    assert '<meta name="color-scheme" content="dark">' in page
    choose(alice, "auto")
    assert "data-theme" not in head(alice.get("/").text)


def test_another_theme_is_another_page(alice: Surfer) -> None:
    tag = alice.get("/").headers["etag"]
    choose(alice, "sepia")
    assert alice.get("/", {"If-None-Match": tag}).status == 200


@pytest.mark.parametrize("cookie", ["purple", '"><script>', "dark; x", "", "dark" * 20_000])
def test_a_cookie_that_names_no_theme_is_none(wire: Wire, cookie: str) -> None:
    page = wire.get("/login", headers={"Cookie": f"a=b; satchel-theme={cookie}"})
    assert page.status in (200, 431)
    assert ("data-theme" in head(page.text)) == (cookie == "dark; x")


def test_what_is_no_theme_and_what_another_site_sends_is_refused(alice: Surfer) -> None:
    assert choose(alice, "purple") == 400
    alice.get("/settings/reading")
    fields = {**alice.form("/settings/reading").fields, "theme": "dark"}
    assert alice.post("/settings/reading", fields, {"Sec-Fetch-Site": "cross-site"}).status == 403
    assert alice.post("/settings/reading", {"theme": "dark"}).status == 403
    assert "satchel-theme" not in alice.cookies
