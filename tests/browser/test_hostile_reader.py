# ruff: noqa: E501
"""Articles that mean harm, in the reader with all its modules: nothing of theirs runs, nothing is asked elsewhere."""

from __future__ import annotations

from html import escape
from typing import Any

import pytest

from satchel.pipeline.clean import clean
from tests.browser.chromium import Browser
from tests.browser.test_reading import opened, stored
from tests.unit.payloads import PAYLOADS
from tests.wire.server import Wire

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]

EVIL = "https://evil.example/"
#: TeX that would be markup if it were undone once too often.
TEX = [
    r"\text{<img src=x onerror=pwned()>}", r"\text{&lt;script&gt;pwned()&lt;/script&gt;}", r"\mbox{</math><script>pwned()</script>}",
    r"\href{javascript:pwned()}{x}", r"\style{background:url(https://evil.example/)}{x}", r"\class{x\" onclick=\"pwned()}{y}",
    r"\unicode{x3c}img src=x onerror=pwned()>", r"x \tag{</mtext><img src=x onerror=pwned()>}", r"\color{red\"><img src=x>}y",
    r"\operatorname{<svg onload=pwned()>}", "a'" * 900, r"\def\a{\a\a}\a", r"\text{]]><img src=x onerror=pwned()>}",
    r"\mathrm{&#60;iframe src=https://evil.example/&#62;}", r"\html{<b onclick=pwned()>}", r"\includegraphics{https://evil.example/a.png}",
    r"\hspace{99999em}x", r"\rule{9999em}{9999em}",
]  # fmt: skip
#: Attributes that our modules read, names that our page has, and elements that browsers put elsewhere.
MARKUP = [
    '<p data-ui="" data-at="5">x</p>', '<article data-place="https://evil.example/" data-links="https://evil.example/"><p>x</p></article>',
    '<div id="looks"><form action="https://evil.example/"><input name="form"></form></div>', '<div id="link" popover data-save="https://evil.example/">x</div>',
    '<template id="copy"><button onclick="pwned()">x</button></template>', '<dialog id="lens" open><img src="https://evil.example/"></dialog>',
    '<dialog id="keys" open><p data-does="archive" data-keys="j k Space">x</p></dialog>', '<span class="percent" id="continued">x</span>',
    '<a href="#note-1" onclick="pwned()">1</a><p id="note-1"><img src="https://evil.example/a.png" onerror="pwned()"><script>pwned()</script></p>',
    '<a href="#note-2">2</a><p id="note-2"><style>@import "https://evil.example/"</style><math><mtext><img src=x onerror=pwned()></mtext></math></p>',
    '<math><annotation-xml encoding="text/html"><img src=x onerror=pwned()></annotation-xml></math>', "<math><mi//xlink:href=\"javascript:pwned()\">x</mi></math>",
    '<math href="javascript:pwned()"><mi>x</mi></math>', '<math><maction actiontype="statusline#https://evil.example/" xlink:href="javascript:pwned()">x</maction></math>',
    "<svg><style><img src=x onerror=pwned()></style></svg>", "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=x onerror=pwned()&gt;\">",
    '<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=pwned()>', '<svg></p><style><a id="</style><img src=x onerror=pwned()>">',
    '<noscript><p title="</noscript><img src=x onerror=pwned()>">', '<pre data-lang="python"><code></pre><script>pwned()</script></code></pre>',
    '<pre data-lang="html">&lt;script&gt;pwned()&lt;/script&gt;</pre>', '<pre data-lang="../../x">a</pre>', '<code data-tex="block" onclick="pwned()">x</code>',
    '<h2 id="at-5" onclick="pwned()">x</h2><h2 id="part-1">y</h2><h2>z</h2>', '<h2><img src="https://evil.example/a.png"></h2><h2>b</h2><h2>c</h2>',
    '<a href="https://evil.example/" ping="https://evil.example/" data-saved="yes" class="known anchor">x</a>',
    '<a href="javascript:pwned()">x</a>', '<a href="data:text/html,<script>pwned()</script>">x</a>', '<img src="https://evil.example/1.png" srcset="https://evil.example/2.png 2x">',
    '<p style="background:url(https://evil.example/)">x</p>', '<link rel="prefetch" href="https://evil.example/">', '<base href="https://evil.example/"><a href="x">y</a>',
    '<meta http-equiv="refresh" content="0;url=https://evil.example/">', '<iframe srcdoc="<script>parent.pwned()</script>"></iframe>',
    '<object data="https://evil.example/"></object><embed src="https://evil.example/">', '<video src="https://evil.example/v.mp4" poster="https://evil.example/p.png" autoplay></video>',
]  # fmt: skip


def _pwned(page: Any) -> bool:
    return bool(page.evaluate("document.documentElement.hasAttribute('data-pwned')"))


def _watch(page: Any) -> None:
    page.add_init_script("globalThis.pwned = () => document.documentElement.setAttribute('data-pwned', '')")


def _use(page: Any) -> None:
    """What a reader does: opens notes, pictures, links and the list of keys."""
    page.wait_for_load_state("networkidle")
    for press in ("j", "j", "c", "?", "Escape", "d", "+"):
        page.keyboard.press(press)
    page.evaluate("""() => {
      for (const one of document.querySelectorAll(".text a[href^='#'], .text img[tabindex], .text button")) one.click();
      for (const one of document.querySelectorAll("dialog[open]")) one.close();
    }""")
    page.wait_for_load_state("networkidle")


def test_cleaned_articles_hold_nothing_that_runs_or_asks(browser: Browser, wire: Wire) -> None:
    tex = [f'<p><code data-tex="block">{escape(each, quote=False)}</code></p>' for each in TEX]
    articles = [*PAYLOADS, *MARKUP, *tex]
    assert len(articles) >= 150
    page = opened(browser, wire)
    _watch(page)
    for first in range(0, len(articles), 40):
        # Each is cleaned alone: together the first that is left open would swallow the others.
        html = "".join(f"<div>{clean(each)}</div>" for each in articles[first : first + 40])
        page.goto(f"/read/{stored(wire, html)}")
        _use(page)
        assert not _pwned(page)
        inside = ".text :is(script, iframe, object, embed, form, input, style, link, video, audio, svg, annotation-xml, mglyph)"
        assert page.locator(inside).count() == 0
    assert page.elsewhere == []
    assert [said for said in page.complaints if "404" not in said] == []


@pytest.mark.parametrize("half", [0, 1])
def test_articles_that_passed_no_gate_run_nothing_and_ask_nobody(
    browser: Browser, wire: Wire, half: int
) -> None:
    """The policy holds by itself, and no module makes markup of what it reads."""
    raw = MARKUP[half::2]
    number = stored(
        wire, "".join(f"<div>{each}</div>" for each in raw if not each.startswith(("<meta", "<base")))
    )
    page = opened(browser, wire)
    _watch(page)
    page.goto(f"/read/{number}")
    page.wait_for_load_state("networkidle")
    page.evaluate(
        "document.querySelectorAll('.text :not(a, a *, button)').forEach((one) => one.dispatchEvent(new MouseEvent('click')))"
    )
    assert not _pwned(page)
    assert [url for url in page.elsewhere if not url.startswith("data:")] == []
