"""A database that a failing disk has damaged: everybody is told so, in words, and the owner what to do."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import apsw
import pytest

from satchel.base.errors import Damaged, SatchelError
from satchel.library import finding, saving
from satchel.model.items import NewLink, Query
from satchel.store.db import Store, Tx
from satchel.store.sqlite import SqliteStore
from tests.cli.conftest import Command, Program
from tests.clock import FakeClock
from tests.faults.crowd import post
from tests.patience import HANG
from tests.wire import http

pytestmark = pytest.mark.faults

PAGE = 4096


def noise(file: Path, *pages: int) -> None:
    """Overwrite pages of the file; the first is 1."""
    dice = random.Random(7)
    with file.open("r+b") as opened:
        for page in pages:
            opened.seek((page - 1) * PAGE)
            opened.write(dice.randbytes(PAGE))


def root_of(file: Path, table: str) -> int:
    connection = apsw.Connection(str(file))
    row = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchall()[0]
    connection.close()
    assert isinstance(row[0], int)
    return row[0]


def fill(file: Path, number: int = 200) -> None:
    store = SqliteStore(file, FakeClock())
    for each in range(number):
        store.write(partial(saving.save, user=1, link=NewLink(f"http://example.org/{each}", "x" * 300)))
    store.close()


@pytest.fixture
def file(environ: dict[str, str], sqlite_template: Path, tmp_path: Path) -> Path:
    """The database of a server, with links in it."""
    made = tmp_path / "satchel-data" / "satchel.db"
    made.parent.mkdir()
    shutil.copy(sqlite_template, made)
    fill(made)
    return made


def test_check_says_what_is_damaged_and_what_to_do(satchel: Command, file: Path) -> None:
    assert "All is well." in satchel("check").out
    noise(file, root_of(file, "items"))
    said = satchel("check")
    assert said.status == 1
    assert "The database is damaged: table items " in said.out
    assert "restore a backup" in said.out
    assert "Traceback" not in said.err
    facts = satchel("check", "--json")
    assert (facts.status, facts.json["ok"], facts.json["database"]) == (1, False, "sqlite")


def test_check_has_words_for_damage_on_any_page(satchel: Command, file: Path) -> None:
    whole = file.read_bytes()
    told = 0
    for page in range(1, len(whole) // PAGE + 1):
        file.write_bytes(whole)
        noise(file, page)
        said = satchel("check")
        told += said.status == 1 and "damaged" in said.out
        assert said.status in (0, 1), page
        assert "Traceback" not in said.err + said.out, page
    assert told >= 0.9 * len(whole) / PAGE


def _words(store: SqliteStore) -> set[type[BaseException]]:
    """What readers and a writer hear, each of the kinds of errors once."""
    heard: set[type[BaseException]] = set()
    new = NewLink("http://example.org/new", tags=("t",))
    for way, op in (
        (store.read, lambda tx: finding.find(tx, 1, Query(limit=500), total=True)),
        (store.read, lambda tx: finding.tag_list(tx, 1)),
        (store.write, lambda tx: saving.save(tx, 1, new)),
    ):
        try:
            way(op)
        except Exception as error:
            heard.add(type(error))
    return heard


def test_reads_and_writes_have_words_for_damage_on_any_page(file: Path) -> None:
    whole = file.read_bytes()
    heard: set[type[BaseException]] = set()
    for page in range(2, len(whole) // PAGE + 1):
        file.write_bytes(whole)
        for more in ("-wal", "-shm"):
            file.with_name(file.name + more).unlink(missing_ok=True)
        noise(file, page)
        try:
            store = SqliteStore(file, FakeClock())
        except Damaged:
            continue
        heard |= _words(store)
        assert store.read(lambda tx: tx.one("SELECT 1")) == (1,), "no thread is lost to it"
        store.close()
    assert heard == {Damaged}


def test_a_server_on_a_damaged_database_says_503_at_every_door_and_logs_it_once(
    file: Path, serve: Callable[..., Program], satchel: Command, tmp_path: Path
) -> None:
    key = satchel("app", "add", "A program", "--json").json["consumer_key"]
    token = satchel("token", "add", "alice", "--app", key, "--json").json["access_token"]
    keys = {"consumer_key": key, "access_token": token}
    noise(file, root_of(file, "items"), root_of(file, "items_by_added"), root_of(file, "addresses"))
    program = serve("--no-worker")
    for _ in range(3):
        assert post(program.port, "/v3/get", {**keys, "count": "30"}).status == 503
        reply = post(program.port, "/v3/add", {**keys, "url": "http://example.org/new"})
        assert (reply.status, reply.headers["x-error-code"]) == (503, "199")
        reply = post(program.port, "/v1/get", {**keys}, "json")
        assert (reply.status, reply.json()["error"]["code"]) == (503, 503)
    health = http.exchange(program.port, http.request("GET", "/health", b"", {}, None))
    assert (health.status, health.json()) == (503, {"status": "unavailable"})
    assert program.end() == 0
    log = (tmp_path / "log").read_text()
    assert log.count(" database_damaged ") == 1
    assert "Traceback" not in log


@pytest.mark.parametrize("damaged", ["head", "schema", "migrations", "not a database", "cut"])
def test_a_server_that_cannot_start_on_it_ends_with_a_sentence(file: Path, damaged: str) -> None:
    if damaged == "not a database":
        file.write_bytes(b"Dear diary,\n" * 1000)
    elif damaged == "cut":
        file.write_bytes(file.read_bytes()[: 2 * PAGE])
    elif damaged == "head":
        noise(file, 1)
    elif damaged == "schema":
        body = bytearray(file.read_bytes())
        body[100:PAGE] = random.Random(7).randbytes(PAGE - 100)
        file.write_bytes(body)
    else:
        noise(file, root_of(file, "migrations"))
    done = subprocess.run(
        [sys.executable, "-m", "satchel", "serve", "--port", "0"],
        cwd=file.parent.parent, capture_output=True, text=True, timeout=HANG, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "damaged" in done.stderr
    assert "Traceback" not in done.stderr
    assert len([line for line in done.stderr.splitlines() if not re.match(r"\d{4}-", line)]) == 2


def test_the_database_of_another_program_is_refused_and_not_touched(
    satchel: Command, environ: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "satchel-data" / "satchel.db"
    file.parent.mkdir()
    theirs = apsw.Connection(str(file))
    theirs.execute("CREATE TABLE bookmarks (id INTEGER); CREATE TABLE migrations (id INTEGER)").fetchall()
    theirs.close()
    before = file.read_bytes()
    for words in (("check",), ("serve", "--port", "0"), ("migrate",)):
        said = satchel(*words)
        assert said.status == 1
        assert "another program" in said.err
    assert file.read_bytes() == before


@pytest.mark.parametrize("mark", [0, 1234])
def test_a_database_without_our_mark_is_known_by_its_tables(file: Path, mark: int) -> None:
    connection = apsw.Connection(str(file))
    connection.execute(f"PRAGMA application_id = {mark}").fetchall()
    connection.close()
    if mark:
        with pytest.raises(SatchelError, match="another program"):
            SqliteStore(file, FakeClock())
        return
    store = SqliteStore(file, FakeClock())
    assert store.read(lambda tx: tx.one("PRAGMA application_id")) == (0x53544348,)
    store.close()


@pytest.mark.parametrize("code", ["XX001", "XX002"])
def test_what_a_database_server_says_of_its_own_damage_is_understood(store: Store, code: str) -> None:
    if store.kind != "postgres":
        pytest.skip("about PostgreSQL")

    def damaged(tx: Tx) -> None:
        tx.run(f"DO $$ BEGIN RAISE EXCEPTION 'invalid page' USING ERRCODE = '{code}'; END $$")

    store.ping()
    for way in (store.read, store.write):
        with pytest.raises(Damaged):
            way(damaged)  # type: ignore[arg-type]  # a read has no way to say it
    with pytest.raises(Damaged):
        store.ping()
