"""Ctrl-C while something is published: the first waits for the request under way, the second for nothing."""

from __future__ import annotations

import os
import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_WAITING: Final = b"\nStopping as soon as the server has answered. Ctrl-C again stops at once.\n"


@contextmanager
def twice() -> Iterator[None]:
    """Let a second Ctrl-C end the process with 130, as shells have it, without any more waiting or tidying up.

    Nothing is lost by that: the next run takes the lock back and goes on. For the main thread. Where Ctrl-C is ignored,
    as in what a shell starts in the background, it stays so.
    """
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return
    signal.signal(signal.SIGINT, _first)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _first(*_: object) -> None:
    signal.signal(signal.SIGINT, _second)
    os.write(2, _WAITING)  # print is not safe here
    raise KeyboardInterrupt


def _second(*_: object) -> None:
    os._exit(128 + signal.SIGINT)
