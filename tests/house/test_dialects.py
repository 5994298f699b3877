"""Every dialect in the registry keeps what all of them promise."""

from __future__ import annotations

import pytest

from satchel.dialects.http.dialect import Dialect
from satchel.dialects.registry import DIALECTS
from tests.errors import every_error
from tests.house.sources import PACKAGE, ROOT


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda each: each.name)
def test_every_error_of_ours_is_told_in_each_dialect(dialect: Dialect) -> None:
    assert set(dialect.errors.TABLE) == every_error()


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda each: each.name)
def test_each_dialect_has_a_manual_and_is_kept_apart_from_the_others(dialect: Dialect) -> None:
    assert (PACKAGE / "dialects" / dialect.name / "README.md").is_file()
    assert f'"satchel.dialects.{dialect.name}"' in (ROOT / "pyproject.toml").read_text("utf-8")


def test_the_wiring_knows_no_path() -> None:
    wiring = (PACKAGE / "wiring.py").read_text("utf-8")
    assert [path for each in DIALECTS for path in each.claims if f'"{path}' in wiring] == []
