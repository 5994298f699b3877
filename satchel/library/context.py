"""The `Library`: everything that use cases are given, made once by the wiring."""

from __future__ import annotations

from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any, Protocol

from satchel.base.clock import Clock
from satchel.base.sealing import Seal
from satchel.library.last_used import LastUsed
from satchel.library.limits import Limits
from satchel.library.nonces import Nonces
from satchel.library.passwords import Passwords
from satchel.library.search_counts import SearchCounts
from satchel.library.security import SecurityLog
from satchel.library.throttle import Throttle
from satchel.library.turns import Turns
from satchel.library.usecase import P, T, UseCase
from satchel.library.waiting import Waiting
from satchel.library.walks import Walks
from satchel.model.articles import Article
from satchel.store.db import Store


class HtmlReader(Protocol):
    """Whoever makes an article of HTML that somebody hands in."""

    async def read_html(self, html: str, url: str, person: int = 0) -> Article:
        """The article in `html`, clean; `url` is where its links start. Raises `FetchFailed`."""


@dataclass(frozen=True, slots=True)
class Library:
    """Passed in, never global."""

    store: Store
    clock: Clock
    passwords: Passwords
    limits: Limits
    waiting: Waiting
    seal: Seal
    add_wait: float = 5.0  #: seconds that an add waits for its page
    secure: bool = False  #: people reach us over https, so plain-HTTP credentials are refused
    throttle: Throttle = field(default_factory=Throttle)
    uses: LastUsed = field(default_factory=LastUsed)
    turns: Turns = field(default_factory=Turns)
    walks: Walks = field(default_factory=Walks)
    search_counts: SearchCounts = field(default_factory=SearchCounts)
    nonces: Nonces = field(default_factory=lambda: Nonces(Clock()))
    #: Consumer keys of apps whose signatures are not checked, since nobody knows their secret.
    unverified: frozenset[str] = frozenset()
    security: SecurityLog = field(default_factory=lambda: SecurityLog(Clock()))
    reader: HtmlReader | None = None  #: None where nothing that is handed in can be read

    @property
    def is_on_several_machines(self) -> bool:
        """Whether other processes, maybe elsewhere, may work on the same database."""
        return self.store.shared

    def run(self, case: UseCase[P, T], *args: P.args, **kwargs: P.kwargs) -> Coroutine[Any, Any, T]:
        """Carry a use case out, in the way that it says; `args` are what it takes beside its transaction.

        Raises what it raises; `Busy` when too many wait, and `Unavailable` when the storage cannot be used.
        """
        return case.start(self.store, self.turns, *args, **kwargs)

    def run_sync(self, case: UseCase[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """As `run`, for whoever has no event loop: waits until it is done."""
        return case.start_sync(self.store, *args, **kwargs)
