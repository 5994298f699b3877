"""Sealed secrets: read again by whoever has the key, and by nobody else."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from satchel.base.errors import Unavailable
from satchel.base.sealing import Seal


def test_what_was_sealed_is_read_again_after_a_restart(tmp_path: Path) -> None:
    sealed = Seal(tmp_path / "secret.key").close("abc", "app:1")
    assert b"abc" not in sealed
    assert Seal(tmp_path / "secret.key").open(sealed, "app:1") == "abc"


def test_the_same_secret_looks_different_each_time(tmp_path: Path) -> None:
    seal = Seal(tmp_path / "secret.key")
    assert seal.close("abc", "app:1") != seal.close("abc", "app:1")


def test_a_secret_opens_for_its_owner_only(tmp_path: Path) -> None:
    seal = Seal(tmp_path / "secret.key")
    with pytest.raises(Unavailable, match="damaged"):
        seal.open(seal.close("abc", "app:1"), "app:2")
    with pytest.raises(Unavailable, match="damaged"):
        seal.open(seal.close("abc", "app:1")[:-1], "app:1")


def test_another_key_says_so(tmp_path: Path) -> None:
    sealed = Seal(tmp_path / "secret.key").close("abc", "app:1")
    other = Seal(tmp_path / "secret.key", "5a" * 32)
    assert not other.fits(sealed)
    with pytest.raises(Unavailable, match="another key"):
        other.open(sealed, "app:1")


def test_the_key_is_made_when_it_is_needed_and_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "data" / "secret.key"
    seal = Seal(file)
    assert not file.exists()
    seal.close("abc", "app:1")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [each.name for each in file.parent.iterdir()] == ["secret.key"]


def test_processes_that_begin_together_make_one_key(tmp_path: Path) -> None:
    seals = [Seal(tmp_path / "secret.key") for _ in range(16)]
    with ThreadPoolExecutor(16) as pool:
        sealed = list(pool.map(lambda seal: seal.close("abc", "app:1"), seals))
    assert {Seal(tmp_path / "secret.key").open(each, "app:1") for each in sealed} == {"abc"}


@pytest.mark.parametrize("content", ["", "abc", "zz" * 32, "5a" * 31])
def test_a_damaged_key_file_is_told_and_never_replaced(tmp_path: Path, content: str) -> None:
    file = tmp_path / "secret.key"
    file.write_text(content)
    with pytest.raises(Unavailable, match=r"secret\.key"):
        Seal(file).close("abc", "app:1")
    assert file.read_text() == content
