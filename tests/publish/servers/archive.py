"""The Internet Archive as its own client speaks to it: S3-like writing, a list, and downloads sent on to another host.

    with serve() as archive:  archive.endpoint, archive.site, archive.access, archive.secret

Writes are noted at once and done ``delay`` seconds later, in order, as the archive's tasks are. ``overloaded`` uploads
are answered SlowDown; ``lose`` of them are taken and the answer is lost; ``spoil`` of them are kept damaged.
"""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator


class Archive:
    """Its items by identifier, and what was asked of it."""

    def __init__(self) -> None:
        self.access, self.secret = "ACCESSKEY93", "canary-secret-17"
        self.items: dict[str, dict[str, bytes]] = {}
        self.metadata: dict[str, dict[str, str]] = {}
        self.tasks: list[tuple[float, str, str, bytes | None]] = []
        self.lines: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.delay = 0.0
        self.overloaded = self.lose = self.spoil = 0
        self.endpoint = self.site = self.node = ""

    def log(self) -> list[str]:
        """ "METHOD /path" of each request."""
        return self.lines

    def later(self, item: str, key: str, data: bytes | None) -> None:
        """Queue a change."""
        self.tasks.append((time.monotonic() + self.delay, item, key, data))

    def settle(self) -> None:
        """Carry out what is due."""
        while self.tasks and self.tasks[0][0] <= time.monotonic():
            _, item, key, data = self.tasks.pop(0)
            if data is None:
                self.items[item].pop(key, None)
            else:
                self.items.setdefault(item, {})[key] = data


class Handler(BaseHTTPRequestHandler):
    """What all three hosts have in common."""

    protocol_version = "HTTP/1.1"
    archive: Archive

    def log_message(self, *_: Any) -> None:
        """Be quiet."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("do_"):
            return self._do
        raise AttributeError(name)

    def _do(self) -> None:
        self.archive.lines.append(f"{self.command} {unquote(urlsplit(self.path).path)}")
        self.archive.headers.append(dict(self.headers.items()))
        self.archive.settle()
        _, self.item, self.key = (unquote(urlsplit(self.path).path) + "/").split("/", 2)
        self.key = self.key.removesuffix("/")
        with suppress(ConnectionError):
            self.answer()

    def say(self, status: int, body: bytes = b"", **headers: str) -> None:
        """Answer."""
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def fail(self, status: int, code: str) -> None:
        """Answer as S3 does."""
        self.close_connection = True
        self.say(
            status,
            f"<Error><Code>{code}</Code><Resource>{self.archive.secret}</Resource></Error>".encode(),
            Connection="close",
        )


class Writing(Handler):
    """s3.us.archive.org"""

    def answer(self) -> None:
        """Take an upload, a deletion, or the question whether there is room."""
        state, query = self.archive, parse_qs(urlsplit(self.path).query)
        if "check_limit" in query:
            asked = query["accesskey"] == [state.access] and query["bucket"]
            self.say(200, json.dumps({"over_limit": int(state.overloaded > 0 and bool(asked))}).encode())
            return
        if self.headers.get("Authorization") != f"LOW {state.access}:{state.secret}":
            self.rfile.read(int(self.headers.get("Content-Length", 0)))  # unread, it would break the connection
            self.fail(403, "InvalidAccessKeyId")
        elif self.command == "DELETE":
            state.later(self.item, self.key, None)
            self.say(204)
        elif "Content-Length" not in self.headers:
            self.fail(411, "MissingContentLength")
        else:
            self.take(self.rfile.read(int(self.headers["Content-Length"])))

    def take(self, data: bytes) -> None:
        """An upload."""
        state = self.archive
        if len(data) < int(self.headers["Content-Length"]):
            return
        if state.overloaded:
            state.overloaded -= 1
            self.fail(503, "SlowDown")
        elif base64.b64encode(hashlib.md5(data).digest()).decode() != self.headers["Content-MD5"]:
            self.fail(400, "BadDigest")
        elif self.item not in state.metadata and self.headers.get("x-archive-auto-make-bucket") != "1":
            self.fail(404, "NoSuchBucket")
        else:
            self.make_item()
            state.spoil, spoilt = max(state.spoil - 1, 0), state.spoil > 0
            state.later(self.item, self.key, data[:-1] + b"?" if spoilt else data)
            if state.lose:
                state.lose -= 1
                self.close_connection = True
                return
            self.say(200)

    def make_item(self) -> None:
        """The first upload makes the item, with what its headers say."""
        told: dict[str, str] = {}
        for name, value in self.headers.items():
            if name.lower().startswith("x-archive-meta"):
                text = unquote(value[4:-1]) if value.startswith("uri(") else value
                told[name.lower().removeprefix("x-archive-meta").partition("-")[2].replace("--", "_")] = text
        self.archive.metadata.setdefault(self.item, told)


class Reading(Handler):
    """archive.org"""

    def answer(self) -> None:
        """The list of an item's files, or where a file is."""
        kind, (item, _, _key) = self.item, self.key.partition("/")
        if kind == "download":
            self.say(302, Location=self.archive.node + urlsplit(self.path).path[1:])
            return
        files = [
            {"name": name, "source": "original", "size": str(len(data)), "md5": hashlib.md5(data).hexdigest()}
            for name, data in list(self.archive.items.get(item, {}).items())  # others are writing meanwhile
        ]
        ours = [{"name": f"{item}_files.xml", "source": "original", "md5": "0" * 32}]
        made = [{"name": "a.ogg", "source": "derivative", "size": "5", "md5": "1" * 32}]
        known = item in self.archive.metadata
        self.say(200, json.dumps({"files": [*files, *ours, *made]} if known else {}).encode())


class Node(Handler):
    """One of the hosts that hold files; shown a key, it says no."""

    def answer(self) -> None:
        """A file, or a part of one."""
        item, _, key = self.key.partition("/")
        data = self.archive.items.get(item, {}).get(key)
        if "Authorization" in self.headers or data is None:
            self.fail(403 if "Authorization" in self.headers else 404, "No")
        elif asked := self.headers.get("Range"):
            first, _, last = asked.removeprefix("bytes=").partition("-")
            part = data[int(first) : int(last) + 1 if last else None]
            where = f"bytes {first}-{int(first) + len(part) - 1}/{len(data)}"
            self.say(206, part, Content_Range=where) if part else self.say(416)
        else:
            self.say(200, data)


@contextmanager
def serve() -> Iterator[Archive]:
    """The archive on three free ports."""
    archive, running = Archive(), []
    for kind in (Writing, Reading, Node):
        server = ThreadingHTTPServer(("127.0.0.1", 0), type(kind.__name__, (kind,), {"archive": archive}))
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        running.append(server)
    archive.endpoint, archive.site, archive.node = (f"http://127.0.0.1:{server.server_port}/" for server in running)
    try:
        yield archive
    finally:
        for server in running:
            server.shutdown()
            server.server_close()
