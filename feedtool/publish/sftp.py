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
from collections import deque
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from feedtool.findings import Finding, UsageError
from feedtool.publish.beside import Beside, pieces
from feedtool.publish.errors import (
    ConflictError,
    CorruptError,
    FullError,
    MissingError,
    TargetError,
    TransientError,
    UnsupportedError,
)
from feedtool.publish.ssh import LONG, REGULAR, File, Login, Session, walk
from feedtool.publish.store import OWN, Capabilities, Remote
from feedtool.publish.target import Option, Secret

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future

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

_PIECE: Final = 255 << 10
"""Bytes of one write: OpenSSH takes no more in one request."""
_AHEAD: Final = 8
"""Writes of one file on their way at once, so that a distant server is kept busy."""
_COPY: Final = 64 << 20
"""Bytes that the server copies at one request."""
_TAIL: Final = 64 << 10
"""Bytes at the end of a retagged file that are compared."""
_READ: Final = 1 << 20
_LATEST: Final = (1 << 32) - 1


def connect(given: Given) -> Sftp:
    """The store at ``[targets.NAME]``; nothing is sent yet. UsageError (FT038) where asyncssh is not installed."""
    try:
        import asyncssh  # noqa: F401
    except ImportError:
        hint = "Install it with: pip install 'feedtool[sftp]'"
        raise UsageError(Finding(code="FT038", message="SFTP needs asyncssh", hint=hint)) from None
    options = given.options
    login = Login(
        host=options["host"], port=options["port"], user=options["user"],
        known_hosts=given.root / Path(options["known_hosts"]).expanduser(),
        key=given.root / Path(options["key"]).expanduser() if options["key"] else None,
        password=given.secret("password"), passphrase=given.secret("passphrase"),
    )  # fmt: skip
    return Sftp(login, options["path"], given.known)


class Sftp(Beside):
    """A folder on a server; see :class:`feedtool.publish.store.Store`."""

    def __init__(self, login: Login, folder: str, known: Capabilities | None = None) -> None:
        super().__init__()
        self._session = Session(login)
        self._login = login
        self._folder = posixpath.normpath(folder.removeprefix("~/") or ".")
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
        for _ in self.files():
            pass  # what killed runs left goes by the way
        return self._known

    def _refuses(self, one: str, two: str) -> bool:
        """Whether a name that is taken is not given a second time."""
        try:
            self._name(one, two, new=True)
        except ConflictError:
            return self._whole(two) == b"two"
        return False

    def _copies(self, one: str, two: str) -> bool:
        with suppress(UnsupportedError), self._file(one, "rb") as old, self._file(two, "r+b") as new:
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
        with self._file(path, "xb") as out:
            self._session.wait(out.write(data, 0))

    def stat(self, path: str) -> Remote | None:
        """The file at ``path``, None where there is none."""
        status = self._status(path)
        return _remote(path, status) if status and status.type == REGULAR else None

    def _status(self, path: str) -> Any:
        """What SFTP tells of a file or folder; None where there is none."""
        with suppress(MissingError):
            return self._session.do(lambda sftp: sftp.stat(self._at(path)), path)
        return None

    def read(self, path: str, start: int = 0, size: int | None = None) -> Iterator[bytes]:
        """The bytes from ``start`` on, a MiB at a time."""
        with self._file(path, "rb") as source:
            while size is None or size > 0:
                data = source.read(_READ if size is None else min(size, _READ), start)
                if not data:
                    return
                yield data
                start += len(data)
                size = None if size is None else size - len(data)

    def put(
        self, upload: Upload, *, expect: str | None = None, progress: Callable[[int], None] | None = None
    ) -> Remote:
        """Put a file; see :meth:`feedtool.publish.store.Store.put`."""

        def fill(part: str) -> None:
            self._check_room(upload)
            with self._file(part, "xb", upload.path) as out:
                self._send(out, upload, progress or _nobody)
                out.sync()

        return self._placed(upload, expect, fill)

    def _send(self, out: File, upload: Upload, progress: Callable[[int], None]) -> None:
        """Write all of an upload, a few pieces at a time on their way."""
        sent: deque[tuple[Future[Any], int]] = deque()
        at = 0
        try:
            for piece in pieces(upload, _PIECE):
                sent.append((out.write(piece, at), len(piece)))
                at += len(piece)
                if len(sent) == _AHEAD:
                    self._arrived(*sent.popleft(), progress)
            while sent:
                self._arrived(*sent.popleft(), progress)
        except TargetError as error:
            if type(error) is TargetError:  # SFTP says no more than "failure" where the disk is full
                self._check_room(upload)
            raise
        finally:
            for future, _ in sent:
                future.cancel()

    def _arrived(self, future: Future[Any], size: int, progress: Callable[[int], None]) -> None:
        self._session.wait(future, LONG)
        progress(size)

    def _check_room(self, upload: Upload) -> None:
        """Raise FullError where the disk there has not enough room, as far as the server tells."""
        try:
            disk = self._session.do(lambda sftp: sftp.statvfs(self._folder))
        except TransientError:
            raise
        except TargetError:
            return  # it does not tell, or the folder is still to be made
        free = disk.bavail * disk.frsize
        if disk.blocks and free < upload.size:  # a disk of no blocks is one that nothing is known of
            raise FullError(f"{upload.path} needs {upload.size} bytes, {free} are free")

    def retag(self, retag: Retag, *, progress: Callable[[int], None] | None = None) -> Remote:
        """Send the tag alone, and let the server copy the audio behind it. UnsupportedError without copy-data."""
        with self._file(retag.source, "rb") as old:
            self._check_source(old, retag)

            def fill(part: str) -> None:
                self._check_room(retag.upload)
                with self._file(part, "x+b", retag.upload.path) as out:
                    self._session.wait(out.write(retag.head, 0), LONG)
                    (progress or _nobody)(len(retag.head))
                    _copy(old, out, retag)
                    out.sync()
                    _prove(out, retag)
                self._check_source(old, retag)

            expect = retag.version if retag.upload.path == retag.source else None
            return self._placed(retag.upload, expect, fill)

    def _check_source(self, old: File, retag: Retag) -> None:
        found = _remote(retag.source, old.status())
        if found.version != retag.version:
            raise ConflictError(f"{retag.source} was changed by somebody else")
        if found.size - retag.skip + len(retag.head) != retag.upload.size:
            raise TargetError(f"{retag.source} is not the audio of {retag.upload.path}")

    def _settle(self, part: str, old: Remote | None) -> Remote:
        """Give the part the mode of what it replaces, and a later time."""
        import asyncssh

        before = self._status(old.path) if old else None
        after = self._status(part)
        if before and after:
            mtime = max(after.mtime, min(before.mtime + 1, _LATEST))
            if (mtime, before.permissions) != (after.mtime, after.permissions):
                wanted = asyncssh.SFTPAttrs(permissions=before.permissions, atime=mtime, mtime=mtime)
                self._change(part, wanted)
                after = self._status(part)
        if not after:
            raise TransientError("what was written is gone")
        return _remote(part, after)

    def _change(self, part: str, wanted: Any) -> None:
        """Set mode and time, where the server lets us."""
        try:
            self._session.do(lambda sftp: sftp.setstat(self._at(part), wanted), part)
        except TransientError:
            raise
        except TargetError:
            return

    def _name(self, part: str, path: str, *, new: bool) -> None:
        one, two = self._at(part), self._at(path)
        if new:
            self._name_new(part, path)
            return
        try:
            self._session.do(lambda sftp: sftp.posix_rename(one, two), path)
        except UnsupportedError:
            self._remove(path)
            self._session.do(lambda sftp: sftp.rename(one, two), path)

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
            self._session.do(call, path)
        except TransientError:
            raise
        except TargetError as error:
            if self.stat(path):
                raise ConflictError(f"{path} is there already") from None
            return error
        return None

    def delete(self, path: str) -> None:
        """Remove a file; one that is not there is no fault."""
        self._remove(path)

    def _remove(self, path: str) -> None:
        with suppress(MissingError):
            self._session.do(lambda sftp: sftp.remove(self._at(path)), path)

    def _at(self, path: str) -> str:
        return posixpath.join(self._folder, path)

    @contextmanager
    def _file(self, path: str, mode: str, what: str = "") -> Iterator[File]:
        """An open file, which errors name ``what``; where it is to be made, its folder is made too."""
        what = what or path
        try:
            file = self._session.open(self._at(path), mode, what)
        except MissingError:
            if "x" not in mode:
                raise
            self._session.do(lambda sftp: sftp.makedirs(posixpath.dirname(self._at(path)), exist_ok=True), what)
            file = self._session.open(self._at(path), mode, what)
        try:
            yield file
        finally:
            file.close()

    def _walk(self) -> Iterator[tuple[Remote, float]]:
        for path, status in walk(self._session, self._folder):
            yield _remote(path, status), float(status.mtime)


def _remote(path: str, status: Any) -> Remote:
    return Remote(path=path, size=status.size, version=f"{status.size}-{status.mtime}")


def _copy(old: File, out: File, retag: Retag) -> None:
    """Let the server append the audio, a part at a time so that each takes bounded time."""
    there = len(retag.head)
    while there < retag.upload.size:
        size = min(_COPY, retag.upload.size - there)
        out.copy(old, retag.skip + there - len(retag.head), size, there)
        there += size


def _prove(out: File, retag: Retag) -> None:
    """Raise CorruptError where the tag or the end of the audio did not come out as they should."""
    upload = retag.upload
    at = max(upload.size - _TAIL, 0)
    with upload.open() as body:
        body.seek(at)
        same = out.read(_TAIL, at) == body.read()
    if not same or (retag.head and out.read(len(retag.head), 0) != retag.head):
        raise CorruptError(f"{upload.path} came out wrong on the server")


def _nobody(_: int) -> None:
    """Who wants no progress."""
