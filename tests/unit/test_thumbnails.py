"""Small copies of a picture beside the picture."""

from __future__ import annotations

import pytest

from satchel.pipeline.extract import extract

PROSE = (
    "<p>The weir was built of oak and stone, and the water has gone over it every day since, always.</p>" * 4
)
HOST = "https://harbour.example"


def _pictures(markup: str) -> list[str]:
    page = f"<!doctype html><title>The weir</title><article><h1>The weir</h1>{PROSE}{markup}{PROSE}</article>"
    return [image.src.removeprefix(HOST) for image in extract(page.encode(), f"{HOST}/notes/weir").images]


@pytest.mark.parametrize(
    ("small", "large"),
    [
        ("/p/weir-150x150.jpg", "/p/weir-1200x800.jpg"),
        ("/p/weir-150x150.jpg", "/p/weir.jpg"),
        ("/p/weir_thumb.jpg", "/p/weir.jpg"),
        ("/p/thumbs/weir.jpg", "/p/weir.jpg"),
        ("/p/weir.jpg?w=100&h=100", "/p/weir.jpg?w=1200"),
        ("/p/weir-small.jpg", "/p/weir-large.jpg"),
        ("/max/60/weir.jpg?q=20", "/max/1600/weir.jpg"),
        ("/freeze/max/60/weir.jpg?q=20", "/max/1600/weir.jpg"),
        ("/up/w_20,e_blur:800/v1/weir.jpg", "/up/f_auto,w_800/v1/weir.jpg"),
        ("/image/width=48,quality=30/weir.jpg", "/image/width=1440,quality=80/weir.jpg"),
    ],
)
def test_a_thumbnail_beside_its_picture_goes(small: str, large: str) -> None:
    one, other = f'<img src="{small}">', f'<img src="{large}" width="900">'
    assert _pictures(f"<div>{one}</div><div>{other}</div>") == [large]
    assert _pictures(f"<div>{other}</div><ul><li><a href='#2'>{one}</a></li></ul>") == [large]


def test_a_small_picture_that_links_to_one_shown_is_its_thumbnail() -> None:
    assert _pictures('<img src="/full/1.jpg"><p><a href="/full/1.jpg"><img src="/t/9.jpg"></a></p>') == [
        "/full/1.jpg"
    ]


@pytest.mark.parametrize(
    "pair",
    [
        ("/2023/05/a.jpg", "/2024/05/a.jpg"),
        ("/p/image.php?id=1", "/p/image.php?id=2"),
        ("/p/weir-1.jpg", "/p/weir-2.jpg"),
        ("/p/weir-1998.jpg", "/p/weir-2020.jpg"),
        ("/p/find?q=weir", "/p/find?q=mill"),
        ("/album_1/1.jpg", "/album_2/1.jpg"),
    ],
)
def test_other_pictures_stay(pair: tuple[str, str]) -> None:
    assert _pictures("".join(f'<figure><img src="{src}"></figure>' for src in pair)) == list(pair)


def test_a_thumbnail_without_its_picture_stays() -> None:
    assert _pictures('<a href="/p/weir.jpg"><img src="/p/weir-150x150.jpg"></a>') == ["/p/weir-150x150.jpg"]


def test_the_same_picture_again_goes_but_not_from_lines_and_tables() -> None:
    slide = '<div><img src="/p/weir.jpg"></div>'
    assert _pictures(slide + "<ul><li>" + slide + "</li></ul>") == ["/p/weir.jpg"]
    page = f"<!doctype html><title>The weir</title><article><h1>The weir</h1>{PROSE}{{}}{PROSE}</article>"
    line = '<p>Open <img src="/yes.png" alt="yes"></p>'
    table = "<table><tr><th>Day</th><th>Open</th></tr>" + "".join(
        f'<tr><td>{day}</td><td><img src="/yes.png" alt="yes"></td></tr>' for day in ("Monday", "Friday")
    )
    for markup, times in ((2 * slide, 1), (2 * line, 2), (f"{table}</table>", 2)):
        assert extract(page.format(markup).encode(), f"{HOST}/notes/weir").html.count("<img ") == times
