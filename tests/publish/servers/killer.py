"""Run feedtool, and end it with SIGKILL at its n-th request: before it is sent (n), or once it was answered (n.5), also
with an error.

    python killer.py 7.5 COUNT-FILE publish -C show home      one run
    python killer.py                                          many: see Killer

A request is one of HTTP (httpx, botocore) or one of SFTP. With 0 nothing is killed and the requests are counted.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Killer:
    """Runs of feedtool, each in a forked process, so that Python and its packages are loaded only once."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def run(
        self, arguments: Sequence[str], folder: Path, *, kill: float = 0, environment: Mapping[str, str]
    ) -> subprocess.CompletedProcess[str]:
        """What one command line did. ``folder`` takes what it says, and ``count``, the number of its requests."""
        wanted = {"arguments": [*arguments], "folder": str(folder), "kill": kill, "environment": {**environment}}
        print(json.dumps(wanted), file=self._process.stdin, flush=True)
        code = json.loads(self._process.stdout.readline())
        said = ((folder / name).read_text() for name in ("stdout", "stderr"))
        return subprocess.CompletedProcess([*arguments], code, *said)

    def close(self) -> None:
        """End it."""
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()


class _Requests:
    """The requests of this process, counted; at one of them it dies."""

    def __init__(self) -> None:
        self.at = 0.0
        self.file = Path(os.devnull)
        self._count = 0
        self._lock = threading.Lock()

    def next(self) -> int:
        with self._lock:
            self._count += 1
            self.file.write_text(str(self._count))
            return self._count

    def pass_by(self, at: float) -> None:
        if at == self.at:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self, owner: object, name: str) -> None:
        real = getattr(owner, name)

        def call(*args, **given):
            number = self.next()
            self.pass_by(number)
            try:
                return real(*args, **given)
            finally:
                self.pass_by(number + 0.5)

        setattr(owner, name, call)

    def watch_async(self, owner: object, name: str) -> None:
        real = getattr(owner, name)

        async def call(*args, **given):
            number = self.next()
            self.pass_by(number)
            try:
                return await real(*args, **given)
            finally:
                self.pass_by(number + 0.5)

        setattr(owner, name, call)


def _prepared() -> _Requests:
    """Everything that sends requests loaded and watched; the public address is nobody's here."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # what a shell starts in the background ignores it
    import asyncssh.sftp
    import botocore.httpsession
    import httpx

    from feedtool import remote
    from feedtool.publish import public

    requests = _Requests()
    requests.watch(httpx.Client, "send")
    requests.watch(botocore.httpsession.URLLib3Session, "send")
    requests.watch_async(asyncssh.sftp.SFTPClientHandler, "_make_request")
    remote.get = lambda *_, **__: (_ for _ in ()).throw(remote.UnreachedError("is not asked here"))
    public.PAUSES = (0.0,)
    return requests


def _one(requests: _Requests, wanted: dict) -> int:
    """The exit code of one command line, run in a process of its own; a signal's number below zero."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    folder = Path(wanted["folder"])
    for number, name in ((1, "stdout"), (2, "stderr")):
        os.dup2(os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), number)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.environ.clear()
    os.environ.update(wanted["environment"])
    signal.alarm(120)
    requests.at, requests.file = wanted["kill"], folder / "count"
    code = 70
    try:
        _feedtool(wanted["arguments"])
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else 1
    except BaseException:  # noqa: BLE001 - as Python does at the end
        sys.excepthook(*sys.exc_info())
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _feedtool(arguments: list[str]) -> None:
    from feedtool.cli import main

    main(arguments, prog_name="feedtool")


def _many(requests: _Requests) -> None:
    import feedtool.output
    import feedtool.publish.planning
    import feedtool.publish.targets  # noqa: F401 - what is loaded here is loaded once

    for line in sys.stdin:
        print(_one(requests, json.loads(line)), flush=True)


if __name__ == "__main__":
    found = _prepared()
    if len(sys.argv) == 1:
        _many(found)
    else:
        found.at, found.file = float(sys.argv[1]), Path(sys.argv[2])
        _feedtool(sys.argv[3:])
