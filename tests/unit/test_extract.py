from __future__ import annotations

import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from satchel.model.articles import Player, Presence
from satchel.pipeline.extract import extract

PAGE = "<html><head><title>{}</title></head><body><p>{}</p></body></html>"
SENTENCE = "The ferry leaves the old harbour at seven, when the fog still lies between the islands. "


def _png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))


JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"
    + b"\x00" * 9
    + b"\xff\xc0\x00\x11\x08\x02\x58\x03\x20\x03"
    + b"\x00" * 20
)
GIF = b"GIF89a\x20\x03\x58\x02" + b"\x00" * 20
WEBP = b"RIFF\x00\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x00\x00\x00\x00\x1f\x03\x00\x57\x02\x00"


@pytest.mark.parametrize("body", [_png(800, 600), JPEG, GIF, WEBP], ids=["png", "jpeg", "gif", "webp"])
def test_a_picture_is_a_picture_with_its_size(body: bytes) -> None:
    article = extract(body, "https://site.example/a/White%20boat.jpg", media_type="image/jpeg")
    assert article.has_image is Presence.IS
    assert article.title == "White boat.jpg"
    (image,) = article.images
    assert (image.width, image.height) == (800, 600)
    assert article.lead_image == image.src == "https://site.example/a/White%20boat.jpg"
    assert '<img src="https://site.example/a/White%20boat.jpg"' in article.html
    assert not article.is_article


def test_a_page_that_calls_itself_a_picture_is_read_as_a_page() -> None:
    body = PAGE.format("Title", "<script>alert(1)</script>" + SENTENCE * 5).encode()
    article = extract(body, "https://site.example/x.png", media_type="image/png")
    assert article.title == "Title"
    assert "script" not in article.html


def test_a_film_is_a_film() -> None:
    article = extract(
        b"\x00\x00\x00\x20ftypisom" + b"\x00" * 50, "https://site.example/boat.mp4", media_type="video/mp4"
    )
    assert article.has_video is Presence.IS
    assert article.videos[0].player is Player.FILE
    assert article.videos[0].src == "https://site.example/boat.mp4"


def test_a_recording_can_be_played() -> None:
    article = extract(b"ID3\x04" + b"\x00" * 50, "https://site.example/bell.mp3", media_type="audio/mpeg")
    assert '<audio src="https://site.example/bell.mp3"' in article.html


@pytest.mark.parametrize("magic", [b"PK\x03\x04", b"\x7fELF", b"MZ\x90\x00", b"\x1f\x8b\x08\x00"])
def test_a_file_that_says_it_is_html_is_not_read_as_text(magic: bytes) -> None:
    article = extract(
        magic + bytes(range(256)) * 20, "https://site.example/files/tool.bin", media_type="text/html"
    )
    assert article.title == "tool.bin"
    assert article.html == article.text == ""


def test_plain_text_becomes_paragraphs() -> None:
    text = f"The last ferry\n\n{SENTENCE * 4}\n\nShe said <no>,\nand left.\n\n  a    b\n  1    2\n"
    article = extract(
        text.encode(), "https://site.example/notes.txt", media_type="text/plain", charset="utf-8"
    )
    assert article.title == "The last ferry"
    assert "<p>She said &lt;no&gt;,<br>and left.</p>" in article.html
    assert "<pre>" in article.html
    assert article.is_article
    assert article.encoding == "utf-8"


def test_a_broken_pdf_still_has_a_name() -> None:
    article = extract(b"%PDF-1.7\nnonsense", "https://site.example/papers/Tides%202024.pdf")
    assert article.title == "Tides 2024.pdf"


def test_a_pdf_gives_title_author_and_text() -> None:
    article = extract(
        _pdf("Tides of Holm", "Ingrid Dahl", SENTENCE),
        "https://site.example/t.pdf",
        media_type="application/pdf",
    )
    assert article.title == "Tides of Holm"
    assert [author.name for author in article.authors] == ["Ingrid Dahl"]
    assert "The ferry leaves the old harbour" in article.text
    assert article.html.startswith("<p>")


def _pdf(title: str, author: str, text: str) -> bytes:
    lines = [text[start : start + 60] for start in range(0, len(text), 60)]
    drawing = "BT /F1 12 Tf 50 700 Td " + " ".join(f"({line}) Tj 0 -14 Td" for line in lines) + " ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(drawing)} >>\nstream\n{drawing}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        f"<< /Title ({title}) /Author ({author}) >>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    count = len(objects) + 1
    trailer = (
        f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer\n<< /Size {count} /Root 1 0 R /Info 6 0 R >>\n"
    )
    return body + trailer.encode() + f"startxref\n{len(body)}\n%%EOF".encode()


def test_a_title_is_one_bounded_line_without_tricks() -> None:
    article = extract(
        PAGE.format("\u202eevil\u0007 &#0; 👍\n" + "long " * 200_000, SENTENCE).encode(),
        "https://site.example/x",
    )
    assert len(article.title) <= 500
    assert not any(sign in article.title for sign in "\u202e\x07\n\x00")
    assert "👍" in article.title


@pytest.mark.parametrize(
    ("url", "player", "vid"),
    [
        ("https://www.youtube.com/watch?v=aBcDeFgHiJk&t=10", Player.YOUTUBE, "aBcDeFgHiJk"),
        ("https://youtu.be/aBcDeFgHiJk", Player.YOUTUBE, "aBcDeFgHiJk"),
        ("https://m.youtube.com/shorts/aBcDeFgHiJk", Player.YOUTUBE, "aBcDeFgHiJk"),
        ("https://vimeo.com/123456789", Player.VIMEO, "123456789"),
        ("https://www.dailymotion.com/video/x7abcde", Player.DAILYMOTION, "x7abcde"),
    ],
)
def test_the_page_of_a_film_is_a_film(url: str, player: Player, vid: str) -> None:
    article = extract(PAGE.format("A film", "about").encode(), url)
    assert article.has_video is Presence.IS
    assert (article.videos[0].player, article.videos[0].vid) == (player, vid)


LOOK_ALIKES = [
    "https://youtube.com.evil.example/watch?v=aBcDeFgHiJk",
    "https://evil.example/youtube.com/watch?v=aBcDeFgHiJk",
    "https://www.youtube.com/",
    "https://vimeo.com/about",
    "https://www.youtube.com/watch?v=%3Cscript%3E",
]


@pytest.mark.parametrize("url", LOOK_ALIKES)
def test_what_only_looks_like_a_film_is_none(url: str) -> None:
    assert extract(PAGE.format("No film", "about").encode(), url).has_video is Presence.NONE


@pytest.mark.parametrize(
    "url",
    [
        "https://site.example/",
        "https://site.example",
        "https://site.example/index.html",
        "https://site.example/en/",
    ],
)
def test_a_front_page_is_an_index(url: str) -> None:
    article = extract(PAGE.format("Site", SENTENCE * 20).encode(), url)
    assert article.is_index
    assert not article.is_article


def test_everything_is_bounded() -> None:
    frame = '<iframe src="https://www.youtube.com/embed/abcdefghij{}"></iframe>'
    parts = [
        f'<p>{SENTENCE}</p><img src="/{number}.jpg" alt="{"x" * 2_000}">{frame.format(number % 9)}'
        for number in range(1_200)
    ]
    head = '<meta name="description" content="' + "d" * 3_000 + '">'
    head += "".join(f'<meta name="author" content="Ann {chr(65 + n)} Lee">' for n in range(26))
    page = f"<title>T</title>{head}<body>{''.join(parts)}{f'<p>{SENTENCE}</p>' * 20_000}"
    article = extract(page.encode(), "https://site.example/x")
    assert len(article.html.encode()) <= 2_000_000
    assert len(article.text.encode()) <= 1_000_000
    assert len(article.images) <= 100
    assert len(article.videos) <= 20
    assert len(article.authors) <= 20
    assert len(article.excerpt) <= 500


@given(
    st.binary(max_size=300),
    st.sampled_from(["", "text/html", "text/plain", "image/png", "application/pdf", "x/y", "audio/ogg"]),
)
@settings(max_examples=150, deadline=None)
def test_any_bytes_of_any_type_give_an_article(body: bytes, media_type: str) -> None:
    article = extract(body, "https://site.example/a", media_type=media_type)
    assert not any(note.startswith("extraction failed") for note in article.log)
    assert article.title


SOUP = [
    "<p>",
    "<div>",
    "</div>",
    "<table>",
    "<tr><td>",
    "<a",
    "href=x>",
    "<img",
    "src=y>",
    "<br>",
    "<ul><li>",
    "<b>",
    "</b>",
    "<pre>",
    "<iframe",
    "src=//youtu.be/abcdefgh>",
    "word,",
    "and",
    "more",
]


@given(st.lists(st.sampled_from(SOUP), max_size=60))
@settings(max_examples=150, deadline=None)
def test_any_soup_of_tags_gives_an_article(parts: list[str]) -> None:
    article = extract(("<html><title>t</title>" + " ".join(parts)).encode(), "https://site.example/a")
    assert not any(note.startswith("extraction failed") for note in article.log)


def test_a_page_that_calls_itself_a_film_is_one_on_whatever_player() -> None:
    page = b"""<html><head><title>Tides</title><meta property="og:type" content="video.other">
    <meta property="og:video" content="https://films.example/tides.mp4">
    <meta property="og:video:type" content="video/mp4">
    <meta property="og:video:width" content="640"><meta property="og:video:duration" content="90"></head>
    <body><h1>Tides</h1><p>A film about the tides.</p></body></html>"""
    article = extract(page, "https://films.example/watch/tides")
    film = article.videos[0]
    assert article.has_video == Presence.IS
    assert (film.src, film.player, film.width, film.seconds) == (
        "https://films.example/tides.mp4",
        Player.FILE,
        640,
        90,
    )
    assert article.seconds == 90
