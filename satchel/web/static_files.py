"""The files that pages refer to: held in memory, packed once, at addresses that change with them."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import NamedTuple

import brotli  # type: ignore[import-untyped]
from starlette.responses import Response

from satchel.web.compression import chosen

_TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "woff2": "font/woff2",
}
_FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}


class StaticFile(NamedTuple):
    """One file, as it is and packed; fonts are packed already."""

    media_type: str
    body: bytes
    packed: dict[str, bytes]  #: by content coding


class StaticFiles:
    """All of them. `digest` changes with every one, so that the versions of files that belong together never mix."""

    def __init__(self) -> None:
        self.files = {name: _read(name, body) for name, body in sorted(_found(_FOLDER, ""))}
        mixed = hashlib.sha256()
        for name, file in self.files.items():
            mixed.update(f"{name}\0{hashlib.sha256(file.body).hexdigest()}\0".encode())
        self.digest = mixed.hexdigest()[:16]

    def path(self, name: str) -> str:
        """Where that file is found. Raises `KeyError` where there is none."""
        assert self.files[name]
        return f"/static/{self.digest}/{name}"

    def answer(self, digest: str, name: str, accepted: str) -> Response | None:
        """The file in the best coding that is `accepted`; None where there is none of that version."""
        file = self.files.get(name)
        if file is None or digest != self.digest:
            return None
        headers = dict(_FOR_EVER)
        coding = chosen(accepted, file.packed)
        if file.packed:
            headers["Vary"] = "Accept-Encoding"
        if coding:
            headers["Content-Encoding"] = coding
        return Response(file.packed.get(coding, file.body), 200, headers, file.media_type)


@cache
def load() -> StaticFiles:
    """The files that came with this program; they are read and packed the first time."""
    return StaticFiles()


_FOLDER = resources.files("satchel.web") / "static"


def _found(folder: Traversable, below: str) -> Iterator[tuple[str, bytes]]:
    for each in folder.iterdir():
        name = below + each.name
        if each.is_dir():
            yield from _found(each, f"{name}/")
        elif name.rpartition(".")[2] in _TYPES:
            yield name, each.read_bytes()


def _read(name: str, body: bytes) -> StaticFile:
    kind = name.rpartition(".")[2]
    packed = {}
    if kind != "woff2":
        # Browsers take brotli over https only.
        packed = {"br": brotli.compress(body), "gzip": gzip.compress(body, 9, mtime=0)}
    return StaticFile(_TYPES[kind], body, packed)
