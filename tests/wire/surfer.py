"""A browser without a window: keeps cookies, reads forms, sends them. It follows no redirect by itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

from tests.people import PASSWORDS
from tests.wire import http
from tests.wire.http import Reply
from tests.wire.server import Wire


@dataclass
class Form:
    """A form of a page, as it stands there."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    buttons: dict[str, tuple[str, str]] = field(default_factory=dict)  #: label -> name and value


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._button: tuple[str, str] | None = None
        self._label = ""
        self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append(Form(has.get("action", ""), has.get("method", "get")))
        elif tag == "input" and self.found and "name" in has:
            if has.get("type") != "checkbox" or "checked" in has:
                self.found[-1].fields[has["name"]] = has.get("value", "")
        elif tag == "textarea" and self.found:
            self._area = has.get("name", "")
            self.found[-1].fields[self._area] = ""
        elif tag == "button" and self.found:
            self._button, self._label = (has.get("name", ""), has.get("value", "")), has.get("aria-label", "")

    def handle_data(self, data: str) -> None:
        if self._area:
            self.found[-1].fields[self._area] += data.removeprefix("\n")
        if self._button is not None and not self._label:
            self._label = data.strip()

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""
        if tag == "button" and self._button is not None:
            self.found[-1].buttons[self._label] = self._button
            self._button = None


class Surfer:
    """One browser at one server."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire
        self.cookies: dict[str, str] = {}
        self.last: Reply | None = None

    def get(self, path: str, headers: dict[str, str] | None = None) -> Reply:
        return self.ask("GET", path, None, headers)

    def post(self, path: str, fields: dict[str, Any], headers: dict[str, str] | None = None) -> Reply:
        return self.ask("POST", path, fields, {"Sec-Fetch-Site": "same-origin", **(headers or {})})

    def ask(
        self, method: str, path: str, fields: dict[str, Any] | None, headers: dict[str, str] | None = None
    ) -> Reply:
        """One request with the cookies; those of the answer are kept."""
        given = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}
        if self.cookies:
            given["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if fields is not None:
            given["Content-Type"] = "application/x-www-form-urlencoded"
        given.update(headers or {})
        given = {name: value for name, value in given.items() if value}
        body = urlencode(fields).encode() if fields is not None else b""
        self.last = self.wire.raw(http.request(method, path, body, given, None))
        for cookie in self.last.cookies:
            name, _, value = cookie.partition(";")[0].partition("=")
            if value.strip('"'):
                self.cookies[name] = value
            else:
                self.cookies.pop(name, None)
        return self.last

    def forms(self) -> list[Form]:
        """The forms of the page that came last."""
        assert self.last is not None
        reader = _Forms()
        reader.feed(self.last.text)
        return reader.found

    def form(self, action: str, button: str = "") -> Form:
        """The form of that page that leads to `action` and has that button."""
        return next(
            form for form in self.forms() if form.action == action and (not button or button in form.buttons)
        )

    def press(
        self, action: str, button: str, headers: dict[str, str] | None = None, /, **fields: str
    ) -> Reply:
        """Fill the form that leads to `action` and press a button of it."""
        form = self.form(action, button)
        name, value = form.buttons[button]
        sent = {**form.fields, **fields, **({name: value} if name else {})}
        return self.post(action, sent, headers)

    def sign_in(self, name: str = "alice", password: str | None = None, back: str = "") -> Reply:
        """Sign in through the page."""
        self.get(f"/login?{urlencode({'next': back})}" if back else "/login")
        return self.press("/login", "Sign in", name=name, password=password or PASSWORDS[name])

    def consent(self, code: str, answer: str = "Allow", redirect: str | None = None, **fields: str) -> Reply:
        """Answer an app on its page."""
        query = {"request_token": code, **({} if redirect is None else {"redirect_uri": redirect})}
        self.get(f"/auth/authorize?{urlencode(query)}")
        return self.press("/auth/authorize", answer, None, **fields)
