"""An HTTP server's other side: passes requests on, notes them, and does to some what networks and servers do.

    proxy = Faulty(port)                    passes on to 127.0.0.1:port
    proxy.fault("PUT", "feed.xml", status(503), times=2)
    proxy.log                               what came, in order: Row(method, path, what was done, when)

A fault meets the next requests of a method to a path, with its query, that holds the text given; of a MOVE, to the path
it goes to. What it does is one of:

    status(503, "Retry-After: 1")   an answer; the server never sees the request
    dropped                         the server does it, and its answer is lost
    cut                             the connection breaks in the middle of the body; the server never sees the request
    late(seconds)                   the answer takes so long
    lying                           200, and nothing is kept
"""

from __future__ import annotations

import http.client
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable

    Do = Callable[["Passing", bytes], None]

_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "expect"}


class Row(NamedTuple):
    """One request."""

    method: str
    path: str
    done: str
    at: float


@dataclass
class Fault:
    """What is done to the next ``left`` requests of a kind."""

    method: str
    path: str
    do: Do
    left: int


class Faulty:
    """See above. ``held`` is set as soon as a request meets a fault."""

    def __init__(self, port: int) -> None:
        self.target = port
        self.log: list[Row] = []
        self.held = threading.Event()
        self._faults: list[Fault] = []
        self._lock = threading.Lock()
        handler = type("Handler", (Passing,), {"proxy": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def fault(self, method: str, path: str, do: Do, times: int = 1) -> None:
        """Do this to the next requests of ``method`` to a path that holds ``path``."""
        self._faults.append(Fault(method, path, do, times))

    def heal(self) -> None:
        """No fault from now on, and an empty log."""
        self._faults.clear()
        self.log.clear()
        self.held.clear()

    def requests(self, method: str, path: str) -> list[Row]:
        """Those of ``method`` to a path that holds ``path``."""
        return [row for row in self.log if row.method == method and path in row.path]

    def met(self, method: str, path: str) -> Do:
        """What is to be done with a request; it is noted."""
        with self._lock:
            fault = next((one for one in self._faults if one.left and one.method == method and one.path in path), None)
            if fault:
                fault.left -= 1
                self.held.set()
            do = fault.do if fault else passed
            self.log.append(Row(method, path, getattr(do, "__name__", ""), time.monotonic()))
        return do

    def close(self) -> None:
        """End it."""
        self._server.shutdown()
        self._server.server_close()


class Passing(BaseHTTPRequestHandler):
    """One connection of a client."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # an answer goes out in one piece
    proxy: Faulty

    def handle_one_request(self) -> None:
        """As ever, but a client that goes away is no fault of a test."""
        with suppress(ConnectionError, ValueError):
            super().handle_one_request()
            return
        self.close_connection = True

    def __getattr__(self, name: str) -> Callable[[], None]:
        if name.startswith("do_"):
            return self._any
        raise AttributeError(name)

    def handle_expect_100(self) -> bool:
        """Say at once that a body may come."""
        super().handle_expect_100()
        self.wfile.flush()
        return True

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _any(self) -> None:
        body = b"" if (do := self._do()) is cut else self._body()
        do(self, body)

    def _do(self) -> Do:
        to = self.headers.get("Destination", "")
        return self.proxy.met(self.command, unquote(urlsplit(to).path if to else self.path))

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            return b"".join(iter(self._chunk, b""))
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def _chunk(self) -> bytes:
        size = int(self.rfile.readline(), 16)
        data = self.rfile.read(size)
        self.rfile.readline()
        return data

    def answer(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        """Send an answer; ``Content-Length`` stays what the server said where there is no body, as of a HEAD."""
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in _HOP or (name.lower() == "content-length" and self.command == "HEAD"):
                self.send_header(name, value)
        if self.command != "HEAD" and status not in {204, 304}:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def asked(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        """What the server answers."""
        server = http.client.HTTPConnection("127.0.0.1", self.proxy.target, timeout=30)
        server.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
        for name, value in self.headers.items():
            if name.lower() not in _HOP:
                server.putheader(name, value)
        server.putheader("Content-Length", str(len(body)))
        server.endheaders(body)
        with server.getresponse() as response:
            found = response.status, response.getheaders(), response.read()
        server.close()
        return found


def passed(one: Passing, body: bytes) -> None:
    """Nothing is wrong."""
    one.answer(*one.asked(body))


def status(code: int, *headers: str) -> Do:
    """An answer of the proxy's own."""

    def answered(one: Passing, body: bytes) -> None:
        named = [tuple(header.split(": ", 1)) for header in headers]
        one.answer(code, named, b"")  # type: ignore[arg-type]

    answered.__name__ = str(code)
    return answered


def dropped(one: Passing, body: bytes) -> None:
    """The server did it; nobody hears of it."""
    one.asked(body)
    one.close_connection = True
    raise ConnectionAbortedError


def cut(one: Passing, body: bytes) -> None:
    """Half of the body is taken."""
    one.rfile.read(int(one.headers.get("Content-Length", 0)) // 2)
    one.close_connection = True
    raise ConnectionAbortedError


def late(seconds: float) -> Do:
    """The answer takes its time."""

    def waited(one: Passing, body: bytes) -> None:
        found = one.asked(body)
        time.sleep(seconds)
        one.answer(*found)

    return waited


def lying(one: Passing, body: bytes) -> None:
    """Said to be kept."""
    one.answer(200, [("ETag", '"0123456789abcdef0123456789abcdef"')], b"")
