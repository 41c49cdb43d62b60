"""The one place that writes files: beside their place first, checked, then put there whole.

A reader of the disk sees the old file or the new one, never a part. New bytes go into a temporary file in the target's
folder, are flushed to disk, and take the target's name in one rename; audio is copied, read back and compared
with its source before that. A killed run leaves at most files that start with :data:`PREFIX`; the next run sweeps them.

What a file system can share between two files is shared, not copied. :class:`Staging` with ``quick`` may write a tag
over an old one of the same length (:mod:`feedtool.headjournal`); all else is as above.

A replaced file keeps its mode, owner, extended attributes and access lists; its modification time becomes that of the
change. A symbolic link stays one: the file it names is replaced. Every failure is an EnvironmentFault that names the
file and the cause (FT001 to FT009).
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING

from feedtool import diskio, headjournal, locks, oggpages
from feedtool.findings import EnvironmentFault, Finding, Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import FrameType, TracebackType
    from typing import BinaryIO

PREFIX = ".feedtool-"
"""What the name of every temporary file starts with."""
_SUFFIX = ".tmp"
_NUMBERS = count()
_BINARY = getattr(os, "O_BINARY", 0)


def write_bytes(path: Path, data: bytes, *, sync: bool = True) -> bool:
    """Put ``data`` at ``path``. False, and nothing touched, where the file holds exactly these bytes already.

    ``sync`` waits until the disk has them. Raises EnvironmentFault; the old file is then whole.
    """
    with Staging(sync=sync) as staging:
        staging.write(path, [data])
        return bool(staging.commit())


def write_tagged(source: Path, payload: tuple[int, int], tag: bytes, target: Path, *, sync: bool = True) -> bool:
    """Put ``tag`` and then the bytes ``payload`` (start, end) of ``source`` at ``target``, which may be ``source``.

    False, and nothing touched, where the target holds exactly this already. Raises EnvironmentFault: also where the
    copy differs from its source or the source changes meanwhile.
    """
    with Staging(sync=sync) as staging:
        staging.splice(source, payload, tag, target)
        return bool(staging.commit())


@dataclass(frozen=True, slots=True)
class _Staged:
    """A temporary file for a place, or the head that goes over the start of the file there."""

    path: Path
    temp: Path | None = None
    head: bytes = b""


@dataclass(slots=True)
class Staging:
    """Files written beside their places, then put there together: use as a context, and end with :meth:`commit`.

    Leaving the context without it, by an error too, leaves every place as it was. A failure in the middle of the
    commit puts the files already replaced back. ``unchanged`` counts the files that already held what was staged.
    ``quick`` lets :meth:`splice` leave the sound where it is; the file is then to be held by :func:`locked`. ``mode``
    is that of new files, from their first byte on; the umask takes from it. For what is only looked at and never
    committed, ``scratch`` is a folder for the temporary files, and nothing is written beside the places.
    """

    sync: bool = True
    quick: bool = False
    mode: int = 0o666
    scratch: Path | None = None
    unchanged: int = 0
    _staged: dict[Path, _Staged] = field(default_factory=dict)
    _folders: dict[Path, int] = field(default_factory=dict)
    _made: list[Path] = field(default_factory=list)

    def __enter__(self) -> Staging:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._discard()

    def write(self, path: Path, pieces: Iterable[bytes]) -> bool:
        """Stage the bytes of ``pieces``, one after the other, for ``path``; its folder is made if need be.

        False where the file holds them already. Memory holds one piece at a time.
        """
        with diskio.told(path):
            path = self._target(path)
            rest = iter(pieces)
            same, piece = diskio.same_start(path, rest)
            if piece is None:
                self.unchanged += 1
                return False
            with self._temp(path) as out:
                if same:
                    with diskio.opened(path) as (old, _):
                        diskio.copy(old, (0, same), out, path, path)
                for data in chain([piece], rest):
                    diskio.put(out, data, path)
        return True

    def splice(self, source: Path, payload: tuple[int, int], tag: bytes, path: Path) -> bool:
        """Stage ``tag`` and the bytes ``payload`` of ``source`` for ``path``. False where it holds them already.

        Behind an Ogg head the numbers of the pages follow on those of the head; what the pages carry is compared.
        """
        with diskio.told(source), diskio.opened(source) as (audio, before):
            if not 0 <= payload[0] <= payload[1] <= before.st_size:
                raise EnvironmentFault(diskio.changed(source))
            if by := oggpages.shift(tag, diskio.read_at(audio, 512, payload[0])):
                staged = self._renumbered(audio, payload, tag, path, by)
            else:
                staged = self._joined(audio, payload, tag, source, path)
            if _identity(os.fstat(audio)) != _identity(before):
                raise EnvironmentFault(diskio.changed(source))
        return staged

    def _joined(self, audio: int, payload: tuple[int, int], tag: bytes, source: Path, path: Path) -> bool:
        with diskio.told(path):
            path = self._target(path)
            if diskio.holds(path, audio, payload, tag):
                self.unchanged += 1
                return False
            if self._stays(audio, payload, tag, path):
                self._enter(path.parent)
                self._staged[path] = _Staged(path, head=tag)
                return True
            with self._temp(path) as out:
                if payload[0] == len(tag) and diskio.clone(audio, out):
                    os.ftruncate(out, payload[1])
                    diskio.overwrite(out, tag, path)
                else:
                    diskio.put(out, tag, path)
                    diskio.copy(audio, payload, out, source, path)
        return True

    def _stays(self, audio: int, payload: tuple[int, int], tag: bytes, path: Path) -> bool:
        """Whether the tag may be written over the old one: asked for, the same file and length, no clone to be had."""
        if not self.quick or not path.exists():
            return False
        same = os.path.samestat(path.stat(), os.fstat(audio)) and payload == (len(tag), path.stat().st_size)
        return same and not diskio.can_clone(audio, path.parent)

    def _renumbered(self, audio: int, payload: tuple[int, int], tag: bytes, path: Path, by: int) -> bool:
        read = partial(diskio.read_at, audio)
        if not self.write(path, chain([tag], oggpages.renumbered(read, *payload, by))):
            return False
        with self.open(path) as made:
            if not oggpages.same(read, *payload, partial(diskio.read_at, made.fileno()), len(tag)):
                raise EnvironmentFault(diskio.differs(path))
        return True

    def open(self, path: Path) -> BinaryIO:
        """What will stand at ``path`` after the commit, open for reading: the staged bytes, else the file there now."""
        with diskio.told(path):
            path = Path(os.path.realpath(path))
            staged = self._staged.get(path)
            if staged and staged.head:
                return headjournal.laid_over(path, staged.head)
            return (staged.temp if staged and staged.temp else path).open("rb")

    def looked_at(self, path: Path) -> None:
        """What was staged for ``path`` is not opened again: in a scratch folder its bytes make room for the next."""
        if self.scratch and (staged := self._staged.get(Path(os.path.realpath(path)))):
            _remove(staged.temp)

    def pending(self) -> list[Path]:
        """The places :meth:`commit` would put a file in, in the order they were staged."""
        return list(self._staged)

    def commit(self) -> list[Path]:
        """Put every staged file in its place, in the order they were staged, and name those places."""
        with ExitStack() as undo:
            olds = [self._place(staged, undo) for staged in self._staged.values()]
            self._flush()
            undo.pop_all()
        for old in olds:
            _remove(old)
        places = self.pending()
        self._staged.clear()
        self._made.clear()
        return places

    def _target(self, path: Path) -> Path:
        """The file that ``path`` names, links followed. What was staged for it before is dropped."""
        path = Path(os.path.realpath(path))
        if path.exists() and not path.is_file():
            raise EnvironmentFault(_special(path))
        if earlier := self._staged.pop(path, None):
            _remove(earlier.temp)
        return path

    def _place(self, staged: _Staged, undo: ExitStack) -> Path | None:
        """Rename one file into its place, and note how that is undone. Gives the old file's second name."""
        with diskio.told(staged.path):
            if not staged.temp:
                head = headjournal.overwrite(staged.path, staged.head, sync=self.sync)
                undo.callback(headjournal.overwrite, staged.path, head, sync=self.sync)
                return None
            old = _second_name(staged.path) if len(self._staged) > 1 else None
            new = not staged.path.exists()
            undo.callback(_remove, old)
            staged.temp.replace(staged.path)
            if old:
                undo.callback(_put_back, old, staged.path)
            elif new:
                undo.callback(_remove, staged.path)
        return old

    def _discard(self) -> None:
        for staged in self._staged.values():
            _remove(staged.temp)
        for folder in reversed(self._made):
            with suppress(OSError):
                folder.rmdir()
        for lock in self._folders.values():
            os.close(lock)
        self._staged.clear()
        self._made.clear()
        self._folders.clear()

    @contextmanager
    def _temp(self, path: Path) -> Iterator[int]:
        """A new temporary file for ``path``, open for reading and writing; staged once it is written and flushed."""
        self._enter(path.parent)
        temp = _temp_name(self.scratch or path.parent)
        out = os.open(temp, os.O_RDWR | os.O_CREAT | os.O_EXCL | _BINARY, self.mode)
        try:
            try:
                with diskio.told(self.scratch or path):
                    yield out
                if not self.scratch:
                    diskio.copy_metadata(path, out, temp)
                if self.sync:
                    os.fsync(out)
            finally:
                os.close(out)
        except BaseException:
            _remove(temp)
            raise
        self._staged[path] = _Staged(path, temp)

    def _enter(self, folder: Path) -> None:
        """Make the folder, and hold its lock: while it is held nobody sweeps the temporary files in it."""
        if self.scratch or folder in self._folders:
            return
        missing = [p for p in (folder, *folder.parents) if not p.exists()]
        folder.mkdir(parents=True, exist_ok=True)
        self._made += reversed(missing)
        if sys.platform != "win32":
            self._folders[folder] = _hold(folder)

    def _flush(self) -> None:
        if self.sync:
            for folder in dict.fromkeys(path.parent for path in self._staged):
                with diskio.told(folder):
                    diskio.fsync_folder(folder)


def sweep(folder: Path) -> list[Path]:
    """Remove the temporary files that killed runs left in ``folder``, and finish what they began to write over.

    Nothing is done while somebody else writes there.
    """
    if sys.platform == "win32":
        return []
    with diskio.told(folder):
        lock = os.open(folder, os.O_RDONLY)
        try:
            return _sweep_with(folder, lock)
        finally:
            os.close(lock)


@contextmanager
def locked(path: Path, *, wait: float = locks.LONGEST_WAIT) -> Iterator[None]:
    """Keep other runs of this tool off the file at ``path`` while it is read, changed and replaced.

    Waits for them at most ``wait`` seconds, then raises EnvironmentFault (FT008). A write over its head that was cut
    short is finished first.
    """
    with ExitStack() as held:
        with diskio.told(path):
            held.enter_context(locks.holding(path, wait=wait))
            headjournal.mend(path.resolve())
        yield


@contextmanager
def signals_leave() -> Iterator[None]:
    """Let SIGTERM and SIGHUP end the program as an exit does, so that temporary files are removed on the way out.

    For the command line, in the main thread; the exit code is 128 and the signal's number, as shells have it.
    """
    names = [signal.SIGTERM] if sys.platform == "win32" else [signal.SIGTERM, signal.SIGHUP]
    before = {number: signal.signal(number, _leave) for number in names}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _leave(number: int, _: FrameType | None) -> None:
    sys.exit(128 + number)


def refuse_hard_links(path: Path) -> None:
    """Raise EnvironmentFault (FT007) where ``path`` is one of several names of a file: replacing it would part them."""
    with diskio.told(path):
        names = path.stat().st_nlink if path.exists() else 1
    if names > 1:
        raise EnvironmentFault(
            Finding(
                code="FT007",
                message=f"the file has {names} names (hard links); replacing it would part them",
                place=Place(str(path)),
                hint="Write to another file with -o, or remove the other names.",
            )
        )


def _hold(folder: Path) -> int:
    """A shared lock on the folder, swept first if nobody else writes there."""
    lock = os.open(folder, os.O_RDONLY)
    try:
        _sweep_with(folder, lock)
        locks.share(lock, folder)
    except BaseException:
        os.close(lock)
        raise
    return lock


def _sweep_with(folder: Path, lock: int) -> list[Path]:
    if not locks.alone(lock):
        return []
    headjournal.mend_all(folder)
    strays = sorted(p for p in folder.glob(f"{PREFIX}*{_SUFFIX}") if p.is_file())
    for stray in strays:
        _remove(stray)
    return strays


def _temp_name(folder: Path) -> Path:
    """A name nobody else uses, short whatever the target's is: names are limited to 255 bytes."""
    return folder / f"{PREFIX}{os.getpid()}-{os.urandom(4).hex()}-{next(_NUMBERS)}{_SUFFIX}"


def _second_name(path: Path) -> Path | None:
    """A second name for the file about to be replaced; None where there is no file, or no such thing here."""
    old = _temp_name(path.parent)
    try:
        os.link(path, old)
    except OSError:
        return None
    return old


def _remove(path: Path | None) -> None:
    if path:
        with suppress(OSError):
            path.unlink()


def _put_back(old: Path, path: Path) -> None:
    with suppress(OSError):
        old.replace(path)


def _identity(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_ino, status.st_size, status.st_mtime_ns


def _special(path: Path) -> Finding:
    return Finding(
        code="FT006",
        message="this is no regular file, and is not written to",
        place=Place(str(path)),
        hint="Name a file; folders, devices and pipes are left alone.",
    )
