"""`python -m bench.hostile [--only NAME]`: how long others wait, and what it takes, while somebody sends the worst.

A probe asks for /health every 10 ms. What counts is its longest wait beside one body, and what the server's processes
hold more than before. On a busy machine a wait says little; so the CPU that the server took
meanwhile is told beside it.
"""

from __future__ import annotations

import argparse
import base64
import json
import operator
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

from bench.seed import Shelf, fill
from bench.server import Server, running
from bench.table import lines

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
PARTS = "multipart/form-data; boundary=b"
MB = 1_000_000
PATIENCE = 60.0  #: seconds for an answer


class Attack(NamedTuple):
    """One request, and how many send it at the same time."""

    name: str
    request: Callable[[], bytes]
    times: int = 1
    probe: bytes = b""  #: what is asked meanwhile, if not /health


class Seen(NamedTuple):
    """What it did."""

    wait: float  #: ms, the longest of a probe
    busy: float  #: ms of CPU that the server took while a probe waited, at most
    cpu: float  #: ms
    more: float  #: MB of memory, at most
    answers: str


def attacks(shelf: Shelf) -> Iterator[Attack]:
    """All that we could think of; the last ones come from somebody who may send much."""
    say = f'"consumer_key":"{shelf.consumer_key}","access_token":"{shelf.access_token}"'.encode()
    form = f"consumer_key={shelf.consumer_key}&access_token={shelf.access_token}&actions=".encode()
    add, pocket, get, v1 = "/api/add", "/v3/add", "/v3/get", "/v1/get"

    def body(name: str, path: str, kind: str, made: Callable[[], bytes], times: int = 1) -> Attack:
        return Attack(f"{path} {name}", lambda: post(path, kind, made()), times)

    def parts(count: int, head: bytes = b"A:") -> bytes:
        return b"--b\r\n%b\r\n\r\n\r\n" % head * count + b"--b--\r\n"

    def filled(start: bytes, each: bytes, size: int) -> bytes:
        return start + each * (size // len(each))

    def wrapped(each: bytes, size: int, start: bytes = b'{"a":[') -> bytes:
        return start + (each + b",") * (size // (len(each) + 1)) + b"1]}"

    named = b'Content-Disposition: form-data; name="a"'
    yield body("150,000 nameless parts", add, PARTS, lambda: parts(150_000))
    yield body("the same five times", add, PARTS, lambda: parts(150_000), 5)
    yield body("38,000 parts of one name", add, PARTS, lambda: parts(38_000, named))
    yield body("1.1 million parts", pocket, PARTS, lambda: parts(1_100_000))
    for size, path in ((15_900_000, pocket), (2_000_000, add), (1_000_000, pocket)):
        yield body(f"{size // 1000} KB of 0x81", path, FORM, partial(operator.mul, b"\x81", size))
        yield body(f"{size // 1000} KB of %81", path, FORM, partial(operator.mul, b"%81", size // 3))
    yield body("1 MB of %", pocket, FORM, lambda: b"%" * MB)
    yield body("1 MB of %%4", pocket, FORM, lambda: b"%%4" * (MB // 3))
    yield body("2 MB of %u00e9", add, FORM, lambda: b"%u00e9" * (MB // 3))
    yield body("200 KB of %u00e9%e9", add, FORM, lambda: b"%u00e9%e9" * 22_000)
    yield body("2 million &", pocket, FORM, lambda: b"&" * (2 * MB))
    yield body("1 million &", pocket, FORM, lambda: b"&" * (MB - 1))
    yield body("8 x 15 MB of {}", get, JSON, lambda: wrapped(b"{}", 15 * MB), 8)
    yield body("6 x 13 MB of [[]]", v1, JSON, lambda: wrapped(b"[[]]", 13 * MB), 6)
    yield body("8 x 15 MB of {}", "/v3/send", JSON, lambda: wrapped(b"{}", 15 * MB), 8)
    yield body("8 x 15 MB of {}", "/v1/send", JSON, lambda: wrapped(b"{}", 15 * MB), 8)
    for each in (b"{}", b"[[]]", b"1e300", b"1", b'""', b"1" * 4300, b'"\\u00e9"', b'"\\ud83d"'):
        name = each[:10].decode() + ("…" if len(each) > 10 else "")
        yield body(f"1 MB of {name}", get, JSON, partial(wrapped, each, MB - 100))
    yield body("199 KB of 1e300", get, JSON, lambda: wrapped(b"1e300", 199_000))
    yield body("199 KB of [[]]", get, JSON, lambda: wrapped(b"[[]]", 199_000))
    yield body("1 MB of [", get, JSON, lambda: b'{"a":' + b"[" * (MB - 100))
    yield body(
        "85,000 keys", v1, JSON, lambda: b'{"a":1' + b"".join(b',"%06d":1' % n for n in range(85_000)) + b"}"
    )
    yield body("a number of 900,000 digits", get, JSON, lambda: b'{"a":' + b"1" * 900_000 + b"}")
    yield body("UTF-16", pocket, JSON, lambda: ('{"a":"' + "x" * 400_000 + '"}').encode("utf-16"))
    yield body("NUL bytes", pocket, "text/plain", lambda: bytes(MB))
    yield body("\\r\\n--", pocket, PARTS, lambda: b"--b\r\n" + named + b"\r\n\r\n" + b"\r\n--" * 240_000)
    yield body("a part's head of 1 MB", pocket, PARTS, lambda: parts(1, named + b"; x=y" * 190_000))
    yield body("many heads of 4 KB", pocket, PARTS, lambda: parts(230, named + b"; x=y" * 800))
    yield body("a boundary of 100 KB", pocket, PARTS + "x" * 100_000, lambda: parts(1))
    yield body("a type of 100 KB", pocket, "multipart/form-data; " + "a=b; " * 20_000, lambda: parts(1))
    yield Attack(f"{pocket} 200 KB in chunks of a byte", lambda: chunked(pocket, 200_000))
    yield Attack(
        f"{pocket} gzip",
        lambda: post(pocket, FORM, b"\x1f\x8b\x08" + b"\x81" * 900_000, "Content-Encoding: gzip\r\n"),
    )
    yield Attack("/login 60 KB of %81", lambda: post("/login", FORM, b"a=" + b"%81" * 20_000))
    yield Attack("/login 60 KB of &", lambda: post("/login", FORM, b"&" * 60_000))
    yield Attack("/auth/authorize 60 KB of a=%", lambda: post("/auth/authorize", FORM, b"a=%&" * 15_000))
    basic = base64.b64encode(b"alice:" + b"\xe9" * 70_000).decode()
    yield Attack(
        f"{add} credentials of 100 KB", lambda: post(add, FORM, b"", f"Authorization: Basic {basic}\r\n")
    )
    yield Attack("/ cookies of 100 KB", lambda: head("/", 'Cookie: a="' + "\\" * 100_000 + '"\r\n'))
    yield Attack("/ 30,000 cookies", lambda: head("/", "Cookie: " + "a=b; " * 20_000 + "\r\n"))
    yield Attack(f"{get} a query of 60 KB of %81", lambda: head(get + "?" + "%81" * 20_000))
    nested = b"a[b][c][d][e][f][g][h]=1&"
    yield body("60 x 27 KB of brackets", pocket, FORM, lambda: nested * 999, 60)
    yield body("60 x 2 KB of brackets", pocket, FORM, lambda: nested * 75, 60)
    yield Attack(
        f"{get} 60 x a query of 27 KB of brackets", lambda: head(f"{get}?{nested.decode() * 999}"), 60
    )
    yield Attack("/login?url= 60 KB of %", lambda: head("/login?url=" + "%" * 60_000))
    yield Attack("/login?url= 60 KB of %, 60 times", lambda: head("/login?url=" + "%" * 60_000), 60)
    yield Attack("/ a path of 60 KB of %", lambda: head("/" + "%" * 60_000))
    yield Attack("/login 60 x 60 KB of %", lambda: post("/login", FORM, b"a=" + b"%" * 60_000), 60)
    yield Attack(
        f"{pocket} 300 of 1 MB without their ends, beside a list call of 50 KB",
        lambda: head(pocket, f"Content-Type: {FORM}\r\nContent-Length: {MB}\r\n", "POST") + b"x" * 999_000,
        300,
        post(get, FORM, form.replace(b"actions=", b"count=1&x=") + b"x" * 50_000),
    )
    yield Attack(f"{get} a query of 60 KB of &", lambda: head(get + "?" + "&" * 60_000))
    yield Attack(f"{get} 20,000 headers", lambda: head(get, "a: b\r\n" * 20_000))
    yield Attack("/ 20,000 headers", lambda: head("/", "a: b\r\n" * 20_000))
    yield Attack(f"{get} 400 at once, 100 times", lambda: head(get) * 400, 100)
    # From here on from somebody who is known.
    for each in (b"{}", b"[[]]", b'"a"', b"1" * 4300, b"1e300"):
        name = each[:10].decode() + ("…" if len(each) > 10 else "")
        yield body(
            f"15 MB of {name}, known",
            "/v3/send",
            JSON,
            partial(wrapped, each, 15 * MB, b"{" + say + b',"actions":['),
        )
    yield body(
        "15 MB of one text, known",
        "/v3/send",
        JSON,
        lambda: b"{" + say + b',"a":"' + b"x" * (15 * MB) + "💥".encode() + b'"}',
    )
    yield body(
        "4 of these",
        "/v3/send",
        JSON,
        lambda: b"{" + say + b',"a":"' + b"x" * (15 * MB) + "💥".encode() + b'"}',
        4,
    )
    for each in (b"%81", b"%", b"\x81", b"%25"):
        yield body(
            f"15 MB of {each!r}, known",
            "/v3/send",
            FORM,
            partial(filled, form, each, 15 * MB),
        )


def post(path: str, kind: str, body: bytes, more: str = "") -> bytes:
    """A request with a body."""
    return head(path, f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n{more}", "POST") + body


def head(path: str, more: str = "", method: str = "GET") -> bytes:
    """The head of a request."""
    return f"{method} {path} HTTP/1.1\r\nHost: x\r\n{more}\r\n".encode("latin-1")


def chunked(path: str, size: int) -> bytes:
    """A body of so many chunks."""
    return (
        head(path, f"Content-Type: {FORM}\r\nTransfer-Encoding: chunked\r\n", "POST")
        + b"1\r\na\r\n" * size
        + b"0\r\n\r\n"
    )


def exchange(port: int, request: bytes) -> str:
    """The status of the answer, or what came in its place."""
    try:
        with socket.create_connection(("127.0.0.1", port), PATIENCE) as connection:
            sender = threading.Thread(target=_send, args=(connection, request), daemon=True)
            sender.start()
            status = connection.recv(12)[9:12].decode() or "closed"
            sender.join(PATIENCE)
            return status
    except OSError as error:
        return type(error).__name__


def _send(connection: socket.socket, request: bytes) -> None:
    with suppress(OSError):
        connection.sendall(request)


class Probe(threading.Thread):
    """Asks again and again, on one connection; the longest wait counts."""

    def __init__(self, port: int, pid: int, request: bytes) -> None:
        super().__init__(daemon=True)
        self.worst = self.busy = 0.0
        self.refused = 0
        self._request = request
        self._threads = Path(f"/proc/{pid}/task")
        self.stop = threading.Event()
        self._connection = socket.create_connection(("127.0.0.1", port), PATIENCE)

    def run(self) -> None:
        while not self.stop.wait(0.01):
            begun, taken = time.perf_counter(), self._taken()
            self._connection.sendall(self._request)
            answer = b""
            while not answer.endswith(b"}"):
                answer += self._connection.recv(4096)
            self.refused += not answer.startswith(b"HTTP/1.1 200 ")
            self.worst = max(self.worst, time.perf_counter() - begun)
            self.busy = max(self.busy, self._taken() - taken)
        self._connection.close()

    def _taken(self) -> float:
        """Seconds of CPU of the server's threads."""
        total = 0
        for each in self._threads.iterdir():
            with suppress(OSError):
                total += int((each / "schedstat").read_text().split()[0])
        return total / 1e9


def measure(server: Server, attack: Attack) -> Seen:
    """One attack, probed."""
    request = attack.request()
    probe = Probe(server.port, server.process.pid, attack.probe or head("/health"))
    probe.start()
    time.sleep(0.1)
    probe.worst = probe.busy = 0.0
    before, held, cpu = server.memory().rss, 0.0, server.cpu()
    with ThreadPoolExecutor(attack.times) as callers:
        answers = [callers.submit(exchange, server.port, request) for _ in range(attack.times)]
        while not all(each.done() for each in answers):
            held = max(held, server.memory().rss)
            time.sleep(0.02)
    held = max(held, server.memory().rss)
    time.sleep(0.1)
    probe.stop.set()
    probe.join(PATIENCE)
    statuses = [each.result() for each in answers]
    refused = f" ({probe.refused} probes refused)" if probe.refused else ""
    told = " ".join(f"{statuses.count(each)}x{each}" for each in sorted(set(statuses)))
    return Seen(
        probe.worst * 1000, probe.busy * 1000, (server.cpu() - cpu) * 1000, held - before, told + refused
    )


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.hostile")
    parser.add_argument("--only", default="", metavar="NAME", help="only attacks with NAME in their names")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to FILE too")
    asked = parser.parse_args()
    rows: list[tuple[str, ...]] = [
        ("attack", "others waited ms", "of these CPU ms", "CPU ms", "memory MB", "answers")
    ]
    facts: dict[str, Seen] = {}
    with tempfile.TemporaryDirectory(prefix="satchel-hostile-") as folder:
        shelf = fill(Path(folder) / "data", 100)
        with running(shelf.data, "--no-worker", SATCHEL_ADD_WAIT="0") as server:
            for attack in attacks(shelf):
                if asked.only in attack.name:
                    seen = facts[attack.name] = measure(server, attack)
                    numbers = (f"{seen.wait:.0f}", f"{seen.busy:.0f}", f"{seen.cpu:.0f}", f"{seen.more:.0f}")
                    rows.append((attack.name, *numbers, seen.answers))
                    print(*rows[-1], sep="\t", file=sys.stderr, flush=True)
    print(lines(rows))
    if asked.json:
        asked.json.write_text(
            json.dumps({name: seen._asdict() for name, seen in facts.items()}, indent=2) + "\n"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
