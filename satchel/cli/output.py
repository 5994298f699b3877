"""What a command prints: words for people, or one JSON object for scripts."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.console import RenderableType

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]


def result(as_json: bool, facts: Mapping[str, object], text: str) -> None:
    """Print `facts` as JSON, or `text`."""
    print(json.dumps(facts) if as_json else text)


def show(what: RenderableType, *, soft_wrap: bool = False) -> None:
    """Print what rich can draw: with colours on a terminal, elsewhere as plain lines without trailing spaces."""
    # Loaded for people only: a script that wants JSON need not pay for colours.
    from rich.console import Console

    console = Console(file=sys.stdout, highlight=False, soft_wrap=soft_wrap)
    if console.is_terminal:
        console.print(what)
        return
    with console.capture() as drawn:
        console.print(what)
    print("\n".join(line.rstrip() for line in drawn.get().splitlines()))


def columns(rows: Sequence[Sequence[str]]) -> str:
    """`rows` with their columns below one another."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )
