"""Use cases say how they run.

A use case is a function of one open transaction, and most often of the person whose things it touches. What stands
above it says whether it writes, and how much work it is; `Library.run` does the rest. So a caller has nothing to
choose, and a use case that writes cannot be run where nothing can be written: the type checker says so.

Within another transaction a use case is called like the function that it is: `saving.save(tx, user, link)`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Coroutine
from functools import update_wrapper
from inspect import signature
from typing import Any, Concatenate, Generic, ParamSpec, Protocol, TypeVar, overload

from satchel.library.turns import Turns
from satchel.model.jobs import Job
from satchel.store.db import ReadOp, ReadTx, Store, TooMuch, Tx

#: What a quick reading may come upon, see `columns.weight`: fifty items as people have them weigh 150,000 at most, and
#: so much takes a few ms.
MAX_QUICK_WEIGHT = 400_000

P = ParamSpec("P")
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class UseCase(ABC, Generic[P, T_co]):
    """What `Library.run` runs, in a transaction of its own."""

    @abstractmethod
    def start(
        self, store: Store, turns: Turns, *args: P.args, **kwargs: P.kwargs
    ) -> Coroutine[Any, Any, T_co]:
        """Run it without blocking the event loop."""

    @abstractmethod
    def start_sync(self, store: Store, *args: P.args, **kwargs: P.kwargs) -> T_co:
        """Run it and wait for it."""


class Runs(Protocol):
    """Whoever runs use cases: the `Library`, for those that it is made of."""

    def run(self, case: UseCase[P, T_co], *args: P.args, **kwargs: P.kwargs) -> Coroutine[Any, Any, T_co]:
        """See `Library.run`."""


class Read(UseCase[P, T_co]):
    """Reads one consistent snapshot."""

    def __init__(
        self, function: Callable[Concatenate[ReadTx, P], T_co], quick: bool | Callable[P, bool] = False
    ) -> None:
        self._function = function
        self._quick = quick
        self._is_of_a_person = [*signature(function).parameters][1:2] == ["user"]
        update_wrapper(self, function)

    def __call__(self, tx: ReadTx, *args: P.args, **kwargs: P.kwargs) -> T_co:
        return self._function(tx, *args, **kwargs)

    def start(
        self, store: Store, turns: Turns, *args: P.args, **kwargs: P.kwargs
    ) -> Coroutine[Any, Any, T_co]:
        def op(tx: ReadTx) -> T_co:
            return self._function(tx, *args, **kwargs)

        if self._quick if isinstance(self._quick, bool) else self._quick(*args, **kwargs):
            return self._start_quickly(store, turns, op, args[0] if args else 0)
        return self._start_aside(store, turns, op, args[0] if args else 0)

    async def _start_quickly(self, store: Store, turns: Turns, op: ReadOp[T_co], user: object) -> T_co:
        """Run it at once. How few the rows are is known before, and how much is in them is not."""

        def bounded(tx: ReadTx) -> T_co:
            tx.left = MAX_QUICK_WEIGHT
            return op(tx)

        try:
            return await store.aread(bounded, quick=True)
        except TooMuch:
            return await self._start_aside(store, turns, op, user)

    def _start_aside(
        self, store: Store, turns: Turns, op: ReadOp[T_co], user: object
    ) -> Coroutine[Any, Any, T_co]:
        """Run it in a thread; what is a person's, when it is the turn of that person."""
        if not self._is_of_a_person:
            return store.aread(op)
        assert isinstance(user, int)
        return turns.read(store, user, op)

    def start_sync(self, store: Store, *args: P.args, **kwargs: P.kwargs) -> T_co:
        return store.read(lambda tx: self._function(tx, *args, **kwargs))


class LookUp(Read[P, T_co]):
    """Reads by one statement, which is a snapshot by itself."""

    def start(
        self, store: Store, turns: Turns, *args: P.args, **kwargs: P.kwargs
    ) -> Coroutine[Any, Any, T_co]:
        return store.alook(lambda tx: self._function(tx, *args, **kwargs))


class Write(UseCase[P, T_co]):
    """Writes, all of it or nothing."""

    def __init__(
        self,
        function: Callable[Concatenate[Tx, P], T_co],
        weight: Callable[P, int] | None = None,
        long: int | None = None,
    ) -> None:
        self._function = function
        self._weight = weight
        self._long = long
        (self._touches,) = [*signature(function).parameters][1:2] or [""]
        update_wrapper(self, function)

    def __call__(self, tx: Tx, *args: P.args, **kwargs: P.kwargs) -> T_co:
        return self._function(tx, *args, **kwargs)

    def start(
        self, store: Store, turns: Turns, *args: P.args, **kwargs: P.kwargs
    ) -> Coroutine[Any, Any, T_co]:
        def op(tx: Tx) -> T_co:
            return self._function(tx, *args, **kwargs)

        person = self._person(*args)
        weight = 1 if self._weight is None else self._weight(*args, **kwargs)
        if self._long is None or weight < self._long:
            return store.awrite(op, weight, person)
        assert person
        return turns.write(store, person, op, weight)

    def _person(self, *args: object) -> int:
        """Whose things it touches: what comes first says it; 0 for nobody's in particular."""
        first = args[0] if args else None
        if self._touches == "user" and isinstance(first, int):
            return first
        return first.user_id if self._touches == "job" and isinstance(first, Job) else 0

    def start_sync(self, store: Store, *args: P.args, **kwargs: P.kwargs) -> T_co:
        weight = self._weight(*args, **kwargs) if self._weight else 1
        return store.write(lambda tx: self._function(tx, *args, **kwargs), weight)


@overload
def reads(function: Callable[Concatenate[ReadTx, P], T], /) -> Read[P, T]: ...
@overload
def reads(*, quick: bool) -> Callable[[Callable[Concatenate[ReadTx, P], T]], Read[P, T]]: ...
@overload
def reads(*, quick: Callable[P, bool]) -> Callable[[Callable[Concatenate[ReadTx, P], T]], Read[P, T]]: ...
def reads(function: Any = None, /, *, quick: Any = False) -> Any:
    """Make a use case that reads of a function.

    `quick` promises a look-up by key or a page of at most fifty rows, always or for such arguments: where that costs
    less than handing it to a thread, it runs at once.
    """
    return Read(function) if function else lambda function: Read(function, quick)


def looks_up(function: Callable[Concatenate[ReadTx, P], T]) -> LookUp[P, T]:
    """Make a use case of a function that runs one quick statement and no more."""
    return LookUp(function, quick=True)


@overload
def writes(function: Callable[Concatenate[Tx, P], T], /) -> Write[P, T]: ...
@overload
def writes(
    *, weight: Callable[P, int], long: int | None = None
) -> Callable[[Callable[Concatenate[Tx, P], T]], Write[P, T]]: ...
def writes(function: Any = None, /, *, weight: Any = None, long: int | None = None) -> Any:
    """Make a use case that writes of a function.

    `weight` tells for how many actions a call stands. One that weighs `long` or more is long work, of which each
    person (its first argument) has one at a time.
    """
    return Write(function) if function else lambda function: Write(function, weight, long)
