"""`satchel serve`: one process, everything in it."""

from __future__ import annotations

import asyncio
import importlib
import logging
import resource
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from satchel import wiring
from satchel.base import log, tokens
from satchel.base.errors import Unavailable
from satchel.base.settings import Settings
from satchel.library import accounts
from satchel.serving import environment
from satchel.serving.access_log import told
from satchel.serving.crowd import sweep
from satchel.serving.forwarded import forwarded
from satchel.serving.interpreter import take_short_turns
from satchel.serving.memory import collect_rarely, give_free_pieces_back, give_large_pieces_back
from satchel.serving.signals import on_stop
from satchel.serving.sockets import address_of, bind
from satchel.serving.trusted_user import vouched
from satchel.serving.uvicorn_parts import Config, Server

#: Seconds for answers under way once we are told to stop; jobs under way get as many after them.
GRACE = 4
#: Seconds after which writes that are not done by then are taken back. Who waits for one is told so; cut off at
#: the end of the grace, nobody could say whether it was kept.
LAST_WRITES = 3.0
#: Seconds for the words to those who are cut off.
LAST_WORDS = 1.0
#: Seconds after which adds that wait for their page are answered with what is known.
HURRY = 2.0
CONNECTIONS = 2000
#: Every so many ticks, of which ten are a second, clients that keep us waiting are cut off.
_SWEEP = 10
#: Every so many, it is looked whether a busy time is over.
_TIDY = 30
_FILES = 65_536

_logger = logging.getLogger("satchel.serve")


def serve(host: str, port: int, *, worker: bool = True) -> int:
    """Serve until told to stop; the exit status.

    Raises `SatchelError`, `BadSettings` or `OSError`, in one sentence, when it cannot start.
    """
    settings = environment.settings()
    log.setup(settings.log_level, settings.log_format, sys.stderr)
    give_large_pieces_back()
    take_short_turns()
    _allow_files()
    _demand_speed()
    listeners = bind(host, port)
    try:
        app = wiring.Server(settings, worker=worker, setup_token=tokens.secret())
        with asyncio.Runner(loop_factory=_new_loop) as runner:
            collect_rarely()
            runner.run(_serve(app, settings, listeners))
    finally:
        for listener in listeners:
            listener.close()
    return 0


async def _serve(app: wiring.Server, settings: Settings, listeners: list[socket.socket]) -> None:
    server = _Web(
        _configured(app, settings),
        lambda: _announce(app, settings, address_of(listeners[0])),
        app.store.hurry,
    )

    def stop() -> None:
        log.event(_logger, "info", "stopping")
        server.should_exit = True
        asyncio.get_running_loop().call_later(HURRY, app.library.waiting.end)

    on_stop(stop)
    try:
        try:
            await app.start()
        except RuntimeError as error:
            raise Unavailable(str(error)) from error
        await server.serve(listeners)
    finally:
        await app.stop()


def _configured(app: wiring.Server, settings: Settings) -> Config:
    # Who a proxy vouches for comes first: behind the other one nobody knows any more who the proxy was.
    inner = vouched(
        forwarded(told(app), settings.trusted_proxies), settings.trusted_user_header, settings.trusted_proxies
    )
    return Config(
        inner,
        http="satchel.serving.http_protocol:Connection",
        ws="none",
        lifespan="off",
        interface="asgi3",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=CONNECTIONS,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=GRACE,
    )


class _Web(Server):
    """The HTTP server, with signals and the first words left to us."""

    def __init__(self, config: Config, announce: Callable[[], None], hurry: Callable[[], None]) -> None:
        super().__init__(config)
        self._hurry = hurry
        self._announce_all = announce
        self._seen = 0
        self._tidied = True

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._announce_all()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        loop = asyncio.get_running_loop()
        hurried = loop.call_later(LAST_WRITES, loop.run_in_executor, None, self._hurry)
        await super().shutdown(sockets)
        hurried.cancel()
        if tasks := set(self.server_state.tasks):
            await asyncio.wait(tasks, timeout=LAST_WORDS)

    async def on_tick(self, counter: int) -> bool:
        if counter % _SWEEP == 0:
            sweep(self.server_state.connections, asyncio.get_running_loop().time())
        if counter % _TIDY == 0:
            self._tidy()
        return await super().on_tick(counter)

    def _tidy(self) -> None:
        """Give memory back once, when a busy time is over."""
        requests = self.server_state.total_requests
        if requests != self._seen:
            self._seen, self._tidied = requests, False
        elif not self._tidied:
            self._tidied = True
            give_free_pieces_back()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Its own way ends the process by the signal, not with status 0."""
        yield


def _announce(app: wiring.Server, settings: Settings, address: str) -> None:
    """Say where we are, and how the first account is made as long as there is none."""
    people = f" (for people: {settings.public_url})" if settings.public_url else ""
    print(f"Satchel is at {address}{people}", flush=True)
    token = app.pages.setup_token
    if token and not app.library.run_sync(accounts.anyone):
        print(f"Make the first account: {settings.public_url or address}/setup?token={token}", flush=True)


def _new_loop() -> asyncio.AbstractEventLoop:
    import uvloop

    return uvloop.new_event_loop()


def _demand_speed() -> None:
    """Refuse to run at a quarter of the speed because a package is missing."""
    for name in ("uvloop", "httptools"):
        try:
            importlib.import_module(name)
        except ImportError:
            raise Unavailable(f"The package {name} is missing; install Satchel with what it needs.") from None


def _allow_files() -> None:
    """A connection is a file; the usual 1024 would be fewer than we serve."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _FILES if hard == resource.RLIM_INFINITY else min(hard, _FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
