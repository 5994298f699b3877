"""One person's writes, which wait for each other, leave the connections to others."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from satchel.library import saving
from satchel.library.context import Library
from satchel.model.items import NewLink
from satchel.store.db import Store, Tx
from tests.patience import HANG

pytestmark = [pytest.mark.postgres, pytest.mark.parametrize("database", ["postgres"], indirect=True)]

ALICE, BOB = 1, 2


def test_whoever_has_twenty_saves_under_way_keeps_nobody_else_waiting(
    make_library: Callable[..., Library], store: Store
) -> None:
    goes_on, held = threading.Event(), []

    class Held:
        """A store that holds on to what Alice writes."""

        shared = True

        async def awrite(self, op: Any, weight: int = 1, person: int = 0) -> Any:
            def hold(tx: Tx) -> Any:
                held.append(person)
                goes_on.wait(HANG)
                return op(tx)

            return await store.awrite(hold if person == ALICE else op, weight, person)

    library = replace(make_library(), store=Held())  # type: ignore[arg-type]

    async def work() -> bool:
        links = [NewLink(f"http://a.example/{number}") for number in range(20)]
        many = [asyncio.create_task(library.run(saving.save, ALICE, link)) for link in links]
        try:
            await asyncio.sleep(0)
            await library.run(saving.save, BOB, NewLink("http://b.example/"))
            is_first = not any(each.done() for each in many)
        finally:
            goes_on.set()
            await asyncio.gather(*many)
        return is_first

    assert asyncio.run(work())
    assert held == [ALICE] * 20
