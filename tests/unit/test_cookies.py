"""Cookies go back to the site that set them, and nowhere else."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from satchel.pipeline.fetching.cookies import MAX_COOKIES, MAX_LINE, Jar
from satchel.pipeline.fetching.target import read_target

NOW = datetime(2030, 1, 1, tzinfo=UTC)


def sent(said: str | list[str], to: str, by: str = "https://www.example.org/a/b") -> str:
    """The Cookie header that a request for `to` has after `by` said something."""
    jar = Jar()
    jar.take(read_target(by), [said] if isinstance(said, str) else said, NOW)
    return jar.line(read_target(to))


@pytest.mark.parametrize(
    ("said", "to"),
    [
        ("k=1", "https://www.example.org/a/c"),
        ("k=1", "http://www.example.org/a/c"),
        ("k=1", "https://www.example.org:8443/a/"),
        ("k=1; Path=/", "https://www.example.org/"),
        ("k=1; path=/x", "https://www.example.org/x/y?z"),
        ("k=1; Path=nonsense", "https://www.example.org/a/c"),
        ("k=1; Path=/; Domain=example.org", "https://example.org/"),
        ("k=1; Path=/; Domain=.EXAMPLE.org", "https://m.example.org/"),
        ("k=1; Path=/; Domain=", "https://www.example.org/"),
        ("k=1; Path=/; Secure; HttpOnly; SameSite=Strict", "https://www.example.org/"),
        ("k=1; Path=/; Expires=Wed, 12 Jul 2034 12:12:38 GMT", "https://www.example.org/"),
        ("k=1; Path=/; Expires=Wed, 12-Jul-34 12:12:38 GMT", "https://www.example.org/"),
        ("k=1; Path=/; Expires=soon", "https://www.example.org/"),
        ("k=1; Path=/; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT", "https://www.example.org/"),
        (" k = 1 ;Path=/", "https://www.example.org/"),
        ("__Host-k=1; Secure; Path=/", "https://www.example.org/"),
        ("__Secure-k=1; Secure; Path=/; Domain=example.org", "https://example.org/"),
    ],
)
def test_a_cookie_goes_back_to_its_site(said: str, to: str) -> None:
    assert sent(said, to).endswith("k=1")


@pytest.mark.parametrize(
    ("said", "to"),
    [
        ("k=1; Path=/", "https://example.org/"),
        ("k=1; Path=/", "https://m.www.example.org/"),
        ("k=1; Path=/", "https://other.test/"),
        ("k=1; Path=/; Domain=example.org", "https://notexample.org/"),
        ("k=1; Path=/; Domain=other.test", "https://other.test/"),
        ("k=1; Path=/; Domain=m.example.org", "https://m.example.org/"),
        ("k=1; Path=/; Domain=org", "https://other.org/"),
        ("k=1; Path=/x", "https://www.example.org/xy"),
        ("k=1", "https://www.example.org/c"),
        ("k=1; Path=/; Secure", "http://www.example.org/"),
        ("k=1; Path=/; Max-Age=0", "https://www.example.org/"),
        ("k=1; Path=/; Max-Age=-5; Expires=Wed, 12 Jul 2034 12:12:38 GMT", "https://www.example.org/"),
        ("k=1; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT", "https://www.example.org/"),
        ("__Host-k=1; Secure; Path=/; Domain=example.org", "https://www.example.org/"),
        ("__Secure-k=1; Path=/", "https://www.example.org/"),
        ("k=1\x00; Path=/", "https://www.example.org/"),
        ("k=" + "1" * 5_000 + "; Path=/", "https://www.example.org/"),
        ("; Path=/", "https://www.example.org/"),
        ("=; Path=/", "https://www.example.org/"),
    ],
)
def test_a_cookie_goes_nowhere_else(said: str, to: str) -> None:
    assert sent(said, to) == ""


@pytest.mark.parametrize(
    ("by", "domain", "to"),
    [
        ("http://a.co.uk/", "co.uk", "http://b.co.uk/"),
        ("http://a.com.au/", "com.au", "http://b.com.au/"),
        ("http://192.0.2.7/", "0.2.7", "http://192.0.2.8/"),
        ("http://192.0.2.7/", "2.7", "http://1.0.2.7/"),
        ("http://[2001:db8::1]/", "db8::1", "http://[2001:db8::2]/"),
    ],
)
def test_a_cookie_for_a_name_that_many_share_stays_with_its_host(by: str, domain: str, to: str) -> None:
    said = f"k=1; Domain={domain}; Path=/"
    assert sent(said, to, by) == ""
    assert sent(f"k=1; Domain={read_target(by).host}; Path=/", by, by) == "k=1"


def test_short_names_have_cookies_too() -> None:
    assert sent("k=1; Domain=t.co", "https://t.co/x", "https://t.co/") == "k=1"
    assert sent("k=1; Domain=t.co", "https://www.t.co/x", "https://www.t.co/") == "k=1"


def test_a_new_value_replaces_the_old_and_a_past_date_takes_it_back() -> None:
    end = "Path=/; Domain=example.org"
    assert sent([f"k=1; {end}", f"k=2; {end}", "j=3; Path=/"], "https://www.example.org/") == "k=2; j=3"
    assert sent([f"k=1; {end}", f"k=; Max-Age=0; {end}"], "https://www.example.org/") == ""


def test_longer_paths_go_first() -> None:
    assert (
        sent(["a=1; Path=/", "b=2; Path=/a", "c=3; Path=/"], "https://www.example.org/a") == "b=2; a=1; c=3"
    )


def test_a_plain_answer_does_not_replace_what_a_secure_one_set() -> None:
    jar = Jar()
    jar.take(read_target("https://a.test/"), ["k=1; Secure"], NOW)
    jar.take(read_target("http://a.test/"), ["k=2"], NOW)
    assert jar.line(read_target("https://a.test/")) == "k=1"


def test_many_and_large_cookies_stay_within_bounds() -> None:
    many = sent([f"k{n}=1; Path=/" for n in range(10_000)], "https://www.example.org/")
    assert many.count("=") == MAX_COOKIES
    assert "k9999=1" in many
    large = sent([f"k{n}={'x' * 4_000}; Path=/" for n in range(40)], "https://www.example.org/")
    assert 8_000 < len(large) <= MAX_LINE


@given(st.text(st.characters(max_codepoint=255), max_size=80))
def test_any_line_is_a_cookie_or_none_and_never_breaks_out_of_its_header(line: str) -> None:
    found = sent(line, "https://www.example.org/a/b")
    assert not set(found) & set("\r\n\0;")
    found.encode("latin-1")
