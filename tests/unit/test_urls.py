"""Addresses: what may be saved, and when two of them are one page."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from satchel.base import urls
from satchel.base.errors import Invalid

SAME = [
    ("http://example.org/a", "https://example.org/a"),
    ("http://example.org/a", "http://www.example.org/a"),
    ("http://example.org/a", "HTTP://EXAMPLE.ORG/a"),
    ("http://example.org/a", "http://example.org:80/a"),
    ("http://example.org/a", "https://example.org:443/a"),
    ("http://example.org/a", "http://example.org./a"),
    ("http://example.org/a", "http://example.org/a/"),
    ("http://example.org/a", "http://example.org/a#part"),
    ("http://example.org/a", "http://example.org/a#:~:text=high/water"),
    ("http://example.org/a", "http://example.org/a#xtor=mail/7"),
    ("http://example.org/a", "http://example.org/a#utm_source=x&utm_medium=mail"),
    ("http://example.org/a", "http://example.org/a#part?utm_source=x"),
    ("http://example.org/a", "http://example.org/a#part&utm_source=x"),
    ("http://example.org/a", "http://example.org/a#t=1m30s"),
    ("http://example.org/a", "http://example.org/a#t=10.5,20"),
    ("http://example.org/a", "http://example.org/a#xywh=percent:5,5,15,15"),
    ("http://example.org/a.pdf", "http://example.org/a.pdf#page=3&zoom=100"),
    ("http://example.org/a", "http://example.org/a#:~:text=a=b"),
    ("http://example.org/a#/b", "http://example.org/a#/b:~:text=high"),
    ("http://example.org/a#id=5", "http://example.org/a/#id=5&utm_source=x"),
    ("http://example.org/a#id=5", "http://example.org/a#id=5:~:text=high"),
    ("http://example.org/a", "http://example.org/a#!"),
    ("http://example.org/a", "http://example.org/a#/"),
    ("http://example.org/a#/b", "http://example.org/a#/b/"),
    ("http://example.org/a#/b", "http://example.org/a#%2Fb"),
    ("http://example.org/a#!/b", "http://example.org/a#%21/b"),
    ("http://example.org/a#/b?c=d", "http://example.org/a#/b?utm_source=x&c=d"),
    ("http://example.org/a", "http://example.org/a?"),
    ("http://example.org/a", "http://example.org/a?utm_source=x&fbclid=y"),
    ("http://example.org/a?id=1", "http://example.org/a?gclid=2&id=1&UTM_MEDIUM=3"),
    ("http://example.org/a", "http://example.org/b/../a"),
    ("http://example.org/a", "http://example.org/./a"),
    ("http://example.org/a", "http://example.org/%61"),
    ("http://example.org/%C3%A4", "http://example.org/ä"),
    ("http://example.org/%C3%A4", "http://example.org/%c3%a4"),
    ("http://example.org", "http://example.org/"),
    ("http://example.org/a", "example.org/a"),
    ("http://example.org/a", "//example.org/a"),
    ("http://example.org/a", " \n http://example.org/a\t"),
    ("http://example.org/a", "http%3A%2F%2Fexample.org%2Fa"),
    ("http://example.org/a%20b?c=d%20e", "http://example.org/a b?c=d e"),
    ("http://example.org/a%20b", "example.org/a b"),
    ("http://example.org/two%20words", "http://example.org/two words"),
    ("http://example.org/a%20(film)", "http://example.org/a (film)"),
    ("http://example.org/a%20b/c%20d", "http://example.org/a b/c d"),
    ("http://example.org/A%20-%20B.mp3", "http://example.org/A - B.mp3"),
    ("http://example.org/St.%20Ives", "http://example.org/St. Ives"),
    ("http://example.org/v1.2%20notes", "http://example.org/v1.2 notes"),
    ("http://example.org/a/%20b.pdf", "http://example.org/a/ b.pdf"),
    ("http://example.org/a?q=x%20-%20y%20z", "http://example.org/a?q=x - y z"),
    ("http://example.org/x", "http://example.org/x via @someapp"),
    ("http://example.org/x", "example.org/x Good read by @someone in @somewhere"),
    ("http://example.org/x", "http://example.org/x #reading #later"),
    ("http://example.org/x", "http://example.org/x https://other.example/y"),
    ("http://example.org/", "http://example.org via @someapp"),
    ("http://example.org/x/", "http://example.org/x/ A title of some words"),
    ("http://example.org/x.html", "http://example.org/x.html A title, and more"),
    ("http://xn--mnchen-3ya.example/", "http://MÜNCHEN.example/"),
    ("http://example.org/a", "http://example.org\\a"),
    ("http://example.org/a/b?c=\\d", "http://example.org\\a\\b?c=\\d"),
    ("http://example.org/a?b=\\c", "http://example.org/a?b=\\c"),
    ("http://example.org/@evil.example/", "http://example.org\\@evil.example/"),
]

APART = [
    ("http://example.org/a", "http://example.org/A"),
    ("http://example.org/a", "http://example.org/b"),
    ("http://example.org/a", "http://sub.example.org/a"),
    ("http://example.org/a", "http://example.org:8080/a"),
    ("http://example.org/a", "http://example.org/a?id=1"),
    ("http://example.org/a?id=1", "http://example.org/a?id=2"),
    ("http://example.org/a?x=1&y=2", "http://example.org/a?y=2&x=1"),
    ("http://example.org/a%2Fb", "http://example.org/a/b"),
    ("http://example.org/#!/a", "http://example.org/#!/b"),
    ("http://example.org/#/a", "http://example.org/"),
    ("http://example.org/#note/1", "http://example.org/#note/2"),
    ("http://example.org/#?page=1", "http://example.org/#?page=2"),
    ("http://example.org/#id=5", "http://example.org/#id=6"),
    ("http://example.org/#id=5", "http://example.org/"),
    ("http://example.org/#page=3", "http://example.org/#page=4"),
    ("http://example.org/#a=1&b=2", "http://example.org/#a=1&b=3"),
    ("http://example.org/#/a?t=1", "http://example.org/#/a?t=2"),
    ("http://example.org/#view?id=5", "http://example.org/#view?id=6"),
    ("http://example.org/#id%3D5", "http://example.org/#id%3D6"),
    ("http://example.org/#t=inbox", "http://example.org/#t=sent"),
    ("http://example.org/#/a?b=1", "http://example.org/#/a?b=2"),
    ("http://www.example.org/", "http://wwwexample.org/"),
    ("http://example.org/a?q=a%26b", "http://example.org/a?q=a&b"),
]

REFUSED = [
    "", " ", "word", "two words.example", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x",
    "file:///etc/passwd", "ftp://example.org/", "mailto:a@example.org", "about:blank", "view-source:http://a.example/",
    "http://", "http:///path", "https://?q", "http://#x", "http://a..b/", "http://.example/", "http://exa mple.org/",
    "http://example.org /", "http://example.org:80 /", "example.org is nice",
    "http://example.org/x - The title", "http://example.org/x | The site", "http://example.org/x\nvia @someapp",
    "http://example.org/x?id=7 via @someapp", "http://example.org:0/", "https://example.org:0000/x",
    "http://user@example.org/", "http://user:pass@example.org/", "http://example.org@evil.example/",
    "http://[::1", "http://[gg::1]/", "http://[v1.x]/", "http://example.org:port/",
    "http://example.org:99999/", "http://example.org:-1/", "http://example.org/\x00", "http://example.org/\x01",
    "http://example.org/\r\nHost: x", "http://example.org/\ud800", "http://example.org/\u202e", "http://\u200bexample.org/",
    "http://-example.org/", "http://exa<mple.org/", "http://example.org/" + "a" * 8192,
    "http://example.org/" + "ä" * 3000, "http://" + "a" * 254 + "/", "http://xn--a\u00e4.example/",
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SAME)
def test_what_makes_no_difference_is_one_page(one: str, other: str) -> None:
    assert urls.read(one).normal == urls.read(other).normal
    assert urls.read(one).key == urls.read(other).key


@pytest.mark.parametrize(("one", "other"), APART)
def test_what_may_make_a_difference_is_two_pages(one: str, other: str) -> None:
    assert urls.read(one).key != urls.read(other).key


@pytest.mark.parametrize("text", REFUSED)
def test_what_cannot_be_saved_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        urls.read(text)
    assert refused.value.message.endswith(".")
    assert refused.value.field == "url"


@pytest.mark.parametrize(
    ("text", "url", "host"),
    [
        ("Example.ORG/a b"[:13], "http://example.org/a", "example.org"),
        ("https://example.org", "https://example.org/", "example.org"),
        ("https://example.org:8443/?q=ä#ö", "https://example.org:8443/?q=%C3%A4#%C3%B6", "example.org"),
        ("http://[2001:DB8::1]:8080/x", "http://[2001:db8::1]:8080/x", "2001:db8::1"),
        ("http://192.0.2.1/", "http://192.0.2.1/", "192.0.2.1"),
        ("http://example.org/100%", "http://example.org/100%25", "example.org"),
        ("http://example.org/%zz", "http://example.org/%25zz", "example.org"),
        ("http://example.org/a?b=%2f&c={d}|[e]", "http://example.org/a?b=%2F&c={d}|[e]", "example.org"),
    ],
)
def test_an_address_is_stored_in_one_spelling(text: str, url: str, host: str) -> None:
    address = urls.read(text)
    assert (address.url, address.host) == (url, host)


_LETTERS = "abcxyz019"
_LABELS = st.lists(st.text(_LETTERS + "-", min_size=1, max_size=9), min_size=1, max_size=5)
_REST = st.text("aZ0/._~=&:@,;+!$*()'-utm_", max_size=30)


@given(_LABELS.map(".".join), _REST, _REST)
@example("a--b.example", "//a//", "&utm_x=1&=")
@example("xn--mnchen-3ya.example", "a/../b/.", "?")
@example("a-.example", "", "")
@example("a" * 254, "a", "")
def test_a_usual_address_is_read_as_its_unusual_spellings_are(host: str, path: str, query: str) -> None:
    usual = f"http://{host}/{path}" + (f"?{query}" if query else "")
    try:
        expected = urls.read("HTTP" + usual[4:])
    except Invalid:
        with pytest.raises(Invalid):
            urls.read(usual)
        return
    assert urls.read(usual) == expected


@given(
    st.text(max_size=60) | st.text(alphabet="htps:/.%@?#[]a1é\\&=+ w-", max_size=60).map("http://{}".format)
)
@example("http://a.b/%")
@example("http://ⅰ.example/")
@example("http://%00/")
@example("http%3a")
@example("http://a.example/;x?;#!")
def test_any_text_is_an_address_or_refused_and_reading_it_again_changes_nothing(text: str) -> None:
    with suppress(Invalid):
        address = urls.read(text)
        again = urls.read(address.url)
        assert again == address
        assert address.url.isascii()
        assert address.url.isprintable()
        assert len(address.key) == 16
        assert urls.read(address.normal).key == address.key


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("example.org", "example.org", True),
        ("www.example.org", "example.org", True),
        ("m.example.org", "www.example.org", True),
        ("example.org", "en.example.org", True),
        ("example.org", "notexample.org", False),
        ("a.example.org", "b.example.org", False),
        ("example.org", "example.com", False),
    ],
)
def test_a_site_is_a_host_and_those_below_it(one: str, other: str, same: bool) -> None:
    assert urls.same_site(one, other) == urls.same_site(other, one) == same
