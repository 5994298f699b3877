"""`satchel user password`."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from satchel.base.clock import Clock
from satchel.library import accounts
from satchel.store.sqlite import SqliteStore
from tests.cli.conftest import Command, Typed


@pytest.mark.usefixtures("alice")
def test_a_forgotten_password_is_replaced(
    satchel: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def hash_of_alice() -> str | None:
        store = SqliteStore(tmp_path / "satchel-data" / "satchel.db", Clock())
        try:
            return store.read(lambda tx: accounts.named(tx, "alice")).password_hash
        finally:
            store.close()

    before = hash_of_alice()
    assert satchel("user", "password", "bob").err == "There is no account named bob.\n"
    monkeypatch.setattr(sys, "stdin", Typed(b"short\n"))
    assert satchel("user", "password", "alice").err == "A password has 8 to 1024 characters.\n"
    monkeypatch.setattr(sys, "stdin", Typed(b"password\n"))
    assert satchel("user", "password", "alice").status == 1
    assert hash_of_alice() == before
    monkeypatch.setattr(sys, "stdin", Typed(b"horse correct\n"))
    assert satchel("user", "password", "ALICE").out == "The password of alice is changed.\n"
    assert hash_of_alice() not in (before, None)
