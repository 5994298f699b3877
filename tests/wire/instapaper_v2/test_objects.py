"""What the objects of version 2 say of a page: where it is, and what kind of thing it is."""

from __future__ import annotations

import pytest

from tests.wire.instapaper_v2.test_v2 import Client
from tests.wire.server import Wire

URL = "https://blog.example.org/2026/keeping-notes"
SHORT = "https://short.example.org/1"
PAGE = """<!doctype html><html lang="en"><head><title>Keeping notes</title></head><body><article>
<h1>Keeping notes</h1>{}</article></body></html>""".format(
    "<p>Notes are kept in many ways, as we shall see.</p>" * 20
)
LETTER = (
    "<h1>A letter</h1>" + "<p>Dear reader, this came by mail, and there is no page of it anywhere.</p>" * 9
)


@pytest.fixture
def alice(wire: Wire) -> Client:
    wire.web.page(URL, PAGE)
    wire.web.page(SHORT, PAGE, redirect_to=URL)
    return Client(wire, wire.token())


@pytest.mark.parametrize(
    ("more", "url"), [({}, URL), ({"canonicalize": True}, URL), ({"canonicalize": False}, SHORT)]
)
def test_a_link_is_told_by_where_it_leads_unless_the_program_says_no(
    alice: Client, more: dict[str, bool], url: str
) -> None:
    saved = alice.told("POST", "/bookmarks", {"url": SHORT, **more})
    assert (saved["url"], saved["title"]) == (url, "Keeping notes")
    (listed,) = alice.told("GET", "/bookmarks")["bookmarks"]
    (changed,) = alice.told("GET", "/bookmarks?since=1")["bookmarks"]
    assert listed == changed == saved


@pytest.mark.parametrize(
    ("sent", "category"),
    [
        ({"url": URL}, 0),
        ({"private_source": "Email", "content": LETTER}, 1),
        ({"private_source": "Acme Reader", "content": LETTER}, 0),
        ({"url": "https://video.example.org/film.mp4"}, 2),
        ({"url": "https://files.example.org/report.pdf"}, 3),
        *(
            ({"url": url, "title": "A post"}, 4)
            for url in (
                "https://x.com/someone/status/1234567890", "https://www.threads.net/@someone/post/Cx1",
                "https://bsky.app/profile/someone.example/post/3k", "https://social.example/@someone/112233445566778899",
                "https://m.facebook.com/someone/posts/1",
            )
        ),
        *(
            ({"url": url, "title": "No post"}, 0)
            for url in ("https://x.com/", "https://social.example/@someone", "https://notx.com/someone/1")
        ),
    ],
)  # fmt: skip
def test_what_kind_of_thing_a_page_is(wire: Wire, alice: Client, sent: dict[str, str], category: int) -> None:
    wire.web.page("https://video.example.org/film.mp4", b"\0\0\0\x18ftypmp42", type="video/mp4")
    wire.web.page("https://files.example.org/report.pdf", b"%PDF-1.4\n", type="application/pdf")
    saved = alice.told("POST", "/bookmarks", sent)
    assert saved["category"] == category
