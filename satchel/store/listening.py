"""What other processes on the same PostgreSQL database signal."""

from __future__ import annotations

import threading
from collections.abc import Callable

import psycopg


def hear(url: str, channel: str, closed: threading.Event, tell: Callable[[set[str]], None]) -> None:
    """Pass on to `tell` what is signalled, until `closed`; connect again for as long as it takes."""
    while not closed.is_set():
        try:
            with psycopg.connect(
                url, autocommit=True, connect_timeout=5, application_name="satchel"
            ) as connection:
                connection.execute(f"LISTEN {channel}")
                while not closed.is_set():
                    for notice in connection.notifies(timeout=1.0):
                        if closed.is_set():
                            return
                        tell({notice.payload})
        except psycopg.Error:
            closed.wait(1.0)
