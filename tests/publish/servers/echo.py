"""Servers that say back whatever they are told, secrets and all: an HTTP server with one status, and an FTP server."""

from __future__ import annotations

import base64
import json
import socketserver
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import unquote, unquote_plus

if TYPE_CHECKING:
    from collections.abc import Callable


HEARD: list[str] = []
"""All that was said to any of the servers."""


class Http(BaseHTTPRequestHandler):
    """Answers every request with `status`, and with the request: its address, headers, credentials and body."""

    status = 400
    protocol_version = "HTTP/1.1"

    def _echo(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode("utf-8", "replace")
        headers = " ".join(f"{name}: {value}" for name, value in self.headers.items())
        said = f"{self.path} {unquote(self.path)} {headers} {self._basic()} {body[:2000]} {unquote_plus(body[:2000])}"
        HEARD.append(said)
        if "AWS4" in said and self.status % 2 == 0:
            data = f"<Error><Code>Echo</Code><Message>{said.replace('<', ' ').replace('&', ' ')}</Message></Error>"
        else:
            data = json.dumps({"message": said, "error": said, "status": said})
        self.send_response_only(self.status, "".join(c for c in said if " " <= c <= "~")[:500])
        self.send_header("Content-Length", str(len(data.encode())))
        self.send_header("WWW-Authenticate", f'Basic realm="{self._basic()}"')
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data.encode())

    def _basic(self) -> str:
        kind, _, coded = self.headers.get("Authorization", "").partition(" ")
        return base64.b64decode(coded).decode("utf-8", "replace") if kind == "Basic" else coded

    def __getattr__(self, name: str) -> Callable[[], None]:
        if name.startswith("do_"):
            return self._echo
        raise AttributeError(name)

    def log_message(self, *_: object) -> None:
        pass


class Ftp(socketserver.StreamRequestHandler):
    """Refuses whoever logs in, by what was typed."""

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        for line in self.rfile:
            verb = line.split()[0].upper() if line.split() else b""
            code = {b"USER": b"331", b"PASS": b"530", b"QUIT": b"221"}.get(verb, b"502")
            HEARD.append(line.decode("utf-8", "replace"))
            self.wfile.write(code + b" you said: " + line.strip() + b"\r\n")
            if verb == b"QUIT":
                return


class _Http(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        pass


class _Ftp(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, *_: object) -> None:
        pass


def http(status: int) -> socketserver.TCPServer:
    """An echo that answers `status`, running in a thread."""
    return _started(_Http(("127.0.0.1", 0), type("Bound", (Http,), {"status": status})))


def ftp() -> socketserver.TCPServer:
    """An echo of FTP, running in a thread."""
    return _started(_Ftp(("127.0.0.1", 0), Ftp))


def _started(server: socketserver.TCPServer) -> socketserver.TCPServer:
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    return server
