"""Locks that keep runs of this tool off each other's files: one on a file that is changed, one on a folder written to.

Some file systems have no locks; there nobody waits. A wait is bounded, and its end is an EnvironmentFault (FT008).
"""

from __future__ import annotations

import os
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from feedtool.findings import EnvironmentFault, Finding, Place

if sys.platform != "win32":
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LONGEST_WAIT = 60.0
"""Seconds that a writer waits for another one: tagging a gigabyte takes a few."""
_PAUSE = 0.05


@contextmanager
def holding(path: Path, *, wait: float = LONGEST_WAIT) -> Iterator[None]:
    """Keep other runs off the file at ``path`` inside; waits for them at most ``wait`` seconds, then FT008."""
    lock = _lock_file(path, time.monotonic() + wait)
    try:
        yield
    finally:
        if lock >= 0:
            os.close(lock)


def _lock_file(path: Path, until: float) -> int:
    """A lock on the file that stands at ``path`` now; a writer replaces it, so look again after waiting."""
    if sys.platform == "win32":
        return -1
    while True:
        lock = os.open(path, os.O_RDONLY)
        try:
            _wait_for(lock, fcntl.LOCK_EX, path, until)
            if os.path.samestat(os.fstat(lock), path.stat()):
                return lock
        except BaseException:
            os.close(lock)
            raise
        os.close(lock)


def share(folder: int, path: Path, *, wait: float = LONGEST_WAIT) -> None:
    """A shared lock on the open folder, whose name is ``path``: many may write there, and nobody sweeps meanwhile."""
    if sys.platform != "win32":
        _wait_for(folder, fcntl.LOCK_SH, path, time.monotonic() + wait)


def alone(folder: int) -> bool:
    """Whether nobody else holds the open folder, nor can until it is closed or shared; False too without locks."""
    if sys.platform == "win32":
        return False
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _wait_for(file: int, kind: int, path: Path, until: float) -> None:
    while not _got(file, kind):
        if time.monotonic() > until:
            raise EnvironmentFault(_busy(path))
        time.sleep(_PAUSE)


def _got(file: int, kind: int) -> bool:
    """Whether the lock is ours now, or the file system has none; False: somebody else holds it."""
    if sys.platform != "win32":
        try:
            fcntl.flock(file, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True
    return True


def _busy(path: Path) -> Finding:
    return Finding(
        code="FT008",
        message="another run of this tool has been at it for too long",
        place=Place(str(path)),
        hint="Wait until it is done, or stop it, then run this again; the file was not touched.",
    )
