"""Templates: values in, a page out. Everything is escaped unless a template says otherwise."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from importlib import resources
from urllib.parse import urlsplit

from minijinja import Environment
from starlette.responses import HTMLResponse

from satchel.base.settings import Settings

_FILES = resources.files("satchel.web")

#: The files under /static, by name, with their types.
TYPES = {"app.css": "text/css; charset=utf-8", "satchel.svg": "image/svg+xml"}


class Templates:
    """The templates, and the files that pages refer to by a name that changes with them."""

    def __init__(self, settings: Settings) -> None:
        self.files = {name: _FILES.joinpath("static", name).read_bytes() for name in TYPES}
        #: What stands before all our paths when people reach us below one.
        self.base = urlsplit(settings.public_url).path
        self._templates = Environment(
            loader=_source, undefined_behavior="strict", trim_blocks=True, lstrip_blocks=True
        )
        self._templates.add_global("base", self.base)
        self._templates.add_global("static", {_word(name): self._address(name) for name in TYPES})

    def page(
        self, template: str, status: int = 200, headers: Mapping[str, str] | None = None, **values: object
    ) -> HTMLResponse:
        """The page that `template` makes of `values`. It is never kept by a browser or a proxy."""
        body = self._templates.render_template(f"{template}.html", **values)
        return HTMLResponse(body, status, {"Cache-Control": "no-store", **(headers or {})})

    def _address(self, name: str) -> str:
        return f"{self.base}/static/{name}?v={hashlib.sha256(self.files[name]).hexdigest()[:12]}"


def _source(name: str) -> str:
    return _FILES.joinpath("templates", name).read_text("utf-8")


def _word(name: str) -> str:
    return name.replace(".", "_")
