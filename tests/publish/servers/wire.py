"""A wire between a client and a server on loopback: it counts what goes over, and can be made to break.

sent, received   bytes from the client, and to it
cut_after        both ends are closed once the client has sent so many bytes more
mute             the server's answers do not arrive; the connection is closed instead
swap             bytes that are replaced by others on their way to the server
"""

from __future__ import annotations

import socket
import threading
from contextlib import suppress


class Wire:
    """Listens on ``port``, a free one, and passes on what it hears to ``target`` on the same machine."""

    def __init__(self, target: int) -> None:
        self.target = target
        self.sent = self.received = 0
        self.cut_after: int | None = None
        self.lose_after: int | None = None
        self.once = self.mute = False
        self.swap: tuple[bytes, bytes] | None = None
        self._open: set[socket.socket] = set()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Hear nobody any more."""
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for end in [*self._open]:
            _hang_up(end)

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            try:
                server = socket.create_connection(("127.0.0.1", self.target))
            except OSError:
                _hang_up(client)
                continue
            self._open |= {client, server}
            for one, other, move in ((client, server, self._up), (server, client, self._down)):
                threading.Thread(target=self._pass, args=(one, other, move), daemon=True).start()

    def _pass(self, one: socket.socket, other: socket.socket, move) -> None:
        with suppress(OSError):
            while data := one.recv(1 << 16):
                if (passed := move(data)) is None:
                    break
                other.sendall(passed)
        for end in (one, other):
            _hang_up(end)
            self._open.discard(end)

    def _up(self, data: bytes) -> bytes | None:
        self.sent += len(data)
        if self.cut_after is not None:
            self.cut_after -= len(data)
            if self.cut_after < 0:
                self.cut_after = None if self.once else self.cut_after
                return None
        if self.swap:
            data = data.replace(*self.swap)
        return data

    def _down(self, data: bytes) -> bytes | None:
        if self.mute and not data.startswith(b"HTTP/1.1 100"):
            return None
        self.received += len(data)
        if self.lose_after is not None and self.received > self.lose_after:
            return None
        return data


def _hang_up(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
