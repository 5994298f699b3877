"""The examples of docs/apps.md, run one after the other as they stand."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.patience import HANG
from tests.wire.bench import Wire

ROOT = Path(__file__).resolve().parents[2]

#: As much of jq as the examples use, for machines without it.
JQ = f"""#!{sys.executable}
import json, sys
print(json.load(sys.stdin)[sys.argv[2].removeprefix(".")])
"""


def examples() -> list[str]:
    """The shell blocks of the page, in order."""
    return re.findall(r"```sh\n(.*?)```", (ROOT / "docs" / "apps.md").read_text(), re.DOTALL)


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
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        env=environment, capture_output=True, timeout=2 * HANG, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
    listed = wire.get("/v3/get", {**wire.credentials(), "state": "all"}).json()["list"]
    assert [item["given_url"] for item in listed.values()] == ["https://example.com/"]
