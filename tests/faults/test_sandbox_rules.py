"""The child reads the owner's rules, and rules that cannot be used do no harm."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import pytest

from satchel.model.pages import Page
from satchel.pipeline.sandbox import Sandbox

pytestmark = pytest.mark.faults

HTML = b"<title>A story</title><p class=a>One.</p><p class=b>Two.</p>"
PAGE = Page("https://paper.example/1", 200, "text/html", "", HTML)


def test_a_rule_that_is_written_while_the_child_runs_counts(tmp_path: Path) -> None:
    async def work() -> list[str]:
        texts = []
        async with Sandbox(rules=tmp_path) as sandbox:
            for letter in ("", "a", "b"):
                if letter:
                    rule = f'hosts = ["paper.example"]\ncontent = ".{letter}"{"#" * ord(letter)}'
                    (tmp_path / "paper.toml").write_text(rule)
                texts.append((await sandbox.extract(PAGE)).text)
                first = sandbox.pid
            assert sandbox.pid == first
        return texts

    assert asyncio.run(work()) == ["One.\n\nTwo.", "One.", "Two."]


def test_bad_rules_are_logged_and_nothing_else_happens(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for number in range(60):
        (tmp_path / f"bad{number}.toml").write_text("hosts = 1")

    async def work() -> str:
        async with Sandbox(rules=tmp_path) as sandbox:
            return (await sandbox.extract(PAGE)).text

    with caplog.at_level(logging.WARNING):
        assert asyncio.run(work()) == "One.\n\nTwo."
    assert "The rule bad0.toml is not used" in caplog.text
