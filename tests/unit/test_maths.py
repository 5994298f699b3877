"""Formulas of articles: TeX kept by extraction, shown as MathML that holds nothing else."""

from __future__ import annotations

import re
from html import escape, unescape

import pytest

from satchel.formats import canonical_text, maths, reader_html
from satchel.pipeline.extract import extract

PROSE = (
    "<p>The oven at the end of the lane is lit on Fridays, and you bring your own dough to it, again and again.</p>"
    * 6
)
ANNOTATION = '<annotation encoding="application/x-tex">{}</annotation>'


def kept(markup: str, head: str = "") -> list[tuple[str, str]]:
    """The formulas that extraction keeps of a page: their kind and their TeX."""
    page = f"<html><head>{head}</head><body><article><h1>T</h1>{PROSE}{markup}{PROSE}</article></body></html>"
    html = extract(page.encode(), "https://maths.example/a").html
    return [(kind, unescape(tex)) for kind, tex in re.findall(r'<code data-tex="(\w+)">([^<]*)</code>', html)]


@pytest.mark.parametrize(
    ("markup", "formulas"),
    [
        ('<p>so <span class="katex"><span class="katex-mathml"><math><semantics><mrow><mi>a</mi></mrow>'
         + ANNOTATION.format("a^2") + '</semantics></math></span><span class="katex-html">a2</span></span>.</p>',
         [("inline", "a^2")]),
        ('<span class="katex-display"><span class="katex"><span class="katex-mathml"><math display="block"><semantics>'
         "<mrow><mi>E</mi></mrow>" + ANNOTATION.format("E=mc^2") + "</semantics></math></span></span></span>",
         [("block", "E=mc^2")]),
        ('<script type="math/tex; mode=display">x^2 &lt; y</script><p>a <script type="math/tex">z</script></p>',
         [("block", "x^2 < y"), ("inline", "z")]),
        ('<p>so <span class="mwe-math-element"><span class="mwe-math-mathml-inline" style="display: none">'
         r'<math alttext="{\displaystyle a^{2}}"><semantics><mrow><mi>a</mi></mrow>'
         + ANNOTATION.format(r"{\displaystyle a^{2}}") + '</semantics></math></span><img src="https://w.example/x.svg"'
         r' class="mwe-math-fallback-image-inline" alt="{\displaystyle a^{2}}"></span>.</p>', [("inline", "a^{2}")]),
        (r'<p>have <math class="ltx_Math" alttext="\alpha" display="inline"><mi>α</mi></math>.</p>',
         [("inline", r"\alpha")]),
        (r'<p><math class="ltx_Math" alttext="x=y" display="block"><mi>x</mi></math></p>', [("block", "x=y")]),
    ],
    ids=["katex", "katex-display", "mathjax-2", "encyclopedia", "latexml", "latexml-display"],
)  # fmt: skip
def test_the_tex_of_a_page_is_kept(markup: str, formulas: list[tuple[str, str]]) -> None:
    assert kept(markup) == formulas


def test_signs_in_the_text_are_formulas_only_where_a_script_draws_them() -> None:
    text = (
        r"<p>It is \(a_1+b\), costs $5 or $6, and \[ \frac{1}{2} \] or $$z$$; \(open. <code>\(c\)</code></p>"
    )
    script = '<script src="https://cdn.example/npm/mathjax@3/es5/tex-chtml.js"></script>'
    assert kept(text) == []
    assert kept(text, script) == [("inline", "a_1+b"), ("block", r"\frac{1}{2}"), ("block", "z")]
    dollars = "<script>MathJax = {tex: {inlineMath: [['$', '$']]}};</script>" + script
    assert kept("<p>Let $x+y$ be, for $5.</p>", dollars) == [("inline", "x+y")]


def test_formulas_are_shown_and_count_as_their_tex() -> None:
    html = r'<p>So <code data-tex="inline">a &lt; \frac{1}{2}</code>, and</p><p><code data-tex="block">x^2</code></p>'
    shown = reader_html.render(html, (), str)
    assert r'<math alttext="a &lt; \frac{1}{2}"><mrow>' in shown
    assert "<mfrac>" in shown
    assert '<span class="formula"><math alttext="x^2" display="block">' in shown
    assert canonical_text.of(html) == r"So a < \frac{1}{2}, and x^2"


@pytest.mark.parametrize(
    "tex",
    [r"\unknowncommand x", "{" * 99, r"\frac{", r"\def\a{\b\b}\a", r"\newcommand{\a}{\a\a}\a", 
     r"\href{javascript:x}{y}", r"\style{color:red}{x}", r"\class{skip}{x}", "x" * 5000, r"\left(" * 300, " "],
)  # fmt: skip
def test_what_cannot_be_read_stays_code(tex: str) -> None:
    html = f'<p><code data-tex="inline">{tex}</code></p>'
    assert maths.rendered(html) == html


@pytest.mark.parametrize(
    "tex",
    [r"\text{<script>alert(1)</script>}", r"\text{&#x3c;img src=x onerror=alert(1)&#x3e;}", "</math><script>",
     "<b>x</b>", r"\mbox{&lt;svg onload=1&gt;}", r"\color{red\" onclick=\"1}x",
     r"\textcolor{javascript:1}{x}", "&#60;i&#62;",
     r"\operatorname{<iframe>}", r"\unicode{x3c}script", r"\text{]]><script>}", r"\hspace{-99999em}x",
     r"\rule{9999em}{1em}"],
)  # fmt: skip
def test_tex_makes_no_other_markup(tex: str) -> None:
    shown = maths.rendered(f'<p><code data-tex="block">{escape(tex, quote=False)}</code></p>')
    for tag in re.findall(r"<\s*/?([a-zA-Z!][^\s>]*)([^>]*)>", shown):
        assert tag[0] in {"p", "code", "span", "math", *maths._ELEMENTS}, shown
        named = set(re.findall(r'([\w-]+)="', re.sub(r'alttext="[^"]*"', "", tag[1])))
        assert named <= {"data-tex", "class", "display", *maths._ATTRIBUTES}, shown
        assert "9999" not in re.sub(r'alttext="[^"]*"', "", tag[1])


def test_an_article_of_formulas_only_costs_no_more_than_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    maths.mathml.cache_clear()
    html = "".join(f'<p><code data-tex="inline">x_{{{n}}}</code></p>' for n in range(maths.MAX_FORMULAS + 10))
    assert maths.rendered(html).count("<code data-tex=") >= 10
    monkeypatch.setattr(maths, "MAX_SECONDS", 0)
    maths.mathml.cache_clear()
    assert "<math" not in maths.rendered(html)
