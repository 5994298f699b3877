"""Host names to addresses, in threads of its own.

`getaddrinfo` has no timeout and cannot be cancelled. Here it may hang as long as it likes in a
daemon thread: the caller stops waiting, and the process can still end.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Awaitable, Callable
from queue import SimpleQueue

from satchel.model.pages import FetchFailed, Reason

#: Host and port to a list of IP addresses as text, best first. Raises `FetchFailed`.
Resolver = Callable[[str, int], Awaitable[list[str]]]

_Question = tuple[str, int, asyncio.AbstractEventLoop, "asyncio.Future[list[str]]"]

#: Answers that stand: the name is not there, or has no address.
_FINAL = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}


class SystemResolver:
    """Asks the system, with at most `threads` questions at a time and `patience` seconds for each."""

    def __init__(self, threads: int = 8, patience: float = 5.0) -> None:
        self._most = threads
        self._patience = patience
        self._questions: SimpleQueue[_Question | None] = SimpleQueue()
        self._threads = 0
        self._waiting = 0

    async def __call__(self, host: str, port: int) -> list[str]:
        """The addresses of `host`. Raises `FetchFailed` with `Reason.NAME`."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[list[str]] = loop.create_future()
        self._waiting += 1
        if self._threads < min(self._waiting, self._most):
            self._threads += 1
            threading.Thread(target=_work, args=(self._questions,), name="names", daemon=True).start()
        self._questions.put((host, port, loop, answer))
        try:
            async with asyncio.timeout(self._patience):
                return await answer
        except TimeoutError:
            raise FetchFailed(Reason.NAME, f"no answer about {host} in {self._patience:g} s") from None
        except OSError as error:
            final = isinstance(error, socket.gaierror) and error.errno in _FINAL
            raise FetchFailed(Reason.NAME, f"{host}: {error.strerror}", permanent=final) from error
        finally:
            self._waiting -= 1

    def close(self) -> None:
        """Let the threads end, each after the question it is at."""
        for _ in range(self._threads):
            self._questions.put(None)
        self._threads = 0


def _work(questions: SimpleQueue[_Question | None]) -> None:
    while (question := questions.get()) is not None:
        host, port, loop, answer = question
        if answer.cancelled():
            continue
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            told: list[str] | OSError = [str(entry[4][0]) for entry in found]
        except OSError as error:
            told = error
        except UnicodeError as error:
            told = OSError(0, str(error))
        try:
            loop.call_soon_threadsafe(_tell, answer, told)
        except RuntimeError:
            return  # the loop is closed; nobody waits any more


def _tell(answer: asyncio.Future[list[str]], told: list[str] | OSError) -> None:
    if answer.done():
        return  # whoever asked has left
    if isinstance(told, OSError):
        answer.set_exception(told)
    else:
        answer.set_result(told)
