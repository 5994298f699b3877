"""serve and worker, as the help describes them."""

from __future__ import annotations

from typing import Annotated

import typer


def serve(
    host: Annotated[
        str, typer.Option(help="The address to listen on; 0.0.0.0 is all of them.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="The port to listen on; 0 is any that is free.")
    ] = 8080,
    no_worker: Annotated[bool, typer.Option("--no-worker", help="Answer requests, fetch nothing.")] = False,
) -> None:
    """Start everything: the server, the worker and what reads pages."""
    from satchel.cli.serving import serve

    raise typer.Exit(serve(host, port, worker=not no_worker))


def worker() -> None:
    """Run one more worker. Needs PostgreSQL."""
    from satchel.cli.working import work

    raise typer.Exit(work())
