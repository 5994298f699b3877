"""What all tests share: both databases, a clock that is moved, and three people.

Alice owns the server, Bob has his own things, Mallory may see nothing of either.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from satchel.base.clock import Clock
from satchel.library import accounts
from satchel.library.passwords import Passwords
from satchel.store.db import Store
from satchel.store.migrate import migrate
from satchel.store.sqlite import SqliteStore
from tests import postgres
from tests.clock import FakeClock
from tests.people import CHEAP, PASSWORDS
from tests.statements import Statements, noting
from tests.wire.fixtures import wire, wire_settings, wire_socket

#: The same examples in every run and on every machine, however slow; `make explore` looks for new ones.
_SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large)
settings.register_profile(
    "fixed", deadline=None, derandomize=True, database=None, suppress_health_check=_SLOW
)
settings.register_profile("explore", deadline=None, max_examples=1000, suppress_health_check=_SLOW)
settings.load_profile("fixed")

#: What tests write is flushed to the disk thousands of times, and gone with the test: where the machine
#: lends enough of its memory, it lies there. `PYTEST_DEBUG_TEMPROOT` names another place.
MEMORY = Path("/dev/shm")
MIN_MEMORY = 1 << 30  #: bytes; a test's folder is gone when the test passes, so a tenth of it is used
if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= MIN_MEMORY:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))
#: The tests that also run where the tables of people are partitioned: all of the store and of the use cases, and those
#: of the wires that read and change what people own.
ON_PARTITIONS = (
    "store/",
    "library/",
    "wire/doors/",
    "wire/feeds/",
    "wire/instapaper/test_add.py",
    "wire/open_pocket/",
    *(
        f"wire/pocket/test_{name}.py"
        for name in (
            "add", "annotations", "conformance", "get", "long_lists", "model", "send", "smaller", "sync",
            "transcripts", "undo",
        )
    ),
)  # fmt: skip
PARTITIONS = 4  #: so many that each of our people is in another one


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str | None]:
    """A PostgreSQL server of our own; None where it is not installed."""
    with postgres.running() as url:
        yield url


@pytest.fixture(scope="session")
def people() -> dict[str, str]:
    """The hashed passwords of our three people."""
    hasher = Passwords(Clock(), CHEAP)
    hashed = {name: hasher.hash(password) for name, password in PASSWORDS.items()}
    hasher.close()
    return hashed


def populate(store: Store, people: dict[str, str]) -> None:
    """Put our three people into an empty database; their ids are 1, 2 and 3."""
    for name, hashed in people.items():
        store.write(partial(accounts.create, name=name, password_hash=hashed, is_admin=name == "alice"))


@pytest.fixture(scope="session")
def empty_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database with nobody in it, to be copied: migrating takes as long as ten tests."""
    file = tmp_path_factory.mktemp("empty") / "satchel.db"
    store = SqliteStore(file, FakeClock())
    migrate(store)
    store.close()
    return file


@pytest.fixture(scope="session")
def sqlite_template(
    tmp_path_factory: pytest.TempPathFactory, empty_template: Path, people: dict[str, str]
) -> Path:
    """The same with our people in it."""
    file = tmp_path_factory.mktemp("template") / "satchel.db"
    shutil.copy(empty_template, file)
    store = SqliteStore(file, FakeClock())
    populate(store, people)
    store.close()
    return file


def _prepared(url: str, people: dict[str, str], partitions: int = 0) -> None:
    """Migrate an empty PostgreSQL database and put our people in it."""
    from satchel.store.postgres import PostgresStore

    store = PostgresStore(url, FakeClock())
    migrate(store, partitions)
    populate(store, people)
    store.close()


@pytest.fixture(scope="session")
def postgres_ready(postgres_url: str | None, people: dict[str, str]) -> str | None:
    """The URL of a migrated PostgreSQL database with our people in it."""
    if postgres_url:
        _prepared(postgres_url, people)
    return postgres_url


@pytest.fixture(scope="session")
def statements(postgres_url: str | None, people: dict[str, str]) -> Iterator[Statements | None]:
    """What the store sends to a database like `postgres_ready`, with the tables of people in partitions."""
    if postgres_url is None:
        yield None
        return
    with postgres.database(postgres_url, "partitions") as url, pytest.MonkeyPatch.context() as patch:
        _prepared(url, people, PARTITIONS)
        sent = Statements(url)
        patch.setattr("satchel.store.postgres.PostgresTx", noting(sent))
        yield sent
        sent.close()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give each test that wants a database one of each kind."""
    chosen = any(
        mark.name == "parametrize" and mark.args[0] == "database"
        for mark in metafunc.definition.iter_markers()
    )
    if "database" in metafunc.fixturenames and not chosen:
        path = metafunc.definition.path.relative_to(Path(__file__).parent).as_posix()
        kinds = ["postgres", "partitions"] if path.startswith(ON_PARTITIONS) else ["postgres"]
        marked = [pytest.param(kind, marks=pytest.mark.postgres) for kind in kinds]
        metafunc.parametrize("database", ["sqlite", *marked], indirect=True)


@pytest.fixture
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[dict[str, object]]:
    """Where a fresh database with our people is: the settings `data` and `database_url`."""
    data = tmp_path / "data"
    if request.param == "sqlite":
        data.mkdir()
        shutil.copy(request.getfixturevalue("sqlite_template"), data / "satchel.db")
        yield {"data": data, "database_url": ""}
        return
    sent: Statements | None = request.getfixturevalue("statements") if request.param == "partitions" else None
    url = sent.url if sent else request.getfixturevalue("postgres_ready")
    if url is None:
        pytest.skip("PostgreSQL is not installed")
    postgres.empty(url, request.getfixturevalue("people"))
    yield {"data": data, "database_url": url}
    if sent:
        assert sent.check() == []


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def store(database: dict[str, object], clock: FakeClock) -> Iterator[Store]:
    """A database of each kind, with our three people in it."""
    opened: Store
    if database["database_url"]:
        from satchel.store.postgres import PostgresStore

        opened = PostgresStore(str(database["database_url"]), clock)
    else:
        opened = SqliteStore(Path(str(database["data"])) / "satchel.db", clock, owner=True)
    yield opened
    opened.close()


@pytest.fixture
def alice() -> int:
    return 1


@pytest.fixture
def bob() -> int:
    return 2


@pytest.fixture
def mallory() -> int:
    return 3


__all__ = ["wire", "wire_settings", "wire_socket"]
