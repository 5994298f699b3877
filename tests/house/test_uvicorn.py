"""What our HTTP protocol takes from the inside of uvicorn is there, in the release that is locked."""

from __future__ import annotations

import ast
import inspect

from uvicorn.protocols.http import httptools_impl
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from satchel.serving import http_protocol


def test_every_name_of_the_protocol_below_ours_is_one_that_it_has() -> None:
    ours = ast.parse(inspect.getsource(http_protocol))
    (connection,) = (
        node for node in ours.body if isinstance(node, ast.ClassDef) and node.name == "Connection"
    )
    used, own = _names(connection)
    theirs = ast.parse(inspect.getsource(httptools_impl))
    (base,) = (n for n in theirs.body if isinstance(n, ast.ClassDef) and n.name == "HttpToolsProtocol")
    has = _names(base)[1] | set(dir(HttpToolsProtocol))
    assert used - own - has == set()
    assert {"scope", "flow", "transport"} < used


def _names(of: ast.ClassDef) -> tuple[set[str], set[str]]:
    """The names of `self` that a class uses, and those that it defines."""
    mine = [
        node
        for node in ast.walk(of)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self"
    ]
    defined = {node.name for node in of.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
    defined |= {
        node.target.id
        for node in of.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }
    return {node.attr for node in mine}, defined | {n.attr for n in mine if isinstance(n.ctx, ast.Store)}
