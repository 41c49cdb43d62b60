"""What the fakes of podcast hosts have in common: an API, a server for signed uploads on another port, and faults.

A fault hits one request, by its number from 1 on, counted over both servers:

    before it is carried out   429, 500, slow (answers late, and carries it out then), lie (200 with a page), reset,
                               or any other status, with the words of ``because``
    after                      drop (no answer), cut (half an answer), late500, garble (200 with a page)

``watch(number, when)`` is called "before" and "after" each; tests kill the client there. ``log`` has one line a request
and no secret, ``requests`` them whole; ``leaks`` every request that came to the upload server with something that proves who we are.
"""

from __future__ import annotations

import json
import re
import secrets
import threading
import time
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

BEFORE = ("429", "500", "slow", "lie", "reset")
AFTER = ("drop", "cut", "late500", "garble")
FAULTS = (*BEFORE, *AFTER)
SLOW = 0.3
PAGE = b"<!doctype html><title>Sign in to the network</title>"
SECRET = "CANARY-8d1f-secret"


@dataclass
class Request:
    """A request: the path without its query, what the query says, headers in lower case."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)

    def form(self) -> dict[str, Any]:
        """The fields; a file is (name, type, bytes)."""
        kind = self.headers.get("content-type", "")
        if not kind.startswith("multipart/form-data"):
            return {key: rows[0] for key, rows in parse_qs(self.body.decode(), keep_blank_values=True).items()}
        message = BytesParser(policy=HTTP).parsebytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + self.body)
        made: dict[str, Any] = {}
        for part in message.iter_parts():
            name, data = part.get_param("name", header="content-disposition"), part.get_payload(decode=True)
            file = part.get_filename()
            made[name] = (file, part.get_content_type(), data) if file else data.decode()
        return made


Answer = tuple[int, Any]


class Refused(Exception):  # noqa: N818 - it is what a server does
    """Leave with this status and body."""

    def __init__(self, status: int, body: Any = None) -> None:
        self.status, self.body = status, body if body is not None else {"message": f"no: {SECRET}"}


@dataclass
class Fake:
    """A host. ``rows`` are its episodes as it keeps them; ``ROUTES`` say which method answers what."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list, repr=False)
    leaks: list[str] = field(default_factory=list)
    faults: dict[int, str] = field(default_factory=dict)
    media: dict[str, bytes] = field(default_factory=dict)
    processing: int = 0
    because: str = "later"
    wait: str = "0"
    busy: set[int] = field(default_factory=set)
    watch: Any = field(default=lambda number, when: None)

    ROUTES = ()
    BASE = ""
    EXPERIMENTAL = False

    def __enter__(self) -> Fake:
        self._lock, self._signed = threading.Lock(), {}
        self._servers = [_server(self, self.api), _server(self, self.upload)]
        self.url, self.uploads = (f"http://127.0.0.1:{server.server_address[1]}" for server in self._servers)
        return self

    def __exit__(self, *_: object) -> None:
        for server in self._servers:
            server.shutdown()
            server.server_close()

    def settings(self) -> dict[str, Any]:
        """The options of a target that leads here."""
        raise NotImplementedError

    def secrets(self) -> dict[str, str]:
        """Its secrets."""
        raise NotImplementedError

    def stored(self) -> list[dict[str, Any]]:
        """The episodes as {"title", "audio": bytes, "live"}."""
        raise NotImplementedError

    def check(self, request: Request) -> None:
        """Raise Refused for whoever is not known."""
        raise NotImplementedError

    def api(self, request: Request) -> Answer:
        path = request.path.removeprefix(self.BASE)
        for method, pattern, name, open_to_all in ((*row, False)[:4] for row in self.ROUTES):
            if method == request.method and (match := re.fullmatch(pattern, path)):
                if not open_to_all:
                    self.check(request)
                return getattr(self, name)(request, *match.groups())
        return 404, {"message": "no such route"}

    def sign(self, name: str, kind: str) -> tuple[str, str]:
        """A key, and the address to which a file of this type may be put under it, once."""
        key = f"{secrets.token_hex(8)}/{name}"
        signature = f"{SECRET}-{secrets.token_hex(8)}"
        self._signed[f"/{key}"] = (signature, kind)
        return key, f"{self.uploads}/{key}?X-Signature={signature}"

    def upload(self, request: Request) -> Answer:
        who = [name for name in request.headers if re.search("auth|key|token|cookie", name)]
        if who:
            self.leaks.append(f"{request.path}: {who}")
            return 403, b"<Error>Only one auth mechanism allowed</Error>"
        if request.headers.get("content-length") is None:
            return 411, b"<Error>MissingContentLength</Error>"
        given = (request.query.get("X-Signature"), request.headers.get("content-type"))
        if request.method != "PUT" or self._signed.get(request.path) != given:
            return 403, b"<Error>SignatureDoesNotMatch</Error>"
        self.media[request.path.lstrip("/")] = request.body
        return 200, b""

    def row(self, key: str, value: object, status: int = 404) -> dict[str, Any]:
        """The episode whose ``key`` is ``value``."""
        found = [row for row in self.rows if str(row[key]) == str(value)]
        if not found:
            raise Refused(status)
        return found[0]

    def next_id(self) -> int:
        return 1000 + len(self.rows)

    def is_ready(self) -> bool:
        """Whether the audio is taken in: after ``processing`` questions."""
        self.processing -= 1
        return self.processing < 0

    def handled(self, request: Request, handle: Any) -> Answer:
        with self._lock:
            try:
                return handle(request)
            except Refused as refused:
                return refused.status, refused.body

    def count(self, request: Request) -> int:
        with self._lock:
            self.requests.append(request)
            self.log.append(f"{request.method} {request.path}")
            return len(self.log)

    def settle(self) -> None:
        """Wait until every request that came was carried out, also those that nobody waits for."""
        while self.busy:
            time.sleep(0.005)


class _Handler(BaseHTTPRequestHandler):
    fake: Fake
    served: Any
    protocol_version = "HTTP/1.1"
    timeout = 20
    disable_nagle_algorithm = True

    def log_message(self, *args: object) -> None:
        pass

    def __getattr__(self, name: str) -> Any:
        if name.startswith("do_"):  # whatever the method is
            return self.answer
        raise AttributeError(name)

    def answer(self) -> None:
        parts = urlsplit(self.path)
        query = {key: rows[0] for key, rows in parse_qs(parts.query, keep_blank_values=True).items()}
        headers = {name.lower(): value for name, value in self.headers.items()}
        size = int(headers.get("content-length", 0))
        body = self.rfile.read(size)
        if len(body) < size:
            self.close_connection = True
            return
        request = Request(self.command, parts.path, query, headers, body)
        number = self.fake.count(request)
        fault = self.fake.faults.pop(number, "")
        self.fake.busy.add(number)
        try:
            self.fake.watch(number, "before")
            if (fault in BEFORE or fault.isdecimal()) and self.refuse(fault):
                return
            status, made = self.fake.handled(request, self.served)
            self.fake.watch(number, "after")
        finally:
            self.fake.busy.discard(number)
        self.tell(status, made, fault)

    def refuse(self, fault: str) -> bool:
        """Whether the request is not carried out."""
        if fault == "slow":
            time.sleep(SLOW)
            return False
        if fault == "reset":
            self.close_connection = True
        elif fault == "lie":
            self.reply(200, PAGE)
        else:
            data = json.dumps({"message": self.fake.because}).encode()
            self.reply(int(fault), data, {"Retry-After": self.fake.wait} if fault == "429" else {})
        return True

    def tell(self, status: int, made: Any, fault: str) -> None:
        """Answer what was carried out."""
        data = made if isinstance(made, bytes) else json.dumps(made).encode()
        if fault == "drop":
            self.close_connection = True
        elif fault == "cut":
            self.reply(status, data[: len(data) // 2], {"Content-Length": str(len(data) + 9)})
            self.close_connection = True
        elif fault in AFTER:
            self.reply(*((500, b"oops") if fault == "late500" else (200, PAGE)))
        else:
            self.reply(status, data)

    def reply(self, status: int, data: bytes, headers: dict[str, str] | None = None) -> None:
        try:
            self.send_response(status)
            for name, value in {"Content-Length": str(len(data)), **(headers or {})}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)
        except OSError:
            self.close_connection = True


def _server(fake: Fake, handle: Any) -> ThreadingHTTPServer:
    handler = type("Handler", (_Handler,), {"fake": fake, "served": staticmethod(handle)})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.003}, daemon=True).start()
    return server
