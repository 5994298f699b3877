"""Our own source texts, for the tests that read them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "satchel"

Function = ast.FunctionDef | ast.AsyncFunctionDef


def modules(*floors: str) -> list[Path]:
    """The Python files of those floors, of all where none is named."""
    folders = [PACKAGE / floor for floor in floors] or [PACKAGE]
    return sorted(path for folder in folders for path in folder.rglob("*.py"))


def name(path: Path) -> str:
    """The path as people say it."""
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def functions(module: ast.AST) -> Iterator[Function]:
    """Every function in it, nested ones too."""
    for node in ast.walk(module):
        if isinstance(node, Function):
            yield node


def texts(node: ast.AST) -> Iterator[str]:
    """Every text that it uses, with `{}` where a value is put in; docstrings are not used."""
    docstrings = {id(part.value) for part in ast.walk(node) if isinstance(part, ast.Expr)}
    inside: set[int] = set()
    for part in ast.walk(node):
        if isinstance(part, ast.JoinedStr):
            inside |= {id(value) for value in part.values}
            yield "".join(_piece(value) for value in part.values)
        elif (
            isinstance(part, ast.Constant)
            and isinstance(part.value, str)
            and id(part) not in docstrings | inside
        ):
            yield part.value


def _piece(value: ast.expr) -> str:
    if isinstance(value, ast.Constant):
        return str(value.value)
    return "{" + ast.unparse(value.value) + "}" if isinstance(value, ast.FormattedValue) else "{}"
