"""Properties that are made once, and then kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, overload

T = TypeVar("T")


class once(Generic[T]):  # noqa: N801  a decorator
    """A property that is made when it is first asked for, and kept in the object.

    That of the standard library has, before Python 3.12, one lock for all objects of a class: what one of them
    makes in a thread, the event loop would wait for as soon as it asks another.
    """

    def __init__(self, make: Callable[[Any], T]) -> None:
        """`make` makes it of the object."""
        self._make = make
        self._name = make.__name__
        self.__doc__ = make.__doc__

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...

    @overload
    def __get__(self, instance: object, owner: type) -> T: ...

    def __get__(self, instance: object | None, owner: type) -> Self | T:
        """What is kept takes the place of this in the object, so that it is called but once."""
        if instance is None:
            return self
        made = instance.__dict__[self._name] = self._make(instance)
        return made
