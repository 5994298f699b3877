"""One reader of hosts: what is saved, fetched and linked to is the same place, whatever it is written like."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from satchel.base import hosts, urls
from satchel.base.errors import Invalid
from satchel.model.pages import FetchFailed
from satchel.pipeline.extract import extract
from satchel.pipeline.fetching.target import read_target
from satchel.pipeline.links import absolute

READ = [
    ("example.org", "example.org"),
    ("EXAMPLE.org.", "example.org"),
    ("\u2603.test", "xn--n3h.test"),
    ("I\u2764.example", "xn--i-7iq.example"),
    ("\U0001f44d\U0001f3fd.example", "xn--on8h5e.example"),
    ("bücher.test", "xn--bcher-kva.test"),
    ("BÜCHER.test", "xn--bcher-kva.test"),
    ("bu\u0308cher.test", "xn--bcher-kva.test"),
    ("b%C3%BCcher.test", "xn--bcher-kva.test"),
    ("b%c3%bccher%2Etest", "xn--bcher-kva.test"),
    ("%E2%98%83.test", "xn--n3h.test"),
    ("xn--bcher-kva.test", "xn--bcher-kva.test"),
    ("faß.test", "xn--fa-hia.test"),
    ("例え。テスト", "xn--r8jz45g.xn--zckzah"),
    ("bücher\uff0etest", "xn--bcher-kva.test"),
    ("\uff45xample\uff61test", "example.test"),
    ("a_b.test", "a_b.test"),
    ("a--b.test", "a--b.test"),
    ("127.1", "127.0.0.1"),
    ("0x7f.0.0.1", "127.0.0.1"),
    ("2130706433", "127.0.0.1"),
    ("0177.0.0.1", "127.0.0.1"),
    ("\uff11\uff12\uff17.0.0.1", "127.0.0.1"),
    ("%31%32%37.0.0.1", "127.0.0.1"),
    ("[2001:DB8:0::1]", "2001:db8::1"),
]
REFUSED = [
    *("a..b", ".a", "a b", "a%20b", "a%00b", "a%2fb", "a%40b", "a<b.test", "xn--a\u00e4.test", "a\u2100b.test"),
    *("256.1.1.1", "1.2.3.4.5", "08.0.0.1", "0x100000000",
      "[::1%25lo]", "[::1", "[v1.x]", "%ff.test", "a" * 64 + ".test", "%"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "host"), READ)
def test_what_is_saved_fetched_and_linked_to_is_one_place(written: str, host: str) -> None:
    place = f"[{host}]" if ":" in host else host
    address = urls.read(f"http://{written}/a")
    assert (address.url, address.host) == (f"http://{place}/a", host)
    assert urls.read(f"http://{written}:8080/a").url == f"http://{place}:8080/a"
    assert read_target(f"http://{written}:8080/a").authority == f"{place}:8080"
    assert read_target(address.url).host == host
    link = absolute(f"//{written}/a", "http://example.org/")
    assert urls.read(link) == address
    assert link.isascii()
    assert "%" not in link


@pytest.mark.parametrize("written", REFUSED)
def test_what_is_no_host_is_none_for_anybody(written: str) -> None:
    with pytest.raises(Invalid):
        urls.read(f"http://{written}/a")
    with pytest.raises(FetchFailed):
        read_target(f"http://{written}/a")
    with pytest.raises((ValueError, OverflowError)):
        hosts.read(written)


def test_links_and_pictures_of_an_article_keep_their_host() -> None:
    sentence = (
        "<p>The river ran high that spring, and the town kept its sandbags by the doors, all of them.</p>"
    )
    page = f"""<html><title>T</title><article>{sentence * 6}
        <p>Nobody had seen <a href="http://b\u00fccher.test:8080/x?y=\u00fc">the book</a> beside the weir.</p>
        <img src="//\u2603.test/p.png" srcset="http://b%C3%BCcher.test/q.png 2x" width="600" height="400">
        {sentence * 6}</article></html>"""
    html = extract(page.encode(), "http://example.org/a", media_type="text/html", charset="utf-8").html
    assert "http://xn--bcher-kva.test:8080/x?y=" in html
    assert "//xn--n3h.test/p.png" in html or "//xn--bcher-kva.test/q.png" in html
    assert "b%C3%BC" not in html


_SIGNS = st.sampled_from(
    [*"abx.-_%17f", "0x", "xn--", "%41", "%2e", "ü", "ß", "\u2603", "\u3002", "\uff11", "\u2100"]
)


@given(st.lists(_SIGNS, min_size=1, max_size=9).map("".join) | st.text(min_size=1, max_size=12))
@example("\u00df.\u0661")
@example("1.1.1.1.")
def test_whoever_reads_a_host_reads_the_same(written: str) -> None:
    try:
        address = urls.read(f"http://{written}/")
    except Invalid:
        return
    target = read_target(address.url)
    assert target.host == address.host
    assert target.url.partition("?")[0].startswith(f"http://{target.authority}/")
    link = absolute(f"http://{written}/", "http://example.org/")
    if link and urlsplit(link).path == "/":
        assert urls.read(link).host == address.host


#: Keys are stored: those of ordinary addresses never change.
KEYS = [
    ("http://example.org", "2acfd99435a3dd4e28f4beb40270a05e"),
    ("https://www.example.org/a/b.html?x=1&y=2#z", "aed429249c25c5ab3f0f8a61865ebbe0"),
    ("http://example.org:8080/a?utm_source=x&id=7", "c455ec8fa84eef83ac212edf0cdc2664"),
    ("https://en.wikipedia.org/wiki/Caf%C3%A9", "4d01d6ca1ffd7225f0e4e4f5dd583c36"),
    ("https://de.wikipedia.org/wiki/Köln", "166175c5ebe387929ea98ea1f779182e"),
    ("http://bücher.example/straße?q=ä", "64146952acc32a1efbba912d295319c0"),
    ("https://faß.example/", "3093b2adef0cc69625dd2ccb9aea745f"),
    ("http://例え.テスト/パス", "0e77917ba0bad056e8c31a5f5c2686c2"),
    ("http://EXAMPLE.ORG./A//b/../c", "af1ef7635c8224c98f0f7e00494135a6"),
    ("https://example.org/?a='x'&b=%27y%27", "a52d3c0175f3a593e05a7e6867311e13"),
    ("http://192.0.2.7/x", "0c55cf39d5fb19edb45c5962e10fa298"),
    ("http://192.0.2.7:8080/", "fa1902cdab8f14847a60c33bc2c03126"),
    ("http://[2001:db8::1]/x", "31038928ae037b7f1f1d4eea1766ff0c"),
    ("https://a_b.example.org/", "c49e024e86528f7f285fbb0019bffd17"),
    ("https://xn--bcher-kva.example/", "96b0027a1eb73d45d16155b80fea4df2"),
    ("https://a-b--c.example.co.uk/~user/(1)", "5daa1a7b1d0b25113e7df0a5b6847139"),
    ("http://localhost:8000/x", "dd1d357535678641a82a8e4404aea50e"),
    ("https://1.example.org/", "e50af32031655bb85ffc9455eae3c011"),
    ("https://news.ycombinator.com/item?id=1", "dc54684d2f3d277746d3b910fc22f185"),
    ("https://example.org/a%20b+c", "b272ff4db325acfe4c34c8eeb8973c6b"),
    ("https://user-1.github.io/post/", "28b4fe686913d4917a859fdbdb77b3d8"),
    ("http://9gag.com/1", "3645feaad74811963fdcac6f5d86958e"),
    ("http://4chan.org", "c2777e471d443269f7c229dd5bb7fe9f"),
    ("https://a.b1/x", "1ada886c225379443ffaf259aa0f90e6"),
    ("https://ドメイン.example/", "45d343dc3fa70cb805e3d0b76a693239"),
    ("https://παράδειγμα.example/", "3642d761beccfba456adbec68adc472e"),
]


@pytest.mark.parametrize(("url", "key"), KEYS)
def test_the_keys_of_what_was_saved_stay(url: str, key: str) -> None:
    assert urls.read(url).key.hex() == key
