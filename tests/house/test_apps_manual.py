"""The examples of docs/apps.md and of the pages below docs/apps, run one after the other as they stand."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.patience import HANG
from tests.wire.server import Wire
from tests.wire.surfer import Surfer

ROOT = Path(__file__).resolve().parents[2]

#: As much of jq as the examples use, for machines without it.
JQ = f"""#!{sys.executable}
import json, sys
print(json.load(sys.stdin)[sys.argv[2].removeprefix(".")])
"""


#: Those with examples, in the order in which one page goes on with what another one has.
PAGES = ("apps", "apps/permission", "apps/script", "apps/feed-readers", "apps/open-pocket", "apps/instapaper")


def examples() -> list[str]:
    """The shell blocks of the pages, in order."""
    return [
        block
        for page in PAGES
        for block in re.findall(r"```sh\n(.*?)```", (ROOT / "docs" / f"{page}.md").read_text(), re.DOTALL)
    ]


def test_no_page_with_examples_is_forgotten() -> None:
    pages = [ROOT / "docs" / "apps.md", *(ROOT / "docs" / "apps").glob("*.md")]
    assert {page for page in pages if "```sh" in page.read_text()} == {
        ROOT / "docs" / f"{name}.md" for name in PAGES
    }


def test_links_between_the_manuals_lead_somewhere() -> None:
    found = [
        f"{page.name}: {link}"
        for page in (ROOT / "README.md", *(ROOT / "docs").rglob("*.md"))
        for link in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text())
        if "://" not in link and not (page.parent / link).exists()
    ]
    assert found == []


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """A folder with the programs that the examples name."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "jq").write_text(JQ)
    (folder / "satchel").symlink_to(Path(sys.executable).parent / "satchel")
    for program in folder.iterdir():
        if not program.is_symlink():
            program.chmod(0o755)
    return folder


def run_with_leave(wire: Wire, script: str, environment: dict[str, str]) -> tuple[int, str]:
    """Run the script; press Allow on the page it prints the address of, and then Enter. Its status and words."""
    said = ""
    with subprocess.Popen(
        ["bash", "-euo", "pipefail", "-c", script], env=environment, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    ) as running:  # fmt: skip
        assert running.stdin
        assert running.stdout
        for line in running.stdout:
            said += line
            if found := re.search(r"request_token=([0-9a-f-]+)&", line):
                alice = Surfer(wire)
                alice.sign_in()
                assert alice.consent(found[1]).headers["location"] == "https://example.com/"
                running.stdin.write("\n")
                running.stdin.flush()
    return running.returncode, said


@pytest.mark.slow
def test_every_example_of_the_manual_for_apps_works(wire: Wire, tools: Path) -> None:
    wire.web.page("https://example.com/", "<title>Example</title><p>An example of a page.</p>")
    script = "\n".join(examples())
    for written, meant in (
        ("http://127.0.0.1:8080", f"http://127.0.0.1:{wire.port}"),
        ("curl ", "curl -sS --fail-with-body "),
        ("-u alice:PASSWORD", f"-u 'alice:{wire.password('alice')}'"),
        ("password=PASSWORD", f"'password={wire.password('alice')}'"),
    ):
        assert written in script
        script = script.replace(written, meant)
    environment = {
        "PATH": f"{tools}:/usr/bin:/bin",
        "SATCHEL_DATA": str(wire.settings.data),
        "SATCHEL_DATABASE_URL": wire.settings.database_url,
    }
    asking = '&redirect_uri=https://example.com/"\n'
    assert script.count(asking) == 1
    status, said = run_with_leave(wire, script.replace(asking, f"{asking}read -rt {HANG:.0f}\n"), environment)
    assert status == 0, said
    assert re.search(r"access_token=[0-9a-f-]{30}&username=alice", said)
    listed = wire.get("/v3/get", {**wire.credentials(), "state": "all"}).json()["list"]
    assert [item["given_url"] for item in listed.values()] == ["https://example.com/"]
