"""Small files, small functions, and a sentence for everything that others use."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from tests.house.sources import ROOT, functions, modules, name, tree
from tests.patience import HANG

LONGEST_FILE = 300
LONGEST_FUNCTION = 50
#: Seconds that a test may sleep between two looks. Whoever sleeps longer says why in the same line.
LONGEST_NAP = 0.05


def test_files_and_functions_are_small() -> None:
    found = []
    for path in modules():
        lines = len(path.read_text("utf-8").splitlines())
        if lines > LONGEST_FILE:
            found.append(f"{name(path)}: {lines} lines")
        for function in functions(tree(path)):
            length = (function.end_lineno or 0) - function.lineno + 1
            if length > LONGEST_FUNCTION:
                found.append(f"{name(path)}: {function.name}: {length} lines")
    assert found == []


def test_test_files_are_small_too() -> None:
    files = [path for path in (ROOT / "tests").rglob("*.py") if ".out" not in path.parts]
    found = [name(path) for path in files if len(path.read_text("utf-8").splitlines()) > LONGEST_FILE]
    assert found == []


def test_every_module_function_and_class_says_what_it_is() -> None:
    """Methods that carry out what a class above promises need not say it again."""
    trees = {path: tree(path) for path in modules()}
    promised = _promised(trees.values())
    found = []
    for path, module in trees.items():
        if path.name != "__main__.py" and not ast.get_docstring(module):
            found.append(f"{name(path)}: the module")
        for node, owner in _public(module):
            if ast.get_docstring(node) or _is_overload(node):
                continue
            # A word that a base class explains, or a field of the class in other words.
            if owner and (node.name in promised or owner.bases or _is_plain(node)):
                continue
            found.append(f"{name(path)}: {owner.name + '.' if owner else ''}{node.name}")
    assert found == []


Public = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def _public(module: ast.Module) -> list[tuple[Public, ast.ClassDef | None]]:
    found: list[tuple[Public, ast.ClassDef | None]] = []
    for node in module.body:
        if isinstance(node, Public) and not node.name.startswith("_"):
            found.append((node, None))
            if isinstance(node, ast.ClassDef):
                found += [
                    (part, node)
                    for part in node.body
                    if isinstance(part, Public) and not part.name.startswith("_")
                ]
    return found


def _promised(trees: Iterable[ast.Module]) -> set[str]:
    """Names of methods that some class explains for those that inherit from it."""
    return {
        node.name for module in trees for node, owner in _public(module) if owner and ast.get_docstring(node)
    }


def _is_overload(node: Public) -> bool:
    """One more signature of a function that says what it is further down."""
    return any(ast.unparse(each) == "overload" for each in node.decorator_list)


def _is_plain(node: Public) -> bool:
    """One line that says it all."""
    return len(node.body) == 1


def test_tests_do_not_sleep_for_time_to_pass() -> None:
    found = []
    for path in (ROOT / "tests").rglob("*.py"):
        text = path.read_text("utf-8")
        lines = text.splitlines()
        for node in ast.walk(tree(path)) if "sleep" in text else ():
            if not (isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "sleep"):
                continue
            if ast.unparse(node.func) != "time.sleep":
                continue
            nap = node.args[0].value if isinstance(node.args[0], ast.Constant) else None
            short = isinstance(nap, int | float) and nap <= LONGEST_NAP
            if not short and "  # " not in lines[node.lineno - 1]:
                found.append(f"{name(path)}:{node.lineno}")
    assert found == []


#: What waits for others; the number in its brackets is a bound that only ends a hang.
_WAITS = ("join", "wait", "result", "exception", "wait_for", "timeout", "run", "communicate")


def test_tests_wait_with_patience_and_look_at_no_clock() -> None:
    """Both have failed on machines that were slower than the one on which they were written."""
    found = []
    for path in (ROOT / "tests").rglob("*.py"):
        lines = path.read_text("utf-8").splitlines()
        for node in ast.walk(tree(path)):
            if not isinstance(node, ast.Call) or "  # " in lines[node.lineno - 1]:
                continue
            last = getattr(node.func, "attr", getattr(node.func, "id", ""))
            bounds = [keyword.value for keyword in node.keywords if keyword.arg == "timeout"]
            if last in _WAITS:
                bounds += node.args
            hasty = any(_number(bound) < HANG for bound in bounds)
            if hasty or (last in ("monotonic", "perf_counter") and path.name != "patience.py"):
                found.append(f"{name(path)}:{node.lineno}: {ast.unparse(node.func)}")
    assert found == []


def _number(node: ast.AST) -> float:
    """The number that stands there; something else is as good as any patience."""
    value = node.value if isinstance(node, ast.Constant) else None
    return value if isinstance(value, int | float) and not isinstance(value, bool) else HANG
