"""How far long work has come, on a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from satchel.library import indexing

if TYPE_CHECKING:
    from rich.progress import Progress

    from satchel.library.context import Library


@contextmanager
def bars(*, quiet: bool) -> Iterator[Progress]:
    """Bars on standard error, where that is a terminal, unless `quiet`."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=quiet or not console.is_terminal) as progress:
        yield progress


def indexed(library: Library, people: Sequence[int], *, quiet: bool, items: int | None = None) -> None:
    """Have the search index of these people up to date; `items` is how many they have, if that is known.

    Raises as `Store.write`.
    """
    with bars(quiet=quiet) as progress:
        bar = progress.add_task("Indexing texts", total=items)

        def done(items: int) -> None:
            progress.advance(bar, items)

        written = sum(indexing.catch_up(library.store, person, done) for person in people)
    if written >= indexing.MANY_DOCUMENTS:
        indexing.tidy(library.store)
