"""Addresses as pages write them, and where they lead."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest
from hypothesis import assume, given
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


@given(st.text(alphabet="/.?:@&=%a1~", max_size=12), st.sampled_from(["/a", "a", "./a", "../a", "?a"]))
def test_plain_addresses_are_joined_as_the_standard_says(rest: str, start: str) -> None:
    written = f"{start}{rest}"
    assume("//" not in written and ":" not in rest)  # Python takes the empty part out, and browsers do not
    assert absolute(written, _BASE) == urljoin(_BASE, written)


@pytest.mark.parametrize(
    ("base", "written", "leads_to"),
    [
        ("https://example.org/html/2602//", "x1.png", "https://example.org/html/2602//x1.png"),
        ("https://example.org/a//b/c", "x//y.png", "https://example.org/a//b/x//y.png"),
        ("https://example.org/a//b/c", "../x.png", "https://example.org/a//x.png"),
        ("https://example.org/a//b/c", "../../x.png", "https://example.org/a/x.png"),
        ("https://example.org/a/b", "%2e%2E/x.png", "https://example.org/x.png"),
        ("https://example.org", "x.png", "https://example.org/x.png"),
        ("https://example.org/a//b?page=2", "?page=3", "https://example.org/a//b?page=3"),
        ("https://example.org/a//b?page=2", "#end", "https://example.org/a//b?page=2#end"),
        ("https://example.org/a//b", "//other.example/x//y", "https://other.example/x//y"),
        ("https://example.org/a/b", "c;d=1", "https://example.org/a/c;d=1"),
    ],
)
def test_doubled_slashes_stay_where_they_are(base: str, written: str, leads_to: str) -> None:
    assert absolute(written, base) == leads_to
