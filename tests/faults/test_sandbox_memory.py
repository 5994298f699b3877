"""A child that a page made large does not stay."""

from __future__ import annotations

import asyncio

import pytest

from satchel.pipeline import sandbox as sandboxes
from satchel.pipeline.resident import resident
from satchel.pipeline.sandbox import Sandbox
from tests.faults.test_sandbox import gone, page

pytestmark = pytest.mark.faults

LARGE = (
    b"<html><body><article>"
    + b"<p>word <i>word</i> <a href='/x'>word</a>" * 60_000
    + b"</article></body></html>"
)


def test_a_child_that_a_page_made_large_is_let_go_after_that_page(monkeypatch: pytest.MonkeyPatch) -> None:
    async def work() -> None:
        async with Sandbox() as sandbox:
            await sandbox.extract(page())
            first = sandbox.pid
            assert first is not None
            usual = resident(first)
            assert 0 < usual < sandboxes.MAX_WAITING_BYTES
            monkeypatch.setattr(sandboxes, "MAX_WAITING_BYTES", usual + (4 << 20))
            await sandbox.extract(page(LARGE))
            assert sandbox.pid is None
            await gone(first)
            await sandbox.extract(page())
            second = sandbox.pid
            await sandbox.extract(page())
            assert sandbox.pid == second, "one that is as large as ever is used again"

    asyncio.run(work())


def test_of_a_process_that_is_not_there_no_memory_is_known() -> None:
    assert resident(2**22 + 1) == 0
