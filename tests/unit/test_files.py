"""What is no page: PDFs, Markdown, feeds, JSON; broken and hostile ones among them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from satchel.pipeline.extract import extract
from satchel.pipeline.files import pdf as reading
from satchel.pipeline.parsing.sniff import Kind, sniff
from tests.patience import CPU
from tests.unit.pdfs import encrypted, lines, pdf

LONG = ["The ferry leaves the old harbour at seven, when the fog still lies between the islands."] * 8


def test_a_pdf_that_asks_for_a_password_keeps_its_name_and_says_why() -> None:
    article = extract(encrypted(pdf([lines(LONG)]), "secret"), "https://a.example/the-report.pdf")
    assert article.title == "the-report.pdf"
    assert article.text == ""
    assert article.log == ("encrypted: it asks for a password",)


def test_a_pdf_that_is_locked_against_printing_alone_is_read() -> None:
    article = extract(encrypted(pdf([lines(LONG)]), ""), "https://a.example/a.pdf")
    assert "The ferry leaves the old harbour" in article.text


def test_a_title_that_a_program_made_up_is_no_title() -> None:
    body = pdf([lines(LONG)], info="<< /Title (Microsoft Word - draft7.doc) >>")
    assert extract(body, "https://a.example/report.pdf").title == "report.pdf"


def test_a_scanned_pdf_says_that_it_holds_no_text() -> None:
    article = extract(pdf(["0 0 m 1 1 l S"]), "https://a.example/scan.pdf")
    assert article.log == ("a PDF of one page", "it holds no text: the pages are pictures")


@pytest.mark.parametrize(
    "body",
    [
        b"%PDF-1.4\n",
        b"%PDF-1.7\n" + bytes(range(256)) * 400,
        b"%PDF-1.4\n" + b"(" * 500_000,
        pdf([lines(LONG)])[:600],
        pdf([lines(LONG)]).replace(b"xref", b"xrxx"),
        pdf([lines(LONG)]).replace(b"/Kids [4 0 R]", b"/Kids [2 0 R]"),
        pdf([lines(LONG)]).replace(b"/Count 1", b"/Count 9999999"),
    ],
    ids=range(7),
)
def test_a_broken_pdf_still_has_a_name(body: bytes) -> None:
    article = extract(body, "https://a.example/broken.pdf")
    assert article.title == "broken.pdf"
    assert article.log


@pytest.mark.slow
def test_one_broken_page_leaves_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_SECONDS", CPU)
    heavy = "BT /F1 12 Tf\n" + "(a) Tj\n" * 150_000 + "ET"
    article = extract(pdf([heavy, lines(LONG)], compress=True), "https://a.example/a.pdf")
    assert "The ferry leaves" in article.text
    assert "page 1: LimitReachedError" in article.log


@pytest.mark.faults
@pytest.mark.parametrize(
    "pages",
    [["0 0 m " * 8_000_000], [lines(["abc def"] * 30_000)] * 12, [lines(["word " * 12] * 60)] * 400],
    ids=["bomb", "heavy", "many"],
)
def test_a_pdf_that_is_too_much_ends_in_time(pages: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_SECONDS", 0.5)
    began = time.process_time()
    article = extract(pdf(pages, compress=True), "https://a.example/big.pdf")
    assert time.process_time() - began < CPU
    assert any("cut after" in note or "LimitReached" in note for note in article.log)


@pytest.mark.parametrize(
    ("body", "media_type", "url", "kind"),
    [
        (b"# Title", "text/markdown", "https://a.example/", Kind.MARKDOWN),
        (b"# Title", "text/plain", "https://a.example/README.md", Kind.MARKDOWN),
        (b"# Title", "text/plain", "https://a.example/readme", Kind.TEXT),
        (b"# Title", "text/html", "https://a.example/README.md", Kind.HTML),
        (b"{}", "application/json", "https://a.example/", Kind.JSON),
        (b"{}", "application/vnd.api+json", "https://a.example/", Kind.JSON),
        (b"{}", "text/plain", "https://a.example/a.json", Kind.JSON),
        (b"{}", "text/plain", "https://a.example/a", Kind.TEXT),
        (b"<rss version='2.0'>", "text/html", "https://a.example/", Kind.FEED),
        (
            b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- a -->\n<feed xmlns='x'>",
            "",
            "https://a.example/",
            Kind.FEED,
        ),
        (b"<?xml version='1.0'?><rdf:RDF xmlns:rdf='x'>", "text/xml", "https://a.example/", Kind.FEED),
        (b"<?xml version='1.0'?><html>", "text/html", "https://a.example/", Kind.HTML),
        (b"<feeder>", "text/html", "https://a.example/", Kind.HTML),
        (
            b'{"version": "https://jsonfeed.org/version/1"}',
            "application/json",
            "https://a.example/",
            Kind.FEED,
        ),
    ],
)
def test_a_body_is_what_it_looks_like(body: bytes, media_type: str, url: str, kind: Kind) -> None:
    assert sniff(body, media_type, url) is kind


@pytest.mark.parametrize("head", [b"<?a?>" * 800, b"<!---->" * 500, b" " * 4000 + b"x", b"<?" * 2000])
def test_a_head_full_of_declarations_is_looked_at_quickly(head: bytes) -> None:
    began = time.process_time()
    sniff(head, "", "https://a.example/")
    assert time.process_time() - began < CPU


def as_feed(entries: str, kind: str = "rss") -> str:
    return f"<rss version='2.0'><channel><title>News</title>{entries}</channel></rss>"


def test_a_damaged_feed_is_read_as_far_as_it_goes() -> None:
    body = as_feed("<item><title>One & two</title></item><item><title>Three</title>").removesuffix("</rss>")
    assert "Three" in extract(body.encode(), "https://a.example/feed").text


def test_entities_of_a_feed_are_not_resolved() -> None:
    bomb = "<!DOCTYPE rss [<!ENTITY a 'ha'>" + "".join(
        f"<!ENTITY {chr(98 + n)} '{('&' + chr(97 + n) + ';') * 10}'>" for n in range(9)
    )
    outside = "<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
    body = f"{bomb}{outside}{as_feed('<item><title>&j;&x;!</title></item>')}"
    began = time.process_time()
    article = extract(body.encode(), "https://a.example/feed", media_type="application/rss+xml")
    assert time.process_time() - began < CPU
    assert "root:" not in article.text
    assert len(article.text) < 1_000


def test_what_a_feed_brings_is_cleaned() -> None:
    body = as_feed(
        "<item><title>&lt;script&gt;x()&lt;/script&gt;</title><link>javascript:x()</link>"
        "<description>&lt;img src=x onerror=x()&gt;</description></item><item><title>b</title></item>"
    )
    html = extract(body.encode(), "https://a.example/feed").html
    assert "script>" not in html
    assert "javascript:" not in html
    assert "onerror" not in html


def test_a_feed_of_one_long_entry_is_that_article() -> None:
    body = as_feed(f"<item><title>The last ferry</title><description>{' '.join(LONG)}</description></item>")
    article = extract(body.encode(), "https://a.example/feed")
    assert (article.title, article.site, article.is_article) == ("The last ferry", "News", True)


def test_a_long_feed_is_cut_and_says_so() -> None:
    body = as_feed("".join(f"<item><title>Entry {number}</title></item>" for number in range(5_000)))
    article = extract(body.encode(), "https://a.example/feed")
    assert article.log[:2] == ("a feed of 5000 entries", "cut after 100 entries")
    assert "Entry 99" in article.text
    assert "Entry 100" not in article.text


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece", ["[", "![a](", "*a ", ">", "<", "|a|b|\n|-|-|\n", "a_ ", "&amp;", "- ", "~~a "]
)
def test_markdown_made_to_be_slow_is_not(piece: str) -> None:
    began = time.process_time()
    extract((piece * 60_000).encode(), "https://a.example/a.md", media_type="text/markdown")
    assert time.process_time() - began < CPU


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '{"a":' * 5_000, "[1," * 40, '{"a": NaN}', "", '"\\ud800"', "1e999"]
)
def test_json_that_is_none_is_shown_as_it_came(text: str) -> None:
    article = extract(text.encode(), "https://a.example/a.json", media_type="application/json")
    assert "".join(article.text.split())[:50] == "".join(text.split())[:50]
    assert article.title == "a.json"


def test_data_about_another_film_do_not_count() -> None:
    body = (
        "<title>Mine - YouTube</title><script>var ytInitialPlayerResponse = "
        '{"videoDetails": {"videoId": "other", "title": "Another"}};</script>'
    )
    assert extract(body.encode(), "https://www.youtube.com/watch?v=aBcDeFgHiJk").title == "Mine"


@pytest.mark.parametrize(
    "data", ["{" * 100_000, '{"videoDetails": [1]}', '{"videoDetails": {"videoId": 7}}', "{}", "{"]
)
def test_a_watch_page_with_damaged_data_is_read_without_them(data: str) -> None:
    body = f"<title>Mine - YouTube</title><script>var ytInitialPlayerResponse = {data}</script>"
    article = extract(body.encode(), "https://youtu.be/aBcDeFgHiJk")
    assert (article.title, article.videos[0].vid) == ("Mine", "aBcDeFgHiJk")


_TYPES = [
    "text/markdown",
    "application/json",
    "application/rss+xml",
    "application/pdf",
    "audio/mpeg",
    "text/plain",
]
_HEADS = [
    b"",
    b"%PDF-1.4\n",
    b"<rss><channel>",
    b"<feed>",
    b"ID3\x03\x00\x00",
    b"ID3\x04\x00\x40",
    b"---\n",
    b'{"version":"jsonfeed.org/version/"',
]


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(_HEADS),
    st.binary(max_size=400) | st.text(max_size=400).map(str.encode),
    st.sampled_from(_TYPES),
)
def test_any_bytes_of_any_type_give_an_item_with_a_title(head: bytes, body: bytes, media_type: str) -> None:
    article = extract(head + body, "https://a.example/name", media_type=media_type)
    assert article.title
    assert not [note for note in article.log if note.startswith("extraction failed")]
