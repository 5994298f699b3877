"""`kill -9` in the middle of an import: it goes on with the next row, and nothing comes in twice."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from satchel.base.clock import Clock
from satchel.library import imports, upkeep
from satchel.library.uploads import Uploads
from satchel.model.imports import Choices, Import, ImportStatus
from satchel.store.sqlite import SqliteStore
from tests.cli.conftest import Command, Program
from tests.library.bringing import adds_up, pocket_csv
from tests.library.taking_along import members, packed
from tests.patience import HANG, until

pytestmark = [pytest.mark.faults, pytest.mark.usefixtures("owner")]

ROWS = 4_000
OWN_ROWS = 1_200
#: Nobody fetches from there, and it takes no time to see that.
FILE = pocket_csv(
    (f"Row {n}", f"http://10.0.0.1/{n % 3_900}", 1_500_000_000 + n, "a|b", "unread") for n in range(ROWS)
)


@pytest.fixture
def store(satchel: Command, owner: None, tmp_path: Path) -> Iterator[SqliteStore]:
    """The database, beside a server that may run."""
    store = SqliteStore(tmp_path / "satchel-data" / "satchel.db", Clock())
    yield store
    store.close()


def _is_whole(store: SqliteStore, one: Import) -> None:
    fates = store.read(lambda tx: imports.account(tx, 1, one.id, 0, ROWS + 1))
    assert adds_up(one, fates)
    assert (one.rows, one.new, one.joined) == (ROWS, 3_900, 100)
    rows = store.read(lambda tx: tx.all("SELECT unread FROM shelves WHERE user_id = 1"))
    assert rows == [(3_900,)]
    assert upkeep.doubts(store) == []


def test_a_server_that_is_killed_goes_on_where_the_import_was(
    serve: Callable[..., Program], store: SqliteStore, tmp_path: Path
) -> None:
    uploads = Uploads(tmp_path / "satchel-data" / "imports", Clock())
    name, file = uploads.create()
    with file:
        file.write(FILE)
    digest = hashlib.sha256(FILE).hexdigest()
    number = store.write(lambda tx: imports.begin(tx, 1, "file.csv", name, digest, len(FILE))).id

    def now() -> Import:
        return store.read(lambda tx: imports.get(tx, 1, number))

    program = serve()
    until(lambda: now().status == ImportStatus.LOOKED)
    store.write(lambda tx: imports.start(tx, 1, number, Choices()))
    for least in (1, 1_500):
        while now().rows < least:
            time.sleep(0.01)
        program.end(signal.SIGKILL)
        assert now().status == ImportStatus.UNDER_WAY
        program = serve()
    until(lambda: now().status == ImportStatus.DONE)
    until(lambda: not uploads.path(name).exists())
    program.end()
    _is_whole(store, now())


def test_a_command_that_is_killed_goes_on_when_it_is_given_again(
    satchel: Command, store: SqliteStore, tmp_path: Path
) -> None:
    (tmp_path / "file.csv").write_bytes(FILE)
    words = ["import", "file.csv", "--user", "alice", "--json"]
    process = subprocess.Popen([sys.executable, "-m", "satchel", *words], env={**os.environ}, cwd=tmp_path)
    until(lambda: any(one.rows for one in store.read(lambda tx: imports.newest(tx, 1))))
    process.kill()
    process.wait(HANG)
    (one,) = store.read(lambda tx: imports.newest(tx, 1))
    assert one.status == ImportStatus.UNDER_WAY
    assert one.rows < ROWS
    said = satchel(*words)
    assert said.json == {"kind": "Pocket", "rows": ROWS, "new": 3_900, "joined": 100, "skipped": 0}
    (one,) = store.read(lambda tx: imports.newest(tx, 1))
    _is_whole(store, one)


def test_a_file_of_our_own_comes_in_whole_though_its_import_was_killed(
    satchel: Command, store: SqliteStore, tmp_path: Path
) -> None:
    text = {"html": "articles/a.html", "text": "articles/a.txt", "kept": 5, "title": "T"}
    lines = [
        {"saved": 1_500_000_000_000 + n, "url": f"http://10.0.0.1/{n}", "tags": ["a"], "folder": f"F{n % 3}",
         "texts": [text], "highlights": [{"quote": "Words", "start": 0, "end": 5}]}
        for n in range(OWN_ROWS)
    ]  # fmt: skip
    file = packed({
        "satchel.json": b'{"format":"satchel.library","version":1}', "articles/a.html": b"<p>Words.</p>",
        "articles/a.txt": b"Words.", "folders.jsonl": b'{"name":"F2"}\n{"name":"F0"}\n{"name":"F1"}\n',
        "items/000000.jsonl": b"\n".join(json.dumps(line).encode() for line in lines),
    })  # fmt: skip
    (tmp_path / "own.zip").write_bytes(file)
    satchel("user", "add", "zoe", "--no-password")
    words = ["import", "own.zip", "--user", "alice", "--json"]
    process = subprocess.Popen([sys.executable, "-m", "satchel", *words], env={**os.environ}, cwd=tmp_path)
    until(lambda: any(one.rows for one in store.read(lambda tx: imports.newest(tx, 1))))
    process.kill()
    process.wait(HANG)
    (one,) = store.read(lambda tx: imports.newest(tx, 1))
    assert one.status == ImportStatus.UNDER_WAY
    assert satchel(*words).json["new"] == OWN_ROWS
    satchel("import", "own.zip", "--user", "zoe")
    for name in ("alice", "zoe"):
        satchel("export", f"{name}.zip", "--user", name)
    assert members((tmp_path / "alice.zip").read_bytes()) == members((tmp_path / "zoe.zip").read_bytes())
    assert upkeep.doubts(store) == []
