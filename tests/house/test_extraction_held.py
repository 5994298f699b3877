"""Passes and numbers of extraction are held by golden pages."""

from __future__ import annotations

from types import ModuleType

import pytest

from satchel.pipeline.article import content, listing, passes
from tests.house import held

#: A golden page that reads differently without the pass. Without the choice there is no article.
NEEDED = {
    "shop": "product-told-by-its-declaration",
    "unpack": "lazy-pictures",
    "formulas": "formulas",
    "code": "tables-and-code",
    "permalinks": "permalinks",
    "roles": "roles-of-boxes",
    "invitations": "letters-offered",
    "posts": "posts-beside-their-members",
    "page": "news-article",
    "paragraphs": "line-breaks",
    "furniture": "caption-that-links",
    "lines": "lines-of-the-site",
}


@pytest.mark.parametrize("name", [one.name for one in passes.GENERAL if one.name != "choice"])
def test_every_pass_is_needed_by_a_golden_page(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    held.as_it_is(NEEDED[name])
    monkeypatch.setattr(content, "GENERAL", tuple(one for one in passes.GENERAL if one.name != name))
    for way in ("LISTING_PAGE", "LISTING_CARDS"):
        left = tuple(one for one in getattr(listing, way) if one.name != name)
        monkeypatch.setattr(listing, way, left)
    assert held.notices(NEEDED[name])


@pytest.mark.parametrize(
    ("short", "module"), list(held.modules()), ids=[short for short, _ in held.modules()]
)
def test_every_number_is_held_by_a_golden_page(short: str, module: ModuleType) -> None:
    pages = held.held()
    known = {f"{short}.{name}": name for name in held.numbers(module)}
    assert set(known) <= set(pages), "held by no golden page: add one and renew the list, or delete the rule"
    assert {full for full, name in known.items() if not held.holder(module, name, [pages[full]])} == set()


def test_the_list_of_held_numbers_names_none_that_is_gone() -> None:
    present = {f"{short}.{name}" for short, module in held.modules() for name in held.numbers(module)}
    assert set(held.held()) == present
