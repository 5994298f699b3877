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
