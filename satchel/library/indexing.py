"""Indexing: the search index follows what people save and change, and nobody waits for it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress

from satchel.base import log
from satchel.base.errors import SatchelError
from satchel.library import hiding
from satchel.store.db import ELSEWHERE, Store
from satchel.store.text_index import Step

#: Seconds that changes are gathered: those of a burst are indexed together, in less time.
GATHERING = 0.2
#: Seconds after which to look for what nobody told us of: what a command or another process changed, people who left.
LOOKING = 5.0
#: Seconds until what failed is tried again.
RETRYING = 5.0
#: Commits a second from which on the index takes a twentieth of the time only, however far behind it comes.
MANY_COMMITS = 50
_SPARINGLY = 19
#: Documents after which the pieces of the index are brought together.
MANY_DOCUMENTS = 5000
#: Seconds that the end waits for the step that is under way.
MAX_STOPPING = 5.0

_logger = logging.getLogger("satchel.index")


def catch_up(store: Store, user: int, done: Callable[[int], None] | None = None) -> int:
    """Index all that is not indexed of a person; how many documents that were.

    `done` is told how many items each step looked at.

    Raises as `Store.write`.
    """
    written = 0
    while True:
        step = store.index.step(user, hiding.text)
        written += step.written
        if done:
            done(step.seen)
        if step.is_last:
            return written


def note(store: Store, user: int) -> None:
    """Index what a command just changed of a person. A server that runs beside it would hear of it later."""
    # Where it cannot be indexed now, it is then.
    with suppress(SatchelError):
        store.index.step(user, hiding.text)


def renew(store: Store) -> None:
    """Begin with an empty index. Raises as `Store.write`."""
    store.index.renew()


def tidy(store: Store) -> None:
    """Bring the pieces of the index together after much was written."""
    is_first = True
    while store.index.merge(is_first):
        is_first = False
    store.index.relax()


class Indexer:
    """The thread that keeps the index up to date: what was just changed first, then what was there before it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        #: Of whom something changed, and of whom some of what was there before the index is missing.
        self._changed: set[int] = set()
        self._behind: set[int] = set()
        self._commits = 0
        self._counted = time.monotonic()
        self._written = 0
        #: Whether the pieces of the index are being brought together.
        self._is_merging = False
        self._failed = False
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="satchel-index", daemon=True)
        self._unwatch: Callable[[], None] | None = None

    def start(self) -> None:
        """Begin to index, with all that is missing by now."""
        self._unwatch = self._store.watch(self._hear)
        self._thread.start()

    def stop(self) -> None:
        """End with the step that is under way; what is left is indexed when somebody starts again."""
        self._stopping.set()
        self._wake.set()
        if self._unwatch:
            self._unwatch()
            self._thread.join(MAX_STOPPING)

    def _hear(self, users: set[int]) -> None:
        with self._lock:
            self._changed |= users - {ELSEWHERE}
            self._commits += 1
        self._wake.set()

    def _run(self) -> None:
        looked = 0.0
        while not self._stopping.is_set():
            try:
                if not self._behind and time.monotonic() - looked >= LOOKING:
                    self._behind.update(self._store.index.behind())
                    looked = time.monotonic()
                self._round()
            except SatchelError as error:
                if not self._failed:
                    self._failed = True
                    log.event(_logger, "warning", "search_index_waits", detail=error.message)
                self._stopping.wait(RETRYING)
            except Exception as error:
                log.event(_logger, "error", "search_index_failed", exc_info=error)
                self._stopping.wait(RETRYING)
            else:
                self._failed = False
            if not self._behind and not self._is_merging and self._wake.wait(LOOKING):
                self._stopping.wait(GATHERING)
            self._wake.clear()

    def _round(self) -> None:
        """Index what changed, or else a little of what is missing; then let others work."""
        began = time.monotonic()
        with self._lock:
            changed, self._changed = self._changed, set()
            rate = self._commits / max(began - self._counted, GATHERING)
            self._commits, self._counted = 0, began
        left = set(changed)
        try:
            for user in changed:
                self._follow(user)
                left.discard(user)
        except BaseException:
            with self._lock:
                self._changed |= left
            raise
        for user in () if changed else sorted(self._behind)[:1]:
            if self._done(self._store.index.step(user, hiding.text)):
                self._behind.discard(user)
        took = time.monotonic() - began
        if self._behind or rate > MANY_COMMITS:
            self._stopping.wait(took * (_SPARINGLY if rate > MANY_COMMITS else 1))
        elif self._written >= MANY_DOCUMENTS or self._is_merging:
            self._written, self._is_merging = 0, self._store.index.merge(not self._is_merging)
            self._stopping.wait(time.monotonic() - began)
        elif changed:
            self._store.index.relax()

    def _follow(self, user: int) -> None:
        """Index what changed of somebody; what was there before waits for its turn."""
        while not self._stopping.is_set():
            step = self._store.index.step(user, hiding.text)
            if self._done(step):
                return
            if step.is_rest:
                self._behind.add(user)
                return

    def _done(self, step: Step) -> bool:
        self._written += step.written
        return step.is_last
