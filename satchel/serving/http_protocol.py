"""One connection of the server, and how much of our time and memory a silent client may take.

uvicorn bounds neither the size of a request's head nor the time until it is complete, so that
anybody could fill the memory or use up the connections without a single valid request.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import httptools
from uvicorn.protocols.http.flow_control import service_unavailable
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from satchel.base.errors import Busy, Invalid, SatchelError, TooLarge
from satchel.base.networks import subnet
from satchel.base.once import once
from satchel.serving import crowd, target
from satchel.serving.flow import Flow
from satchel.serving.turnstile import turnstile_of

#: Bytes of request line and headers together.
MAX_HEAD_BYTES = 131_072
#: Seconds from the first byte of a request, or from the connection, until its head is complete.
MAX_HEAD_SECONDS = 20.0
#: Seconds for the rest of a body that was answered already, and for an answer that nobody takes.
MAX_REST_SECONDS = 30.0
#: Requests that wait behind the one that is answered; what comes after them stays as it came.
MAX_WAITING = 8
#: Pieces of bodies that are taken before others come to their turn: a body may come in chunks of one byte.
MAX_PIECES = 2000
#: Bytes that the parser is given at a time: it takes apart all requests in there, and each has 3 KB then.
MAX_FED = 1024
#: Seconds that a connection which has asked nothing yet may still do so when the server stops.
LAST_WORD = 0.5

_TOO_LARGE = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-type: text/plain; charset=utf-8\r\n"
    b"content-length: 33\r\nconnection: close\r\n\r\nThe request's head is too large.\n"
)


class Connection(HttpToolsProtocol):
    """HTTP/1.1, bounded."""

    #: When what we wait for began, on the loop's clock; None between requests.
    _since: float | None = None
    _in_head = True
    _head = 0
    #: When the last answer was written, on the same clock.
    _answered = 0.0
    _stopping = False
    flow: Flow
    #: Whether the head at hand offers to go on in another protocol.
    _offered = False
    #: Why nothing more is read from this client.
    _refusal: SatchelError | None = None
    #: When the client was first seen to keep us waiting after the answer, and with how many bytes unsent.
    stuck: tuple[float, int] | None = None
    #: Bytes that came since the last byte of a body: of chunks without end, and of what follows the last one.
    _idle = 0
    #: What came behind more requests than may wait, or behind too many pieces.
    _behind = b""
    _pieces = 0
    #: Whether the request that begins came before the answer to another had gone out.
    _in_line = False

    def connection_made(self, transport: Any) -> None:
        """Begin to wait for the first request."""
        self._since = self.loop.time()
        self.url = b""
        super().connection_made(transport)
        self.flow = Flow(transport)
        if self.limit_concurrency is not None and len(self.connections) >= self.limit_concurrency:
            crowd.make_room(self.connections, self, self.limit_concurrency)

    def data_received(self, data: bytes) -> None:
        """Take what came."""
        if self._refusal:
            return
        if self._in_head and not self._head:
            data = target.in_ascii(data)
        if self._since is None:
            self._since = self.loop.time()
        if self._behind:
            self._behind += data
            return
        self._in_line = False
        self._take(data)

    def _take(self, data: bytes) -> None:
        """Read on, as long as not too many requests wait; nothing more is heard from this client meanwhile."""
        begin = self._pieces = 0
        while begin < len(data) and not (self._refusal or self.transport.is_closing()):
            if len(self.pipeline) >= MAX_WAITING or self._pieces >= MAX_PIECES:
                self._behind = data[begin:]
                self.flow.hold()
                self._go_on()
                return
            size = MAX_FED if self._in_head else 4 * MAX_FED  # a body is mostly nothing else
            self._read(data[begin : begin + size] if begin or len(data) > size else data)
            begin += size

    def _read(self, data: bytes) -> None:
        self._feed(data)
        if self._in_head and self._since is not None:
            # What came before the last empty line belongs to requests before this one.
            self._head += len(data.rpartition(b"\r\n\r\n")[2])
            if self._head > MAX_HEAD_BYTES and not self.transport.is_closing():
                self._refuse(TooLarge("The request's head is too large."), self._send_431)
        elif not self._in_head:
            # The parser puts long names and values together piece by piece, each time anew.
            self._idle += len(data)
            if self._idle > MAX_HEAD_BYTES and not self.transport.is_closing():
                self._refuse(TooLarge("What is around the request's body is too large."), self._send_431)

    def _feed(self, data: bytes) -> None:
        rest: bytes | memoryview = data
        try:
            while True:
                try:
                    return self.parser.feed_data(rest)
                except httptools.HttpParserUpgrade as end:
                    rest = memoryview(rest)[end.args[0] :]
                    self._decline()
        except httptools.HttpParserError:
            self.send_400_response("Invalid HTTP request received.")

    def _decline(self) -> None:
        """Go on in this protocol although another was offered.

        The parser takes what follows the head for the other one, were it the body of the request: so a
        new one reads the head once more, without the offer.
        """
        self._offered = False
        line = (self.parser.get_method(), self.url, self.parser.get_http_version().encode())
        headers = [b"%s: %s\r\n" % each for each in self.headers if each[0] != b"upgrade"]
        self.parser = httptools.HttpRequestParser(self)
        self.parser.feed_data(b"".join((b"%s %s HTTP/%s\r\n" % line, *headers, b"\r\n")))

    def eof_received(self) -> bool:  # type: ignore[override]
        """The client says nothing more. It may still wait for the answer to what it said as a whole."""
        waits = self.cycle is not None and not self.cycle.response_complete and not self.cycle.more_body
        if waits:
            self.cycle.keep_alive = False
        return waits

    def on_message_begin(self) -> None:
        """A request begins, maybe in the same bytes in which another ended."""
        self._in_head = True
        if self._since is None:
            self._since = self.loop.time()
        super().on_message_begin()
        if self._refusal:
            self.scope["satchel.refusal"] = self._refusal  # type: ignore[typeddict-unknown-key]

    def on_headers_complete(self) -> None:
        """The head is there."""
        if self.parser.should_upgrade() and self.parser.get_method() != b"CONNECT":
            self._offered = True
            return
        if target.is_too_long(self.url):
            raise ValueError("too long to be taken apart")  # the parser tells `_feed`
        if not (self._refusal or target.names_host(self.headers, self.parser.get_http_version())):
            raise ValueError("asks nobody")  # two servers in a row could take it for two requests
        self._in_head = False
        self._head = 0
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """A piece of the body is there."""
        self._idle = -len(body)
        self._pieces += 1
        super().on_body(body)

    def on_message_complete(self) -> None:
        """The request is there as a whole."""
        self._idle = 0
        if self._offered:
            return
        self._in_head = True
        self._since = None
        self.url = b""
        self.scope["satchel.whole"] = True  # type: ignore[typeddict-unknown-key]
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """The answer is written. `crowd.sweep` ends the wait for the next request: a timer for each costs too much."""
        if self.pipeline or self.transport.is_closing():
            self._in_line = True
            super().on_response_complete()
            self._go_on()
        else:
            self.server_state.total_requests += 1
            self.flow.resume_reading()
            self._answered = self.loop.time()

    def _go_on(self) -> None:
        """Read what was left behind once there is nobody before it, and after a breath for everybody else."""
        if self._behind and not self.pipeline and not self.transport.is_closing():
            turnstile_of(self.server_state, self.loop).rest(self.network, self._take_behind)

    def _take_behind(self) -> None:
        if self._behind and not self.pipeline and not self.transport.is_closing():
            behind, self._behind = self._behind, b""
            self._in_line = True
            self._take(behind)
            if not self._behind:
                self.flow.let_go()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP."""
        refusal = Invalid(
            "The address is too long." if target.is_too_long(self.url) else "The request is not proper HTTP."
        )
        self._refuse(refusal, partial(super().send_400_response, msg))

    def _refuse(self, refusal: SatchelError, bare: Callable[[], None]) -> None:
        """End the connection with `refusal` in the words of the protocol to which the path belongs.

        For that a request that can be read takes the place of the one at hand. Where its path is
        not known, or it is being answered, `bare` says it. Those before it keep their answers.
        """
        answering = self.cycle is not None and not self.cycle.response_complete
        if answering and not self._refusal and (self.pipeline or not self.cycle.more_body):
            self._refusal = refusal
            self.cycle.keep_alive = False
            if self.cycle.more_body:  # the broken one is the last of those that wait
                self.cycle.scope["satchel.refusal"] = refusal  # type: ignore[typeddict-unknown-key]
            return
        asked = target.readable(self.url)
        if answering or self._refusal or not asked:
            bare()
            return
        self._refusal = refusal
        self.flow.pause_reading()
        self.parser = httptools.HttpRequestParser(self)
        try:
            self.parser.feed_data(b"GET " + asked + b" HTTP/1.1\r\nConnection: close\r\n\r\n")
        except httptools.HttpParserError:
            bare()

    def _send_431(self) -> None:
        self.transport.write(_TOO_LARGE)
        self.transport.close()

    def _start_asgi_task(self, cycle: Any, app: Any) -> None:
        """Begin when it is its turn. With too many connections the protocols still say so in their own words."""
        if app is service_unavailable:
            cycle.scope["satchel.refusal"] = Busy()
            app = self.app
        # What one sends ahead is one crowd, and what one asks and waits for another: of the same network, too.
        crowd_of = (self.network, self._in_line)
        turnstile_of(self.server_state, self.loop).enter(
            crowd_of, partial(super()._start_asgi_task, cycle, app)
        )

    def shutdown(self) -> None:
        """Let the request under way end; a new connection has a moment, for its request may be here already."""
        if self.cycle is None and not self._stopping:
            self._stopping = True
            self.loop.call_later(LAST_WORD, self.shutdown)
        elif not self.transport.is_closing():
            super().shutdown()

    @once
    def network(self) -> str:
        """The subnet of the client."""
        return subnet(self.client[0] if self.client else "")

    @property
    def waiting_since(self) -> float | None:
        """Since when it is the client's turn to say something, on the loop's clock; None where it is ours."""
        if self.cycle is not None and not self.cycle.response_complete and not self.cycle.more_body:
            return None
        return self._answered if self._since is None else self._since

    def overdue(self, now: float) -> bool:
        """Whether this client has kept us waiting for too long, or asks nothing more."""
        answered = self.cycle is not None and self.cycle.response_complete
        slow = self._since is not None and self._in_head and now - self._since > MAX_HEAD_SECONDS
        if slow and (answered or self.cycle is None):
            return True
        unsent = self.transport.get_write_buffer_size()
        if not unsent and not (answered and self._since is not None and not self._in_head):
            self.stuck = None
            return answered and self._since is None and now - self._answered > self.timeout_keep_alive
        if self.stuck is None or self.stuck[1] != unsent:
            self.stuck = (now, unsent)
        else:
            return now - self.stuck[0] > MAX_REST_SECONDS
        return False
