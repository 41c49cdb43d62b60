"""Files in a folder of this machine: a disk that a web server shows, a mounted share, a folder something else syncs.

A file is written as a part, flushed to disk and renamed. Between runs of this tool a conditional write is never
overtaken, where the file system has locks: the folder is held from the look at the old file to the rename. Another
program that writes in that very moment is not seen. A symbolic link that leads out of the folder is refused.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from feedtool import diskio, locks
from feedtool.findings import EnvironmentFault
from feedtool.publish.errors import (
    ConflictError,
    DeniedError,
    FullError,
    MissingError,
    TargetError,
    TransientError,
)
from feedtool.publish.store import OWN, Capabilities, Remote
from feedtool.publish.stores.beside import Beside, pieces
from feedtool.publish.target import Option, Secret

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from feedtool.publish.store import Retag, Upload
    from feedtool.publish.target import Given

KIND: Final = "store"
OPTIONS: Final = (Option("path", "the folder; it is made if need be", required=True),)
SECRETS: Final[tuple[Secret, ...]] = ()
EXPERIMENTAL: Final = ""

_BINARY: Final = getattr(os, "O_BINARY", 0)
_DEEPEST: Final = 64
_KINDS: Final[dict[int, type[TargetError]]] = {
    **dict.fromkeys((errno.ENOENT, errno.ENOTDIR), MissingError),
    **dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS), DeniedError),
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), FullError),
    **dict.fromkeys((errno.EBUSY, errno.ESTALE, errno.ETIMEDOUT, errno.EHOSTDOWN), TransientError),
}


def connect(given: Given) -> Folder:
    """The folder at ``path``."""
    return Folder(given.root / Path(given.options["path"]).expanduser(), given.known)


class Folder(Beside[Remote]):
    """A folder of this machine; see :class:`feedtool.publish.store.Store`."""

    def __init__(self, root: Path, known: Capabilities | None = None) -> None:
        super().__init__()
        self._root = root
        self._known = known or Capabilities()

    @property
    def where(self) -> str:
        """The folder's path."""
        return str(self._root)

    @property
    def capabilities(self) -> Capabilities:
        """What is known of the file system."""
        return self._known

    def close(self) -> None:
        """Nothing is held open."""

    def probe(self) -> Capabilities:
        """Try a lock and a name that is taken."""
        with self._part(f"{OWN}/probe") as one, self._part(f"{OWN}/probe") as two:
            for part in (one, two):
                with self._created(part):
                    pass
            self._known = Capabilities(
                conditional=_locks(self._at(one)), exclusive=self._refuses(one, two), retag=True, atomic=True
            )
            self._remove(one)
            self._remove(two)
        for _ in self.files():
            pass  # what killed runs left goes by the way
        return self._known

    def _refuses(self, one: str, two: str) -> bool:
        try:
            self._name(one, two, new=True)
        except ConflictError:
            return True
        return False

    def stat(self, path: str) -> Remote | None:
        """The file at ``path``, None where there is none."""
        status = self._status(path)
        return _remote(path, status) if status and stat.S_ISREG(status.st_mode) else None

    def _status(self, path: str) -> os.stat_result | None:
        with suppress(MissingError), _told(path):
            return self._at(path).stat()
        return None

    def read(self, path: str, start: int = 0, size: int | None = None) -> Iterator[bytes]:
        """The bytes from ``start`` on, a MiB at a time."""
        with _told(path):
            source = self._at(path).open("rb")
        with source:
            source.seek(start)
            while size is None or size > 0:
                with _told(path):
                    data = source.read(diskio.CHUNK if size is None else min(size, diskio.CHUNK))
                if not data:
                    return
                yield data
                size = None if size is None else size - len(data)

    def put(
        self, upload: Upload, *, expect: str | None = None, progress: Callable[[int], None] | None = None
    ) -> Remote:
        """Put a file; see :meth:`feedtool.publish.store.Store.put`."""

        def fill(part: str) -> None:
            with self._created(part) as out:
                for piece in pieces(upload, diskio.CHUNK):
                    diskio.write(out, piece)
                    if progress:
                        progress(len(piece))

        return self._placed(upload, expect, fill, cost=upload.size)

    def retag(self, retag: Retag, *, progress: Callable[[int], None] | None = None) -> Remote:
        """Put the tag before the audio that lies there; blocks are shared where the file system can."""
        with _told(retag.source):
            old = os.open(self._at(retag.source), os.O_RDONLY | _BINARY)

        def fill(part: str) -> None:
            with self._created(part) as out:
                _join(old, out, retag, self._at(part))
                if progress:
                    progress(len(retag.head))
                if _hash(out) != retag.upload.sha256:
                    raise TargetError(f"{retag.source} is not the audio of {retag.upload.path}")
            if _remote("", os.fstat(old)).version != retag.version:
                raise ConflictError(f"{retag.source} was changed by somebody else")

        try:
            if _remote("", os.fstat(old)).version != retag.version:
                raise ConflictError(f"{retag.source} was changed by somebody else")
            expect = retag.version if retag.upload.path == retag.source else None
            return self._placed(retag.upload, expect, fill, cost=len(retag.head))
        finally:
            os.close(old)

    @contextmanager
    def _created(self, part: str) -> Iterator[int]:
        """A new file, on disk at the end."""
        with _told(part):
            place = self._at(part)
            _make_folder(place.parent)
            out = os.open(place, os.O_RDWR | os.O_CREAT | os.O_EXCL | _BINARY, 0o666)
            try:
                yield out
                os.fsync(out)
            finally:
                os.close(out)

    def _settle(self, part: str, made: Remote, old: Remote | None) -> Remote:
        """Give the part what the file it replaces has (mode, owner, access lists), and a later time."""
        place = self._at(part)
        with _told(part):
            before = self._status(old.path) if old else None
            if old and before:
                _inherit(self._at(old.path), place)
                at = max(place.stat().st_mtime_ns, before.st_mtime_ns + 1)
                os.utime(place, ns=(at, at))
            return _remote(part, place.stat())

    def _name(self, part: str, path: str, *, new: bool) -> None:
        with _told(path):
            one, two = self._at(part), self._at(path)
            if new:
                _name_new(one, two, path)
            else:
                one.replace(two)
            diskio.fsync_folder(two.parent)

    @contextmanager
    def _alone(self, path: str) -> Iterator[None]:
        with _told(path), locks.holding(self._at(path).parent):
            yield

    def delete(self, path: str) -> None:
        """Remove a file; one that is not there is no fault."""
        self._remove(path)

    def _remove(self, path: str) -> None:
        folder, _, name = path.rpartition("/")
        with suppress(MissingError), _told(path):
            (self._at(folder) / name).unlink()

    def _at(self, path: str) -> Path:
        """Where a file lies, links followed. DeniedError where that is outside of the root."""
        place = Path(os.path.realpath(self._root / path))
        if not place.is_relative_to(os.path.realpath(self._root)):
            raise DeniedError(f"{path} leads out of {self._root} by a symbolic link")
        return place

    def _walk(self) -> Iterator[tuple[Remote, float]]:
        yield from self._below("", frozenset())

    def _below(self, folder: str, above: frozenset[Path]) -> Iterator[tuple[Remote, float]]:
        """Every file below a folder; links are followed unless they lead back or out."""
        if len(above) > _DEEPEST:
            raise TargetError(f"folders lie more than {_DEEPEST} deep")
        real = self._at(folder)
        for name in self._names(folder):
            path = f"{folder}/{name}" if folder else name
            try:
                place = self._at(path)
            except DeniedError:
                continue
            status = self._status(path)
            if status and stat.S_ISREG(status.st_mode):
                yield _remote(path, status), status.st_mtime
            elif status and stat.S_ISDIR(status.st_mode) and place not in above | {real}:
                yield from self._below(path, above | {real})

    def _names(self, folder: str) -> list[str]:
        with suppress(MissingError), _told(folder):
            return sorted(place.name for place in self._at(folder).iterdir())
        return []


def _remote(path: str, status: os.stat_result) -> Remote:
    return Remote(path=path, size=status.st_size, version=f"{status.st_size}-{status.st_mtime_ns}-{status.st_ino}")


def _locks(place: Path) -> bool:
    """Whether a lock on a file keeps others off it."""
    with place.open("rb") as one, place.open("rb") as two:
        return locks.alone(one.fileno()) and not locks.alone(two.fileno())


def _make_folder(folder: Path) -> None:
    for missing in reversed([p for p in (folder, *folder.parents) if not p.exists()]):
        missing.mkdir(exist_ok=True)
        diskio.fsync_folder(missing.parent)


def _inherit(old: Path, new: Path) -> None:
    out = os.open(new, os.O_RDWR | _BINARY)
    try:
        diskio.copy_metadata(old, out, new)
    finally:
        os.close(out)


def _name_new(part: Path, place: Path, path: str) -> None:
    """A second name is refused where it is taken. Where files have only one, as on FAT, an empty file comes first."""
    try:
        try:
            os.link(part, place)
        except FileExistsError:
            raise
        except OSError:
            os.close(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
            part.replace(place)
        else:
            part.unlink()
    except FileExistsError:
        raise ConflictError(f"{path} is there already") from None


def _join(old: int, out: int, retag: Retag, place: Path) -> None:
    """Write the tag, and the old file's bytes behind it, each part compared with its source."""
    if len(retag.head) == retag.skip and diskio.clone(old, out):
        diskio.overwrite(out, retag.head, place)
        return
    diskio.put(out, retag.head, place)
    diskio.copy(old, (retag.skip, os.fstat(old).st_size), out, Path(retag.source), place)


def _hash(file: int) -> str:
    digest, at = hashlib.sha256(), 0
    while data := diskio.read_at(file, diskio.CHUNK, at):
        digest.update(data)
        at += len(data)
    return digest.hexdigest()


@contextmanager
def _told(path: str) -> Iterator[None]:
    """What the system or :mod:`feedtool.diskio` raises, as an error of ours."""
    try:
        yield
    except OSError as error:
        raise _KINDS.get(error.errno or 0, TargetError)(f"{path}: {error.strerror or error}") from None
    except EnvironmentFault as fault:
        finding = fault.findings[0]
        raise (ConflictError if finding.code == "FT008" else TargetError)(f"{path}: {finding.message}") from None
