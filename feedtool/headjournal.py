"""A new head written over an old one of the same length, the rest left where it is: quick, and mended if cut short.

No rename can do this, so both heads first go into a journal beside the file: flushed, then the head is written and
flushed, and the journal removed. A run that is cut short in between leaves a head that is part old, part new, and the
journal; the next run of the tool finishes the write (:func:`mend`). A file that another program changed since, or
replaced, is left alone. Whoever opens the file in between may see parts of both heads; the sound never changes.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from feedtool import diskio, locks
from feedtool.findings import EnvironmentFault, Finding, Place

if TYPE_CHECKING:
    from pathlib import Path

    from _typeshed import WriteableBuffer

PATTERN = ".feedtool-*.journal"
"""What the journals in a folder are called."""
_MARK = b"feedtool journal 1\n"
_LARGEST = 3 * 32 * 2**20


class _Journal(NamedTuple):
    """The file's inode and size, and both heads, equally long."""

    inode: int
    size: int
    old: bytes
    new: bytes


def overwrite(path: Path, head: bytes, *, sync: bool = True) -> bytes:
    """Put ``head`` over the start of the file at ``path``, which is to be locked, and give what stood there.

    An error puts the old head back. Raises OSError or EnvironmentFault.
    """
    out = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        old = diskio.read_at(out, len(head), 0)
        status = os.fstat(out)
        journal = _write(path, _Journal(status.st_ino, status.st_size, old, head), sync=sync)
        try:
            diskio.overwrite(out, head, path)
            _flush(out, sync=sync)
        except BaseException as error:
            _put_back(out, old, path, error)
            _remove(journal, sync=sync)
            raise
        _remove(journal, sync=sync)
    finally:
        os.close(out)
    return old


def mend(path: Path) -> bool:
    """Finish a write to the file at ``path`` that was cut short; True where there was something to finish.

    The file is to be locked, or its folder held alone. Raises OSError: the journal then stays.
    """
    return _mend(_journal_of(path))


def recover(path: Path) -> None:
    """:func:`mend` for who only wants to read: the file is held meanwhile. Costs one look for a name.

    Raises EnvironmentFault.
    """
    path = path.resolve()
    if _journal_of(path).exists():
        with diskio.told(path), locks.holding(path):
            mend(path)


def mend_all(folder: Path) -> None:
    """Finish what was cut short in ``folder``, which is to be held alone."""
    for journal in sorted(folder.glob(PATTERN)):
        _mend(journal)


def laid_over(path: Path, head: bytes) -> io.BufferedReader:
    """The file at ``path`` as it will be with ``head`` over its start, open for reading."""
    return io.BufferedReader(_Laid(path, head))


def _put_back(out: int, old: bytes, path: Path, error: BaseException) -> None:
    """The old head again, flushed; where even that fails the journal stays for the next run, which is said."""
    try:
        diskio.overwrite(out, old, path)
        os.fsync(out)
    except (OSError, EnvironmentFault):
        raise EnvironmentFault(_half_written(path, error)) from error


def _half_written(path: Path, error: BaseException) -> Finding:
    return Finding(
        code="FT009",
        message=f"the tag is half written, and could not be put back: {error}",
        place=Place(str(path)),
        hint="Run this again once the cause is gone: it first finishes what was begun. The sound is untouched.",
    )


class _Laid(io.RawIOBase):
    def __init__(self, path: Path, head: bytes) -> None:
        self._file = path.open("rb", buffering=0)
        self._head = head

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer).cast("B")
        at = self._file.tell()
        size = self._file.readinto(view) or 0
        part = self._head[at : at + size]
        view[: len(part)] = part
        return size

    def close(self) -> None:
        self._file.close()
        super().close()


def _journal_of(path: Path) -> Path:
    """Where the journal of a file stands: a name as short whatever the file's is."""
    return path.parent / PATTERN.replace("*", hashlib.sha256(os.fsencode(path.name)).hexdigest()[:24])


def _mend(journal: Path) -> bool:
    if not (raw := _mine(journal)):
        return False
    told = _parsed(raw)
    path = _whereabouts(journal.parent, told) if told else None
    mended = _finish(path, told) if told and path else False
    _remove(journal, sync=True)
    return mended


def _whereabouts(folder: Path, told: _Journal) -> Path | None:
    """The file, also where it has got another name in its folder since; None where it is gone."""
    with os.scandir(folder) as entries:
        return next((folder / entry.name for entry in entries if entry.inode() == told.inode), None)


def _mine(journal: Path) -> bytes:
    """What the journal holds; nothing where there is none, or somebody else put it there."""
    try:
        file = os.open(journal, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
    except (FileNotFoundError, PermissionError):
        return b""
    try:
        status = os.fstat(file)
        owner = os.geteuid() if hasattr(os, "geteuid") else status.st_uid
        if not stat.S_ISREG(status.st_mode) or status.st_uid != owner or status.st_size > _LARGEST:
            return b""
        return diskio.read_at(file, status.st_size, 0)
    finally:
        os.close(file)


def _finish(path: Path, told: _Journal) -> bool:
    """Write the new head where what stands there is a mixture of the old one and the new one, and nothing else."""
    out = os.open(path, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
    try:
        status = os.fstat(out)
        now = diskio.read_at(out, len(told.new), 0)
        if (status.st_ino, status.st_size) != (told.inode, told.size) or not _mixed(now, told):
            return False
        if now not in (told.old, told.new):
            diskio.overwrite(out, told.new, path)
        os.fsync(out)
        return now not in (told.old, told.new)
    finally:
        os.close(out)


def _mixed(now: bytes, told: _Journal) -> bool:
    if now in (told.old, told.new):
        return True
    pairs = zip(now, told.old, told.new, strict=False)
    return len(now) == len(told.new) and all(one in (old, new) for one, old, new in pairs)


def _write(path: Path, told: _Journal, *, sync: bool) -> Path:
    """The journal, whole under its name or not there at all."""
    head = json.dumps({"inode": told.inode, "size": told.size}).encode("ascii") + b"\n"
    data = _MARK + head + told.old + told.new
    journal = _journal_of(path)
    temp = journal.with_suffix(".tmp")
    out = os.open(temp, os.O_RDWR | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
    try:
        diskio.put(out, data + hashlib.sha256(data).digest(), path)
        _flush(out, sync=sync)
    finally:
        os.close(out)
    temp.replace(journal)
    if sync:
        diskio.fsync_folder(journal.parent)
    return journal


def _parsed(raw: bytes) -> _Journal | None:
    """The journal's content; None where it is not whole."""
    data = raw[:-32]
    if not raw.startswith(_MARK) or hashlib.sha256(data).digest() != raw[-32:]:
        return None
    line, _, heads = data[len(_MARK) :].partition(b"\n")
    said = json.loads(line)
    half = len(heads) // 2
    return _Journal(said["inode"], said["size"], heads[:half], heads[half:])


def _flush(file: int, *, sync: bool) -> None:
    if sync:
        os.fsync(file)


def _remove(journal: Path, *, sync: bool) -> None:
    with suppress(FileNotFoundError):
        journal.unlink()
    if sync:
        diskio.fsync_folder(journal.parent)
