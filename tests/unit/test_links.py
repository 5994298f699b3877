"""Addresses as pages write them, and where they lead."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from satchel.pipeline.links import absolute

_BASE = "https://example.org/essays/ferries.html?page=2"


@pytest.mark.parametrize(
    ("written", "leads_to"),
    [
        ("/harbour/map.png?w=640", "https://example.org/harbour/map.png?w=640"),
        ("/harbour//map.png", "https://example.org/harbour//map.png"),
        ("/harbour/../map.png", "https://example.org/map.png"),
        ("//pictures.example.org/map.png", "https://pictures.example.org/map.png"),
        ("/old map.png", "https://example.org/old%20map.png"),
        ("/harbour\\map.png", "https://example.org/harbour/map.png"),
        ("/harbour?", "https://example.org/harbour"),
    ],
)
def test_an_address_from_the_root_of_a_site_leads_where_browsers_go(written: str, leads_to: str) -> None:
    assert absolute(written, _BASE) == leads_to


@pytest.mark.parametrize("base", ["", "about:blank", "ftp://example.org/x", "https://example.org:99999/x"])
def test_an_address_from_the_root_leads_nowhere_on_a_page_without_a_site(base: str) -> None:
    assert absolute("/harbour", base) == ""


@given(st.text(alphabet="/.?;:@&=%a1~", max_size=12))
def test_plain_addresses_are_joined_as_the_standard_says(rest: str) -> None:
    written = f"/a{rest}"
    assert absolute(written, _BASE) == urljoin(_BASE, written)
