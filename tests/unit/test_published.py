"""The day of publishing: only where something says so."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from satchel.pipeline.extract import extract
from satchel.pipeline.metadata.dates import parse_date

URL = "https://harbour.example/notes/the-weir"
NOW = int(datetime(2026, 11, 26, 12, tzinfo=UTC).timestamp() * 1000)
PROSE = "<p>The weir was built of oak and stone, and the water has gone over it every day since, winter and summer.</p>"


def _day(above: str = "", below: str = "", head: str = "", *, url: str = URL, lang: str = "en") -> str | None:
    page = (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>The weir</title>{head}</head><body>'
        f"<article><h1>The weir</h1>{above}{PROSE * 5}</article>{below}</body></html>"
    )
    found = extract(page.encode(), url, now=NOW).published_at
    return datetime.fromtimestamp(found / 1000, UTC).strftime("%Y-%m-%d") if found is not None else None


@pytest.mark.parametrize(
    "line",
    [
        "Published 2 January 2023",
        "First published on January 2, 2023",
        "Posted by Ann Bee on 2 January 2023 at 8:00 pm",
        "By Ann Bee, 2 January 2023",
        "2 January 2023",
        "Monday, 2 January 2023, 10:15 GMT",
        "2 January 2023 | 4 min read",
        "Updated 5 March 2024, first published 2 January 2023",
        "Published: 2 January 2023. Last updated: 5 March 2024",
        "2 January 2023 (updated 5 March 2024)",
        "Received 1 May 2022. Accepted 16 December 2022. Published 2 January 2023.",
        "Veröffentlicht am 2. Januar 2023",
        "Zuletzt geändert am 5. März 2024, erschienen am 2. Januar 2023",
        "Publié le 2 janvier 2023, mis à jour le 5 mars 2024",
        "Publicado el 2 de enero de 2023",
        "Pubblicato il 2 gennaio 2023",
        "Publicado em 2 de janeiro de 2023",
        "Gepubliceerd op 2 januari 2023",
        "02 Gennaio 2023 alle 10:10",
        "Opublikowano: 02.01.2023",
        "Опубликовано 2 января 2023",
        "公開日：2023年1月2日 更新日：2024年3月5日",
        "发布时间：2023-01-02 08:00",
        "입력 2023.01.02 10:00 수정 2024.03.05",
    ],
)
def test_a_line_that_says_when_the_page_was_published_is_believed(line: str) -> None:
    lang = "de" if "am " in line and "." in line else "en-GB"
    assert _day(f"<p>{line}</p>", lang=lang) == "2023-01-02"


OTHER = [
    "Last updated: May 4, 2024",
    "Modified on 4 May 2024",
    "This page was last edited on 4 May 2024, at 10:00.",
    "Copyright 2019-2024 Weir, updated 4 May 2024",
    "© 4 May 2024 The Weir",
    "Terms of use effective 4 May 2024",
    "Terms effective as of: 4 May 2024",
    "Next meeting: 4 May 2026",
    "The next meeting is on 4 May 2026",
    "Site launched 1 January 2001",
    "Born 4 May 1981 in Holm",
    "Deadline: 4 May 2026",
    "Call us: 2024-555-0104",
    "Tel. 020 24 05 2024",
    "Version 2.1 of 4 May 2024",
    "Accepted 16 December 2022",
    "Retrieved 4 May 2024",
    "Her novel, published 4 May 2019, tells of the weir",
    "Valid until 31.12.2025",
    "Stand: 4. Mai 2024",
    "Mis à jour le 4 mai 2024",
    "Обновлено 4 мая 2024",
    "最終更新日：2024年5月4日",
]


@pytest.mark.parametrize("line", OTHER)
@pytest.mark.parametrize(
    "place",
    ["<p>{}</p>", "<div class='info'>{}</div>", "<p><span>{}</span></p>", "<p>About the weir. <b>{}</b></p>"],
)
def test_the_day_of_something_else_is_no_day_of_publishing(line: str, place: str) -> None:
    assert _day(place.format(line)) is None


@pytest.mark.parametrize("line", [*OTHER, "4 May 2024", "Holm, 4 May 2024", "Published 4 May 2024"])
def test_the_foot_of_a_page_tells_no_day_of_publishing(line: str) -> None:
    for foot in ("<footer>{}</footer>", "<footer><p>{}</p></footer>", "<div id=footer><p>{}</p></div>"):
        assert _day(below=foot.format(line)) is None


@pytest.mark.parametrize(
    "line",
    [
        "<p>The flood came on <time datetime='2020-02-01'>1 February</time>, and nobody had seen it come so high.</p>",
        "<p>Next meeting: <time datetime='2025-02-01'>1 February</time></p>",
        "<p><time class='event-date' datetime='2025-02-01'>1 February 2025</time></p>",
        "<p>Updated <time datetime='2025-02-01'>1 February 2025</time></p>",
        "<p><time class='updated' datetime='2025-02-01'>1 February 2025</time></p>",
        "<p>Some <ins datetime='2025-02-01'>more</ins> words.</p>",
    ],
)
def test_a_time_element_counts_only_where_it_tells_of_the_page(line: str) -> None:
    assert _day(line) is None


@pytest.mark.parametrize(
    "line",
    [
        "<p><time datetime='2023-01-02'>Monday</time></p>",
        "<p><time>2 January 2023 by the river</time></p>",
        "<p>By <a href='/ann'>Ann Bee</a> on <time datetime='2023-01-02'>2 January</time></p>",
        "<p>Ann Bee · <time datetime='2023-01-02T08:00Z'>2 January</time></p>",
        "<p><span>Published</span> <relative-time datetime='2023-01-02'>long ago</relative-time></p>",
        "<p class='by'>Written by <a href='/ann'>Ann Bee</a> in <a href='/w'>Water</a> on 2 January 2023"
        " at 08:34 PM EST. <a href='#c'>51 comments</a></p>",
        "<dl><dt>Published</dt><dd>2 January 2023</dd><dt>Updated</dt><dd>5 March 2024</dd></dl>",
    ],
)
def test_a_day_beside_the_heading_or_the_writer_is_believed(line: str) -> None:
    assert _day(line) == "2023-01-02"


def test_what_is_declared_comes_before_what_is_seen() -> None:
    head = '<meta property="article:published_time" content="2023-01-02T08:00:00Z">'
    assert _day("<p>Published 5 March 2024</p>", head=head) == "2023-01-02"
    assert _day(url="https://harbour.example/2023/01/02/the-weir") == "2023-01-02"


@pytest.mark.parametrize(
    "name",
    [
        "article:modified_time",
        "og:updated_time",
        "dateModified",
        "last-modified",
        "article:modified",
        "last-updated",
    ],
)
def test_a_declared_day_of_change_is_no_day_of_publishing(name: str) -> None:
    assert _day(head=f'<meta property="{name}" content="2024-05-04T00:00:00Z">') is None
    assert _day("<p>4 May 2024</p>", head=f'<meta property="{name}" content="2024-05-04T00:00:00Z">') is None


def test_the_only_day_of_a_page_dates_it_however_far_from_its_heading() -> None:
    chapter = "<p>The <i>weir</i> held.</p>" * 200
    told = "<div><i title='Published'></i> <time datetime='2023-01-02T08:00Z'>Monday</time></div>"
    assert _day(chapter + told) == "2023-01-02"
    assert _day(chapter + told + "<div><time datetime='2023-02-03'>Friday</time></div>") is None
    assert _day(chapter + "<p>Next meeting: <time datetime='2023-01-02'>Monday</time></p>") is None
    assert _day(chapter + "<p>Updated <time datetime='2023-01-02'>Monday</time></p>") is None
    assert _day(chapter + "<footer>2 January 2023</footer>") is None


def test_no_page_was_published_on_a_day_to_come() -> None:
    declared = '<meta property="article:published_time" content="{}">'
    assert _day(head=declared.format("2031-01-31T00:00:00Z")) is None
    assert _day("<p>Published 31 January 2031</p>") is None
    assert _day(url="https://harbour.example/2031/01/31/the-weir") is None
    assert _day("<p>Published 2 January 2023</p>", head=declared.format("2031-01-31")) == "2023-01-02"
    assert _day(head=declared.format("2026-11-27T10:00:00Z")) == "2026-11-27"  # tomorrow, in the far east


def test_days_of_other_pages_on_a_list_are_not_its_own() -> None:
    cards = "".join(
        f"<div class=card><h2><a href='/{n}'>A story</a></h2><p class=when>{n} January 2023</p></div>"
        for n in range(1, 9)
    )
    assert _day(cards) is None


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Mon Aug 03 12:45:00 EDT 2015", "2015-08-03T16:45:00+00:00"),
        ("2024-01-05 07:30 EST", "2024-01-05T12:30:00+00:00"),
        ("2024-01-05T07:30:00 PST", "2024-01-05T15:30:00+00:00"),
        ("Jan 5, 2024 7:30 PM CEST", "2024-01-05T17:30:00+00:00"),
        ("5 January 2024 at 7:30 a.m. ET", "2024-01-05T12:30:00+00:00"),
        ("July 5, 2024 7:30 am PT", "2024-07-05T14:30:00+00:00"),
        ("5 Jan 2024 12:15 AM UTC", "2024-01-05T00:15:00+00:00"),
        ("Fri, 05 Jan 2024 07:30:00 PDT", "2024-01-05T14:30:00+00:00"),
        ("Fri Jan 05 2024 07:30:00 GMT+0200 (CEST)", "2024-01-05T05:30:00+00:00"),
        ("2024-01-05 07:30 GMT+2", "2024-01-05T05:30:00+00:00"),
        ("2024-01-05 07:30 UTC-03:30", "2024-01-05T11:00:00+00:00"),
        ("2024-01-05 07:30 JST", "2024-01-04T22:30:00+00:00"),
        ("2024-01-05 07:30 IST", "2024-01-05T02:00:00+00:00"),
        ("2024 Jan 5", "2024-01-05T00:00:00+00:00"),
        ("2024-01-05 07:30 XYZ", "2024-01-05T07:30:00+00:00"),
    ],
)
def test_time_zones_are_understood_by_name(text: str, moment: str) -> None:
    found = parse_date(text)
    assert found is not None
    assert datetime.fromtimestamp(found / 1000, UTC).isoformat() == moment


@pytest.mark.parametrize(
    "line",
    [
        "On 4 May 2019 the river rose above the second step of the church.",
        "On May 4, 2019, the river rose.",
        "By 4 May 2019 the river had risen above the second step.",
        "Am 4. Mai 2019 stieg der Fluss über die zweite Stufe der Kirche.",
        "Le 4 mai 2019 la rivière a monté jusqu'à la deuxième marche",
        "El 4 de mayo de 2019 el río subió por encima del segundo escalón.",
    ],
)
def test_a_sentence_that_begins_with_a_day_tells_of_that_day_alone(line: str) -> None:
    assert _day(f"<p>{line}</p>") is None
    assert _day(f"<p>{line} Nobody alive had seen it come so high, and the children ran to look.</p>") is None


@pytest.mark.parametrize(
    "line",
    ["On 2 January 2023 by Ann Bee", "on January 2, 2023 Leave a comment", "Date: 2 January 2023. Read it."],
)
def test_few_words_behind_a_day_leave_it_that_of_the_page(line: str) -> None:
    assert _day(f"<p>{line}</p>") == "2023-01-02"


def test_the_day_of_an_article_in_a_list_of_others_is_not_that_of_the_page() -> None:
    other = '{"@type":"NewsArticle","headline":"Ten goals","datePublished":"2024-06-01"}'
    for listed in (other, f'{{"@type":"ListItem","item":{other}}}'):
        data = f'{{"@type":"ItemList","itemListElement":[{listed}]}}'
        assert _day(head=f'<script type="application/ld+json">{data}</script>') is None


@pytest.mark.parametrize(
    ("declared", "day"),
    [
        ("1946-08-31", "1946-08-31"),
        ("1851-10-18T00:00:00Z", "1851-10-18"),
        ("1970-01-01T00:00:00Z", None),
        ("1969-12-31T19:00:00-0500", None),
        ("1969-12-31", None),
        ("1900-01-01", None),
        ("1899-12-30T00:00:00", None),
        ("0001-01-01", None),
    ],
)
def test_what_was_printed_before_there_was_a_web_keeps_its_declared_day(
    declared: str, day: str | None
) -> None:
    assert _day(head=f'<meta property="article:published_time" content="{declared}">') == day
    assert _day(f"<p><time datetime='{declared}'>then</time></p>") is None


@pytest.mark.parametrize("name", ["", "published", "post-date", "entry-date"])
def test_the_day_of_another_page_in_an_aside_is_not_that_of_the_page(name: str) -> None:
    day = f"<time class='{name}' datetime='2024-05-04'>4 May 2024</time>"
    assert _day(below=f"<aside><h3>Related</h3><a href='/x'>Ten goals</a> {day}</aside>") is None
    assert _day(below=f"<footer><aside><p><a href='/x'>Ten goals</a></p>{day}</aside></footer>") is None
    assert _day(f"<aside>{day}</aside>") == "2024-05-04"
