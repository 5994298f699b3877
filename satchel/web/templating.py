"""Templates: values in, a page out. Everything is escaped unless a template says otherwise."""

from __future__ import annotations

import hashlib
import html
from collections.abc import Hashable, Mapping
from functools import lru_cache
from importlib import resources
from urllib.parse import urlsplit

from minijinja import Environment, Markup
from starlette.responses import HTMLResponse

from satchel.base import tokens
from satchel.base.settings import Settings
from satchel.web import icons, keys, languages, themes, words
from satchel.web.static_files import load

_FILES = resources.files("satchel.web")
_NEVER = "no-store"
#: Of some kilobytes each.
MAX_KEPT_PARTS = 200
#: Where the outlines of a page's icons go.
_OUTLINES = b"<!-- icons -->"


class Templates:
    """The templates, and the addresses of the files that pages refer to."""

    def __init__(self, settings: Settings) -> None:
        self.files = load()
        #: What stands before all our paths when people reach us below one.
        self.base = urlsplit(settings.public_url).path
        self._kept: dict[Hashable, tuple[Markup, frozenset[str]]] = {}
        self._icons = icons.Icons()
        self._keys = lru_cache(256)(self._render_keys)
        self._templates = Environment(
            loader=_source,
            undefined_behavior="strict",
            trim_blocks=True,
            lstrip_blocks=True,
            debug=False,  # an error would tell the values, secrets among them, and errors are logged
        )
        for name, value in {
            "_": words.say,
            "text": words.text,
            "n_": words.count,
            "icon": self._icons.icon,
            "base": self.base,
            "static": self._static,
            "provider": settings.oidc_name if settings.oidc_issuer else "",
            "for_scripts": self._for_scripts,
        }.items():
            self._templates.add_global(name, value)

    def page(
        self, template: str, status: int = 200, headers: Mapping[str, str] | None = None, **values: object
    ) -> HTMLResponse:
        """The page that `template` makes of `values`; the one called `form` is what its forms must carry.

        It is kept nowhere, unless its headers say that the browser may and asks each time whether it is still
        good. Its tag is of the page before the form's secret is masked: for the same person in the same
        session the same, whatever the mask.
        """
        language = languages.worn()
        try:
            written = self._templates.render_template(
                f"{template}.html",
                theme=themes.worn(),
                language=language.code,
                direction=language.direction,
                **{"keys": self._keys(keys.chosen().written, language.code), **values},
            )
        finally:
            outlines = self._icons.outlines()
        # From the end, where they go: the page is long.
        before, _, behind = written.encode().rpartition(_OUTLINES)
        body = before + outlines.encode() + behind
        found = {"Cache-Control": _NEVER, **(headers or {})}
        if found["Cache-Control"] != _NEVER:
            found["ETag"] = f'W/"{hashlib.sha1(body, usedforsecurity=False).hexdigest()[:24]}"'
        secret = values.get("form")
        if isinstance(secret, str) and secret:
            body = body.replace(secret.encode(), tokens.masked(secret).encode())
        return HTMLResponse(body, status, found)

    def part(self, template: str, **values: object) -> str:
        """A piece of a page, which carries neither icons nor secrets: for a page that is there already."""
        language = languages.worn()
        text: str = self._templates.render_template(
            f"{template}.html", language=language.code, direction=language.direction, **values
        )
        self._icons.outlines()
        return text

    def _render_keys(self, choice: str, code: str) -> dict[str, Markup]:
        """What pages say of their keys in one language, by the kind of page: the same for all pages and most people."""
        shown = {room: keys.of_page(room) for room in keys.ROOMS}
        return {
            room: Markup(self._templates.render_template("keys.html", keys=found) if found else "")
            for room, found in shown.items()
        }

    def kept_part(self, template: str, key: Hashable = None, **values: object) -> Markup:
        """What `template` makes of `values`, which `key` tells from others: a part of many pages, made once.

        It is for the page that is made next.
        """
        key = template, languages.worn().code, key
        if key not in self._kept:
            if len(self._kept) >= MAX_KEPT_PARTS:
                self._kept.clear()
            before = self._icons.asked()
            self._icons.outlines()
            part = Markup(self._templates.render_template(f"{template}.html", **values))
            self._kept[key] = part, self._icons.asked()
            self._icons.ask(before)
        part, asked = self._kept[key]
        self._icons.ask(asked)
        return part

    def _for_scripts(self, kind: str) -> Markup:
        """What scripts put into a list of that kind."""
        bar = _bar(kind)
        return self.kept_part("list_scripts", bar, kind=bar, select="1", name="", in_place=True)

    def _static(self, name: str) -> Markup:
        return Markup(html.escape(self.base) + self.files.path(name))


def _bar(kind: str) -> str:
    """The kinds of list whose rows have the same acts."""
    kind = "unread" if kind in ("started", "folder") else kind
    return kind if kind in ("unread", "favourites", "archive", "trash") else "tag"


def _source(name: str) -> str:
    return _FILES.joinpath("templates", name).read_text("utf-8")
