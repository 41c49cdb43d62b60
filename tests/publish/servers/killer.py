"""Run feedtool, and end it with SIGKILL at its n-th request: before it is sent (n), or once it was answered (n.5), also
with an error.

    python killer.py 7.5 COUNT-FILE publish -C show home

A request is one of HTTP (httpx, botocore) or one of SFTP. With 0 nothing is killed and the requests are counted.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from pathlib import Path

AT = float(sys.argv[1])
COUNT = Path(sys.argv[2])
_lock = threading.Lock()
_count = 0


def _next() -> int:
    global _count
    with _lock:
        _count += 1
        COUNT.write_text(str(_count))
        return _count


def _die(at: float) -> None:
    if at == AT:
        os.kill(os.getpid(), signal.SIGKILL)


def _watch(owner: object, name: str) -> None:
    real = getattr(owner, name)

    def call(*args, **given):
        number = _next()
        _die(number)
        try:
            return real(*args, **given)
        finally:
            _die(number + 0.5)

    setattr(owner, name, call)


def _watch_async(owner: object, name: str) -> None:
    real = getattr(owner, name)

    async def call(*args, **given):
        number = _next()
        _die(number)
        try:
            return await real(*args, **given)
        finally:
            _die(number + 0.5)

    setattr(owner, name, call)


def main() -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)  # what a shell starts in the background ignores it
    import asyncssh.sftp
    import botocore.httpsession
    import httpx

    from feedtool import remote
    from feedtool.cli import main as feedtool
    from feedtool.publish import public

    _watch(httpx.Client, "send")
    _watch(botocore.httpsession.URLLib3Session, "send")
    _watch_async(asyncssh.sftp.SFTPClientHandler, "_make_request")
    # the public address is nobody's here
    remote.get = lambda *_, **__: (_ for _ in ()).throw(remote.UnreachedError("is not asked here"))
    public.PAUSES = (0.0,)
    feedtool(sys.argv[3:])


main()
