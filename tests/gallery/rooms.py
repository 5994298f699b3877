"""Pictures of the pages of the account, of signing in, of searching, and of the reader as a script makes it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from satchel.library import access, connections, saved_searches, saving
from satchel.model.items import NewLink
from satchel.model.people import EVERYTHING
from satchel.store.db import Tx
from tests.gallery import demo
from tests.gallery.articles import TIDES
from tests.people import PASSWORDS
from tests.wire.server import Wire

PAGES = (
    "/account", "/account/apps", "/account/password", "/account/two-step", "/account/passkeys", "/account/app-passwords",
    "/account/browsers", "/account/feeds", "/account/remove", "/settings/reading", "/settings/language", "/settings/keys",
    "/settings/hidden", "/people", "/people/2", "/save", "/nothing", "/help",
    "/search?q=tide", "/search?q=is:unread+%23history+length:%3C10m", "/search?q=xylophone", "/s/9", "/search",
)  # fmt: skip


def _formula(tex: str, display: str) -> str:
    return f'<math display="{display}"><semantics><mi>h</mi><annotation encoding="application/x-tex">{tex}</annotation></semantics></math>'


_NOTES = (
    TIDES
    + "<h2>How high</h2><p>The height is "
    + _formula(r"h = a \cos(\omega t)", "inline")
    + ", and so</p><p>"
    + _formula(r"\bar h = \frac{1}{T}\int_0^T a \cos(\omega t + \varphi)\,dt", "block")
    + "</p>"
    "<table><tr><th>Port</th><th>Rise</th></tr><tr><td>North</td><td>4.1 m</td></tr></table>"
)


def furnish(wire: Wire) -> int:
    """Give Alice apps, a saved search, and an article with formulas and notes; that article's id."""

    def lived_in(tx: Tx) -> None:
        app = access.register_app(tx, "Evening Reader")
        access.issue_token(tx, "alice", app.consumer_key)
        connections.register(tx, demo.USER, "Notes to self", EVERYTHING, ("https://notes.example/back",))

    wire.library.store.write(lived_in)
    wire.library.run_sync(saved_searches.keep, demo.USER, "Rivers and tides", "tide or river")
    url = "https://estuary.example/heights"
    wire.web.page(
        url,
        f"<!doctype html><html lang=en><title>How high the water came</title><article><h1>How high the water came</h1>{_NOTES}</article>",
    )
    number: int = wire.library.run_sync(saving.save, demo.USER, NewLink(url)).item.id
    wire.settle()
    return number


def named(path: str) -> str:
    """The name of a page's picture."""
    return "room-" + "".join(sign if sign.isalnum() else "-" for sign in path).strip("-")


def shoot(camera: Any, wire: Wire) -> None:
    """The pages of the account and of searching, and what their forms lead to."""
    page = camera.page
    for path in PAGES:
        camera.take(named(path), path, whole=True)
    page.goto("/people")
    page.locator("main form input[name=label], main form input[type=text]").first.fill("Ines")
    page.get_by_role("button", name="Make an invitation").click()
    camera.take("room-invited", whole=True)
    link = page.locator("#link").inner_text()
    page.goto("/account/app-passwords")
    page.get_by_label("Which app").fill("Old reader")
    page.get_by_role("button", name="Make a password").click()
    camera.take("room-app-password", whole=True)
    page.goto("/account/two-step")
    if page.get_by_role("button", name="Set up").count():  # else it stands half set up since the last window
        page.get_by_label("Your password").fill(PASSWORDS["alice"])
        page.get_by_role("button", name="Set up").click()
    camera.take("room-two-step-set-up", whole=True)
    page.goto("/account/feeds")
    if page.get_by_role("button", name="Turn on feeds").count():
        page.get_by_role("button", name="Turn on feeds").click()
    camera.take("room-feeds-on", whole=True)
    code = wire.post(
        "/v3/oauth/request", {"consumer_key": wire.key(), "redirect_uri": "https://apps.example/"}
    ).text[5:]
    camera.take("room-consent", f"/auth/authorize?request_token={code}", whole=True)
    page.goto("/save?url=https://hearth.example/new&title=A new loaf")
    page.locator("main button[type=submit]").first.click()
    camera.take("room-saved", whole=True)
    page.context.clear_cookies()
    for path in ("/", "/login", "/login?next=/auth/authorize", "/setup", "/join?token=none"):
        camera.take("out-" + named(path), path, whole=True)
    page.goto("/login")
    page.fill("#name", "alice")
    page.fill("#password", "wrong")
    page.click("main button[type=submit]")
    camera.take("out-wrong", whole=True)
    camera.take("out-join", link[link.index("/join") :], whole=True)


def read(camera: Any, number: int, ids: dict[str, int]) -> None:
    """The reader, used."""
    page = camera.page
    article = f"/read/{number}"

    def opened(path: str) -> None:
        page.goto(path)
        page.wait_for_load_state("networkidle")

    opened(article)
    camera.take("script-read")
    page.locator("button[popovertarget=looks]").click()
    camera.take("script-letters")
    page.keyboard.press("Escape")
    page.locator("button[popovertarget=more]").click()
    camera.take("script-more")
    opened(article)
    camera.take("script-maths", at=".text table")
    page.locator(".text sup a").first.click()
    camera.take("script-note")
    opened(article)
    page.locator(".text img").first.click()
    camera.take("script-lens")
    opened(article)
    page.keyboard.press("?")
    camera.take("script-keys")
    opened("/")
    page.keyboard.press("?")
    camera.take("script-list-keys")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("t")
    camera.take("script-list-tags")
    opened("/")
    page.fill("#paste", "tag:h")
    page.wait_for_timeout(800)
    camera.take("script-offers")
    for name, value, word in (
        ("flow", "pages", "toshokan"),
        ("writing", "columns", "toshokan"),
        ("focus", "on", "refuse-early"),
    ):
        opened(f"/read/{ids[word]}")
        page.locator("button[popovertarget=looks]").click()
        page.locator(f"#looks input[name={name}][value={value}]").click()
        page.wait_for_timeout(500)
        opened(f"/read/{ids[word]}")
        camera.take(f"script-{name}")
        page.locator("button[popovertarget=looks]").click()
        page.locator(f"#looks input[name={name}][value={value}]").click()
        page.wait_for_timeout(500)


def main(folder: Path) -> None:
    """Take them all."""
    from tests.browser.chromium import running
    from tests.gallery.__main__ import DESK, PHONE, Camera, server

    folder.mkdir(parents=True, exist_ok=True)
    with server() as wire, running() as browser:
        ids = demo.furnish(wire)
        number = furnish(wire)
        take = partial(Camera, browser, wire, folder=folder)
        for size, theme in ((DESK, "light"), (PHONE, "light"), (DESK, "dark"), (PHONE, "dark")):
            camera = take(size, theme)
            shoot(camera, wire)
            camera.close()
            camera = take(size, theme, scripts=True)
            read(camera, number, ids)
            camera.close()
            wire.clock.forward(seconds=3600)
        for language in ("ar", "de", "ja"):
            camera = take(PHONE, "light", language=language)
            for path in (
                "/",
                "/account",
                "/tags",
                "/help",
                "/settings/reading",
                "/people",
                "/search?q=tide",
                f"/read/{number}",
            ):
                camera.take(named(path), path, whole=not path.startswith("/read"))
            camera.close()
        camera = take(DESK, "light", language="ar")
        for path in ("/", "/account", "/tags", f"/read/{number}", f"/read/{number}/edit"):
            camera.take(named(path), path)
        camera.close()


if __name__ == "__main__":
    import sys

    main(Path(sys.argv[1]))
