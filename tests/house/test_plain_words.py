"""Pages and the command line's help use words that a stranger knows."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import typer.main

from satchel.cli.commands import app
from tests.house.sources import PACKAGE

_ODD = re.compile(
    r"\b(?:lets? \S+ in|let in(?:to)?|(?:your|give|ask for) leave|doors?|whoever|dwell|take back|takes? it back"
    r"|in whose hands|get lost|speaks? the languages?|have a go|made anew|lives here)\b",
    re.IGNORECASE,
)
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
