"""What `satchel serve` and `satchel worker` can be told.

The standard library reads these two: they stay in memory, and what reads all other commands would take 8 MB
for as long as the server runs.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import NamedTuple, NoReturn

#: One sentence for each command, for the lists of commands too.
SERVE = "Start Satchel: the server and the worker that fetches pages."
WORKER = "Run one more worker. Needs PostgreSQL."


class Serve(NamedTuple):
    """What `satchel serve` was asked for."""

    host: str
    port: int
    worker: bool


def serve_options(words: Sequence[str]) -> Serve:
    """What the words behind `satchel serve` ask for.

    Raises `SystemExit`: with 0 after showing the help, with 2 after saying what is written wrongly.
    """
    parser = _Parser(prog="satchel serve", description=SERVE)
    parser.add_argument(
        "--host",
        type=_host,
        default="127.0.0.1",
        help="The address to listen on; 0.0.0.0 is all of them. [127.0.0.1]",
    )
    parser.add_argument(
        "--port", type=_port, default=8080, help="The port to listen on; 0 is any that is free. [8080]"
    )
    parser.add_argument(
        "--no-worker", dest="worker", action="store_false", help="Answer requests only; fetch no pages."
    )
    return Serve(**vars(parser.parse_args(words)))


def worker_options(words: Sequence[str]) -> None:
    """Nothing can be told; raises `SystemExit` as `serve_options`."""
    _Parser(prog="satchel worker", description=WORKER).parse_args(words)


class _Parser(argparse.ArgumentParser):
    def __init__(self, prog: str, description: str) -> None:
        super().__init__(prog=prog, description=description, allow_abbrev=False)

    def error(self, message: str) -> NoReturn:
        """One sentence, as the other commands say it."""
        print(f"{message[:1].upper()}{message[1:]}. Help: {self.prog} --help", file=sys.stderr)
        sys.exit(2)


def _host(text: str) -> str:
    if not text:
        raise argparse.ArgumentTypeError("that is no address")
    return text


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text[:6]) < 65536):
        raise argparse.ArgumentTypeError(f"{text!r} is not a port from 0 to 65535")
    return int(text)
