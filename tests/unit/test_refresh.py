"""Pages that are only a redirection say where they lead, in all the ways that browsers obey."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from satchel.pipeline.extract import extract
from satchel.pipeline.refresh import MAX_WORDS, read_refresh

BASE = "https://short.example/x"
GOAL = "https://short.example/goal"


def leads(html: str, refresh: str = "", media_type: str = "text/html") -> str:
    return extract(html.encode(), BASE, media_type=media_type, charset="utf-8", refresh=refresh).refresh


@pytest.mark.parametrize(
    ("said", "goal"),
    [
        ("0; url=/goal", GOAL),
        ("0;url='/goal'", GOAL),
        ('0;URL="/goal"', GOAL),
        ("0;url='/goal", GOAL),
        ("0;url='/goal' and more", GOAL),
        ("0;/goal", GOAL),
        ("0,/goal", GOAL),
        ("0 /goal", GOAL),
        (" \t0\n;\n url \t= \t/goal ", GOAL),
        ("0.5;url=/goal", GOAL),
        (".5;url=/goal", GOAL),
        ("000;goal", GOAL),
        ("10;url=/goal", GOAL),
        ("0;url=//other.example/a b", "https://other.example/a%20b"),
        ("0;url=https://other.example/?a=1&b='c'", "https://other.example/?a=1&b='c'"),
        ("0;urgent", "https://short.example/urgent"),
        ("0;url", "https://short.example/url"),
        ("0; '/goal'", GOAL),
        ("0", BASE),
        ("0;", BASE),
        ("0;url=", BASE),
        ("11;url=/goal", ""),
        ("300;url=/goal", ""),
        ("9" * 4_000 + ";url=/goal", ""),
        ("url=/goal", ""),
        (";url=/goal", ""),
        ("-1;url=/goal", ""),
        ("0url=/goal", ""),
        ("soon", ""),
        ("", ""),
        ("0;url=javascript:alert(1)", ""),
        ("0;url=data:text/html,x", ""),
        ("0;url=file:///etc/passwd", ""),
        ("٠;url=/goal", ""),
    ],
)
def test_a_declaration_is_read_as_browsers_read_it(said: str, goal: str) -> None:
    assert read_refresh(said, BASE) == goal
    assert leads("", said) == goal


@given(st.text("0159.;, \turlURL='\"/a:\\x") | st.text())
def test_any_declaration_leads_to_the_web_or_nowhere(said: str) -> None:
    assert read_refresh(said, BASE).startswith(("http://", "https://")) or read_refresh(said, BASE) == ""


META = '<meta http-equiv="refresh" content="0; url=/goal">'


@pytest.mark.parametrize(
    "head",
    [
        META,
        META.upper().replace("/GOAL", "/goal"),
        "<meta content='0;url=/goal' http-equiv=' Refresh '>",
        "<meta content=0;/goal http-equiv=refresh>",
        f"<noscript>{META}</noscript>",
        '<noscript><META http-equiv="refresh" content="0;URL=&#39;https://short.example/goal&#39;"></noscript>'
        "<script>googleJavaScriptRedirect=1</script>",
        f"<title>Redirecting</title></head><body>{META}<p>You are being <a href='/goal'>redirected</a>.",
        f"<meta http-equiv=refresh content=soon>{META}<meta http-equiv=refresh content='0;/second'>",
        f"<noscript><meta http-equiv=refresh content='0;/for-those-without'></noscript>{META}",
        '<base href="https://short.example/other/"><meta http-equiv="refresh" content="0; url=../goal">',
    ],
)
def test_a_page_that_is_only_a_redirection_leads_on(head: str) -> None:
    assert leads(f"<html><head>{head}</html>") == GOAL


@pytest.mark.parametrize(
    "script",
    [
        "location.replace('/goal')",
        'window.location.replace("https:\\/\\/short.example\\/goal");',
        "window.location.href = '/goal';",
        'window.onload = function () { top.location = "/goal"; }',
        "setTimeout(() => { document.location.assign('\\x2fgoal') }, 100)",
        "self.location='\\u002fgoal'",
    ],
)
def test_an_empty_page_whose_script_only_leads_on_leads_on(script: str) -> None:
    assert leads(f"<html><head><title>t</title><script>{script}</script></head><body></body></html>") == GOAL


@pytest.mark.parametrize(
    "html",
    [
        f"<!-- {META} --><p>Words.",
        f"<script>var x = '{META}'</script><p>Words.",
        f"<script>document.write('{META}')</script><p>Words.",
        f"<textarea>{META}</textarea>",
        f"<template>{META}</template>",
        "<meta name=refresh content='0;url=/goal'>",
        "<meta http-equiv=refresh content='300'>",
        "<meta http-equiv=refresh content='30; url=/goal'>",
        "<script>if (old) location.replace('/unsupported')</script>",
        "<script>old && location.replace('/unsupported')</script>",
        "<script src=/app.js></script><script>location.href='/goal'</script>",
        "<script>location.href='/one'; location.href='/two'</script>",
        "<script>location.href='/goal'</script><p>Here are some words to read.</p>",
        "<script>x = 'location'; y = '/goal'</script>",
        "<script>location.href='/goal' " + "x();" * 400 + "</script>",
    ],
)
def test_a_page_that_stays_leads_nowhere(html: str) -> None:
    assert leads(f"<html><body>{html}</body></html>") == ""


def test_a_page_with_words_of_its_own_is_there_to_be_read() -> None:
    sentence = "The river ran high that spring, and nobody slept. "  # nine words

    def page(words: int) -> str:
        return f"<html><head>{META}</head><body><article><p>{sentence * (words // 9)}</p></article></body></html>"

    assert leads(page(MAX_WORDS - 10)) == GOAL
    assert leads(page(MAX_WORDS + 10)) == ""
    assert leads(page(MAX_WORDS - 10), "0;/other") == "https://short.example/other"
    assert leads(page(MAX_WORDS + 10), "0;/other") == ""


def test_the_header_leads_on_from_an_answer_without_a_type_but_not_from_a_file() -> None:
    assert leads("", "0;/goal", media_type="") == GOAL
    assert leads("%PDF-1.4", "0;/goal", media_type="application/pdf") == ""


@pytest.mark.parametrize(
    ("url", "filename", "title"),
    [
        ("https://a.example/download?id=7", "Annual report.pdf", "Annual report.pdf"),
        ("https://a.example/x/report.pdf", "", "report.pdf"),
    ],
)
def test_a_file_is_called_what_its_server_calls_it(url: str, filename: str, title: str) -> None:
    found = extract(b"%PDF-1.4\n" + b"\n" * 60_000, url, media_type="application/pdf", filename=filename)
    assert found.title == title
    page = extract(b"<title>Its own</title>", url, media_type="text/html", filename=filename)
    assert page.title == "Its own"
