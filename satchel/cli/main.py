"""`satchel`: reads the words of the command line, and words what goes wrong.

The two commands that stay in memory do without the library that reads all the others: it
would take 8 MB for as long as the server runs.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import NamedTuple

from satchel.base.errors import Damaged, SatchelError
from satchel.base.settings import BadSettings


class Serve(NamedTuple):
    """What `satchel serve` was asked for."""

    host: str = "127.0.0.1"
    port: int = 8080
    worker: bool = True


def main() -> None:
    """The program. Ends with 0 when it worked, 1 when it did not, 2 when it was written wrongly."""
    sys.exit(run(sys.argv[1:]))


def run(words: Sequence[str]) -> int:
    """Carry out one command line; its exit status."""
    try:
        return _run(list(words))
    except BadSettings as error:
        problems = error.problems
    except Damaged as error:
        problems = [error.message, "`satchel check` says what to do."]
    except SatchelError as error:
        problems = [error.message]
    except BrokenPipeError:
        # Whoever read our output has gone; there is nobody to tell.
        sys.stdout = None
        return 1
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        problems = [f"{where}{error.strerror or error}."]
    except KeyboardInterrupt:
        return 130
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1


def _run(words: list[str]) -> int:
    asked = plain_serve(words)
    if asked:
        from satchel.cli.serving import serve

        return serve(asked.host, asked.port, worker=asked.worker)
    if words == ["worker"]:
        from satchel.cli.working import work

        return work()
    from satchel.cli.commands import carry_out

    return carry_out(words)


def plain_serve(words: list[str]) -> Serve | None:
    """What a well-written `serve` asks for; None for everything that needs a word of help."""
    if words[:1] != ["serve"]:
        return None
    found: dict[str, str] = {}
    worker = True
    rest = iter(words[1:])
    for word in rest:
        name, equals, value = word.partition("=")
        if word == "--no-worker":
            worker = False
        elif name in ("--host", "--port"):
            found[name] = value if equals else next(rest, "")
        else:
            return None
    host, port = found.get("--host", Serve().host), found.get("--port", str(Serve().port))
    if not host or host.startswith("-") or not (port.isascii() and port.isdigit() and int(port[:6]) < 65536):
        return None
    return Serve(host, int(port), worker)
