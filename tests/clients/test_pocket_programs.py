"""Two programs that people really used with Pocket save and modify here."""

from __future__ import annotations

from typing import Any

import pytest

from tests.clients import environments
from tests.wire.server import Wire

pytestmark = pytest.mark.clients

URL = "https://blog.example.org/2026/keeping-notes"
OTHER = "https://blog.example.org/2026/reading-them-again"

PAGE = """<!doctype html><html lang="en"><head><title>Keeping notes - A blog</title>
<meta property="og:site_name" content="A blog"><meta name="author" content="Ada Writer"></head>
<body><article><h1>Keeping notes</h1>{}</article></body></html>""".format(
    "<p>Notes are kept in many ways, and each of them has something to say for itself, as we shall see.</p>"
    * 12
)


def _use(wire: Wire, package: str, program: str) -> Any:
    wire.web.page(URL, PAGE)
    wire.web.page(OTHER, PAGE.replace("Keeping", "Reading"))
    host = f"http://127.0.0.1:{wire.port}"
    return environments.run(package, program, host=host, url=URL, other=OTHER, **wire.credentials())


def test_the_package_pocket_saves_changes_and_lists(wire: Wire) -> None:
    said = _use(wire, "pocket", "use_pocket.py")
    added = said["added"]
    assert (added["title"], added["resolved_url"], added["response_code"]) == ("Keeping notes", URL, "200")
    assert int(added["word_count"]) > 100
    assert said["limit"] == "5000"
    assert said["modified"]["action_results"] == [True, True, True]
    assert said["at_once"]["action_results"] == [True]
    assert said["bulk"]["action_results"][0]["given_url"] == OTHER
    kept = said["archived"]["list"][added["item_id"]]
    assert (kept["status"], kept["favorite"], kept["given_title"]) == ("1", "1", "A title of my own")
    assert sorted(kept["tags"]) == ["three", "two"]
    assert said["deleted"]["action_results"] == [True]
    assert [item["given_url"] for item in said["left"]["list"].values()] == [OTHER]
    assert "A valid access token is required" in said["refused"]


def test_the_package_pocket_api_saves_changes_and_lists(wire: Wire) -> None:
    said = _use(wire, "pocket-api", "use_pocket_api.py")
    added = said["added"]
    assert (added["title"], added["resolved_url"]) == ("Keeping notes", URL)
    results = said["modified"]["action_results"]
    assert [results[index] for index in (0, 1, 2, 4)] == [True] * 4
    assert results[3]["given_url"] == OTHER
    kept = said["archived"]["list"][added["item_id"]]
    assert sorted(kept["tags"]) == ["three", "vier"]
    assert list(said["tagged"]["list"]) == [added["item_id"]]
    assert said["deleted"]["action_results"] == [True]
    assert said["token"][:2] == [401, 107]
    assert said["key"] == [403, 152, "Invalid consumer key.", "10000", True]
