"""Who is visiting: cookies, sessions, and proof that a form came from a page of ours."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from satchel.base import tokens
from satchel.base.errors import NotAllowed
from satchel.base.text import name_key
from satchel.library import sessions
from satchel.library.sessions import SignedIn
from satchel.model.access import Session, Source
from satchel.model.keys import read as read_keys
from satchel.model.people import User
from satchel.web import keys
from satchel.web.context import WebContext
from satchel.web.forms import MAX_FIELDS, MAX_FORM_BYTES, read_form
from satchel.web.origin import demand_https, demand_own_page, is_prefetch

#: Where people go when nothing says where.
HOME = "/"

#: In a path browsers take a backslash for a slash, in a query they leave it alone.
_PATH = re.compile(r"/(?![/\\])[!->@-\[\]-~]*(\?[!-~]*)?")
_DAY = 86_400


class SignInFirst(Exception):
    """The page is for people who are signed in. `query` asks the page of a form for it anew; "" for no way."""

    def __init__(self, query: str = "") -> None:
        super().__init__(query)
        self.query = query


class LogIn(NamedTuple):
    """A person at a page."""

    user: User
    session: Session
    form: str  #: what the page's forms must carry


class Sessions:
    """Reads and sets the cookies."""

    def __init__(self, site: WebContext) -> None:
        self._site = site

    async def find(self, request: Request) -> LogIn | None:
        """Who is signed in, if anybody."""
        token = self._cookie(request, "satchel")
        address, counts = client_address(request), not is_prefetch(request)
        found = await sessions.find(self._site.library, token, address, counts=counts) if token else None
        told = request.scope.get("satchel.user")
        if found and told and name_key(told.strip()) != name_key(found[1].name):
            return None  # the proxy in front of us says that it is somebody else by now
        if found:
            keys.use(read_keys(found[1].keys))
        return LogIn(found[1], found[0], tokens.form_token(token)) if found else None

    async def require_login(self, request: Request) -> LogIn:
        """Who is signed in. Raises `SignInFirst`; `NotAllowed` over plain HTTP where people use https."""
        demand_https(request, self._site.settings)
        visit = await self.find(request)
        if visit is None:
            raise SignInFirst
        return visit

    async def require_form(
        self, request: Request, *anew: str, size: int = MAX_FORM_BYTES, fields: int = MAX_FIELDS
    ) -> tuple[LogIn, dict[str, str]]:
        """Who sent which form. Raises `NotAllowed` unless it is from a page of theirs, else as `demand`.

        `anew` names the fields with which the form's page is asked for, so that whoever was signed out
        meanwhile finds it again after signing in. The form has at most `size` bytes and so many fields.
        """
        self.demand_own_page(request)
        try:
            visit = await self.require_login(request)
        except SignInFirst:
            form = await read_form(request) if anew else {}
            raise SignInFirst(urlencode({name: form[name] for name in anew if form.get(name)})) from None
        form = await read_form(request, size, fields)
        if not tokens.equal(tokens.unmasked(form.get("form", "")), visit.form):
            self._site.library.security.warn("form.refused", name=visit.user.name)
            raise NotAllowed("This form is out of date. Go back, reload the page and try again.")
        return visit, form

    def demand_own_page(self, request: Request, *, known: bool = True) -> None:
        """As `origin.demand_own_page`, and a line in the security log when it was somebody else's."""
        try:
            demand_own_page(request, self._site.settings, known=known)
        except NotAllowed:
            self._site.library.security.warn("form.refused", path=request.url.path)
            raise

    def anonymous_token(self, request: Request) -> str:
        """The cookie that ties the form for signing in to this browser; a new one where there is none."""
        return self._cookie(request, "satchel-form") or tokens.session()

    def require_anonymous_form(self, request: Request, form: dict[str, str]) -> None:
        """Raise `NotAllowed` unless the form for signing in was shown to this very browser."""
        self.demand_own_page(request, known=False)
        cookie = self._cookie(request, "satchel-form")
        sent = tokens.unmasked(form.get("form", ""))
        if not cookie or not tokens.equal(sent, tokens.form_token(cookie)):
            raise NotAllowed(
                "This form was opened in another browser, or cookies are blocked. "
                "Allow cookies and open the sign-in page again."
            )

    def source(self, request: Request) -> Source:
        """Where somebody signs in from."""
        return Source(client_address(request), self._cookie(request, "satchel-device"))

    def first(self, request: Request, form: str = "") -> Response:
        """The way to the page for signing in, which leads back; `form` is the query of a form's page."""
        return self.to(f"/login?next={quote(self.way_back(request, form), safe='')}")

    def way_back(self, request: Request, form: str = "") -> str:
        """Where somebody goes on who had to sign in first; `form` is the query of a form's page."""
        path = request.url.path.removeprefix(self._site.look.base)
        reads = request.method in ("GET", "HEAD")
        query = request.url.query if reads else form
        return path + (f"?{query}" if query else "") if reads or form else HOME

    def to(self, path: str) -> Response:
        """The way to a page of ours, asked for by GET."""
        return RedirectResponse(self._site.path(path), 303, {"Cache-Control": "no-store"})

    def set_cookies(self, request: Request, response: Response, signed_in: SignedIn) -> None:
        """Have the browser keep a session, and itself known."""
        self._set(request, response, "satchel", signed_in.token, sessions.MAX_SESSION_MS // 1000)
        self._set(request, response, "satchel-device", signed_in.device, 365 * _DAY)

    def set_anonymous_cookie(self, request: Request, response: Response, cookie: str) -> None:
        """Have the browser keep what ties the form to it, until it is closed."""
        self._set(request, response, "satchel-form", cookie, None)

    def set_looks_cookies(self, request: Request, response: Response, theme: str, letters: str) -> None:
        """Have the browser keep how pages look in it, and how articles are set."""
        self._set(request, response, "satchel-theme", theme, 365 * _DAY)
        self._set(request, response, "satchel-reading", letters, 365 * _DAY)

    async def end_old(self, request: Request) -> None:
        """The browser's session from before, if any, is nobody's any more."""
        token = self._cookie(request, "satchel")
        old = await sessions.find(self._site.library, token, "", counts=False) if token else None
        if old:
            await self._site.library.run(sessions.sign_out, old[0])

    async def enter(self, request: Request, signed_in: SignedIn, back: str) -> Response:
        """The way to `back`, with a new session in place of the browser's session from before."""
        await self.end_old(request)
        response = self.to(back)
        self.set_cookies(request, response, signed_in)
        return response

    def set_language_cookie(self, request: Request, response: Response, code: str) -> None:
        """Have the browser keep in which language pages are."""
        self._set(request, response, "satchel-language", code, 365 * _DAY)

    def forget(self, request: Request, response: Response) -> None:
        """Have the browser forget its session."""
        self._set(request, response, "satchel", "", 0)

    def _secure(self, request: Request) -> bool:
        return self._site.settings.https or request.scope["scheme"] == "https"

    def _name(self, request: Request, name: str) -> str:
        # The prefix has browsers refuse the cookie unless it is Secure and this host's own.
        return f"__Host-{name}" if self._secure(request) else name

    def _cookie(self, request: Request, name: str) -> str:
        """The secret in a cookie of ours; "" without one.

        The framework's reader undoes the quoting of all cookies; one of 100 KB takes Python's minutes. Ours have none.
        """
        pattern = re.compile(
            rb"(?:^|;)[ \t]*%b=[ \t]*([0-9a-f]{64})[ \t]*(?=;|$)" % self._name(request, name).encode()
        )
        sent = [value for key, value in request.scope["headers"] if key == b"cookie"]
        found = pattern.findall(b";".join(sent))
        return found[-1].decode() if found else ""

    def _set(self, request: Request, response: Response, name: str, value: str, seconds: int | None) -> None:
        response.set_cookie(
            self._name(request, name), value, max_age=seconds, path="/",
            secure=self._secure(request), httponly=True, samesite="lax",
        )  # fmt: skip


def client_address(request: Request) -> str:
    """The network address of the browser; "" where nobody knows."""
    return request.client.host if request.client else ""


def own_path(text: str, otherwise: str = HOME) -> str:
    """`text` if it is a path of this server and nothing else, or the way home."""
    if len(text) <= 8000 and _PATH.fullmatch(text) and "/.." not in text.partition("?")[0]:
        return text
    return otherwise
