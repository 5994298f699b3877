from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from satchel.pipeline.media.srcset import largest, parse_srcset, write_srcset

BASE = "https://site.example/a/page"


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("one.jpg", ["https://site.example/a/one.jpg"]),
        ("/one.jpg 1x, /two.jpg 2x", ["https://site.example/one.jpg", "https://site.example/two.jpg"]),
        ("//cdn.example/x.jpg 100w,/y.jpg 200w", ["https://cdn.example/x.jpg", "https://site.example/y.jpg"]),
        ("https://img.example/w_400,h_300/x.jpg 400w", ["https://img.example/w_400,h_300/x.jpg"]),
        ("data:image/png;base64,AAAA 1x, /real.jpg 2x", ["https://site.example/real.jpg"]),
        ("javascript:alert(1) 1x", []),
        (" ,, , ", []),
        ("", []),
        ("a.jpg,\n\tb.jpg 2x", ["https://site.example/a/a.jpg", "https://site.example/a/b.jpg"]),
    ],
)
def test_sources_are_found_and_made_absolute(text: str, urls: list[str]) -> None:
    assert [source.url for source in parse_srcset(text, BASE)] == urls


def test_the_largest_source_that_fits_is_chosen() -> None:
    sources = parse_srcset("/s.jpg 320w, /l.jpg 1600w, /xl.jpg 4000w", BASE)
    assert largest(sources) == "https://site.example/l.jpg"
    assert largest(parse_srcset("/s.jpg, /d.jpg 2x", BASE)) == "https://site.example/d.jpg"
    assert largest([]) == ""


def test_nonsense_after_an_address_is_dropped() -> None:
    assert write_srcset(parse_srcset("/a.jpg 1x onerror=alert(1), /b.jpg <b>", BASE)) == (
        "https://site.example/a.jpg 1x, https://site.example/b.jpg"
    )


@given(st.text(max_size=200))
def test_what_is_written_holds_only_web_addresses_and_is_stable(text: str) -> None:
    written = write_srcset(parse_srcset(text, BASE))
    again = parse_srcset(written, BASE)
    assert all(source.url.startswith(("http://", "https://")) for source in again)
    assert write_srcset(again) == written
