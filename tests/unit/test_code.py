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
        "<p><code>def f():<br>&nbsp;&nbsp;&nbsp;&nbsp;return 1</code></p>",
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


@pytest.mark.parametrize(
    "listing",
    [
        "<pre><code><span>1</span> a = 1\n<span>2</span> b = 2\n<span>3</span> c = 3</code></pre>",
        "<pre><span>1</span>a = 1\n<span>2</span>b = 2\n<span>3</span>c = 3</pre>",
        "<pre><span>1 </span><span>a = 1</span><br><span>2 </span>b = 2<br><span>3 </span>c = 3</pre>",
        "<pre><code><div><span>1</span><span>a = 1</span></div><div><span>2</span>b = 2</div><div><span>3</span>c = 3"
        "</div></code></pre>",
        "<pre><span>1\n2\n3\n</span><code>a = 1\nb = 2\nc = 3</code></pre>",
        "<pre><span><span>1</span><span>2</span><span>3</span></span><code>a = 1\nb = 2\nc = 3</code></pre>",
        '<pre><span class="line"><span>41</span>a = 1</span>\n<span class="line"><span>42</span>b = 2</span>\n'
        '<span class="line"><span>43</span>c = 3</span></pre>',
        "<pre><a href='#l1'>1.</a> a = 1\n<a href='#l2'>2.</a> b = 2\n<a href='#l3'>3.</a> c = 3</pre>",
        '<table><tr><td>1</td><td class="code">a <b>=</b> 1</td></tr><tr><td>2</td><td class="code">b = 2</td></tr>'
        '<tr><td>3</td><td class="code">c = 3</td></tr></table>',
        "<table>"
        + "".join(
            f'<tr><td data-line-number="{n}"></td><td class="blob-code">{line}</td></tr>'
            for n, line in enumerate(("a = 1", "b = 2", "c = 3"), 1)
        )
        + "</table>",
        "<table><tr><td>1</td><td><pre>a = 1</pre></td></tr><tr><td>2</td><td><pre>b = 2</pre></td></tr>"
        "<tr><td>3</td><td><pre>c = 3</pre></td></tr></table>",
        "<table><tr><td>1</td><td><code>a = 1</code></td></tr><tr><td>2</td><td><code>b = 2</code></td></tr>"
        "<tr><td>3</td><td><code>c = 3</code></td></tr></table>",
        "<table><tr><td><pre>1\n2\n3</pre></td><td><pre>a = 1\nb = 2\nc = 3</pre></td></tr></table>",
        "<table><tr><td><div>1</div><div>2</div><div>3</div></td><td><pre>a = 1\nb = 2\nc = 3</pre></td></tr></table>",
    ],
)
def test_numbers_of_lines_are_no_code(listing: str) -> None:
    page = f"<title>Code</title><h1>Code</h1>{PROSE}{listing}{PROSE}"
    article = extract(page.encode(), "https://site.example/code")
    lines = [line.strip() for line in article.text.split("\n") if line.strip() and "sentence" not in line]
    assert lines == ["a = 1", "b = 2", "c = 3"]


@pytest.mark.parametrize(
    ("listing", "text"),
    [
        ("<pre><span>10</span> PRINT\n<span>20</span> GOTO 10</pre>", "10 PRINT\n20 GOTO 10"),
        ("<pre><span>1</span>\n<span>2</span>\n<span>3</span></pre>", "1\n2\n3"),
        ("<pre>x = <span>1</span>\ny = <span>2</span></pre>", "x = 1\ny = 2"),
        ("<pre>a\n<span>1</span> b\n<span>2</span> c</pre>", "a\n1 b\n2 c"),
        ('<pre><span class="mi">1</span> one\n<span class="mi">2</span> two</pre>', "1 one\n2 two"),
        ("<pre><span>1</span> only</pre>", "1 only"),
    ],
)
def test_numbers_that_are_code_stay(listing: str, text: str) -> None:
    page = f"<title>Code</title><h1>Code</h1>{PROSE}{listing}{PROSE}"
    assert text in extract(page.encode(), "https://site.example/code").text


def test_a_table_of_numbered_things_is_no_listing() -> None:
    rows = "".join(f"<tr><td>{n}</td><td>Ferry {n}</td><td><code>F{n}</code></td></tr>" for n in (1, 2, 3))
    head = "<tr><th>No</th><th>Name</th><th>Code</th></tr>"
    page = f"<title>Code</title><h1>Code</h1>{PROSE}<table>{head}{rows}</table>{PROSE}"
    assert "<td>2</td>" in extract(page.encode(), "https://site.example/code").html


def test_words_of_one_line_stay_in_it() -> None:
    line = '<span class="k">if</span><span class="p">(</span><span class="p">(</span><span class="n">x</span>'
    page = f"<title>Code</title><h1>Code</h1>{PROSE}<pre><code>{line}</code></pre>{PROSE}"
    assert "if((x" in extract(page.encode(), "https://site.example/code").text
