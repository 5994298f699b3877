"""Addresses are read as browsers read them, and nothing gets through unread."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from satchel.model.pages import FetchFailed, Reason
from satchel.pipeline.fetching.guard import Guard
from satchel.pipeline.fetching.target import follow, is_literal, read_target

LOOPBACK = [
    *("127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7F.1", "017700000001", "0177.0.0.1"),
    *("127.0.0.1.", "①②⑦.⓪.⓪.①", "127。0。0。1", "１２７.0.0.1", "%31%32%37.0.0.1", "0x7f.0X0.0.1"),
]


@pytest.mark.parametrize("host", LOOPBACK)
def test_every_spelling_of_loopback_is_loopback(host: str) -> None:
    assert read_target(f"http://{host}/").host == "127.0.0.1"


@pytest.mark.parametrize(
    ("url", "read"),
    [
        ("HTTP://Example.COM", "http://example.com/"),
        ("https://example.com:443/a?b#c", "https://example.com/a?b"),
        ("http://example.com:443?q", "http://example.com:443/?q"),
        ("http://example.com:/", "http://example.com/"),
        ("http://bücher.example/ü?ü", "http://xn--bcher-kva.example/%C3%BC?%C3%BC"),
        ("http://☕.example/", "http://xn--53h.example/"),
        ("http://a_b.example./x y", "http://a_b.example/x%20y"),
        ("http://example.com/100%/%41", "http://example.com/100%/%41"),
        ("http:\\\\example.com\\a?b\\c", "http://example.com/a?b%5Cc"),
        ("http://[2606:4700::0:1111]:8080/", "http://[2606:4700::1111]:8080/"),
        (" http://example.com/ ", "http://example.com/"),
        ("http://example.com#@127.0.0.1/", "http://example.com/"),
        ("http://127.0.0.1\\@example.com/", "http://127.0.0.1/@example.com/"),
    ],
)
def test_an_address_is_read_as_browsers_do(url: str, read: str) -> None:
    assert read_target(url).url == read
    assert read_target(read).url == read


@pytest.mark.parametrize(
    "url",
    [
        *(
            "",
            "http://",
            "http:///",
            "example.com",
            "//example.com/",
            "file:///etc/passwd",
            "data:text/html,x",
        ),
        *(
            "gopher://127.0.0.1:6379/_INFO",
            "ftp://example.com/",
            "javascript:alert(1)",
            "blob:x",
            "dict://x/",
        ),
        *("http://user:pw@example.com/", "http://example.com@127.0.0.1/", "http://@example.com/"),
        *("http://a\r\nHost: x/", "http://example.com/\r\nX: y", "http://exa\tmple.com/", "http://e.com/\0"),
        *("http://exam ple.com/", "http://exa%20mple.com/", "http://a..b/", "http://.a/", "http://a/\ud800"),
        *(
            "http://\ud800/",
            "http://[fe80::1%25lo]/",
            "http://[::1%lo]/",
            "http://[::1/",
            "http://[1.2.3.4]/",
        ),
        *(
            "http://e.com:99999/",
            "http://e.com:-1/",
            "http://e.com:8o/",
            "http://256.1.1.1/",
            "http://1.2.3.4.5/",
        ),
        *(
            "http://0x100000000/",
            "http://08.0.0.1/",
            "http://a.1x.0x1g.09/",
            "http://%ff/",
            "http://a%2fb.com/",
        ),
        *("http://a℀b.com/", "http://" + "a" * 64 + ".com/", "http://" + "a." * 130 + "com/"),
        *("http://example.com/" + "a" * 8192, "http://example.com/" + "ü" * 4000),
    ],
)
def test_what_cannot_be_fetched_is_a_bad_address(url: str) -> None:
    with pytest.raises(FetchFailed) as caught:
        read_target(url)
    assert caught.value.reason is Reason.BAD_ADDRESS
    assert caught.value.permanent


@pytest.mark.parametrize(
    ("location", "read"),
    [
        (b"/b", "http://a.test/b"),
        (b"b?c", "http://a.test/x/b?c"),
        (b"?c", "http://a.test/x/y?c"),
        (b"//b.test/", "http://b.test/"),
        (b"/\\b.test/", "http://b.test/"),
        (b"\\\\b.test\\", "http://b.test/"),
        (b"https://b.test", "https://b.test/"),
        (b" /b c ", "http://a.test/b%20c"),
        ("/ü".encode(), "http://a.test/%C3%BC"),
        ("/ü".encode("latin-1"), "http://a.test/%C3%BC"),
        (b"", "http://a.test/x/y"),
    ],
)
def test_a_redirect_is_read_against_the_page_that_sent_it(location: bytes, read: str) -> None:
    assert follow(read_target("http://a.test/x/y"), location).url == read


@pytest.mark.parametrize(
    "location",
    [b"file:///etc/passwd", b"gopher://x/", b"javascript:0", b"data:,x", b"http://u@b.test/", b"//[/"],
)
def test_a_redirect_to_something_else_ends_there(location: bytes) -> None:
    with pytest.raises(FetchFailed) as caught:
        follow(read_target("http://a.test/"), location)
    assert caught.value.reason is Reason.REDIRECTS


HOSTS = st.text(st.sampled_from("0123456789abcdefx.:[]%/\\@#?-_ ①。℀ü\t") | st.characters(), max_size=40)


@given(st.one_of(st.text(), HOSTS.map("http://{}/".format), HOSTS.map("https:{}".format)))
def test_any_text_is_read_or_refused_and_never_says_two_things(url: str) -> None:
    try:
        target = read_target(url)
    except FetchFailed:
        return
    assert target.url.isascii()
    assert not set(target.url) & set(' \r\n\t\0\\"<>')
    assert read_target(target.url) == target
    if is_literal(target.host):
        Guard().permits(target.host)


@given(st.binary(max_size=60))
def test_any_location_is_followed_or_refused(location: bytes) -> None:
    with suppress(FetchFailed):
        assert follow(read_target("https://a.test/x"), location).scheme in ("http", "https")
