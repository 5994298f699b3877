"""What pages may hold: no script or style of their own, nothing from elsewhere, and no more than is needed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import brotli
import pytest

from satchel.web.static_files import TOGETHER, load
from tests.house.sources import PACKAGE

TEMPLATES = sorted((PACKAGE / "web" / "templates").glob("*.html"))
SCRIPTS = sorted((PACKAGE / "web" / "static").rglob("*.js"))
STYLES = sorted((PACKAGE / "web" / "static").glob("*.css"))
#: Bytes, packed with brotli, of all that one page loads when it opens.
MAX_CSS, MAX_SCRIPTS, MAX_READER_SCRIPTS = 10_240, 8_192, 18_432
MAX_SCRIPTS_IN_ALL = 18_432  #: with what a page loads only when somebody uses it
MAX_LINES = 200  #: of a script
MAX_FONTS = 450_000  #: bytes of all fonts together

_INLINE = re.compile(
    r"<script(?![^>]* src=)[^>]*>|<style|\sstyle=|\son[a-z]+=|javascript:|srcdoc=|<script[^>]*(?<!></script>)$",
    re.IGNORECASE,
)
#: The one place where HTML comes in, through the policy, from /parts of our own server.
_GATE = ("parts.js", "made.innerHTML = policy ? policy.createHTML(html) : html;")
_SINKS = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|setHTMLUnsafe|parseFromString"
    r"|createContextualFragment|\.style\b|setAttribute\(\s*[\"'](?:on|style)|set(?:Timeout|Interval)\(\s*[\"'`]"
)
_ENTRY = re.compile(r'<script type="module" src="\{\{ static\("([^"]+)"\) \}\}"')
_TEXT = re.compile(r'"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|`(?:[^`\\]|\\.)*`')
_COMMENT = re.compile(r"(?m)^\s*//.*$|\s//\s.*$|/\*.*?\*/", re.DOTALL)


def test_no_page_has_a_script_a_style_or_a_handler_of_its_own() -> None:
    found = [f"{page.name}: {bad[0]}" for page in TEMPLATES for bad in _INLINE.finditer(page.read_text())]
    assert found == []


@pytest.mark.parametrize(
    "inline",
    [
        "<script>x</script>",
        '<p style="color: red">',
        '<a onclick="x()">',
        "<style>",
        '<a href="javascript:x">',
    ],
)
def test_inline_ones_are_noticed(inline: str) -> None:
    assert _INLINE.search(inline)


def test_no_script_makes_html_or_styles_or_runs_text() -> None:
    texts = {path.name: path.read_text() for path in SCRIPTS}
    name, line = _GATE
    assert texts[name].count(line) == 1
    texts[name] = texts[name].replace(line, "")
    found = [
        f"{name}: {bad[0]}" for name, text in texts.items() for bad in _SINKS.finditer(_COMMENT.sub("", text))
    ]
    assert found == []


def test_pages_and_scripts_name_nothing_that_is_elsewhere() -> None:
    """Links to other sites come from what people saved; what is loaded is our own."""
    found = [
        f"{path.name}: {bad[0]}"
        for path in (*TEMPLATES, *SCRIPTS, *STYLES)
        for bad in re.finditer(
            r"""(?:src|href|url|import|from)\s*[=(]?\s*["'(]\s*(?:https?:)?//[^"')]*""", path.read_text()
        )
    ]
    assert found == []


def test_scripts_hold_no_words() -> None:
    """They take them from the page, which is in the reader's language."""
    found = [
        f"{path.name}: {text[0]}"
        for path in SCRIPTS
        for text in _TEXT.finditer(_COMMENT.sub("", path.read_text()))
        if re.search(r"\b[A-Za-z]{2,} [a-z]{2,}\b", text[0]) and text[0][1:-1] != "use strict"
    ]
    assert found == []


def test_styles_and_scripts_are_small() -> None:
    assert [page for page, size in _styles().items() if size > MAX_CSS] == []
    assert [path.name for path in SCRIPTS if len(path.read_text().splitlines()) > MAX_LINES] == []
    fonts = [file.body for name, file in load().files.items() if name.endswith(".woff2")]
    assert sum(map(len, fonts)) <= MAX_FONTS


def test_every_page_loads_few_scripts() -> None:
    """What a page loads when it opens; what comes when it is used is counted beside it."""
    for page in TEMPLATES:
        named = _named(page, "js")
        most = MAX_READER_SCRIPTS if page.name == "read.html" else MAX_SCRIPTS
        assert _weight(set().union(*(_loaded(name, later=False) for name in named))) <= most, page.name
        assert _weight(set().union(*map(_loaded, named))) <= MAX_SCRIPTS_IN_ALL, page.name


def _named(page: Path, kind: str) -> set[str]:
    """The files of that kind that a page loads, those of the templates that it extends among them."""
    text = page.read_text()
    above = re.search(r'{% extends (?:layout\|default\()?"([^"]+)"', text)
    named = set(re.findall(rf'static\("([^"]+\.{kind})"\)', text))
    return named | (_named(page.parent / above[1], kind) if above else set())


def _weight(files: Iterable[Path]) -> int:
    """Bytes of files, each packed with brotli as it is sent."""
    return sum(len(brotli.compress(load().files[path.name].body)) for path in files)


def _styles() -> dict[str, int]:
    """Bytes of the files of styles that the page of each template loads, the largest of those among which it chooses.

    It names them itself, or one that it extends does; of those behind `if` and `elif` on one line it has one.
    """
    texts = {page.name: page.read_text() for page in TEMPLATES}
    files = load().files
    used: set[str] = set()

    def size(page: str, seen: set[str]) -> int:
        total = 0
        for text in texts[page].splitlines():
            linked = re.findall(r'static\("([\w-]+\.css)"\)', text)
            new = [name for name in linked if not seen.issuperset(TOGETHER.get(name, (name,)))]
            seen.update(*(TOGETHER.get(name, (name,)) for name in new))
            sizes = [len(brotli.compress(files[name].body)) for name in new]
            total += max(sizes, default=0) if "{% elif" in text else sum(sizes)
        above = re.search(r'\{% extends (?:\w+\|default\()?"([^"]+)"', texts[page])
        used.update(seen)
        return total + (size(above[1], seen) if above else 0)

    found = {page: size(page, set()) for page in texts}
    assert used == {path.name for path in STYLES}
    return found


def _loaded(name: str, *, later: bool = True) -> set[Path]:
    """The module of that name, and all that it imports, those that come `later` among them."""
    found: set[Path] = set()
    waiting = [STYLES[0].parent / name]
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            text = path.read_text()
            names = re.findall(r'from "(\./[^"]+)"', text)
            names += re.findall(r'import\("(\./[^"]+)"\)', text) if later else []
            waiting += [path.parent / other for other in names]
    return {path.resolve() for path in found}


def test_every_script_is_loaded_and_every_file_that_styles_name_is_there() -> None:
    loaded = set().union(*(_loaded(name) for page in TEMPLATES for name in _named(page, "js")))
    assert {path.resolve() for path in SCRIPTS} == loaded
    named = set(re.findall(r'url\("([^"]+)"\)', "".join(path.read_text() for path in STYLES)))
    assert named == {name for name in load().files if name.endswith(".woff2")}


def test_styles_know_no_left_and_right() -> None:
    """Pages are mirrored where people write from right to left."""
    sides = r"\b(?:margin|padding|border|(?<!safe-area-)inset)-(?:left|right|top|bottom)\b|text-align: (?:left|right)|[^-](?:left|right): "  # noqa: E501
    text = "".join(path.read_text() for path in STYLES)
    assert re.findall(sides, text) == []
    # Of four lengths in a row the second is that on the right, the fourth that on the left.
    in_a_row = [_LENGTH.findall(each) for each in re.findall(r"\b(?:padding|margin|inset): ([^;{}]+)", text)]
    assert [each for each in in_a_row if len(each) == 4 and each[1] != each[3]] == []


_LENGTH = re.compile(r"(?:[^\s()]|\((?:[^()]|\([^()]*\))*\))+")


def test_every_icon_is_used_and_there() -> None:
    text = "".join(page.read_text() for page in TEMPLATES)
    there = {path.stem for path in (PACKAGE / "web" / "icons").glob("*.svg")}
    named = set(re.findall(r'icon\("([a-z-]+)"\)', text)) | set(re.findall(r'\), "([a-z-]+)"\),', text))
    named |= set(re.findall(r'place\("[^"]+", "[^"]+", "([a-z-]+)"', text))
    assert named == there


_SAID = re.compile(r">\s*([^<>{}]*[A-Za-z]{2,}[^<>{}]*)<")


def test_every_word_of_a_page_can_be_said_in_another_language() -> None:
    """Between tags stands nothing but what goes through `_`; the name of the program is the same everywhere."""
    found = []
    for page in TEMPLATES:
        text = re.sub(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}", "", page.read_text(), flags=re.DOTALL)
        found += [f"{page.name}: {said.strip()}" for said in _SAID.findall(text) if said.strip() not in _SAME]
    assert found == []


_SAME = ("Satchel", "· Satchel", "Aa", "Make the first account: …/setup?token=…")


def test_what_is_said_in_another_language_is_a_sentence_of_ours() -> None:
    """`_` takes HTML: what others wrote goes into a sentence by name, and never stands for one."""
    found = [
        f"{page.name}: {call[0]}"
        for page in TEMPLATES
        for call in re.finditer(
            r"""\b_\((?!\s*["']).{0,40}|\bn_\((?!\s*["']).{0,40}|\|safe""", page.read_text()
        )
        if "more|safe" not in page.read_text()[call.start() - 4 : call.end()]
    ]
    assert found == []
