"""curl itself, as the documentation tells people to call it."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from tests.patience import HANG
from tests.wire.instapaper.shelf import PAGE, STORY, kept
from tests.wire.server import Wire

pytestmark = pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")


def curl(wire: Wire, path: str, *more: str) -> str:
    """What curl prints: the body, a space and the status."""
    done = subprocess.run(
        ["curl", "-q", "-s", "--noproxy", "*", "-w", " %{http_code}", f"http://127.0.0.1:{wire.port}{path}", *more],
        capture_output=True, check=True, timeout=HANG,
    )  # fmt: skip
    return done.stdout.decode()


def test_basic_form_query_and_multipart(wire: Wire) -> None:
    wire.web.page(PAGE, STORY)
    alice = ("-u", "alice:correct horse alice")
    assert curl(wire, "/api/authenticate", *alice) == "200 200"
    assert curl(wire, "/api/authenticate", "-u", "alice:") == "403 403"
    assert curl(wire, "/api/add", *alice, "--data-urlencode", f"url={PAGE}") == "201 201"
    both = ("--data-urlencode", "username=alice", "--data-urlencode", "password=correct horse alice")
    assert (
        curl(wire, "/api/add", "-G", *both, "--data-urlencode", f"url={PAGE}", "-d", "title=Mine")
        == "201 201"
    )
    assert curl(wire, "/api/add", *alice, "-F", f"url={PAGE}", "-F", "selection=Rain.") == "201 201"
    assert curl(wire, "/api/authenticate", "-G", *alice, "-d", "jsonp=f") == 'f({"status":200}); 200'
    (item,) = kept(wire)
    assert (item.given_title, item.description) == ("Mine", "Rain.")


def test_a_large_body_that_asks_first_is_let_in(wire: Wire) -> None:
    alice = ("-u", "alice:correct horse alice", "-H", "Expect: 100-continue", "--expect100-timeout", "15")
    sent = ("-F", f"url={PAGE}", "-F", "selection=" + "Rain. " * 10_000)
    assert curl(wire, "/api/add", *alice, *sent) == "201 201"
    assert len(kept(wire)[0].description) <= 5000
