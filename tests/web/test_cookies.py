"""Cookies that are not ours: browsers send what other programs on the same host have set."""

from __future__ import annotations

import pytest

from tests.wire.server import Wire
from tests.wire.surfer import Surfer


@pytest.mark.parametrize("sent", ['a="' + "\\" * 100_000 + '"', "a=b; " * 20_000], ids=("quoted", "many"))
def test_cookies_of_others_cost_nothing_and_hide_nothing(wire: Wire, sent: str) -> None:
    """To undo the quoting of such a one takes Python minutes, and nobody else is served meanwhile."""
    surfer = Surfer(wire)
    surfer.sign_in()
    own = "; ".join(f"{name}={value}" for name, value in surfer.cookies.items())
    for cookie in (f"{sent}; {own}", f"{own}; {sent}"):
        assert wire.get("/account", headers={"Cookie": cookie}).status == 200
    assert wire.get("/account", headers={"Cookie": sent}).status == 303
