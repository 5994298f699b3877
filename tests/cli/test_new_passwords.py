"""Which passwords an account may begin with."""

from __future__ import annotations

import sys

import pytest

from tests.cli.conftest import Command, Typed


@pytest.mark.parametrize("password", [b"short\n", b"\n", b"", b"x" * 1100])
def test_a_password_that_cannot_be_one_is_refused(
    satchel: Command, monkeypatch: pytest.MonkeyPatch, password: bytes
) -> None:
    monkeypatch.setattr(sys, "stdin", Typed(password))
    said = satchel("user", "add", "alice", "--password-stdin")
    assert (said.status, said.out, said.err) == (1, "", "A password has 8 to 1024 characters.\n")


@pytest.mark.parametrize("password", [b"password1\n", b"Margarethe\n", b"a.person@example.org\n"])
def test_a_password_that_others_would_try_first_is_refused(
    satchel: Command, monkeypatch: pytest.MonkeyPatch, password: bytes
) -> None:
    monkeypatch.setattr(sys, "stdin", Typed(password))
    said = satchel("user", "add", "margarethe", "--password-stdin", "--email", "a.person@example.org")
    assert (said.status, said.out) == (1, "")
    assert "Choose another one" in said.err
    assert satchel("user", "add", "margarethe", "--no-password").status == 0
