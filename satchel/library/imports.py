"""Imports: a file is looked at, comes in if the person says so, can be stopped, and be undone for a week."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from satchel.base.errors import Conflict, NotFound
from satchel.base.text import plain_name
from satchel.library import import_acts
from satchel.library.change import Changeset
from satchel.library.tagging import tag_names
from satchel.library.usecase import reads, writes
from satchel.model.imports import Choices, Fate, Import, ImportStatus, Look, Outcome
from satchel.model.items import State
from satchel.model.jobs import Job, JobKind
from satchel.store import import_rows, imports, item_batches, jobs
from satchel.store.db import ReadTx, Tx

MAX_NAME_CHARACTERS = 200
#: Imports of one person that are kept with their accounts, the newest, and that lists show.
MAX_IMPORTS = 100
#: How long an import is kept with its account after it has ended.
KEPT_DAYS = 730
#: Rows of an account that one transaction removes.
MAX_REMOVED = 1_000
#: Imports of one person that are being looked at or come in at the same time.
MAX_AT_ONCE = 5
#: How long an import can be undone.
UNDO_DAYS = 7
UNDO_MS = UNDO_DAYS * 86_400_000
#: How long a file is kept that was looked at and then left alone.
IDLE_MS = 86_400_000

_UNDOABLE = (ImportStatus.UNDER_WAY, ImportStatus.DONE, ImportStatus.STOPPED, ImportStatus.FAILED)


@writes
def begin(tx: Tx, user: int, name: str, file: str, digest: str, size: int) -> Import:
    """A new import of a file that is kept under that name meanwhile, to be looked at first, by a job.

    Raises `Conflict` where the person has too many under way.
    """
    tx.room()
    with Changeset(tx, user) as change:
        there = imports.newest(tx, user, MAX_IMPORTS + 10)
        for old in there:
            if is_outdated(there, old, tx.now):
                owe(tx, user, old.id)
        if sum(each.is_under_way for each in there) >= MAX_AT_ONCE:
            raise Conflict("Several of your imports are still under way. Wait until one of them has ended.")
        name = plain_name(name, MAX_NAME_CHARACTERS) or "file"
        one = Import(
            change.next_id(), name, file, digest, size, "", ImportStatus.LOOKING, Choices(), Look(), tx.now
        )
        imports.insert(tx, user, one)
        if file:
            owe(tx, user, one.id)
    return one


@writes
def resumed(tx: Tx, user: int, name: str, digest: str, size: int, look: Look, choices: Choices) -> Import:
    """An import, under way, of a file that the server does not keep; one that was broken off goes on."""
    tx.room()
    choices = msgspec.structs.replace(choices, tags=tag_names(choices.tags))
    for each in imports.newest(tx, user, MAX_IMPORTS):
        if (each.status, each.digest, each.file, each.choices) == (
            ImportStatus.UNDER_WAY,
            digest,
            "",
            choices,
        ):
            return _one(tx, user, each.id)
    with Changeset(tx, user) as change:
        one = Import(
            change.next_id(), plain_name(name, MAX_NAME_CHARACTERS) or "file", "", digest, size, look.kind,
            ImportStatus.UNDER_WAY, choices, look, tx.now,
        )  # fmt: skip
        one = msgspec.structs.replace(one, act_id=import_acts.begin(change, one))
        imports.insert(tx, user, one)
    return one


def owe(tx: Tx, user: int, import_id: int) -> None:
    """Owe the next part of an import."""
    jobs.enqueue(tx, JobKind.IMPORT, import_id, user, f"{user}")


@writes
def looked(tx: Tx, user: int, import_id: int, look: Look, job: Job | None = None) -> Import | None:
    """Keep what was seen in a file; None where the job is in other hands, or nobody wants it any more."""
    one = _held(tx, user, import_id, job)
    if one is None or one.status != ImportStatus.LOOKING:
        return None
    imports.set_look(tx, user, import_id, look)
    one = msgspec.structs.replace(one, status=ImportStatus.LOOKED, kind=look.kind, look=look)
    _keep(tx, user, one)
    if one.file:
        # A file that nobody wants after all goes after a day.
        jobs.enqueue(tx, JobKind.IMPORT, one.id, user, f"{user}", IDLE_MS)
    return one


@writes
def refused(tx: Tx, user: int, import_id: int, error: str, job: Job | None = None) -> Import | None:
    """Keep why a file cannot come in, or why it came to no end; as `looked`."""
    one = _held(tx, user, import_id, job)
    if one is None:
        return None
    status = (
        ImportStatus.REFUSED
        if one.status in (ImportStatus.LOOKING, ImportStatus.LOOKED)
        else ImportStatus.FAILED
    )
    one = msgspec.structs.replace(one, status=status, error=error, ended_at=tx.now)
    _keep(tx, user, one)
    return one


def _held(tx: Tx, user: int, import_id: int, job: Job | None) -> Import | None:
    """The import, whose job is struck off; None where somebody else has that."""
    tx.lock_user(user)
    if job is not None and not jobs.finish(tx, job):
        return None
    return imports.get(tx, user, import_id)


@writes
def start(tx: Tx, user: int, import_id: int, choices: Choices) -> Import:
    """Have the rows of a file come in that was looked at. Raises `NotFound`, `Conflict`, and `Invalid` for the tags."""
    tx.room()
    tx.lock_user(user)
    one = _one(tx, user, import_id)
    if one.status != ImportStatus.LOOKED:
        raise Conflict("This file has been imported already, or cannot be.")
    choices = msgspec.structs.replace(choices, tags=tag_names(choices.tags))
    with Changeset(tx, user) as change:
        one = msgspec.structs.replace(one, status=ImportStatus.UNDER_WAY, choices=choices)
        one = msgspec.structs.replace(one, act_id=import_acts.begin(change, one))
        imports.update(tx, user, one)
    owe(tx, user, one.id)
    return one


@writes
def stop(tx: Tx, user: int, import_id: int) -> Import:
    """End an import: what has come in stays, and can be undone. A file that was only looked at is not imported at all.

    Raises `NotFound`, and `Conflict` where nothing goes on.
    """
    tx.lock_user(user)
    one = _one(tx, user, import_id)
    if one.status not in (ImportStatus.LOOKING, ImportStatus.LOOKED, ImportStatus.UNDER_WAY):
        raise Conflict("This import has ended already.")
    one = msgspec.structs.replace(one, status=ImportStatus.STOPPED, ended_at=tx.now)
    _keep(tx, user, one)
    if one.file:
        owe(tx, user, one.id)  # for the file, which goes
    return one


def _keep(tx: Tx, user: int, one: Import) -> None:
    """Keep how an import stands, and have those who wait for that hear of it."""
    with Changeset(tx, user) as change:
        imports.update(tx, user, one)
        import_acts.follow(change, one)
    tx.signal(signal_of(user, one.id))


def signal_of(user: int, import_id: int) -> str:
    """What is signalled when an import goes on to its next part."""
    return f"import:{user}:{import_id}"


@writes
def undo(tx: Tx, user: int, import_id: int) -> Import:
    """Begin to take away what an import brought, as far as the person has not changed it since; a job does it.

    One that is under way ends by that. Raises `NotFound`, and `Conflict` where it brought nothing, has been undone, or
    ended more than a week ago.
    """
    tx.lock_user(user)
    one = _one(tx, user, import_id)
    if not can_be_undone(one, tx.now):
        raise Conflict("This import cannot be undone any more.")
    one = msgspec.structs.replace(
        one, status=ImportStatus.BEING_UNDONE, place=0, undone=0, kept=0, ended_at=one.ended_at or tx.now
    )
    _keep(tx, user, one)
    owe(tx, user, one.id)
    return one


def can_be_undone(one: Import, now: int) -> bool:
    """Whether an import has brought something, and did so within the week; what is under way ends by that."""
    since = one.ended_at or now
    return one.status in _UNDOABLE and one.new + one.joined > 0 and now - since < UNDO_MS


@writes
def close(tx: Tx, user: int, import_id: int) -> None:
    """Note that the file of an import is gone. One that was only looked at has ended by that."""
    tx.lock_user(user)
    one = imports.get(tx, user, import_id)
    if one is None or one.is_under_way:
        return
    if one.status == ImportStatus.LOOKED:
        one = msgspec.structs.replace(one, status=ImportStatus.STOPPED, ended_at=tx.now)
    imports.update(tx, user, msgspec.structs.replace(one, file=""))


def is_outdated(there: Sequence[Import], one: Import, now: int) -> bool:
    """Whether an import is too old to be kept, or one too many; `there` are the newest, the newest first."""
    is_old = 0 < one.ended_at < now - KEPT_DAYS * 86_400_000
    return (
        not one.is_under_way
        and not one.file
        and (is_old or one.id not in {each.id for each in there[: MAX_IMPORTS - 1]})
    )


@writes(weight=lambda *args: MAX_REMOVED)
def forget(tx: Tx, user: int, import_id: int) -> bool:
    """Remove some of the account of an import that is outdated, in the end the import; whether more is to be done."""
    tx.lock_user(user)
    there = imports.newest(tx, user, MAX_IMPORTS + 10)
    one = imports.get(tx, user, import_id)
    if one is None or not is_outdated(there, one, tx.now):
        return False
    return not imports.remove(tx, user, import_id, MAX_REMOVED)


@reads(quick=True)
def is_there(tx: ReadTx, user: int, import_id: int) -> bool:
    """Whether an import is still kept."""
    return imports.get(tx, user, import_id) is not None


@reads(quick=True)
def get(tx: ReadTx, user: int, import_id: int) -> Import:
    """The import of that number. Raises `NotFound`."""
    return _one(tx, user, import_id)


def _one(tx: ReadTx, user: int, import_id: int) -> Import:
    found = imports.get(tx, user, import_id) if 0 < import_id < 2**53 else None
    if found is None:
        raise NotFound("There is no such import.")
    return found


@reads(quick=True)
def newest(tx: ReadTx, user: int) -> list[Import]:
    """The person's imports, the newest first, without what was seen in their files."""
    return imports.newest(tx, user, MAX_IMPORTS)


@reads(quick=True)
def account(
    tx: ReadTx, user: int, import_id: int, after: int = 0, limit: int = 50, outcome: Outcome | None = None
) -> list[Fate]:
    """The next rows of an import behind the row `after`, with what became of each, or only those of one outcome."""
    return import_rows.page(tx, user, import_id, after, limit, outcome)


@reads
def states(tx: ReadTx, user: int, keys: Sequence[bytes]) -> dict[bytes, State]:
    """Which of those keys of addresses lead to an item of the person, and where it is."""
    found: dict[bytes, State] = {}
    for first in range(0, len(keys), item_batches.MAX_BATCH):
        found |= item_batches.states(tx, user, keys[first : first + item_batches.MAX_BATCH])
    return found


@reads
def owed(tx: ReadTx, user: int) -> int:
    """How many pages of what came in are still to be fetched."""
    return item_batches.owed(tx, user)


@writes
def strike_off(tx: Tx, job: Job) -> None:
    """Strike off the job of an import, in whatever state that is."""
    tx.lock_user(job.user_id)
    jobs.finish(tx, job)
