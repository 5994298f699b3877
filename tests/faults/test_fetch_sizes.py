"""How much is read of an answer, and by which name it goes."""

from __future__ import annotations

import asyncio

import pytest

from satchel.model.pages import FetchFailed, Page
from tests.faults.hostile_server import Web, answer, fetcher, one

pytestmark = pytest.mark.faults


def page(found: Page | FetchFailed) -> Page:
    assert isinstance(found, Page), found
    return found


@pytest.mark.parametrize(
    "kind", ["image/png", "video/mp4", "audio/mpeg", "application/zip", "application/octet-stream"]
)
def test_of_pictures_films_and_archives_only_the_beginning_is_read(kind: str) -> None:
    found = page(
        asyncio.run(one({"/": answer(body=b"\x89PNG" + bytes(3_000_000), Content_Type=kind)}, limit=200_000))
    )
    assert found.body == b"\x89PNG" + bytes(65_532)
    assert found.media_type == kind


@pytest.mark.parametrize("kind", ["text/html", "text/plain", "application/ld+json", "image", ""])
@pytest.mark.parametrize("told", [True, False])
def test_of_a_page_or_text_that_is_too_large_the_beginning_is_read(kind: str, told: bool) -> None:
    big = b"a" * 200_001
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n" + ("Content-Length: 200001\r\n" if told else "")
    found = page(asyncio.run(one({"/": head.encode() + b"\r\n" + big}, limit=200_000)))
    assert found.body == big[:-1]
    assert not found.is_cut


@pytest.mark.parametrize("kind", ["application/pdf", ""])
@pytest.mark.parametrize("told", [True, False])
def test_a_pdf_that_is_too_large_is_known_by_its_beginning(kind: str, told: bool) -> None:
    big = b"%PDF-1.4" + bytes(200_000)
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n" + (
        f"Content-Length: {len(big)}\r\n" if told else ""
    )
    found = page(asyncio.run(one({"/": head.encode() + b"\r\n" + big}, limit=200_000)))
    assert found.body == big[:65_536]
    fits = page(asyncio.run(one({"/": answer(body=big[:-8], Content_Type=kind)}, limit=200_000)))
    assert fits.body == big[:-8]


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ('attachment; filename="Annual report.pdf"', "Annual report.pdf"),
        ("inline; filename=report.pdf; size=3", "report.pdf"),
        ("attachment; filename=plain.pdf; filename*=UTF-8''f%C3%A4hre.pdf", "fähre.pdf"),
        ("attachment; FileName*=iso-8859-1'de'f%E4hre.pdf", "fähre.pdf"),
        ('attachment; filename="fähre.pdf"', "fähre.pdf"),
        ('attachment; filename="f%C3%A4hre.pdf"', "fähre.pdf"),
        ('attachment; filename="../../etc/\\\\x\\"y;z.pdf"', 'x"y;z.pdf'),
        (r'attachment; filename="C:\\Users\\me\\map.pdf"', "map.pdf"),
        ('attachment; filename="', ""),
        ('attachment; filename="..."', ""),
        ("attachment", ""),
        ("", ""),
        ("attachment; filename*=koi8-r''x; filename=y.pdf", "y.pdf"),
        ("attachment; filename=" + "a" * 9_000, "a" * 200),
    ],
)
def test_a_file_has_the_name_that_its_server_gives_it(header: str, name: str) -> None:
    reply = answer(Content_Disposition=header.encode().decode("latin-1"))
    assert page(asyncio.run(one({"/": reply}))).filename == name


def test_a_client_for_pictures_reads_them_to_their_end_and_no_further() -> None:
    picture = b"\x89PNG" + bytes(200_000)

    async def look() -> None:
        async with Web({"/": answer(body=picture, content_type="image/png")}) as web:
            whole = await fetcher(all_whole=True, accept="image/png").fetch(web.url())
            assert whole.body == picture
            assert b"accept: image/png\r\n" in web.requests[0].lower()
            assert len((await fetcher(all_whole=True, limit=150_000).fetch(web.url())).body) <= 150_000
            assert len((await fetcher().fetch(web.url())).body) == 65_536

    asyncio.run(look())
