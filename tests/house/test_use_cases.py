"""Nobody above the library holds a transaction, and what reads does not write."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.sources import functions, modules, name, texts, tree

#: What those above the library may ask a store for: nothing that is in it. They may hand it on to the library.
_OF_THE_HOUSE = {"close", "hurry", "kind", "listen", "ping"}
_WRITES = re.compile(r"\b(INSERT\s+INTO|UPDATE\s+\w+|DELETE\s+FROM|FOR\s+UPDATE)\b")


def test_nobody_above_the_library_opens_or_holds_a_transaction() -> None:
    found = [
        f"{name(path)}:{line}"
        for path in modules("web", "dialects", "jobs", "cli", "serving")
        for line in _transactions(path)
    ]
    assert found == []


def _transactions(path: Path) -> Iterator[int]:
    module = tree(path)
    asked = {
        id(node.value)
        for node in ast.walk(module)
        if isinstance(node, ast.Attribute) and node.attr in _OF_THE_HOUSE
    }
    asked |= {id(each) for node in ast.walk(module) if isinstance(node, ast.Call) for each in node.args}
    for node in ast.walk(module):
        held = isinstance(node, ast.arg) and node.arg == "tx"
        opened = isinstance(node, ast.Attribute) and node.attr == "store" and id(node) not in asked
        if held or opened:
            assert isinstance(node, ast.arg | ast.Attribute)
            yield node.lineno


def test_what_reads_has_no_statement_that_writes() -> None:
    """Types keep it from everything else: a `ReadTx` has no way to run one."""
    found = [
        f"{name(path)}: {function.name}"
        for path in modules("store", "library")
        for function in functions(tree(path))
        if any(ast.unparse(arg.annotation) == "ReadTx" for arg in function.args.args if arg.annotation)
        and any(_WRITES.search(text) for text in texts(function))
    ]
    assert found == []
