"""Files on a server by FTP over TLS: whole or not at all by a part and a rename.

FTP has no condition on a write and no exclusive file, so others are looked for just before a rename, and the lock is a
folder, which only one can make. Nothing can be copied on the server: a new tag means a new upload.

A version is size and time of change in seconds. So that two files of one size put within a second differ, a file that
replaces another gets a later time (MFMT, or MDTM as vsftpd has it); where the server lets no time be set, it is sent
again in the next second. Servers without MLSD are listed by LIST, and each file's time is asked for.
"""

from __future__ import annotations

import errno
import ftplib
import posixpath
import ssl
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from feedtool.publish.errors import DeniedError, MissingError, TargetError, TransientError
from feedtool.publish.store import LOCK, OWN, Capabilities, Remote, Upload
from feedtool.publish.stores import ftp
from feedtool.publish.stores.beside import Beside, pieces
from feedtool.publish.target import Option, Secret

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from feedtool.publish.target import Given

KIND: Final = "store"
OPTIONS: Final = (
    Option("host", "the server's name", required=True),
    Option("user", "whom to log in as", required=True),
    Option("port", "the server's port", int, 21),
    Option("path", "the folder there; relative to the folder one logs in to", default="."),
    Option("ca", "a file of certificates (PEM) to trust in place of the system's", default=""),
    Option("insecure", "send name, password and files in the clear", bool, default=False),
)
SECRETS: Final = (Secret("password", "the password"),)
EXPERIMENTAL: Final = ""

_NOTE: Final = f"{LOCK}/note"
_PIECE: Final = 1 << 18
_AT_ONCE: Final = 4
"""Folders listed at once, where there are more than :data:`_MANY`."""
_MANY: Final = 8
_DEEPEST: Final = 64
_FOLDERS: Final = 100_000
_BREAKS: Final = frozenset("\r\n\0")
"""What would end a command, and begin another one."""
_TIME: Final = "%Y%m%d%H%M%S"


def connect(given: Given) -> Ftps:
    """The store at ``[targets.NAME]``; nothing is sent yet. DeniedError where ``ca`` cannot be read."""
    options = given.options
    if options["insecure"]:
        ftp.warn(options["host"])
    login = ftp.Login(
        host=options["host"], port=options["port"], user=options["user"], password=given.secret("password"),
        context=None if options["insecure"] else _context(given.root, options["ca"]),
    )  # fmt: skip
    return Ftps(login, options["path"], given.known)


def _context(root: Path, ca: str) -> ssl.SSLContext:
    place = root / Path(ca).expanduser() if ca else None
    try:
        if place and place.exists() and not place.is_file():
            raise OSError(errno.EINVAL, "no file")
        return ssl.create_default_context(cafile=place)
    except OSError as error:
        hint = "Check `ca`: a file of certificates (PEM)."
        raise DeniedError(f"{ca} cannot be read ({error.strerror or 'no PEM'})", hint=hint) from None


class Ftps(Beside[Remote]):
    """A folder on a server; see :class:`feedtool.publish.store.Store`."""

    def __init__(self, login: ftp.Login, folder: str, known: Capabilities | None = None) -> None:
        super().__init__()
        self._login = login
        self._connections = ftp.Connections(login)
        self._folder = posixpath.normpath(folder.removeprefix("~/") or ".")
        self._known = known or Capabilities()
        self._there = {"/"}
        self._making = threading.Lock()

    @property
    def where(self) -> str:
        """The folder as an address."""
        scheme = "ftps" if self._login.context else "ftp"
        return f"{scheme}://{self._login.user}@{self._login.host}:{self._login.port}/{self._folder.lstrip('/')}"

    @property
    def capabilities(self) -> Capabilities:
        """What is known of the server."""
        return self._known

    def close(self) -> None:
        """End the connections."""
        self._connections.close()

    def probe(self) -> Capabilities:
        """Try a folder that is there already, and a rename over a file."""
        with self._part(f"{OWN}/probe") as one, self._part(f"{OWN}/probe") as two, self._part(f"{OWN}/probe") as folder:
            for part in (one, two):
                self._fill(_bytes(part, part.encode()), part, None)
            self._known = Capabilities(exclusive=self._refuses(folder), atomic=self._replaces(one, two))
            self._remove(one)
            self._remove(two)
        return self._known

    def _refuses(self, folder: str) -> bool:
        """Whether a folder is made once."""
        if not self._made_folder(folder):
            return False
        again = self._made_folder(folder)
        self._ask("RMD", folder)
        return not again

    def _replaces(self, one: str, two: str) -> bool:
        try:
            self._rename(one, two)
        except (TransientError, DeniedError):
            raise
        except TargetError:
            return False
        return b"".join(self.read(two)) == one.encode()

    def stat(self, path: str) -> Remote | None:
        """The file at ``path``, None where there is none."""
        found = self._facts(path)
        return _remote(path, found) if found and found.kind == "file" else None

    def _facts(self, path: str) -> ftp.Facts | None:
        with self._connections.lent() as control:
            return control.facts(self._at(control, path))

    def read(self, path: str, start: int = 0, size: int | None = None) -> Iterator[bytes]:
        """The bytes from ``start`` on, a quarter of a MiB at a time."""
        with self._connections.lent() as control:
            with control.transfercmd(f"RETR {self._at(control, path)}", rest=start or None) as data:
                # where one more byte comes than was wanted, the rest is not waited for
                while piece := data.recv(_PIECE if size is None else min(size, _PIECE) or 1):
                    if size == 0:
                        control.spent = True
                        return
                    size = None if size is None else size - len(piece)
                    # who stops here leaves a connection that is in the middle of something
                    yield piece
                ftp.end(data)
            control.voidresp()

    def put(
        self, upload: Upload, *, expect: str | None = None, progress: Callable[[int], None] | None = None
    ) -> Remote:
        """Put a file; see :meth:`feedtool.publish.store.Store.put`."""
        return self._placed(upload, expect, lambda part: self._fill(upload, part, progress), cost=upload.size)

    def _fill(self, upload: Upload, part: str, progress: Callable[[int], None] | None) -> None:
        with self._connections.lent() as control:
            with self._begun(control, part) as data:
                try:
                    for piece in pieces(upload, _PIECE):
                        data.sendall(piece)
                        if progress:
                            progress(len(piece))
                    ftp.end(data)
                except OSError:
                    control.voidresp()  # why the server broke off: a full disk, say
                    raise
            try:
                control.voidresp()
            except TimeoutError:
                hint = "Its disk may be full: some servers do not say so."
                raise TransientError("does not answer whether it has what was sent", hint=hint) from None

    def _begun(self, control: ftp.Control, part: str) -> Any:
        """The connection that takes a part's bytes; folders are made where they are wanting."""
        place = self._at(control, part)
        self._make_folder(control, posixpath.dirname(place))
        try:
            return control.transfercmd(f"STOR {place}")
        except ftplib.error_perm:
            with self._making:
                self._there = {"/"}  # a folder that was there may be gone
            self._make_folder(control, posixpath.dirname(place))
        try:
            return control.transfercmd(f"STOR {place}")
        except ftplib.error_perm as error:
            if ftp.code(error) == "550":
                hint = f"Check that this is a folder, and that {self._login.user} may write there."
                raise DeniedError(f"takes no file in {posixpath.dirname(place)}", hint=hint) from None
            raise

    def _make_folder(self, control: ftp.Control, folder: str) -> None:
        """Make a folder, and those above it, unless they are known to be there; each is made once."""
        with self._making:
            wanting = []
            while folder not in self._there:
                wanting.append(folder)
                folder = posixpath.dirname(folder)
            for missing in reversed(wanting):
                with suppress(ftplib.error_perm):
                    control.voidcmd(f"MKD {missing}")
                self._there.add(missing)

    def _settle(self, part: str, made: Remote, old: Remote | None) -> Remote:
        """Give the part a later time than what it replaces has."""
        if not old or _modified(made) > _modified(old):
            return made
        with self._connections.lent() as control:
            control.date(self._at(control, part), _later(_modified(old)))
        return self.stat(part) or made

    def _name(self, part: str, path: str, *, new: bool) -> None:
        """FTP does not refuse a name that is taken; whether it is was looked at just before."""
        try:
            self._rename(part, path)
        except TransientError:
            raise
        except TargetError as error:
            there = self._facts(path)
            if there and there.kind == "dir":
                raise TargetError("is a folder there, and a file is wanted", hint="Have that folder removed.") from None
            if not there or isinstance(error, DeniedError):
                raise
            self._remove(path)
            self._rename(part, path)

    def _rename(self, part: str, path: str) -> None:
        with self._connections.lent() as control:
            control.rename(self._at(control, part), self._at(control, path))

    def delete(self, path: str) -> None:
        """Remove a file; one that is not there is no fault."""
        self._remove(path)

    def _remove(self, path: str) -> None:
        try:
            self._ask("DELE", path)
        except (MissingError, DeniedError) as error:
            if self.stat(path):
                raise DeniedError(str(error), hint=error.hint) from None

    def lock(self, note: bytes) -> bytes | None:
        """Make the folder that only one can make, and put the note into it. See :meth:`Store.lock`."""
        if not self._made_folder(LOCK):
            held = self.locked()
            if held is None:
                hint = f"Ask who runs the server to let {self._login.user} write there, or check `path`."
                raise DeniedError(f"lets {self._login.user} make no folder {LOCK}", hint=hint)
            return held
        try:
            self.put(_bytes(_NOTE, note))
        except BaseException:
            self.unlock()
            raise
        return None

    def locked(self) -> bytes | None:
        """The note of who holds the lock; empty while it is being written."""
        for path in (_NOTE, LOCK):  # other protocols keep a file there
            with suppress(MissingError):
                return b"".join(self.read(path, 0, 4096))
        try:
            self._ask("CWD", LOCK)
        except MissingError:
            return None
        return b""

    def unlock(self) -> None:
        """Remove note and folder."""
        self._remove(_NOTE)
        with suppress(MissingError):
            self._ask("RMD", LOCK)
        self._remove(LOCK)

    def _made_folder(self, path: str) -> bool:
        """Whether the folder is made, by us and now."""
        with self._connections.lent() as control:
            place = self._at(control, path)
            self._make_folder(control, posixpath.dirname(place))
            try:
                control.voidcmd(f"MKD {place}")
            except ftplib.error_perm:
                return False
        return True

    def _ask(self, command: str, path: str) -> None:
        with self._connections.lent() as control:
            control.voidcmd(f"{command} {self._at(control, path)}")

    def _at(self, control: ftp.Control, path: str) -> str:
        if _BREAKS & set(path):
            raise TargetError("a name with a line break cannot be sent by FTP")
        return posixpath.normpath(posixpath.join(control.home, self._folder, path))

    def _walk(self) -> Iterator[tuple[Remote, float]]:
        """Level by level, some folders at once where they are many: another connection takes ten commands."""
        level = [""]
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            for _ in range(_DEEPEST):
                below: list[str] = []
                each = pool.map if len(level) > _MANY else map
                for folder, found in zip(level, each(self._entries, level), strict=True):
                    paths = [(posixpath.join(folder, name), facts) for name, facts in found]
                    below += [path for path, facts in paths if facts.kind == "dir"]
                    yield from ((_remote(path, f), _seconds(f.modify)) for path, f in paths if f.kind == "file")
                level = below
                if len(level) > _FOLDERS:
                    raise TargetError("lists folders without end")
        if level:
            raise TargetError(f"folders lie more than {_DEEPEST} deep")

    def _entries(self, folder: str) -> list[tuple[str, ftp.Facts]]:
        with self._connections.lent() as control:
            place = self._at(control, folder)
            found = control.entries(place)
        if found:
            with self._making:
                self._there.add(place)
        return found


def _remote(path: str, found: ftp.Facts) -> Remote:
    return Remote(path=path, size=found.size, version=f"{found.size}-{found.modify}")


def _bytes(path: str, data: bytes) -> Upload:
    digest = sha256(data).hexdigest()
    return Upload(path=path, body=data, size=len(data), sha256=digest, media_type="application/octet-stream")


def _modified(found: Remote) -> str:
    """Its time of change to the second, as FTP writes it."""
    return found.version.partition("-")[2][:14]


def _later(modify: str) -> str:
    """A second after a time."""
    return (datetime.strptime(modify[:14], _TIME).replace(tzinfo=UTC) + timedelta(seconds=1)).strftime(_TIME)


def _seconds(modify: str) -> float:
    try:
        return datetime.strptime(modify[:14], _TIME).replace(tzinfo=UTC).timestamp()
    except ValueError:
        return float("inf")  # no time: never old enough to be swept
