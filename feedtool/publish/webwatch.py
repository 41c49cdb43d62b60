"""What is looked at while a request over HTTP is under way: whom it is connected to, how long an answer's head takes.

httpx bounds how long a server may be silent, not how long it may talk: a header letter by letter, or one interim answer
after another, would hold us for ever.
"""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from feedtool import remote
from feedtool.publish.errors import DeniedError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from weakref import WeakSet

LONGEST = 900.0
"""Seconds from the end of a request to the end of its answer's head: more than any server may be silent."""


class Watch:
    """httpx's ``trace`` of one request. With ``public``, a connection to another address is refused before it is used.

    ``sockets`` are those of the client. All of them end where the head takes too long: which one is ours is not told.
    """

    def __init__(self, sockets: WeakSet[socket.socket], *, public: bool) -> None:
        self._sockets, self._public = sockets, public
        self._timer: threading.Timer | None = None

    def __call__(self, event: str, info: Mapping[str, Any]) -> None:
        """What happened, in httpcore's words."""
        _, _, what = event.partition(".")
        if what in {"connect_tcp.complete", "start_tls.complete"}:
            self._connected(info["return_value"], first=what == "connect_tcp.complete")
        elif what == "receive_response_headers.started":
            self._timer = threading.Timer(LONGEST, _end, (self._sockets,))
            self._timer.daemon = True
            self._timer.start()
        elif what in {"receive_response_headers.complete", "receive_response_headers.failed"} and self._timer:
            self._timer.cancel()

    def _connected(self, stream: Any, *, first: bool) -> None:
        if first and self._public and not remote.is_public(str(stream.get_extra_info("server_addr")[0])):
            stream.close()
            raise DeniedError("names an address in a private network")
        if found := stream.get_extra_info("socket"):
            self._sockets.add(found)


def _end(sockets: WeakSet[socket.socket]) -> None:
    for one in list(sockets):
        with suppress(OSError):
            socket.socket.shutdown(one, socket.SHUT_RDWR)  # under TLS too: nothing more is said, only ended
