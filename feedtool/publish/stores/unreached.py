"""What it means that a server cannot be reached, or that it ends what was begun."""

from __future__ import annotations

import socket
from typing import Final

from feedtool.publish.errors import TargetError, TransientError

JUST: Final = 0.3
"""Seconds for which a server that was not reached is not tried again: less than who tries again waits."""
_HINT: Final = "Check `host` and `port`, and whether the server runs."


def unreached(error: Exception, kind: str, port: int) -> TargetError:
    """The error of ours where no connection came about to a server of some ``kind`` ("SSH") at ``port``."""
    if isinstance(error, socket.gaierror) and error.errno == socket.EAI_NONAME:
        return TargetError("there is no server of this name", hint="Check `host`, and whether you are online.")
    if isinstance(error, ConnectionRefusedError):
        return TransientError(f"no {kind} server answers at port {port}", hint=_HINT)
    if isinstance(error, TimeoutError):
        return TransientError("took too long to answer", hint=_HINT)
    if isinstance(error, OSError):
        return TransientError(f"cannot be reached ({error.strerror or type(error).__name__})", hint=_HINT)
    return TransientError(f"what answers at port {port} breaks off, or speaks no {kind}", hint=_HINT)
