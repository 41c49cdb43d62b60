"""Files on a server by SFTP: whole or not at all by a part and a rename, tags replaced without sending the audio again.

What SFTP leaves open, extensions of OpenSSH decide, and :meth:`Sftp.probe` tries them: posix-rename (else a file is
removed before the new one takes its name), hardlink or a rename that refuses (else two writers of a new file see each
other only by looking), copy-data (else no retag). fsync and statvfs are used where they are there.

A version is size and time of change, in whole seconds, as the protocol has it. So that two files of one size put within
a second differ, a file that replaces another is always dated at least a second later than that; where the server lets
no time be set, it is sent again in the next second. What another program changes, leaving size and second as they
were, is not seen.
"""

from __future__ import annotations

import posixpath
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from feedtool import extras
from feedtool.findings import Finding, UsageError
from feedtool.publish.errors import (
    ConflictError,
    FullError,
    MissingError,
    TargetError,
    TransientError,
    UnsupportedError,
)
from feedtool.publish.store import OWN, Capabilities, Remote
from feedtool.publish.stores import sftppart
from feedtool.publish.stores.beside import Beside
from feedtool.publish.stores.sftptree import FOLDER, REGULAR, Tree
from feedtool.publish.stores.ssh import LONG, File, Session
from feedtool.publish.stores.sshlogin import Login
from feedtool.publish.target import Option, Secret

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from feedtool.publish.store import Retag, Upload
    from feedtool.publish.target import Given

KIND: Final = "store"
OPTIONS: Final = (
    Option("host", "the server's name", required=True),
    Option("user", "whom to log in as", required=True),
    Option("port", "the server's port", int, 22),
    Option("path", "the folder there; relative to the folder one logs in to", default="."),
    Option("known_hosts", "the file of host keys that are trusted", default="~/.ssh/known_hosts"),
    Option("key", "the file of a private key; default: those of the agent and of ~/.ssh", default=""),
)
SECRETS: Final = (
    Secret("password", "the password, where no key is used", required=False),
    Secret("passphrase", "what opens the private key", required=False),
)
EXPERIMENTAL: Final = ""

_READ: Final = 1 << 20
_FEW: Final = 1 << 20
"""Bytes that are sent without asking how much room there is."""
_LATEST: Final = (1 << 32) - 1
_READING, _WRITING, _MAKING, _NEW = 1, 2, 8, 0x20
"""How a file is opened (FXF_READ, _WRITE, _CREAT, _EXCL)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found(Remote):
    """A file as SFTP tells of it, with its mode and time of change (seconds since 1970)."""

    mode: int
    mtime: int


def connect(given: Given) -> Sftp:
    """The store at ``[targets.NAME]``; nothing is sent yet. UsageError (FT038) where asyncssh is not installed."""
    try:
        import asyncssh  # noqa: F401
    except ImportError:
        raise UsageError(Finding(code="FT038", message="SFTP needs asyncssh", hint=extras.hint("sftp"))) from None
    options = given.options
    login = Login(
        host=options["host"], port=options["port"], user=options["user"],
        known_hosts=given.root / Path(options["known_hosts"]).expanduser(),
        key=given.root / Path(options["key"]).expanduser() if options["key"] else None,
        password=given.secret("password"), passphrase=given.secret("passphrase"),
    )  # fmt: skip
    return Sftp(login, options["path"], given.known)


class Sftp(Beside[Found]):
    """A folder on a server; see :class:`feedtool.publish.store.Store`."""

    def __init__(self, login: Login, folder: str, known: Capabilities | None = None) -> None:
        super().__init__()
        self._session = Session(login)
        self._login = login
        self._folder = posixpath.normpath(folder.removeprefix("~/") or ".")
        self._tree = Tree(self._session, self._folder)
        self._known = known or Capabilities()

    @property
    def where(self) -> str:
        """The folder as an address."""
        return f"sftp://{self._login.user}@{self._login.host}:{self._login.port}/{self._folder.lstrip('/')}"

    @property
    def capabilities(self) -> Capabilities:
        """What is known of the server."""
        return self._known

    def close(self) -> None:
        """End the connection."""
        self._session.close()

    def probe(self) -> Capabilities:
        """Try the extensions with two small files."""
        with self._part(f"{OWN}/probe") as one, self._part(f"{OWN}/probe") as two:
            self._write(one, b"one")
            self._write(two, b"two")
            exclusive = self._refuses(one, two)
            retag = self._copies(one, two)
            self._known = Capabilities(exclusive=exclusive, retag=retag, atomic=self._replaces(one, two))
            self._remove(one)
            self._remove(two)
        return self._known

    def _refuses(self, one: str, two: str) -> bool:
        """Whether a name that is taken is not given a second time."""
        try:
            self._name(one, two, new=True)
        except ConflictError:
            return self._whole(two) == b"two"
        return False

    def _copies(self, one: str, two: str) -> bool:
        with suppress(UnsupportedError), self._file(one, _READING) as old, self._file(two, _WRITING) as new:
            new.copy(old, 1, 2, 1)
        return self._whole(two) == b"tne"

    def _replaces(self, one: str, two: str) -> bool:
        with suppress(UnsupportedError):
            self._session.do(lambda sftp: sftp.posix_rename(self._at(one), self._at(two)))
            return self._whole(two) == b"one"
        return False

    def _whole(self, path: str) -> bytes:
        return b"".join(self.read(path))

    def _write(self, path: str, data: bytes) -> None:
        with self._file(path, _WRITING | _MAKING | _NEW) as out:
            self._session.wait(out.write(data, 0))

    @property
    def _refuses_taken(self) -> bool:
        """A second name for a file is refused where it is taken, if that was seen."""
        return self._known.exclusive

    def stat(self, path: str) -> Found | None:
        """The file at ``path``, None where there is none."""
        with suppress(MissingError):
            status = self._session.do(lambda sftp: sftp.stat(self._at(path)))
            return _found(path, status) if status.type == REGULAR else None
        return None

    def read(self, path: str, start: int = 0, size: int | None = None) -> Iterator[bytes]:
        """The bytes from ``start`` on, a MiB at a time."""
        with self._file(path, _READING) as source:
            # of what is not there nothing is asked for
            end = source.status().size if size is None or size > _READ else start + size
            end = end if size is None else min(end, start + size)
            while start < end:
                data = source.read(min(end - start, _READ), start)
                if not data:
                    return
                yield data
                start += len(data)

    def put(
        self, upload: Upload, *, expect: str | None = None, progress: Callable[[int], None] | None = None
    ) -> Remote:
        """Put a file; see :meth:`feedtool.publish.store.Store.put`. What was sent of a large one is not sent again."""
        large = upload.size > sftppart.BLOCK
        flags = _READING | _WRITING | _MAKING | (0 if large else _NEW)

        def fill(part: str) -> None:
            with self._file(part, flags) as out, self._room(upload):
                begin = sftppart.kept(out, upload) if large else 0
                self._check_room(upload.size - begin)
                sftppart.send(self._session, out, upload, begin, progress or _nobody)
                out.sync()

        return self._placed(upload, expect, fill, cost=upload.size, going_on=large)

    @contextmanager
    def _room(self, upload: Upload) -> Iterator[None]:
        """SFTP says no more than "failure" where the disk is full."""
        try:
            yield
        except TargetError as error:
            if type(error) is TargetError:
                self._check_room(upload.size, always=True)
            raise

    def _check_room(self, size: int, *, always: bool = False) -> None:
        """Raise FullError where the disk there has no room for ``size`` bytes, as far as the server tells.

        Unless ``always``, of a few bytes it is not asked: that they have no room is soon found out.
        """
        if size <= _FEW and not always:
            return
        try:
            disk = self._session.do(lambda sftp: sftp.statvfs(self._folder))
        except TransientError:
            raise
        except TargetError:
            return  # it does not tell
        free = disk.bavail * disk.frsize
        if disk.blocks and free < size:  # a disk of no blocks is one that nothing is known of
            raise FullError(f"{size / 1e6:.1f} MB are to be sent, and the disk there has room for {free / 1e6:.1f} MB")

    def retag(self, retag: Retag, *, progress: Callable[[int], None] | None = None) -> Remote:
        """Send the tag alone, and let the server copy the audio behind it. UnsupportedError without copy-data."""
        with self._file(retag.source, _READING) as old:
            self._check_source(old, retag)

            def fill(part: str) -> None:
                with self._file(part, _READING | _WRITING | _MAKING | _NEW) as out, self._room(retag.upload):
                    self._check_room(retag.upload.size)
                    self._session.wait(out.write(retag.head, 0), LONG)
                    (progress or _nobody)(len(retag.head))
                    sftppart.copy(old, out, retag)
                    out.sync()
                    sftppart.prove(out, retag)
                self._check_source(old, retag)

            expect = retag.version if retag.upload.path == retag.source else None
            return self._placed(retag.upload, expect, fill, cost=len(retag.head))

    def _check_source(self, old: File, retag: Retag) -> None:
        found = _found(retag.source, old.status())
        if found.version != retag.version:
            raise ConflictError(f"{retag.source} was changed by somebody else")
        if found.size - retag.skip + len(retag.head) != retag.upload.size:
            raise TargetError(f"{retag.source} is not the audio that it is to be made of")

    def _settle(self, part: str, made: Found, old: Found | None) -> Found:
        """Give the part the mode of what it replaces, and a later time."""
        import asyncssh

        mtime = max(made.mtime, min(old.mtime + 1, _LATEST)) if old else made.mtime
        if not old or (mtime, old.mode) == (made.mtime, made.mode):
            return made
        self._change(part, asyncssh.SFTPAttrs(permissions=old.mode, atime=mtime, mtime=mtime))
        return self.stat(part) or made

    def _change(self, part: str, wanted: Any) -> None:
        """Set mode and time, where the server lets us."""
        try:
            self._session.do(lambda sftp: sftp.setstat(self._at(part), wanted))
        except TransientError:
            raise
        except TargetError:
            return

    def _name(self, part: str, path: str, *, new: bool) -> None:
        try:
            (self._name_new if new else self._replace)(part, path)
        except TargetError as error:
            if type(error) is TargetError and self._tree.kind(self._at(path)) == FOLDER:
                raise TargetError("is a folder there, and a file is wanted", hint="Have that folder removed.") from None
            raise

    def _replace(self, part: str, path: str) -> None:
        one, two = self._at(part), self._at(path)
        try:
            self._session.do(lambda sftp: sftp.posix_rename(one, two))
        except UnsupportedError:
            self._remove(path)
            self._session.do(lambda sftp: sftp.rename(one, two))

    def _name_new(self, part: str, path: str) -> None:
        """A second name for the part, which is refused where it is taken; else a rename, which SFTP refuses too."""
        one, two = self._at(part), self._at(path)
        if not self._refused(lambda sftp: sftp.link(one, two), path):
            self._discard(part)
        elif refused := self._refused(lambda sftp: sftp.rename(one, two), path):
            raise refused

    def _refused(self, call: Callable[[Any], Any], path: str) -> TargetError | None:
        """Why the part did not get its name, None where it did. ConflictError where the name is taken."""
        try:
            self._session.do(call)
        except TransientError:
            raise
        except TargetError as error:
            if self.stat(path):
                raise ConflictError("is there already") from None
            return error
        return None

    def delete(self, path: str) -> None:
        """Remove a file; one that is not there is no fault."""
        self._remove(path)

    def _remove(self, path: str) -> None:
        with suppress(MissingError):
            self._session.do(lambda sftp: sftp.remove(self._at(path)))

    def _at(self, path: str) -> str:
        return posixpath.join(self._folder, path)

    @contextmanager
    def _file(self, path: str, flags: int) -> Iterator[File]:
        """An open file; where it may be made, its folder is made too."""
        file = self._made(self._at(path), flags) if flags & _MAKING else self._session.open(self._at(path), flags)
        try:
            yield file
        finally:
            file.close()

    def _made(self, place: str, flags: int) -> File:
        folder = posixpath.dirname(place)
        self._tree.make(folder)
        try:
            return self._session.open(place, flags)
        except MissingError:  # the folder that was there is gone
            self._tree.forget()
            self._tree.make(folder)
            return self._session.open(place, flags)

    def _walk(self) -> Iterator[tuple[Remote, float]]:
        for path, status in self._tree.files():
            found = _found(path, status)
            yield found, float(found.mtime)


def _found(path: str, status: Any) -> Found:
    version = f"{status.size}-{status.mtime}"
    return Found(path=path, size=status.size, version=version, mode=status.permissions, mtime=status.mtime)


def _nobody(_: int) -> None:
    """Who wants no progress."""
