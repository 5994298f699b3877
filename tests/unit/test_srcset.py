from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from satchel.pipeline.extract import extract
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


PROSE = "<p>" + "This sentence of an article tells what can be seen in the picture beside it. " * 8 + "</p>"


@pytest.mark.parametrize(
    ("picture", "src"),
    [
        ('<img src="/s.jpg" srcset="/s.jpg 300w, /l.jpg 1200w">', "/l.jpg"),
        ('<img src="/s.jpg" srcset="/l.jpg 1200w, /s.jpg 300w" width="300" height="200">', "/l.jpg"),
        ('<img src="/s.jpg" srcset="/s.jpg 1x, /l.jpg 2x" width="900">', "/l.jpg"),
        ('<img src="/s.jpg" srcset="/l.jpg 2x">', "/l.jpg"),
        ('<img src="/s.jpg" data-srcset="/s.jpg 300w, /l.jpg 1200w">', "/l.jpg"),
        (
            '<img class="lazy" src="/blank.gif" data-src="/s.jpg" data-srcset="/s.jpg 9w, /l.jpg 900w">',
            "/l.jpg",
        ),
        ('<picture><source srcset="/s.jpg 300w, /l.jpg 1200w"><img src="/s.jpg"></picture>', "/l.jpg"),
        ('<img src="/l.jpg" srcset="/s.jpg 300w, /m.jpg 600w, /l.jpg 1200w">', "/l.jpg"),
        ('<img src="/l.jpg" srcset="/s.jpg 300w, /m.jpg 600w" width="1200">', "/l.jpg"),
        ('<img src="/l.jpg" srcset="/s.jpg 300w, /huge.jpg 9000w" width="1200">', "/l.jpg"),
        ('<img src="/l.jpg" srcset="/l.jpg">', "/l.jpg"),
        (
            '<picture><source type="image/avif" srcset="/l.avif 1200w"><img src="/l.jpg"></picture>',
            "/l.jpg",
        ),
    ],
)
def test_the_larger_picture_is_taken(picture: str, src: str) -> None:
    page = f"<title>Pictures</title><h1>Pictures</h1>{PROSE}<p>{picture}</p>{PROSE}"
    images = extract(page.encode(), "https://site.example/pictures").images
    assert [image.src for image in images] == [f"https://site.example{src}"]


@given(st.text(max_size=200))
def test_what_is_written_holds_only_web_addresses_and_is_stable(text: str) -> None:
    written = write_srcset(parse_srcset(text, BASE))
    again = parse_srcset(written, BASE)
    assert all(source.url.startswith(("http://", "https://")) for source in again)
    assert write_srcset(again) == written
