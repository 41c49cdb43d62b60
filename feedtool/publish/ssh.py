"""An SSH connection with SFTP on it, for several threads: made when first used, and made anew after it broke.

The host's key must stand in known_hosts; nothing is accepted unseen, and no other configuration of SSH is read.
"""

from __future__ import annotations

import asyncio
import logging
import posixpath
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from feedtool.publish import redact
from feedtool.publish.beside import is_name
from feedtool.publish.errors import (
    DeniedError,
    FullError,
    MissingError,
    TargetError,
    TransientError,
    UnsupportedError,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator
    from concurrent.futures import Future
    from pathlib import Path

SECONDS: Final = 120.0
"""How long one request may take. A dead connection is noticed earlier: by :data:`_ALIVE`."""
LONG: Final = 600.0
"""How long a server may take to copy, or to write to its disk."""
_CONNECT: Final = 20.0
_ALIVE: Final = 20.0
"""Seconds of silence until the server is asked whether it is there; at the third time the connection is given up."""

_GOODBYE: Final = 5.0

_FOLDERS: Final = 32
"""Folders listed at once."""
_DEEPEST: Final = 64
REGULAR, FOLDER, LINK = 1, 2, 3
"""What SFTP calls a file, a folder and a symbolic link."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """Where to, as whom, and how both sides prove who they are. ``key`` None: the agent's and the default keys."""

    host: str
    port: int
    user: str
    known_hosts: Path
    key: Path | None = None
    password: str = field(default="", repr=False)
    passphrase: str = field(default="", repr=False)

    @property
    def name(self) -> str:
        """The host as known_hosts writes it."""
        return self.host if self.port == 22 else f"[{self.host}]:{self.port}"


class Session:
    """One connection, its work done in a thread of its own."""

    def __init__(self, login: Login) -> None:
        self._login = login
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop
        self._connecting = asyncio.Lock()
        self._connection: Any = None
        self._sftp: Any = None

    def do(self, call: Callable[[Any], Awaitable[T]], what: str = "", seconds: float = SECONDS) -> T:
        """What ``call`` gives of an asyncssh.SFTPClient. ``what`` names the file in an error's text."""
        return self.wait(self.begin(call, what), seconds)

    def begin(self, call: Callable[[Any], Awaitable[T]], what: str = "", sftp: Any = None) -> Future[T]:
        """Begin what :meth:`do` does, with the client ``sftp`` and no other where that is given, and go on."""
        with self._starting:
            if not self._thread:
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(target=self._loop.run_forever, name="sftp", daemon=True)
                self._thread.start()
        return asyncio.run_coroutine_threadsafe(self._run(call, what, sftp), self._loop)

    def open(self, path: str, mode: str, what: str) -> File:
        """The file at ``path``, open in one of Python's binary modes; errors name it ``what``."""
        return self.do(lambda sftp: self._opened(sftp, path, mode, what), what)

    async def _opened(self, sftp: Any, path: str, mode: str, what: str) -> File:
        return File(self, sftp, await sftp.open(path, mode), what)

    def wait(self, future: Future[T], seconds: float = SECONDS) -> T:
        """The result of what was begun."""
        try:
            return future.result(seconds)
        except TimeoutError:
            raise TransientError(f"{self._login.host} took too long") from None
        finally:
            future.cancel()

    def close(self) -> None:
        """End the connection and the thread."""
        if not self._thread:
            return
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._thread = None
        self._loop.close()

    async def _run(self, call: Callable[[Any], Awaitable[T]], what: str, sftp: Any) -> T:
        import asyncssh

        sftp = sftp or await self._connected()
        try:
            return await call(sftp)
        except asyncssh.SFTPError as error:
            if isinstance(error, asyncssh.SFTPNoConnection | asyncssh.SFTPConnectionLost):
                self._drop(sftp)
            raise _told(error, what, self._login.password) from None
        except (asyncssh.Error, OSError):
            self._drop(sftp)
            raise TransientError(f"the connection to {self._login.host} broke off") from None

    async def _connected(self) -> Any:
        import asyncssh

        async with self._connecting:
            if self._sftp is None:
                self._connection = await _connect(self._login)
                try:
                    self._sftp = await self._connection.start_sftp_client(path_errors="surrogateescape")
                except (asyncssh.Error, OSError):
                    self._connection.abort()
                    raise TargetError(f"{self._login.host} has no SFTP for {self._login.user}") from None
            return self._sftp

    def _drop(self, sftp: Any) -> None:
        """Forget a broken connection, unless another one was made already."""
        if self._sftp is sftp:
            self._connection.abort()
            self._sftp = None

    async def _end(self) -> None:
        if self._sftp is not None:
            self._sftp = None
            self._connection.close()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._connection.wait_closed(), _GOODBYE)
            self._connection.abort()


class File:
    """An open file. It belongs to one connection: when that breaks, TransientError tells so, whatever is made anew."""

    def __init__(self, session: Session, sftp: Any, file: Any, what: str) -> None:
        self._session, self._sftp, self._file, self._what = session, sftp, file, what

    def read(self, size: int, at: int) -> bytes:
        """At most ``size`` bytes from ``at`` on; none at the end."""
        data: bytes = self._do(lambda: self._file.read(size, at))
        return data

    def write(self, data: bytes, at: int) -> Future[Any]:
        """Begin to write ``data`` at ``at``: :meth:`Session.wait` for it."""
        return self._begin(lambda: self._file.write(data, at))

    def copy(self, source: File, at: int, size: int, there: int) -> None:
        """Let the server copy ``size`` bytes from ``at`` of another file to ``there``. UnsupportedError."""
        self._do(lambda: self._sftp.remote_copy(source._file, self._file, at, size, there), LONG)

    def status(self) -> Any:
        """The file's asyncssh.SFTPAttrs."""
        return self._do(self._file.stat)

    def sync(self) -> None:
        """Let the server write the file to its disk, where it can be told to."""
        with suppress(UnsupportedError):
            self._do(self._file.fsync, LONG)

    def close(self) -> None:
        """Let go of it; what was written is proven by its size, not by this."""
        with suppress(TargetError):
            self._do(self._file.close)

    def _do(self, call: Callable[[], Awaitable[Any]], seconds: float = SECONDS) -> Any:
        return self._session.wait(self._begin(call), seconds)

    def _begin(self, call: Callable[[], Awaitable[Any]]) -> Future[Any]:
        return self._session.begin(lambda _: call(), self._what, self._sftp)


async def _connect(login: Login) -> Any:
    import asyncssh

    # it would tell of every file
    logging.getLogger("asyncssh").setLevel(logging.WARNING)
    seen: list[Any] = []

    class Client(asyncssh.SSHClient):
        def validate_host_public_key(self, host: str, addr: str, port: int, key: asyncssh.SSHKey) -> bool:
            """Asked for a key that known_hosts does not hold: keep it for the message, and refuse it."""
            seen.append(key)
            return False

    known = _known_hosts(login.known_hosts)
    try:
        return await asyncssh.connect(
            login.host, login.port, username=login.user, password=login.password or None, known_hosts=known,
            client_factory=Client, config=None, connect_timeout=_CONNECT, login_timeout=_CONNECT, gss_host=None,
            keepalive_interval=_ALIVE, keepalive_count_max=3, **_keys(login),
        )  # fmt: skip
    except asyncssh.HostKeyNotVerifiable:
        raise DeniedError(_distrusted(login, known, seen[-1] if seen else None)) from None
    except asyncssh.PermissionDenied:
        raise DeniedError(f"{login.host} does not let {login.user} in with the key or password it was given") from None
    except (asyncssh.Error, OSError):
        shown = await _shown(login, known)
        if shown:
            raise DeniedError(_distrusted(login, known, shown)) from None
        raise TransientError(f"{login.name} cannot be reached") from None


def _trusted(login: Login, known: Any) -> list[Any]:
    """The keys that known_hosts holds for the host."""
    return list(known.match(login.host, "", None if login.port == 22 else login.port)[0])


async def _shown(login: Login, known: Any) -> Any:
    """The key a server shows where it has none of the kinds we know of it, and therefore broke off; else None."""
    import asyncssh

    if not _trusted(login, known):
        return None
    try:
        key = await asyncio.wait_for(asyncssh.get_server_host_key(login.host, login.port, config=None), _CONNECT)
    except (asyncssh.Error, OSError):
        return None
    return key if key not in _trusted(login, known) else None


def _known_hosts(path: Path) -> Any:
    import asyncssh

    try:
        return asyncssh.import_known_hosts(path.read_text(errors="replace") if path.exists() else "")
    except (OSError, ValueError):
        raise DeniedError(f"{path} cannot be read as known_hosts") from None


def _keys(login: Login) -> dict[str, Any]:
    """What asyncssh is told of keys: the one that was named, or its own search."""
    import asyncssh

    passphrase = login.passphrase or None
    if not login.key:
        return {"passphrase": passphrase}
    try:
        return {"client_keys": asyncssh.load_keypairs(str(login.key), passphrase), "agent_path": None}
    except OSError as error:
        raise DeniedError(f"the key {login.key} cannot be read: {error.strerror}") from None
    except (asyncssh.KeyImportError, asyncssh.KeyEncryptionError):
        why = "its passphrase is wrong" if passphrase else "it is no private key, or needs a passphrase"
        if passphrase and not find_spec("bcrypt"):
            why = "to open it, install the package bcrypt"
        raise DeniedError(f"the key {login.key} cannot be used: {why}") from None


def _distrusted(login: Login, known: Any, key: Any) -> str:
    """What to tell of a host key that is not known: its fingerprint, and how to accept it."""
    if key is None:
        return f"the host key of {login.host} is revoked in {login.known_hosts}"
    line = f"{login.name} {key.export_public_key().decode().strip()}"
    shown = f"{login.host} shows the host key {key.get_fingerprint()} ({key.get_algorithm()})"
    if _trusted(login, known):
        return (
            f"{shown}, another one than {login.known_hosts} holds: somebody may be listening in. Ask who runs the "
            f"server. If the key was changed: ssh-keygen -R '{login.name}' -f {login.known_hosts}, then add: {line}"
        )
    return (
        f"{shown}, and {login.known_hosts} does not know it. If who runs the server names the same "
        f"fingerprint, add this line there: {line}"
    )


def _told(error: Any, what: str, password: str) -> TargetError:
    """The error of ours that SFTP's means. A server may repeat what it was told, so the password is taken out."""
    import asyncssh

    kinds: dict[type[TargetError], tuple[Any, ...]] = {
        MissingError: (asyncssh.SFTPNoSuchFile, asyncssh.SFTPNoSuchPath),
        DeniedError: (asyncssh.SFTPPermissionDenied, asyncssh.SFTPWriteProtect),
        UnsupportedError: (asyncssh.SFTPOpUnsupported,),
        FullError: (asyncssh.SFTPNoSpaceOnFilesystem, asyncssh.SFTPQuotaExceeded),
        TransientError: (asyncssh.SFTPNoConnection, asyncssh.SFTPConnectionLost),
    }
    kind = next((ours for ours, theirs in kinds.items() if isinstance(error, theirs)), TargetError)
    said = redact.brief(error.reason.replace(password or "\n", redact.MASK))
    return kind(f"{what}: {said}" if what else said)


class _Folder(NamedTuple):
    """A folder to be listed: its path below the first, where it lies on the server, and the folders it lies in."""

    path: str
    real: str
    above: frozenset[str]


def walk(session: Session, folder: str) -> Iterator[tuple[str, Any]]:
    """The paths below ``folder`` and asyncssh.SFTPAttrs of every file, level by level.

    Links to files and folders are followed, unless they lead back. A folder that is not there holds nothing.
    """
    try:
        level = [_Folder("", session.do(lambda sftp: sftp.realpath(folder)), frozenset())]
    except MissingError:
        return
    for _ in range(_DEEPEST):
        below: list[_Folder] = []
        for start in range(0, len(level), _FOLDERS):
            for found in session.do(partial(_listed, level[start : start + _FOLDERS]), seconds=LONG):
                below += [entry for entry in found if isinstance(entry, _Folder)]
                yield from (entry for entry in found if not isinstance(entry, _Folder))
        level = below
    if level:
        raise TargetError(f"folders lie more than {_DEEPEST} deep")


async def _listed(folders: list[_Folder], sftp: Any) -> list[list[_Folder | tuple[str, Any]]]:
    return list(await asyncio.gather(*(_entries(sftp, folder) for folder in folders)))


async def _entries(sftp: Any, folder: _Folder) -> list[_Folder | tuple[str, Any]]:
    """What lies in a folder; nothing where that is gone."""
    import asyncssh

    try:
        names = await sftp.readdir(folder.real)
    except (asyncssh.SFTPNoSuchFile, asyncssh.SFTPNoSuchPath):
        return []
    found: list[_Folder | tuple[str, Any]] = []
    above = folder.above | {folder.real}
    for name in sorted((name for name in names if is_name(name.filename)), key=lambda name: str(name.filename)):
        path, real = posixpath.join(folder.path, name.filename), posixpath.join(folder.real, name.filename)
        real, status = await _followed(sftp, real, name.attrs)
        if status.type == FOLDER and real not in above:
            found.append(_Folder(path, real, above))
        elif status.type == REGULAR:
            found.append((path, status))
    return found


async def _followed(sftp: Any, path: str, status: Any) -> tuple[str, Any]:
    """Where a link leads, and what is there; else the file itself."""
    import asyncssh

    if status.type != LINK:
        return path, status
    try:
        return await sftp.realpath(path), await sftp.stat(path)
    except asyncssh.SFTPError:
        return path, status
