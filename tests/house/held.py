"""Which golden page holds which number: `python -m tests.house.held [PAGE]...` finds out, and writes it down.

A page holds a number if it reads differently with the number doubled or halved. To look through all pages for every
number takes minutes, and is done when rules change; the test looks only at the page that is written down. With
names of pages, numbers that are not in the list are looked for on these alone.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from satchel.pipeline import article as article_package
from satchel.pipeline import metadata as metadata_package
from tests.pages.trees import facts, read

HERE = Path(__file__).parent
PAGES = sorted(path.parent for path in (HERE.parent / "pages").glob("*/expected.json"))
HELD = HERE / "held_numbers.txt"


def held() -> dict[str, str]:
    """The page that holds each number, by "module.NAME"."""
    return dict(line.split() for line in HELD.read_text("utf-8").splitlines())


def sources() -> list[str]:
    """The names of the golden pages that are HTML."""
    return [folder.name for folder in PAGES if (folder / "source.html").exists()]


@cache
def _given(page: str) -> tuple[Path, dict[str, Any]]:
    folder = HERE.parent / "pages" / page
    return folder, json.loads((folder / "expected.json").read_text("utf-8"))


def _reading(page: str) -> tuple[str, dict[str, Any]]:
    folder, given = _given(page)
    article = read(folder, dict(given))
    return article.html, facts(article)


as_it_is = cache(_reading)


def notices(page: str) -> bool:
    """True when a golden page reads differently now than with all rules as they are."""
    return _reading(page) != as_it_is(page)


def modules() -> Iterator[tuple[str, ModuleType]]:
    """The modules with rules, with the names that they have in the lists."""
    for package in (article_package, metadata_package):
        for info in pkgutil.iter_modules(package.__path__):
            name = f"{package.__name__}.{info.name}"
            yield name.removeprefix("satchel.pipeline."), importlib.import_module(name)


def numbers(module: ModuleType) -> list[str]:
    """The numbers that a module sets itself. Bounds against hostile pages (`MAX_`) are held by other tests."""
    source = Path(module.__file__ or "").read_text("utf-8")
    return [
        name
        for name, value in vars(module).items()
        if name.isupper()
        and isinstance(value, int | float)
        and not name.startswith("MAX_")
        and f"\n{name} = " in source
    ]


@contextmanager
def _changed(module: ModuleType, name: str, factor: float) -> Iterator[None]:
    value: float = getattr(module, name)
    users = [
        vars(user)
        for known, user in list(sys.modules.items())
        if known.startswith("satchel.pipeline") and vars(user).get(name) is value
    ]
    try:
        for user in users:
            user[name] = int(value * factor) if isinstance(value, int) else value * factor
        _forget(module)
        yield
    finally:
        for user in users:
            user[name] = value
        _forget(module)


def _forget(module: ModuleType) -> None:
    """Empty what a module has remembered of its answers."""
    for value in list(vars(module).values()):
        if hasattr(value, "cache_clear"):
            value.cache_clear()


def holder(module: ModuleType, name: str, pages: Iterable[str]) -> str:
    """The first of these pages that notices a number twice or half as large; "" when none does."""
    for page in pages:
        as_it_is(page)
        for factor in (2, 0.5):
            with _changed(module, name, factor):
                if notices(page):
                    return page
    return ""


def _search(short: str, few: list[str]) -> dict[str, str]:
    module, known = dict(modules())[short], held()
    found = {}
    for name in numbers(module):
        full = f"{short}.{name}"
        pages = few if few and full not in known else [*filter(None, [known.get(full)]), *sources()]
        found[full] = holder(module, name, pages)
    return found


def renew(few: list[str]) -> None:
    """Look for a page for every number, and write the list; for those without one on these `few` pages alone."""
    found: dict[str, str] = {}
    with ProcessPoolExecutor() as pool:
        names = [short for short, module in modules() if numbers(module)]
        for part in pool.map(_search, names, [few] * len(names)):
            found |= part
    HELD.write_text("".join(f"{name} {page}\n" for name, page in sorted(found.items()) if page), "utf-8")
    for name in sorted(name for name, page in found.items() if not page):
        print(f"no page holds {name}")


if __name__ == "__main__":
    renew(sys.argv[1:])
