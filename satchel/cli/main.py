"""`satchel`: reads the words of the command line, and words what goes wrong.

The two commands that stay in memory are read by `serving.options`, all others by `commands`.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from satchel.base.errors import Damaged, SatchelError
from satchel.base.settings import BadSettings


def main() -> None:
    """The program. Ends with 0 when it worked, 1 when it did not, 2 when it was written wrongly."""
    sys.exit(run(sys.argv[1:]))


def run(words: Sequence[str]) -> int:
    """Carry out one command line; its exit status."""
    try:
        return _run(list(words))
    except SystemExit as end:  # the help was shown, or what is wrong with the words
        return end.code if isinstance(end.code, int) else 0
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
    if words[:1] == ["serve"]:
        from satchel.serving.options import serve_options

        asked = serve_options(words[1:])
        from satchel.serving.server import serve

        return serve(asked.host, asked.port, worker=asked.worker)
    if words[:1] == ["worker"]:
        from satchel.serving.options import worker_options

        worker_options(words[1:])
        from satchel.serving.worker import work

        return work()
    from satchel.cli.commands import carry_out

    return carry_out(words)
