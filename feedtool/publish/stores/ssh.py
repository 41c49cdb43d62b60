"""An SSH connection with SFTP on it, for several threads: made when first used, and made anew after it broke."""

from __future__ import annotations

import asyncio
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, TypeVar

from feedtool.publish import redact
from feedtool.publish.errors import (
    DeniedError,
    FullError,
    MissingError,
    TargetError,
    TransientError,
    UnsupportedError,
)
from feedtool.publish.stores import sshlogin
from feedtool.publish.stores.unreached import JUST

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from concurrent.futures import Future

    from feedtool.publish.stores.sshlogin import Login

SECONDS: Final = 120.0
"""How long one request may take. That a connection is dead is noticed earlier, by sshlogin's questions."""
LONG: Final = 600.0
"""How long a server may take to copy, or to write to its disk."""
_GOODBYE: Final = 5.0

T = TypeVar("T")


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
        self._failed: tuple[float, TargetError] | None = None

    def do(self, call: Callable[[Any], Awaitable[T]], seconds: float = SECONDS) -> T:
        """What ``call`` gives of an asyncssh.SFTPClient."""
        return self.wait(self.begin(call), seconds)

    def begin(self, call: Callable[[Any], Awaitable[T]], sftp: Any = None) -> Future[T]:
        """Begin what :meth:`do` does, with the client ``sftp`` and no other where that is given, and go on."""
        with self._starting:
            if not self._thread:
                self._loop = asyncio.new_event_loop()
                # what fails is told by its future; of the pieces that nobody waits for any more, nothing is told
                self._loop.set_exception_handler(lambda *_: None)
                self._thread = threading.Thread(target=self._loop.run_forever, name="sftp", daemon=True)
                self._thread.start()
        return asyncio.run_coroutine_threadsafe(self._run(call, sftp), self._loop)

    def open(self, path: str, flags: int) -> File:
        """The file at ``path``, opened with asyncssh's ``flags`` (FXF_READ and so on)."""
        return self.do(lambda sftp: self._opened(sftp, path, flags))

    async def _opened(self, sftp: Any, path: str, flags: int) -> File:
        return File(self, sftp, await sftp.open(path, flags, encoding=None))

    def wait(self, future: Future[T], seconds: float = SECONDS) -> T:
        """The result of what was begun."""
        try:
            return future.result(seconds)
        except TimeoutError:
            raise TransientError("took too long to answer") from None
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

    async def _run(self, call: Callable[[Any], Awaitable[T]], sftp: Any) -> T:
        import asyncssh

        sftp = sftp or await self._connected()
        try:
            return await call(sftp)
        except asyncssh.SFTPError as error:
            if isinstance(error, asyncssh.SFTPNoConnection | asyncssh.SFTPConnectionLost):
                self._drop(sftp)
            raise _told(error, self._login) from None
        except (asyncssh.Error, OSError):
            self._drop(sftp)
            raise TransientError("the connection broke off") from None

    async def _connected(self) -> Any:
        import asyncssh

        async with self._connecting:
            if self._sftp is None:
                await self._connect()
                try:
                    self._sftp = await self._connection.start_sftp_client(path_errors="surrogateescape")
                except (asyncssh.Error, OSError):
                    self._connection.abort()
                    hint = "Ask who runs the server to allow SFTP; a login for commands alone is not enough."
                    raise TargetError(f"lets {self._login.user} in, but offers no SFTP", hint=hint) from None
            return self._sftp

    async def _connect(self) -> None:
        """Log in. Who waited while that failed, or wants to clear up after it, hears the same."""
        if self._failed and time.monotonic() - self._failed[0] < JUST:
            raise self._failed[1]
        try:
            self._connection = await sshlogin.connected(self._login)
        except TargetError as error:
            self._failed = time.monotonic(), error
            raise

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

    def __init__(self, session: Session, sftp: Any, file: Any) -> None:
        self._session, self._sftp, self._file = session, sftp, file

    def read(self, size: int, at: int) -> bytes:
        """The ``size`` bytes from ``at`` on; fewer at the end alone."""
        data: bytes = self._do(lambda: self._file.read(size, at))
        return data

    def write(self, data: bytes, at: int) -> Future[Any]:
        """Begin to write ``data`` at ``at``: :meth:`Session.wait` for it."""
        return self._begin(lambda: self._file.write(data, at))

    def copy(self, source: File, at: int, size: int, there: int) -> None:
        """Let the server copy ``size`` bytes from ``at`` of another file to ``there``. UnsupportedError."""
        self._do(lambda: self._sftp.remote_copy(source._file, self._file, at, size, there), LONG)

    def empty(self) -> None:
        """Take away all its bytes."""
        self._do(lambda: self._file.truncate(0))

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
        return self._session.begin(lambda _: call(), self._sftp)


def _told(error: Any, login: Login) -> TargetError:
    """The error of ours that SFTP's means. A server may repeat what it was told, so the password is taken out."""
    import asyncssh

    said = redact.brief(error.reason.replace(login.password or "\n", redact.MASK))
    hint = f"Check that {login.user} may write there, and that the disk there is neither full nor read-only."
    refused = TargetError(f"it refused ({said})", hint=hint)  # SFTP knows few reasons
    rows: tuple[tuple[tuple[Any, ...], TargetError], ...] = (
        ((asyncssh.SFTPNoSuchFile, asyncssh.SFTPNoSuchPath), MissingError("there is no such file or folder")),
        (
            (asyncssh.SFTPPermissionDenied, asyncssh.SFTPWriteProtect),
            DeniedError(
                f"{login.user} may not do this there ({said})",
                hint=f"Ask who runs the server to let {login.user} read and write there, or check `path`.",
            ),
        ),
        ((asyncssh.SFTPOpUnsupported,), UnsupportedError(f"the server cannot do this ({said})")),
        ((asyncssh.SFTPNoSpaceOnFilesystem,), FullError("the disk there is full")),
        ((asyncssh.SFTPQuotaExceeded,), FullError("the space that is allowed there is used up")),
        ((asyncssh.SFTPNoConnection, asyncssh.SFTPConnectionLost), TransientError("the connection broke off")),
    )
    return next((ours for theirs, ours in rows if isinstance(error, theirs)), refused)
