"""Code keeps its lines and its indentation, however an editor's page wraps it."""

from __future__ import annotations

import pytest

from satchel.pipeline.extract import extract

PROSE = "<p>" + "This sentence of an article tells how a piece of code is written and read. " * 8 + "</p>"

CODE = "def f():\n    return 1"


@pytest.mark.parametrize(
    "written",
    [
        "<pre>def f():\n    return 1\n</pre>",
        '<pre><code><span class="line">def f():</span>\n<span class="line">    return 1</span></code></pre>',
        '<pre>\n  <div class="line">def f():</div>\n  <div class="line">    return 1</div>\n</pre>',
        "<pre><code><div>def f():<br/></div><div>    <span>return</span> 1<br/></div></code></pre>",
        "<pre>def f():<br>    return 1</pre>",
    ],
)
def test_lines_and_indentation_stay(written: str) -> None:
    page = f"<html><body><article><h1>Code</h1>{PROSE}{written}{PROSE}</article></body></html>"
    html = extract(page.encode(), "http://blog.example/code").html
    assert CODE in html
    assert f"\n{CODE}" in extract(page.encode(), "http://blog.example/code").text


@pytest.mark.parametrize(
    "lines",
    [
        '<span style="display:block">a = 1</span><span style="display: block">b = 2</span>',
        "<code>a = 1</code><code>b = 2</code>",
        '<code><span class="line">a = 1</span><span class="line">b = 2</span></code>',
        '<code><span class="token-line">a <b>=</b> 1</span><span class="token-line">b = 2</span></code>',
        '<code><span data-line="1">a = 1</span><span data-line="2">b = 2</span></code>',
        '<code class="code-line">a = 1</code>\n<code class="code-line">b = 2</code>',
        '<code><span class="line">a = 1\n</span><span class="line">b = 2\n</span></code>',
    ],
)
def test_lines_that_only_a_style_parts_are_lines(lines: str) -> None:
    page = f"<title>Code</title><h1>Code</h1>{PROSE}<pre>{lines}</pre>{PROSE}"
    assert "a = 1\nb = 2" in extract(page.encode(), "https://site.example/code").text


def test_words_of_one_line_stay_in_it() -> None:
    line = '<span class="k">if</span><span class="p">(</span><span class="p">(</span><span class="n">x</span>'
    page = f"<title>Code</title><h1>Code</h1>{PROSE}<pre><code>{line}</code></pre>{PROSE}"
    assert "if((x" in extract(page.encode(), "https://site.example/code").text
