"""Pages, manuals and the command line's help use words that a stranger knows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main

from satchel.base.settings import SETTINGS
from satchel.cli.commands import app
from tests.house.sources import PACKAGE, ROOT

_ODD = re.compile(
    r"\b(?:lets? \S+ in|let in(?:to)?|(?:your|give|ask for) leave|doors?|whoever|dwell|take back|takes? it back"
    r"|in whose hands|get lost|speaks? the languages?|have a go|made anew|lives here)\b",
    re.IGNORECASE,
)
#: In manuals these too: they are long, and read by people who look for one sentence.
_ODD_IN_MANUALS = re.compile(
    rf"{_ODD.pattern}|\b(?:anew|shall|(?:be|is|are) had|goes before|comes to nothing|known again|of two minds"
    r"|passed over|likewise|counts for nothing|as it is told|to the letter|what becomes of)\b",
    re.IGNORECASE,
)
#: For who looks into the code; its words are in its own list.
_FOR_BUILDERS = ("architecture.md",)
_MANUALS = (
    *(page for page in sorted((ROOT / "docs").rglob("*.md")) if page.name not in _FOR_BUILDERS),
    *sorted((PACKAGE / "dialects").glob("*/README.md")),
    ROOT / "SECURITY.md",
)
_EXAMPLE = re.compile(r"```.*?```|`[^`]*`", re.DOTALL)
_PAGES = (
    *sorted((PACKAGE / "web" / "templates").glob("*.html")),
    PACKAGE / "dialects" / "instapaper" / "closing.html",
)
_LITERAL = re.compile(r'"""(?:.*?)"""|#[^\n]*|(f?"(?:[^"\\\n]|\\.)*")', re.DOTALL)


def _helps(command: object, path: str) -> Iterator[tuple[str, str]]:
    """The help of `command` and of all below it, by what is typed for it."""
    context = command.make_context(path, [], resilient_parsing=True)  # type: ignore[attr-defined]
    yield path, command.get_help(context)  # type: ignore[attr-defined]
    for name, below in getattr(command, "commands", {}).items():
        yield from _helps(below, f"{path} {name}")


@pytest.mark.parametrize(
    "odd", ["let it in", "Take back", "the door", "Whoever has it", "asks for your leave to"]
)
def test_odd_words_are_noticed(odd: str) -> None:
    assert _ODD.search(odd)


def test_pages_use_plain_words() -> None:
    found = [
        f"{page.name}: {odd[0]}"
        for page in _PAGES
        for odd in _ODD.finditer(" ".join(page.read_text().split()))
    ]
    assert found == []


@pytest.mark.parametrize("manual", _MANUALS, ids=lambda path: str(path.relative_to(ROOT)))
def test_manuals_use_plain_words(manual: Path) -> None:
    text = " ".join(_EXAMPLE.sub("`…`", manual.read_text()).split())
    found = [text[max(0, odd.start() - 40) : odd.end() + 20] for odd in _ODD_IN_MANUALS.finditer(text)]
    assert found == []


def test_settings_are_described_in_plain_words() -> None:
    assert [each.name for each in SETTINGS if _ODD_IN_MANUALS.search(each.meaning)] == []


def test_what_pages_say_from_the_program_is_plain_too() -> None:
    found = [
        f"{path.name}: {text[1]}"
        for path in sorted((PACKAGE / "web").glob("*.py"))
        for text in _LITERAL.finditer(path.read_text())
        if text[1] and _ODD.search(text[1]) and 'door="web"' not in text[1]
    ]
    assert found == []


def test_the_help_of_every_command_uses_plain_words() -> None:
    helps = dict(_helps(typer.main.get_command(app), "satchel"))
    assert "satchel user disable" in helps
    found = [
        f"{path}: {odd[0]}" for path, text in helps.items() for odd in _ODD.finditer(" ".join(text.split()))
    ]
    assert found == []
