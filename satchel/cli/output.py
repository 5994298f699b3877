"""What a command prints: words for people, or one JSON object for scripts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Annotated

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]


def result(as_json: bool, facts: Mapping[str, object], text: str) -> None:
    """Print `facts` as JSON, or `text`."""
    print(json.dumps(facts) if as_json else text)


def columns(rows: Sequence[Sequence[str]]) -> str:
    """`rows` with their columns below one another."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )
