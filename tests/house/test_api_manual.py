"""The examples of docs/api.md, run as they stand."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

from tests.patience import HANG
from tests.wire.server import Wire

ROOT = Path(__file__).resolve().parents[2]

PAGE = """<!doctype html><html lang="en"><head><title>{title}</title></head>
<body><article><h1>{title}</h1>{text}</article></body></html>"""


def examples() -> list[str]:
    """The shell blocks of that page, in order."""
    return re.findall(r"```sh\n(.*?)```", (ROOT / "docs" / "api.md").read_text(), re.DOTALL)


def run(wire: Wire, block: str) -> str:
    """What a block prints when it is run against our server."""
    known = wire.credentials()
    names = {"KEY": known["consumer_key"], "TOKEN": known["access_token"], "PASSWORD": wire.password("alice")}
    script = block.replace("http://127.0.0.1:8080", f"http://127.0.0.1:{wire.port}")
    done = subprocess.run(
        ["bash", "-euc", script],
        env={"PATH": "/usr/bin:/bin", **names},
        capture_output=True,
        timeout=HANG,
        check=True,
    )
    return done.stdout.decode()


def test_the_manual_saves_a_page_through_each_door_and_lists_them(wire: Wire) -> None:
    blocks = examples()
    assert len(blocks) == 4
    for url in re.findall(r"https://en\.wikipedia\.org/wiki/\w+", "".join(blocks)):
        title = url.rpartition("/")[2].replace("_", " ")
        wire.web.page(
            url, PAGE.format(title=title, text=f"<p>{title} is a kind of notebook, of which more.</p>" * 20)
        )
    added = json.loads(run(wire, blocks[0]))
    assert added["item"]["title"] == "Commonplace book"
    assert json.loads(run(wire, blocks[1])) == {"status": 1, "action_results": [True]}
    assert run(wire, blocks[2]) == "201"
    listed = json.loads(run(wire, blocks[3]))["list"]
    assert {item["given_url"].rpartition("/")[2] for item in listed.values()} == {
        "Commonplace_book",
        "Zibaldone",
    }
    total = wire.get("/v3/get", {**wire.credentials(), "total": 1, "state": "all"}).json()["total"]
    assert total == "3"
