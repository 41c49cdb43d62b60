"""A TCP connection through here is counted, and cut on demand: what a network does to a client."""

from __future__ import annotations

import contextlib
import socket
import threading


class Proxy:
    """Listens on a free port of the loopback and passes on to ``port``. ``sent`` and ``got`` count a client's bytes.

    ``cut`` (bytes sent by clients from now on) breaks every connection when that many have passed.
    """

    def __init__(self, port: int) -> None:
        self.target = port
        self.sent = self.got = 0
        self.left: int | None = None
        self._lock = threading.Lock()
        self._pairs: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def cut(self, after: int | None) -> None:
        """Break off after so many bytes more; None: never."""
        self.left = after

    def break_off(self) -> None:
        """End every connection there is."""
        for end in self._pairs:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self._pairs.clear()

    def close(self) -> None:
        """End everything; whoever connects then is refused."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.break_off()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
                server = socket.create_connection(("127.0.0.1", self.target))
            except OSError:
                return
            self._pairs += [client, server]
            threading.Thread(target=self._pass, args=(client, server, True), daemon=True).start()
            threading.Thread(target=self._pass, args=(server, client, False), daemon=True).start()

    def _pass(self, one: socket.socket, other: socket.socket, up: bool) -> None:
        with contextlib.suppress(OSError):
            while data := one.recv(1 << 16):
                if not self._count(len(data), up):
                    self.break_off()
                    return
                other.sendall(data)
        with contextlib.suppress(OSError):
            other.shutdown(socket.SHUT_WR)

    def _count(self, size: int, up: bool) -> bool:
        with self._lock:
            if not up:
                self.got += size
                return True
            self.sent += size
            if self.left is None:
                return True
            self.left -= size
            return self.left > 0
