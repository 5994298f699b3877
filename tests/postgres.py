"""A PostgreSQL of the tests' own: private data folder, loopback, a port of its own.

The programs are those of the Debian package, wherever they are; the server lives as long as
the tests do.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import psycopg

from satchel.model.searches import READY
from tests.patience import HANG, until

TRIES = 5  #: a free port may be taken by somebody else before we are there
#: The connections with which databases are emptied, by URL.
_KEPT: dict[str, psycopg.Connection] = {}


def programs() -> Path | None:
    """Where initdb and postgres are; None when PostgreSQL is not installed."""
    found = shutil.which("postgres")
    if found:
        return Path(found).parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: path.parts[-3])
    return versions[-1].parent if versions else None


@contextmanager
def running(buffers: str = "32MB") -> Iterator[str | None]:
    """The URL of a fresh PostgreSQL server, or None where there is none to start.

    `buffers` is how much of its databases it holds in memory.
    """
    bin_folder = programs()
    if bin_folder is None:
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="satchel-pg-"))
    server: subprocess.Popen[bytes] | None = None
    try:
        os.chmod(folder, 0o755)
        data = folder / "data"
        data.mkdir()
        user = _unprivileged(folder)
        _run(
            [
                bin_folder / "initdb", "-D", data, "-U", "satchel", "-A", "trust",
                "-E", "UTF8", "--locale=C.UTF-8", "-N",
            ],
            user,
        )  # fmt: skip
        for _ in range(TRIES):
            port = _free_port()
            server = subprocess.Popen(
                [
                    bin_folder / "postgres", "-D", data, "-h", "127.0.0.1", "-p", str(port), "-k", str(folder),
                    "-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=60",
                    "-c", f"shared_buffers={buffers}", "-c", "log_min_messages=fatal", "-c", "autovacuum=off",
                ],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **_as(user),
            )  # fmt: skip
            if until(partial(_answers, server, folder, port)) == "yes":
                break
        else:
            raise RuntimeError("PostgreSQL does not start")
        url = f"postgresql://satchel@127.0.0.1:{port}/postgres"
        yield url
        if url in _KEPT:
            _KEPT.pop(url).close()
    finally:
        if server:
            server.send_signal(signal.SIGQUIT)  # nobody will miss what is in it
            try:
                server.wait(HANG)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def database(url: str, name: str) -> Iterator[str]:
    """The URL of one more database on that server, with nothing in it; it goes in the end."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield url.rpartition("/")[0] + f"/{name}"
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def empty(url: str, people: dict[str, str]) -> None:
    """Take the database back to its first `people` and their password hashes, and to nothing else.

    TRUNCATE would make new files for each table and index, which takes twenty times as long.
    It stays connected: to connect and to learn of each table anew takes five times as long as the rest.
    """
    try:
        _empty(_KEPT[url], people)
    except (KeyError, psycopg.OperationalError):
        _KEPT[url] = psycopg.connect(url, autocommit=True, prepare_threshold=None)
        _empty(_KEPT[url], people)


def _empty(connection: psycopg.Connection, people: dict[str, str]) -> None:
    ask = connection.execute
    kept = ["migrations", "users", "shelves"]
    tables = ask(
        "SELECT relname FROM pg_class WHERE relnamespace = to_regnamespace('public') AND relkind IN ('r', 'p')"
        " AND NOT relispartition AND relname <> ALL (%s)",
        [kept],
    ).fetchall()
    filled = ask("SELECT " + ", ".join(f"EXISTS (SELECT 1 FROM {name})" for (name,) in tables)).fetchone()
    assert filled is not None
    used = [name for (name,), rows in zip(tables, filled, strict=True) if rows]
    ask(
        "SET session_replication_role = replica;"  # foreign keys need not be asked: all goes
        + "".join(f"DELETE FROM {name};" for name in used)
        + f"DELETE FROM shelves WHERE user_id > {len(people)}; DELETE FROM users WHERE id > {len(people)};"
        "UPDATE shelves SET changed_at = 0, unread = 0, archived = 0, last_id = 0, last_search = 4, last_tag = 0,"
        " bytes = 0, max_items = 0, max_bytes = 0, reading = '';"
        "SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)"
        " FROM pg_sequences WHERE schemaname = 'public';"
        f"SELECT setval(pg_get_serial_sequence('users', 'id'), {len(people)})"
    )
    for number, (name, hashed) in enumerate(people.items(), 1):
        ask(
            "INSERT INTO users (id, name, name_key, password_hash, is_admin, created_at)"
            " VALUES (%s, %s, %s, %s, %s, 0)"
            " ON CONFLICT (id) DO UPDATE SET password_hash = EXCLUDED.password_hash, is_admin = EXCLUDED.is_admin,"
            " disabled_at = 0, seen_at = 0, removing_at = 0, two_step_at = 0",
            (number, name, name, hashed, int(name == "alice")),
        )
        ask("INSERT INTO shelves (user_id) VALUES (%s) ON CONFLICT DO NOTHING", (number,))
    ready = ", ".join(f"({each.number}, '{each.query}')" for each in READY)
    ask(
        "INSERT INTO searches (user_id, id, query, place, ready) SELECT s.user_id, r.id, r.query, r.id, r.id"
        f" FROM shelves s CROSS JOIN (VALUES {ready}) AS r (id, query)"
    )
    # Rows are to lie in the order in which they are written, as in a table that is new.
    ask(f"VACUUM {', '.join(['users', 'shelves', *used])}")


def _unprivileged(folder: Path) -> str | None:
    """PostgreSQL refuses to run as root: the package's own user does it then."""
    if os.geteuid() != 0:
        return None
    name = "postgres" if "postgres" in {entry.pw_name for entry in pwd.getpwall()} else "nobody"
    entry = pwd.getpwnam(name)
    for path in (folder, folder / "data"):
        os.chown(path, entry.pw_uid, entry.pw_gid)
    return name


def _as(user: str | None) -> dict[str, Any]:
    return {"user": user, "group": pwd.getpwnam(user).pw_gid, "cwd": "/"} if user else {}


def _run(command: list[object], user: str | None) -> None:
    subprocess.run(
        [str(word) for word in command], check=True, stdout=subprocess.DEVNULL, timeout=5 * HANG, **_as(user)
    )


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def _answers(server: subprocess.Popen[bytes], folder: Path, port: int) -> str:
    """Whether the server takes connections: "yes", "" for not yet, "never" when somebody else took its port.

    Asked through its own socket, where nobody else can answer; it takes the port before.
    """
    if server.poll() is not None:
        return "never"
    with suppress(psycopg.OperationalError):
        psycopg.connect(host=str(folder), port=port, user="satchel", dbname="postgres").close()
        return "yes"
    return ""
