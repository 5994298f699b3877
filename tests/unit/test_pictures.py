"""Pictures of saved pages: known by their bytes, fetched once, kept in a folder that does not grow."""

from __future__ import annotations

import asyncio
import os
import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from satchel.model.pages import FetchFailed, Page, Reason
from satchel.pipeline.pictures import album as albums
from satchel.pipeline.pictures.album import Album, Picture
from satchel.pipeline.pictures.folder import PictureFolder
from satchel.pipeline.pictures.kinds import picture_type
from tests.clock import FakeClock
from tests.patience import HANG

URL = "https://a.example/1.png"


def png(width: int = 4, height: int = 3, size: int = 100) -> bytes:
    """The beginning of a picture of that size, and bytes behind it."""
    return (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", width, height)).ljust(size, b"\0")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (png(), "image/png"),
        (b"GIF89a" + bytes(20), "image/gif"),
        (b"\xff\xd8\xff\xe0" + bytes(20), "image/jpeg"),
        (b"RIFF\0\0\0\0WEBPVP8 " + bytes(20), "image/webp"),
        (b"\0\0\0\x1cftypavif" + bytes(20), "image/avif"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', ""),
        (b'<?xml version="1.0"?><svg/>', ""),
        (b"<!doctype html><script>alert(1)</script>", ""),
        (b"GIF8<script>alert(1)</script>", ""),
        (b"%PDF-1.7", ""),
        (b"", ""),
        (png(20_000, 20_000), ""),
    ],
)
def test_a_picture_is_known_by_its_bytes(body: bytes, kind: str) -> None:
    assert picture_type(body) == kind


class Web:
    """Answers with what is put into `pages`, once `open` is set."""

    def __init__(self) -> None:
        self.pages: dict[str, bytes] = {}
        self.asked: list[str] = []
        self.busy = self.most = 0
        self.open = asyncio.Event()
        self.open.set()

    async def fetch(self, url: str) -> Page:
        self.asked.append(url)
        self.busy += 1
        self.most = max(self.busy, self.most)
        try:
            await self.open.wait()
        finally:
            self.busy -= 1
        if url not in self.pages:
            raise FetchFailed(Reason.STATUS, status=404)
        return Page(url, 200, "image/png", "", self.pages[url], is_cut=url.endswith("cut"))


async def until(happened: Callable[[], bool]) -> None:
    """Let the others go on until then."""
    async with asyncio.timeout(HANG):
        while not happened():  # noqa: ASYNC110
            await asyncio.sleep(0)


@pytest.fixture
def web() -> Web:
    return Web()


@pytest.fixture
def album(web: Web, tmp_path: Path, clock: FakeClock) -> Album:
    return Album(web, PictureFolder(tmp_path / "pictures", 10_000), clock)


def test_a_picture_is_fetched_once_and_then_kept(
    web: Web, album: Album, tmp_path: Path, clock: FakeClock
) -> None:
    web.pages[URL] = png()

    async def look() -> None:
        assert await album.picture(1, URL) == Picture("image/png", png())
        assert await album.picture(2, URL) == Picture("image/png", png())
        again = Album(web, PictureFolder(tmp_path / "pictures", 10_000), clock)
        assert await again.picture(1, URL) == Picture("image/png", png())

    asyncio.run(look())
    assert web.asked == [URL]


def test_what_is_no_picture_is_not_shown_and_not_asked_for_again_soon(
    web: Web, album: Album, clock: FakeClock
) -> None:
    large = "https://a.example/large"
    web.pages = {URL: b"<svg/>", "https://a.example/cut": png(), large: png(size=albums.MAX_PICTURE_BYTES)}
    missing = "https://a.example/missing"

    async def look() -> None:
        for _ in range(2):
            for url in (URL, missing, "https://a.example/cut", large):
                assert await album.picture(1, url) is None
        web.pages[missing] = png()
        clock.forward(seconds=albums.PAUSE / 1000)
        assert await album.picture(1, missing) is not None

    asyncio.run(look())
    assert web.asked == [URL, missing, "https://a.example/cut", large, missing]


def test_many_who_ask_at_once_have_it_fetched_once_even_if_the_first_goes_away(
    web: Web, album: Album
) -> None:
    web.pages[URL] = png()

    async def look() -> None:
        web.open.clear()
        first = asyncio.create_task(album.picture(1, URL))
        others = [asyncio.create_task(album.picture(2, URL)) for _ in range(20)]
        await until(lambda: bool(web.asked))
        first.cancel()
        web.open.set()
        assert await asyncio.gather(*others) == [Picture("image/png", png())] * 20

    asyncio.run(look())
    assert web.asked == [URL]


def test_one_person_has_few_downloads_at_once_and_a_process_not_many(web: Web, album: Album) -> None:
    async def most(people: int) -> int:
        web.most = 0
        web.open.clear()
        urls = [
            (user, f"https://a.example/{people}/{user}/{number}")
            for user in range(people)
            for number in range(30)
        ]
        tasks = [asyncio.create_task(album.picture(user, url)) for user, url in urls]
        await until(lambda: web.busy == min(albums.MAX_OF_ONE * people, albums.MAX_AT_ONCE))
        web.open.set()
        await asyncio.gather(*tasks)
        return web.most

    async def look() -> None:
        assert await most(1) == albums.MAX_OF_ONE
        assert await most(5) == albums.MAX_AT_ONCE

    asyncio.run(look())


def test_where_too_many_wait_a_picture_is_not_had(
    web: Web, album: Album, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(albums, "MAX_WAITING", 0)
    web.pages = {f"https://a.example/{number}": png() for number in range(albums.MAX_AT_ONCE + 1)}

    async def look() -> None:
        web.open.clear()
        pages = list(web.pages)
        tasks = [asyncio.create_task(album.picture(number, url)) for number, url in enumerate(pages)]
        # Which of them comes too late is chance: each looks into its folder first.
        (refused,), others = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        assert refused.result() is None
        web.open.set()
        assert None not in await asyncio.gather(*others)
        # It was not the picture's fault: it can be had at once.
        assert await album.picture(1, pages[tasks.index(refused)]) is not None

    asyncio.run(look())


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_full_folder_lets_go_what_was_not_seen_the_longest(tmp_path: Path) -> None:
    folder = PictureFolder(tmp_path, 1000)
    for number in range(10):
        folder.put(str(number), bytes([number]) * 100)
        for file in files(tmp_path):
            os.utime(file, (file.stat().st_mtime - 60,) * 2)
    assert folder.get("0") is not None
    folder.put("new", bytes(100))
    assert folder.get("new") is not None
    assert folder.get("0") is not None
    assert folder.get("1") is None
    assert sum(file.stat().st_size for file in files(tmp_path)) <= 1000


def test_a_folder_that_was_full_before_the_start_does_not_grow(tmp_path: Path) -> None:
    before = PictureFolder(tmp_path, 10_000)
    for number in range(50):
        before.put(str(number), bytes(100))
    PictureFolder(tmp_path, 1000).put("new", bytes(100))
    assert sum(file.stat().st_size for file in files(tmp_path)) <= 1000


def test_with_no_room_at_all_nothing_is_kept_and_nothing_fails(tmp_path: Path) -> None:
    folder = PictureFolder(tmp_path / "none", 0)
    folder.put(URL, b"x")
    assert folder.get(URL) is None
    assert not (tmp_path / "none").exists()
    (tmp_path / "file").write_bytes(b"")
    broken = PictureFolder(tmp_path / "file", 1000)
    broken.put(URL, b"x")
    assert broken.get(URL) is None


def test_files_are_for_their_owner_only(tmp_path: Path) -> None:
    PictureFolder(tmp_path / "pictures", 1000).put(URL, b"x")
    assert {path.stat().st_mode & 0o077 for path in (tmp_path / "pictures").rglob("*")} == {0}


@pytest.mark.parametrize("limit", [0, 450])
def test_a_folder_that_may_hold_less_than_before_lets_go_of_what_is_too_much(
    tmp_path: Path, limit: int
) -> None:
    before = PictureFolder(tmp_path, 1000)
    for number in range(10):
        before.put(str(number), bytes(100))
    PictureFolder(tmp_path, limit).put("new", bytes(100))
    assert sum(file.stat().st_size for file in files(tmp_path)) <= limit
