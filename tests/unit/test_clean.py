from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html
from selectolax.lexbor import LexborHTMLParser

from satchel.pipeline.clean import clean
from satchel.pipeline.extract import extract
from satchel.pipeline.policy import ATTRIBUTES, EVERYWHERE, GONE, TAGS
from tests.unit.payloads import PAYLOADS

PROSE = "<p>The ferry leaves the old harbour at seven, when the fog still lies between the islands.</p>" * 8
ADDRESSES = ("href", "src", "poster", "cite")


def _offences(cleaned: str) -> list[str]:
    """What a browser would find in cleaned HTML that must not be there."""
    found: list[str] = []
    for node in LexborHTMLParser(cleaned, is_fragment=True).css("*"):
        tag = node.tag or ""
        if tag not in TAGS:
            found.append(f"<{tag}>")
        for name, value in node.attributes.items():
            allowed = ATTRIBUTES.get(tag, frozenset()) | EVERYWHERE | ({"rel"} if tag == "a" else set())
            if name not in allowed:
                found.append(f"{tag}[{name}]")
            schemes = ("http://", "https://", "mailto:") if tag == "a" else ("http://", "https://")
            if name in ADDRESSES and not (value or "").startswith(schemes):
                found.append(f"{tag}[{name}={value}]")
            if name == "srcset" and not all(
                part.strip().startswith(("http://", "https://")) for part in (value or "").split(", ")
            ):
                found.append(f"{tag}[srcset={value}]")
            if name == "rel" and value != "noopener noreferrer nofollow":
                found.append(f"{tag}[rel={value}]")
    return found


def test_there_are_enough_payloads() -> None:
    assert len(set(PAYLOADS)) >= 110


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_hostile_passes_the_last_gate(payload: str) -> None:
    cleaned = clean(payload)
    assert _offences(cleaned) == []
    assert clean(cleaned) == cleaned


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_hostile_comes_through_a_whole_page(payload: str) -> None:
    page = f"<title>Ferry</title><body><article>{PROSE}<div>{payload}</div>{PROSE}</article>"
    article = extract(page.encode(), "https://site.example/2024/page")
    assert _offences(article.html) == []
    assert "ferry" in article.text
    for image in article.images:
        assert image.src.startswith(("http://", "https://"))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_second_reading_of_the_output_changes_nothing(payload: str) -> None:
    """What one parser wrote another must not read differently: the root of all mutation attacks."""
    cleaned = clean(payload)
    again = LexborHTMLParser(cleaned, is_fragment=True)
    other = lxml_html.fragment_fromstring(cleaned or "", create_parent="div")
    tags = sorted(node.tag or "" for node in again.css("*"))
    assert tags == sorted(str(element.tag) for element in other.iterdescendants())


def test_every_payload_together_passes_nothing() -> None:
    assert _offences(clean("".join(PAYLOADS))) == []


def test_allowed_and_gone_are_apart() -> None:
    assert not TAGS & GONE
    assert set(ATTRIBUTES) <= TAGS
    banned = re.compile(
        r"^on|^style$|^id$|^class$|^name$|^data-(?!(?:tex|lang)$)|^srcdoc$|^ping$|^target$|^formaction$"
    )
    assert not [name for names in ATTRIBUTES.values() for name in names if banned.match(name)]


def test_an_address_without_a_base_is_dropped_not_guessed() -> None:
    assert clean('<a href="/logout">x</a><img src="//evil.example/x.png">') == (
        '<a rel="noopener noreferrer nofollow">x</a><img>'
    )


def test_what_is_meant_stays() -> None:
    meant = (
        '<h2>A</h2><p dir="rtl" lang="ar">b '
        '<a href="https://x.example/?a=1&amp;b=2" rel="noopener noreferrer nofollow">c</a>'
        ' <em>d</em></p><ol start="3"><li>e</li></ol><table><tbody><tr><td colspan="2">f</td></tr></tbody></table>'
        '<figure><img src="https://x.example/i.png" alt="g" width="3"><figcaption>h</figcaption></figure>'
        "<pre><code>i\n  j</code></pre>"
    )
    assert clean(meant) == meant


def test_a_mail_link_stays_a_link_and_is_no_picture() -> None:
    cleaned = clean('<a href="mailto:ann@example.org">x</a><img src="mailto:ann@example.org">')
    assert 'href="mailto:ann@example.org"' in cleaned
    assert "src" not in cleaned


def test_a_flood_of_entities_is_read_in_no_time() -> None:
    assert len(clean("<p>" + "&amp;" * 400_000 + "</p>")) < 1_000_000


@given(st.text(alphabet=st.sampled_from("<>\"'=/ abimgsrcjt:&;#x0!-\n"), max_size=120))
def test_any_soup_of_markup_is_cleaned_for_good(soup: str) -> None:
    cleaned = clean(soup)
    assert _offences(cleaned) == []
    assert clean(cleaned) == cleaned


@given(st.lists(st.sampled_from(PAYLOADS), min_size=2, max_size=4), st.integers(min_value=0, max_value=60))
def test_payloads_cut_and_glued_together_are_cleaned_for_good(parts: list[str], cut: int) -> None:
    cleaned = clean("".join(part[: len(part) - cut % len(part)] for part in parts))
    assert _offences(cleaned) == []


def test_only_names_of_footnotes_pass_as_ids() -> None:
    kept = clean('<p id="note-3">a</p><p id="note-03">b</p><p id="location">c</p><a href="#note-3">3</a>')
    assert 'id="note-3"' in kept
    assert 'href="#note-3"' in kept
    assert "location" not in kept
    assert "note-03" not in kept


def test_links_into_the_page_that_are_no_footnotes_lose_their_address() -> None:
    assert "#" not in clean('<a href="#top">up</a><img src="#note-1"><a href="#note-1x">x</a>')
