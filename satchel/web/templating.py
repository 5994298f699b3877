"""Templates: values in, a page out. Everything is escaped unless a template says otherwise."""

from __future__ import annotations

import asyncio
import html
from collections.abc import Callable, Hashable, Iterable, Mapping
from importlib import resources
from typing import TypeVar
from urllib.parse import urlsplit

from minijinja import Environment, Markup

from satchel.base.fair_lock import FairLock
from satchel.base.settings import Settings
from satchel.web import icons, keys, languages, sheet, themes, words
from satchel.web.kept import Kept
from satchel.web.kept_parts import KeptParts, KeptRow
from satchel.web.pieces import Pieces, joined
from satchel.web.static_files import load
from satchel.web.written_page import PageToCome, WrittenPage

T = TypeVar("T")

_FILES = resources.files("satchel.web")
#: Where the outlines of a page's icons go.
_OUTLINES = "<!-- icons -->"
#: Letters of rows of lists that are kept, of all people together: some thousand rows.
MAX_KEPT_ROW_CHARACTERS = 2_000_000

#: Entries of lists on pages that are made on the event loop: each takes up to 0.1 ms, and most pages have some fifty.
MAX_QUICK_ENTRIES = 100
ENTRY_CHARACTERS = 2000  #: of a text that count as one


class Templates:
    """The templates, and the addresses of the files that pages refer to."""

    def __init__(self, settings: Settings) -> None:
        self.files = load()
        #: What stands before all our paths when people reach us below one.
        self.base = urlsplit(settings.public_url).path
        self._icons = icons.Icons()
        self.pieces = Pieces()
        self.kept = KeptParts(self._render, self._icons)
        self._turn = FairLock()
        self.rows = Kept[KeptRow](MAX_KEPT_ROW_CHARACTERS, MAX_KEPT_ROW_CHARACTERS)
        self._globals = {
            "_": words.say,
            "text": words.text,
            "n_": words.count,
            "icon": self._icons.icon,
            "base": self.base,
            "static": self._static,
            "provider": settings.oidc_name if settings.oidc_issuer else "",
            "for_scripts": self._for_scripts,
            "keys_of": self._keys_of,
        }
        #: By language; of one that nobody wants there is none.
        self._environments: dict[str, Environment] = {}

    def page(
        self, template: str, status: int = 200, headers: Mapping[str, str] | None = None, **values: object
    ) -> PageToCome:
        """The page that `template` makes of `values`, which is made when it is sent: see `written`."""
        its = sheet.taken()

        async def make() -> WrittenPage:
            sheet.lay(its)
            return await self.written(template, **values)

        return PageToCome(make, status, headers)

    async def written(self, template: str, **values: object) -> WrittenPage:
        """The page that `template` makes of `values`; the one called `form` is what its forms must carry.

        What takes long is made `aside`, for the `person` among the values.
        """
        if not is_long(values.values()):
            return self._made(template, values)
        return await self.aside(values.get("person", ""), lambda: self._made(template, values))

    async def aside(self, person: object, work: Callable[[], T]) -> T:
        """What `work` makes in a thread, of something for pages of the person of that name. Raises as it does.

        One after the other, since two would only wait for the interpreter; the people take turns.
        """
        async with self._turn.turn(person):
            return await asyncio.to_thread(work)

    def _made(self, template: str, values: Mapping[str, object]) -> WrittenPage:
        language = languages.worn()
        try:
            text = self._render(
                template,
                {
                    "theme": themes.worn(), "language": language.code, "direction": language.direction,
                    **values,
                },
            )  # fmt: skip
        finally:
            outlines, pieces = self._icons.outlines(), self.pieces.taken()
        secret = values.get("form")
        html = joined(text.replace(_OUTLINES, outlines), pieces)
        return WrittenPage(html, secret if isinstance(secret, str) else "")

    def part(self, template: str, **values: object) -> str:
        """A piece of a page, which carries neither icons nor secrets: for a page that is there already."""
        language = languages.worn()
        text = self._render(template, {"language": language.code, "direction": language.direction, **values})
        self._icons.outlines()
        return joined(text, self.pieces.taken()).decode()

    def kept_part(self, template: str, key: Hashable = None, **values: object) -> Markup:
        """What `template` makes of `values`, which `key` tells from others: a part of many pages, made once.

        It is for the page that is made next.
        """
        return self.pieces.put(self.kept.get(template, key, lambda: values).html)

    def _render(self, template: str, values: Mapping[str, object]) -> str:
        code = languages.worn().code
        found = self._environments.get(code)
        if found is None:
            found = self._environments[code] = self._environment(code)
        text: str = found.render_template(f"{template}.html", **values)
        return text

    def _environment(self, code: str) -> Environment:
        """The templates in that language: sentences that nothing is put into stand in them as text."""
        found = Environment(
            loader=lambda name: words.translated(_source(name), code),
            undefined_behavior="strict",
            trim_blocks=True,
            lstrip_blocks=True,
            debug=False,  # an error would tell the values, secrets among them, and errors are logged
        )
        for name, value in self._globals.items():
            found.add_global(name, value)
        return found

    def _keys_of(self, room: str) -> Markup:
        """What pages of that kind say of their keys: the same for most people."""
        choice = keys.chosen().written
        return self.pieces.put(
            self.kept.get("keys", (room, choice), lambda: {"keys": keys.of_page(room)}).html
        )

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


def is_long(values: Iterable[object]) -> bool:
    """Whether to make a page of those values takes long enough that others would notice."""
    left, open_ones = MAX_QUICK_ENTRIES, [values]
    while open_ones and left >= 0:
        for each in open_ones.pop():
            if isinstance(each, str):
                left -= len(each) // ENTRY_CHARACTERS
            elif isinstance(each, list | tuple):
                left -= len(each)
                open_ones.append(each)
            elif isinstance(each, dict):
                open_ones.append(each.values())
    return left < 0
