"""A WebSub hub, podping.cloud and the Podcast Index, as far as they are known, on one port of the loopback.

    POST /hub                     the hub: 204, and then it fetches the topic with an agent of its own
    GET  /podping?url=&reason=    401 without a token or agent, 400 without url, else 200 "Success!", always
    GET  /api/1.0/hub/pubnotify   no auth; 400 for a feed that is not known
    GET  /api/1.0/add/byfeedurl   the four headers, checked as the index does; knows the feed from then on
    GET  /feed                    a topic for the hub

`status`, `retry_after`, `drop` (end the connection after doing all), `slow` (seconds) change the next answers; each is
a list that one request takes one value from.
"""

from __future__ import annotations

import hashlib
import json
import threading
import time
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

KEY, SECRET, TOKEN = "UXKCGDSYGUUEVQJSYDZH", "index-secret-5f1c", "podping-token-77aa"
WINDOW = 180


@dataclass
class Notifiers:
    """What the server was asked and what it is to do."""

    url: str = ""
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    fetched: list[tuple[str, int]] = field(default_factory=list)
    known: set[str] = field(default_factory=set)
    status: list[int] = field(default_factory=list)
    retry_after: str = ""
    drop: list[bool] = field(default_factory=list)
    slow: list[float] = field(default_factory=list)
    reason: str = ""
    body: bytes | None = None

    def paths(self) -> list[str]:
        return [path for _, path, _ in self.asked]


class Handler(BaseHTTPRequestHandler):
    state: Notifiers

    def do_GET(self) -> None:
        self._serve({name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        self._serve({name: values[0] for name, values in parse_qs(body).items()})

    def _serve(self, given: dict[str, str]) -> None:
        path = urlsplit(self.path).path
        self.state.asked.append((self.command, path, given))
        if path == "/feed":  # the hub's own request takes none of the trouble
            return self._answer(200, b"<rss/>")
        if self.state.slow:
            time.sleep(self.state.slow.pop(0))
        if self.state.status:
            return self._answer(self.state.status.pop(0), {"description": self.state.reason})
        made = {"/hub": self._hub, "/podping": self._podping}.get(path, self._index)(path, given)
        if self.state.drop and self.state.drop.pop(0):
            return self.close_connection_now()
        return self._answer(*made)

    def close_connection_now(self) -> None:
        self.close_connection = True
        self.connection.close()

    def _hub(self, path: str, given: dict[str, str]) -> tuple[int, Any]:
        if self.command != "POST" or given.get("hub.mode") != "publish" or "hub.url" not in given:
            return 400, None
        request = urllib.request.Request(given["hub.url"], headers={"User-Agent": "fakehub/1"})
        threading.Thread(target=self._fetch, args=(request,)).start()
        return 204, None

    def _fetch(self, request: urllib.request.Request) -> None:
        with suppress(OSError), urllib.request.urlopen(request, timeout=5) as answer:
            self.state.fetched.append((request.full_url, len(answer.read())))

    def _podping(self, path: str, given: dict[str, str]) -> tuple[int, Any]:
        if self.headers.get("Authorization") != TOKEN or not self.headers.get("User-Agent"):
            return 401, None
        return (200, b"Success!") if given.get("url", "").startswith("http") else (400, None)

    def _index(self, path: str, given: dict[str, str]) -> tuple[int, Any]:
        feed = given.get("url", "")
        if path == "/api/1.0/hub/pubnotify":
            if feed in self.state.known:
                return 200, {"status": "true", "description": "Feed marked for immediate update."}
            return 400, {"status": "false", "description": "Feed not found."}
        if path != "/api/1.0/add/byfeedurl":
            return 404, None
        now = self.headers.get("X-Auth-Date", "")
        wanted = hashlib.sha1(f"{KEY}{SECRET}{now}".encode()).hexdigest()
        fresh = now.isdigit() and abs(int(now) - time.time()) <= WINDOW
        if self.headers.get("Authorization") != wanted or self.headers.get("X-Auth-Key") != KEY or not fresh:
            return 401, {"status": "false", "description": "Authorization header value is invalid."}
        existed = feed in self.state.known
        self.state.known.add(feed)
        return 200, {"status": "true", "feedId": 75075, "existed": str(existed).lower(), "description": "Feed added."}

    def _answer(self, status: int, body: Any) -> None:
        data = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else b""
        data = self.state.body if self.state.body is not None else data
        self.send_response(status)
        if self.state.retry_after:
            self.send_header("Retry-After", self.state.retry_after)
        if status != 204:
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(b"" if status == 204 else data)

    def log_message(self, *_: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    """A server that says nothing of clients that went away."""

    def handle_error(self, *_: object) -> None:
        pass


def serve() -> tuple[ThreadingHTTPServer, Notifiers]:
    """The server, running in a thread, and its state. End it with `shutdown` and `server_close`."""
    state = Notifiers()
    server = Server(("127.0.0.1", 0), type("Bound", (Handler,), {"state": state}))
    state.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    return server, state
