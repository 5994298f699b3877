"""Who wrote a page: whom readers see, and no login or brand."""

from __future__ import annotations

import pytest

from satchel.pipeline.extract import extract

PROSE = "<p>The weir was built of oak and stone, and the water has gone over it every day since, winter and summer.</p>"


def _writers(below: str, head: str = "", title: str = "<h1>The weir</h1>") -> list[str]:
    page = (
        f"<!doctype html><html lang='en'><head><title>The weir</title>{head}</head><body>"
        f"<main>{title}{below}{PROSE * 5}</main></body></html>"
    )
    return [one.name for one in extract(page.encode(), "https://harbour.example/the-weir").authors]


@pytest.mark.parametrize("login", ["marina_adm1n", "tileadmin", "gto"])
def test_a_login_that_no_reader_sees_wrote_nothing(login: str) -> None:
    data = f'{{"@type":"BlogPosting","headline":"The weir","author":{{"@type":"Person","name":"{login}"}}}}'
    head = f'<script type="application/ld+json">{data}</script>'
    assert _writers("", head) == []
    assert _writers(f"<p class='meta'>{login} wrote this in winter</p>", head) == [login]


def test_a_brand_wrote_nothing() -> None:
    assert _writers("<p class='vendor'>By <a href='/collections/vendors?q=Tarn'>Tarn Leather</a></p>") == []
    assert _writers("<p class='vendor'>By <a href='/people/tarn'>Tarn Leather</a></p>") == ["Tarn Leather"]


def test_a_single_name_behind_its_label_is_a_writer_where_it_leads_to_one() -> None:
    assert _writers("<h3>by <a href='/profile/9'>Quillhand</a></h3>") == ["Quillhand"]
    assert _writers("<h3>by <a href='/about'>the river</a> and others, in a dry summer</h3>") == []


def test_who_opened_a_thread_is_known_though_no_heading_names_it() -> None:
    member = "<td><a class='bigusername' href='member.php?u={}'>{}</a></td>"
    posts = f"<table><tr>{member.format(1, 'railrat')}</tr><tr>{member.format(2, 'coupler')}</tr></table>"
    assert _writers(posts, title="<strong>Squeak when braking</strong>") == ["railrat"]
