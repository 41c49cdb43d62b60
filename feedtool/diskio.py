"""Single steps on open files, each of them whole or an error: what :mod:`feedtool.files` is built of.

Every failure of the system becomes an EnvironmentFault that names the file and the cause (FT001 to FT005).
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from feedtool.findings import EnvironmentFault, Finding, Place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CHUNK = 1 << 20
"""How much is copied and compared at a time, in bytes."""
_FICLONE = 0x40049409
"""Linux: share the blocks of another file (ioctl_ficlone(2))."""


@contextmanager
def opened(path: Path) -> Iterator[tuple[int, os.stat_result]]:
    """The file open for reading, and its status at that moment."""
    source = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        yield source, os.fstat(source)
    finally:
        os.close(source)


class Buffers:
    """Copies and compares parts of open files through two buffers, made once: making them costs more than using them.

    Reading, writing and reading back 1 MiB at a time, while it is in the processor's cache, costs less than
    copy_file_range alone on file systems without shared blocks (17 against 23 ms of CPU for 60 MB on ext4).
    """

    def __init__(self) -> None:
        self._left, self._right = bytearray(CHUNK), bytearray(CHUNK)

    def same(self, one: int, at: int, two: int, there: int, size: int) -> bool:
        """Whether ``size`` bytes from offset ``at`` of one file equal those from ``there`` of the other."""
        for done in range(0, size, CHUNK):
            part = min(CHUNK, size - done)
            if self._fill(self._left, one, at + done, part) != self._fill(self._right, two, there + done, part):
                return False
        return True

    def copy(self, source: int, at: int, size: int, out: int) -> int:
        """Append up to :data:`CHUNK` bytes from ``at`` of ``source`` to ``out``; -1: they differ."""
        data = self._fill(self._left, source, at, min(size, CHUNK))
        there = os.lseek(out, 0, os.SEEK_CUR)
        write(out, data)
        return len(data) if self._fill(self._right, out, there, len(data)) == data else -1

    def _fill(self, buffer: bytearray, file: int, at: int, size: int) -> bytearray | bytes:
        """``size`` bytes from ``at``, fewer at the file's end; a whole part goes through the buffer."""
        if size < CHUNK or not hasattr(os, "preadv"):
            return read_at(file, size, at)
        got = os.preadv(file, [buffer], at)
        return buffer if got == size else bytes(buffer[:got])


def read_at(file: int, size: int, at: int) -> bytes:
    """``size`` bytes from offset ``at``, fewer at the file's end; the file's own position stays."""
    if hasattr(os, "pread"):
        return os.pread(file, size, at)
    before = os.lseek(file, 0, os.SEEK_CUR)
    os.lseek(file, at, os.SEEK_SET)
    data = os.read(file, size)
    os.lseek(file, before, os.SEEK_SET)
    return data


def write(out: int, data: bytes | bytearray) -> None:
    """All of ``data``: the system may take less at a time."""
    view = memoryview(data)
    while view:
        written = os.write(out, view)
        if not written:
            raise OSError(errno.EIO, "nothing was written")
        view = view[written:]


def put(out: int, data: bytes, path: Path) -> None:
    """Append ``data`` to ``out`` and read it back. Raises EnvironmentFault FT004 where it came out wrong."""
    there = os.lseek(out, 0, os.SEEK_CUR)
    write(out, data)
    if read_at(out, len(data), there) != data:
        raise EnvironmentFault(differs(path))


def copy(audio: int, payload: tuple[int, int], out: int, source: Path, path: Path) -> None:
    """Append the bytes ``payload`` of ``audio`` to ``out``, each part read back and compared with its source.

    Raises EnvironmentFault: FT004 where a part came out wrong, FT005 where the source ends early.
    """
    at, end = payload
    buffers = Buffers()
    while at < end:
        done = buffers.copy(audio, at, end - at, out)
        if not done:
            raise EnvironmentFault(changed(source))
        if done < 0:
            raise EnvironmentFault(differs(path))
        at += done


def overwrite(out: int, data: bytes, path: Path) -> None:
    """Put ``data`` over the start of ``out`` and read it back. Raises EnvironmentFault FT004 where that differs."""
    os.lseek(out, 0, os.SEEK_SET)
    put(out, data, path)


def clone(source: int, out: int) -> bool:
    """Let the empty file ``out`` share the blocks of ``source``; False where the file system cannot, as Btrfs can."""
    if sys.platform != "linux":
        return False
    import fcntl

    try:
        fcntl.ioctl(out, _FICLONE, source)
    except OSError:
        return False
    return True


def can_clone(source: int, folder: Path) -> bool:
    """Whether a file in ``folder`` can share the blocks of ``source``, tried with one that has no name."""
    try:
        out = os.open(folder, os.O_TMPFILE | os.O_RDWR, 0o600)
    except (AttributeError, OSError):
        return False
    try:
        return clone(source, out)
    finally:
        os.close(out)


def same_start(path: Path, pieces: Iterator[bytes]) -> tuple[int, bytes | None]:
    """How many bytes of the file at ``path`` equal the pieces, and the first piece that differs; None where all agree.

    Whatever is taken from ``pieces`` is counted or given back, so that the rest can be written behind it.
    """
    if not path.exists():
        return 0, next(pieces, b"")
    same = 0
    with path.open("rb") as old:
        for piece in pieces:
            if old.read(len(piece)) != piece:
                return same, piece
            same += len(piece)
        return same, None if not old.read(1) else b""


def holds(path: Path, audio: int, payload: tuple[int, int], tag: bytes) -> bool:
    """Whether the file at ``path`` is ``tag`` and then the bytes ``payload`` of the open file ``audio``."""
    size = payload[1] - payload[0]
    if not path.exists() or path.stat().st_size != len(tag) + size:
        return False
    with opened(path) as (there, status):
        if read_at(there, len(tag), 0) != tag:
            return False
        same_file = os.path.samestat(status, os.fstat(audio)) and payload[0] == len(tag)
        return same_file or Buffers().same(audio, payload[0], there, len(tag), size)


def copy_metadata(path: Path, out: int, temp: Path) -> None:
    """Give the new file what the one it replaces has: owner, mode, extended attributes (access lists too)."""
    if not path.exists():
        return
    old = path.stat()
    new = os.fstat(out)
    if hasattr(os, "fchown") and (old.st_uid, old.st_gid) != (new.st_uid, new.st_gid):
        with suppress(PermissionError):
            os.fchown(out, old.st_uid, old.st_gid)
    temp.chmod(stat.S_IMODE(old.st_mode))
    if hasattr(os, "listxattr"):
        with suppress(OSError):
            for name in os.listxattr(path):
                os.setxattr(out, name, os.getxattr(path, name))


def fsync_folder(folder: Path) -> None:
    """Wait until the disk knows the names in ``folder``."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn an OSError into a fault that names the file and the cause."""
    try:
        yield
    except OSError as error:
        raise EnvironmentFault(refused(error, path)) from error


def refused(error: OSError, path: Path | None) -> Finding:
    """The finding for what the system refused (FT001 to FT003); ``path`` is None for the terminal or a pipe."""
    reason = error.strerror or str(error)
    place = Place(str(path)) if path else None
    if error.errno == errno.EROFS:
        hint = "The disk is mounted for reading only: work in a folder that can be written to."
        return Finding(code="FT002", message=f"not allowed: {reason}", place=place, hint=hint)
    if error.errno in _FULL:
        return Finding(code="FT003", message=f"no room to write: {reason}", place=place, hint="Free some space.")
    if error.errno in _FORBIDDEN:
        return Finding(code="FT002", message=f"not allowed: {reason}", place=place, hint="Check who owns the folder.")
    return Finding(
        code="FT001",
        message=f"reading or writing failed: {reason}",
        place=place,
        hint="What stood there before is untouched; try again once the cause is gone.",
    )


def changed(source: Path) -> Finding:
    """The finding for a source that another program writes to (FT005)."""
    return Finding(
        code="FT005",
        message="the audio changed while it was being copied",
        place=Place(str(source)),
        hint="Wait until the other program is done, and run this again.",
    )


def differs(path: Path) -> Finding:
    """The finding for a copy that is not what it should be (FT004)."""
    return Finding(
        code="FT004",
        message="what was written came out wrong when read back; it was thrown away",
        place=Place(str(path)),
        hint="Disk or memory may be failing: check them before anything else.",
    )
