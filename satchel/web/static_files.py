"""The files that pages refer to: packed once, when first asked for, at addresses that change with them."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

import brotli
from starlette.responses import Response

from satchel.base.once import once
from satchel.web.compression import chosen

_TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "woff2": "font/woff2",
}
#: What a page is not shown without comes as one file: another one would cost a slow phone another way there and back.
_ALL_PAGES = ("base.css", "fonts.css", "parts.css", "pages.css")
TOGETHER = {
    "app.css": _ALL_PAGES,
    "list.css": (*_ALL_PAGES, "reading.css"),
    "article.css": (*_ALL_PAGES, "reader.css"),
}
#: What packs them, as small as they get. Browsers take brotli over https only, and it takes fifty times as long.
_PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "br": brotli.compress,
    "gzip": lambda body: gzip.compress(body, 9, mtime=0),
}
#: Comments of styles, and lines of scripts that are nothing else: only those read them who change the files.
_COMMENTS = {"css": re.compile(rb"/\*.*?\*/\s*", re.DOTALL), "js": re.compile(rb"^ *//.*$", re.MULTILINE)}
_FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}


class StaticFile:
    """One file, as it is and packed, or several of a kind one behind the other.

    It is read when somebody asks for it, and then stays in memory.
    """

    def __init__(self, *sources: Traversable) -> None:
        self._sources = sources
        self._kind = sources[0].name.rpartition(".")[2]
        self.media_type = _TYPES[self._kind]
        #: In which it can be had packed: in none for fonts, which are packed already.
        self.codings = () if self._kind == "woff2" else tuple(_PACKERS)
        self._packed: dict[str, bytes] = {}

    @once
    def body(self) -> bytes:
        """The file without its comments. Lines of scripts keep their numbers, by which errors name them."""
        body = b"\n".join(source.read_bytes() for source in self._sources)
        return _COMMENTS[self._kind].sub(b"", body) if self._kind in _COMMENTS else body

    async def packed(self, coding: str) -> bytes:
        """The same in one of its codings; as it is in "", which is none."""
        if not coding:
            return self.body
        if coding not in self._packed:
            self._packed[coding] = await asyncio.to_thread(lambda: _PACKERS[coding](self.body))
        return self._packed[coding]


class StaticFiles:
    """All of them. `digest` changes with every one, so that the versions of files that belong together never mix."""

    def __init__(self) -> None:
        found = sorted(_found(_FOLDER, ""))
        self.files = {name: StaticFile(source) for name, source in found}
        sources = dict(found)
        for name, parts in TOGETHER.items():
            self.files[name] = StaticFile(*(sources[part] for part in parts))
        mixed = hashlib.sha256(repr(TOGETHER).encode())
        for name, source in found:
            mixed.update(f"{name}\0{hashlib.sha256(source.read_bytes()).hexdigest()}\0".encode())
        self.digest = mixed.hexdigest()[:16]

    def path(self, name: str) -> str:
        """Where that file is found. Raises `KeyError` where there is none."""
        assert self.files[name]
        return f"/static/{self.digest}/{name}"

    async def answer(self, digest: str, name: str, accepted: str) -> Response | None:
        """The file in the best coding that is `accepted`; None where there is none of that version."""
        file = self.files.get(name)
        if file is None or digest != self.digest:
            return None
        headers = dict(_FOR_EVER)
        coding = chosen(accepted, file.codings)
        if file.codings:
            headers["Vary"] = "Accept-Encoding"
        if coding:
            headers["Content-Encoding"] = coding
        return Response(await file.packed(coding), 200, headers, file.media_type)


@cache
def load() -> StaticFiles:
    """The files that came with this program."""
    return StaticFiles()


_FOLDER = resources.files("satchel.web") / "static"


def _found(folder: Traversable, below: str) -> Iterator[tuple[str, Traversable]]:
    for each in folder.iterdir():
        name = below + each.name
        if each.is_dir():
            yield from _found(each, f"{name}/")
        elif name.rpartition(".")[2] in _TYPES:
            yield name, each
