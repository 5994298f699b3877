"""A full disk, as those who talk to the server see it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Program, Site
from tests.faults.crowd import DOORS, PASSWORD, listed, post
from tests.faults.disks import fill

pytestmark = pytest.mark.faults


@pytest.fixture
def small_disk(small_disk: Path, environ: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, under the data folder."""
    monkeypatch.setenv("SATCHEL_DATA", str(small_disk / "data"))
    return small_disk


def test_every_door_says_503_in_its_own_way_reads_go_on_and_saves_come_back(
    small_disk: Path, serve: Callable[..., Program], site: Site, keys: dict[str, str], tmp_path: Path
) -> None:
    program = serve()
    before = [f"{site.url}/before/{number}" for number in range(3)]
    for door, url in zip(DOORS, before, strict=True):
        assert door(program.port, keys, url).status in (200, 201)
    ballast = fill(small_disk)

    long = "t" * 400
    added = post(program.port, "/v3/add", {**keys, "url": f"{site.url}/a", "title": long})
    assert (added.status, added.text) == (503, "503 Service Unavailable")
    assert added.headers["x-error-code"] == "199"
    assert {"x-error", "retry-after", "x-limit-user-limit"} <= set(added.headers)
    actions = [{"action": "add", "url": f"{site.url}/b", "title": long}, {"action": "add", "url": "nothing"}]
    sent = post(program.port, "/v3/send", {**keys, "actions": actions}, "json")
    assert (sent.status, sent.text) == (503, "503 Service Unavailable")
    sent = post(program.port, "/v1/send", {**keys, "actions": actions}, "json")
    assert (sent.status, sent.json()["error"]["code"]) == (503, 503)
    simple = {"username": "alice", "password": PASSWORD, "url": f"{site.url}/c", "title": long}
    assert post(program.port, "/api/add", simple).text == "503"
    assert post(program.port, "/api/add", {**simple, "jsonp": "f"}).text == 'f({"status":503});'

    assert sorted(listed(program, keys)) == before
    assert post(program.port, "/api/authenticate", simple).text == "200"
    unwanted = post(program.port, "/v3/get", {**keys, "count": "1"}).json()["list"]
    deleted = post(
        program.port,
        "/v3/send",
        {**keys, "actions": [{"action": "delete", "item_id": next(iter(unwanted))}]},
        "json",
    )
    assert deleted.json()["action_results"] == [True], "deleting goes on"
    before.remove(next(iter(unwanted.values()))["given_url"])
    ballast.unlink()
    after = f"{site.url}/after"
    assert DOORS[0](program.port, keys, after).json()["item"]["title"] == "A quiet story"
    assert sorted(listed(program, keys)) == sorted([*before, after])
    assert program.end() == 0
    log = (tmp_path / "log").read_text()
    assert log.count("storage_refuses") == 1, "the owner is told, once"
    assert log.count("storage_accepts_again") == 1
