"""Whatever stands in the data folder is named where backups look."""

from __future__ import annotations

import ast
import re

from satchel.base import data_folder
from tests.house.sources import modules, name, tree

_NAMES = {
    value
    for named, value in vars(data_folder).items()
    if named.isupper() and isinstance(value, str)
}  # fmt: skip


def test_every_name_in_the_data_folder_is_in_one_list() -> None:
    """`settings.data / "new.thing"` would be in no backup, and nobody would know."""
    found = [
        f"{name(path)}:{node.lineno}: {ast.unparse(node)}"
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.BinOp)
        and isinstance(node.op, ast.Div)
        and re.search(r"\bdata$", ast.unparse(node.left))
        and isinstance(node.right, ast.Constant | ast.JoinedStr)
        and not (isinstance(node.right, ast.Constant) and node.right.value in _NAMES)
    ]
    # Where a restore puts what was there: no part of the server.
    assert [each for each in found if "before-restore-" not in each and "BACKUP_STATUS" not in each] == []


def test_what_is_derived_is_in_the_list_as_well() -> None:
    assert set(data_folder.DERIVED) >= {data_folder.LOCK, data_folder.BALLAST, data_folder.BACKUP_STATUS}
