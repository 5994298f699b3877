"""Passes and numbers of extraction are held by golden pages; those that are not stand in lists that only shrink."""

from __future__ import annotations

import importlib
import json
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from satchel.pipeline import article as article_package
from satchel.pipeline import metadata as metadata_package
from satchel.pipeline.article import content, listing, passes
from tests.pages.trees import facts, read

PAGES = sorted(path.parent for path in (Path(__file__).parents[1] / "pages").glob("*/expected.json"))
#: Passes without which no golden page changes.
LOOSE_PASSES: frozenset[str] = frozenset()
#: Numbers that may be doubled and halved without a golden page noticing, as "module.NAME".
LOOSE_NUMBERS = frozenset((Path(__file__).parent / "loose_numbers.txt").read_text("utf-8").split())

Source = tuple[Path, dict[str, object], str, dict[str, object]]


def _pages() -> list[Source]:
    found: list[Source] = []
    for folder in PAGES:
        if (folder / "source.html").exists():
            expected = json.loads((folder / "expected.json").read_text("utf-8"))
            article = read(folder, expected)
            found.append((folder, expected, article.html, facts(article)))
    return found


SOURCES = _pages()


def noticed() -> bool:
    """True when some golden page reads differently now."""
    for folder, expected, html, known in SOURCES:
        article = read(folder, dict(expected))
        if article.html != html or facts(article) != known:
            return True
    return False


def modules(package: ModuleType) -> Iterator[ModuleType]:
    for info in pkgutil.iter_modules(package.__path__):
        yield importlib.import_module(f"{package.__name__}.{info.name}")


MODULES = [*modules(article_package), *modules(metadata_package)]


@pytest.mark.parametrize("name", [one.name for one in passes.GENERAL])
def test_every_pass_is_needed_by_a_golden_page(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if name == "choice":
        return  # without it there is no article
    monkeypatch.setattr(content, "GENERAL", tuple(one for one in passes.GENERAL if one.name != name))
    for way in ("LISTING_PAGE", "LISTING_CARDS"):
        left = tuple(one for one in getattr(listing, way) if one.name != name)
        monkeypatch.setattr(listing, way, left)
    assert noticed() == (name not in LOOSE_PASSES)


@pytest.mark.slow
@pytest.mark.parametrize("module", MODULES, ids=lambda one: one.__name__.removeprefix("satchel.pipeline."))
def test_every_number_is_held_by_a_golden_page(module: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    short = module.__name__.removeprefix("satchel.pipeline.")
    loose = {name for name in _numbers(module) if not _is_held(module, name, monkeypatch)}
    known = {one.rpartition(".")[2] for one in LOOSE_NUMBERS if one.rpartition(".")[0] == short}
    assert loose - known == set(), "held by no golden page: add one, or delete the rule"
    assert known - loose == set(), "held now: take them off the list"


def _numbers(module: ModuleType) -> list[str]:
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


def _is_held(module: ModuleType, name: str, monkeypatch: pytest.MonkeyPatch) -> bool:
    """True when a golden page notices that a number is twice or half as large."""
    value: float = getattr(module, name)
    for factor in (2, 0.5):
        with monkeypatch.context() as patched:
            for user in list(sys.modules.values()):
                if (
                    getattr(user, "__name__", "").startswith("satchel.pipeline")
                    and vars(user).get(name) is value
                ):
                    patched.setattr(
                        user, name, int(value * factor) if isinstance(value, int) else value * factor
                    )
            if noticed():
                return True
    return False
