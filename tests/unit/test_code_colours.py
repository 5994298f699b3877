"""Code of articles: its language kept by extraction, its colours put round words that stay as they are."""

from __future__ import annotations

import re
from html import escape, unescape

import pytest

from satchel.formats import canonical_text, code_colours
from satchel.pipeline.extract import extract
from tests.unit.test_maths import PROSE

CODE = 'def f(x: int) -> str:\n    """doc"""\n    # a & b\n    return "<b>" + str(1)\n'


@pytest.mark.parametrize(
    ("markup", "language"),
    [
        ("<pre><code class='language-js'>{}</code></pre>", "javascript"),
        ("<pre class='lang-py'>{}</pre>", "python"),
        ("<pre><code class='hljs rust'>{}</code></pre>", "rust"),
        (
            "<div class='highlight-python notranslate'><div class='highlight'><pre>{}</pre></div></div>",
            "python",
        ),
        ("<div class='highlight highlight-source-shell'><pre>{}</pre></div>", "bash"),
        ("<pre data-lang='c++'>{}</pre>", "cpp"),
        ("<pre class='language-none'>{}</pre>", ""),
        ("<pre data-lang='<b>'>{}</pre>", ""),
        ("<pre>{}</pre>", ""),
    ],
)
def test_the_language_of_code_is_kept(markup: str, language: str) -> None:
    page = (
        f"<html><body><article><h1>T</h1>{PROSE}{markup.format(escape(CODE))}{PROSE}</article></body></html>"
    )
    html = extract(page.encode(), "https://code.example/a").html
    assert re.findall(r'<pre(?: data-lang="([^"]*)")?>', html) == [language]


@pytest.mark.parametrize("language", sorted(code_colours.LANGUAGES))
def test_every_language_is_known_and_leaves_the_text_alone(language: str) -> None:
    html = f'<pre data-lang="{language}"><code>{escape(CODE, quote=False)}</code></pre>'
    shown = code_colours.coloured(html)
    assert "<span class=" in shown or language in ("html", "xml", "diff", "json", "ini")
    assert canonical_text.of(shown) == canonical_text.of(html)
    assert unescape(re.sub("<[^>]+>", "", shown)) == CODE


@pytest.mark.parametrize(
    "code",
    ["", "x" * 60_000, "a = 1\n" * 10_000, "a = 1;" * 1_000, "</span><script>", "\r\n\r\nx", "\n\nx\n\n"],
)
def test_odd_code_stays_what_it_is(code: str) -> None:
    html = f'<pre data-lang="python">{escape(code, quote=False)}</pre>'
    shown = code_colours.coloured(html)
    assert unescape(re.sub("<[^>]+>", "", shown)) == code
    assert "<script" not in shown


def test_code_that_takes_long_stays_plain(monkeypatch: pytest.MonkeyPatch) -> None:
    code_colours._remembered.cache_clear()
    monkeypatch.setattr(code_colours, "MAX_SECONDS", 0)
    html = f'<pre data-lang="python">{"a = 1 + b " * 20}</pre>'
    assert code_colours.coloured(html) == html
    code_colours._remembered.cache_clear()


def test_other_markup_in_code_is_left_as_it_is() -> None:
    for html in (
        '<pre data-lang="python">a <b>b</b></pre>',
        '<pre data-lang="cobol">a</pre>',
        "<pre>a</pre>",
    ):
        assert code_colours.coloured(html) == html
