"""Connections of FTP over TLS: made when one is wanted, kept for the next, each used by one thread at a time.

AUTH TLS and PROT P (RFC 4217): names, passwords and files are all encrypted, and the certificate is checked. A data
connection continues the TLS session of its control connection, without which vsftpd and others refuse it.
"""

from __future__ import annotations

import ftplib
import logging
import re
import ssl
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from feedtool.publish import redact
from feedtool.publish.errors import (
    DeniedError,
    FullError,
    MissingError,
    TargetError,
    TransientError,
    UnsupportedError,
)
from feedtool.publish.stores.beside import is_name
from feedtool.publish.stores.unreached import JUST, unreached

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator

_SECONDS: Final = 60.0
"""How long a server may be silent."""
_CONNECT: Final = 20.0
"""How long it may be silent while one logs in."""
_GOODBYE: Final = 5.0
"""How long a server may take to end a data connection's TLS; some never do."""
_IDLE: Final = 15.0
"""Seconds after which a kept connection is asked whether it still is one."""
_LINE: Final = 1 << 16
_DIGITS: Final = 20
_LINES: Final = 1000
"""Lines of one answer at most."""
_LISTING: Final = 64 << 20
"""Bytes of one folder's listing at most."""

_LIST: Final = re.compile(r"([-dl])\S{9}\S?\s+\d+\s+\S+\s+\S+\s+(\d+)\s+\w{3}\s+\d{1,2}\s+[\d:]{4,5} (.+)")
"""One line of LIST as `ls -l` prints it: kind, size, name."""


class Facts(NamedTuple):
    """What a server tells of a name: "file", "dir" or something else, size in bytes, time of change (UTC, digits)."""

    kind: str
    size: int
    modify: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """Where to and as whom. ``context`` None: everything goes in the clear."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    context: ssl.SSLContext | None


class Control(ftplib.FTP_TLS):
    """A control connection that is logged in, and set to binary for good. ``home`` is where one gets to.

    Its methods raise what ftplib raises. ``spent``: it is of no use to others.
    """

    def __init__(self, login: Login) -> None:
        super().__init__(context=login.context or ssl.create_default_context(), encoding="utf-8")
        self.secure = login.context is not None
        self.features: frozenset[str] = frozenset()
        self.home = "/"
        self.used = 0.0
        self.spent = False

    def enter(self, login: Login) -> None:
        """Connect and log in."""
        self.connect(login.host, login.port, _CONNECT)
        if self.secure:
            self.auth()
        self.login(login.user, login.password, secure=False)
        if self.secure:
            self.prot_p()
        with suppress(ftplib.error_perm):
            told = self.sendcmd("FEAT").upper().splitlines()[1:-1]
            self.features = frozenset(line.split()[0] for line in told if line.strip())
        if "UTF8" in self.features:
            with suppress(ftplib.error_perm):
                self.sendcmd("OPTS UTF8 ON")
        self.voidcmd("TYPE I")
        self.home = self.pwd()
        self.timeout = _SECONDS
        if self.sock:
            self.sock.settimeout(_SECONDS)

    def ntransfercmd(self, cmd: str, rest: int | str | None = None) -> tuple[socket.socket, int | None]:
        """A data connection that continues the session of this one."""
        data, size = super(ftplib.FTP_TLS, self).ntransfercmd(cmd, rest)
        if not self.secure:
            return data, size
        try:
            session = self.sock.session if isinstance(self.sock, ssl.SSLSocket) else None
            return self.context.wrap_socket(data, server_hostname=self.host, session=session), size
        except BaseException:
            data.close()
            raise

    def getmultiline(self) -> str:
        """An answer of one line or several, as ftplib has it; one without end is none."""
        lines = [self.getline()]
        if lines[0][3:4] == "-":
            while len(lines) == 1 or lines[-1][:3] != lines[0][:3] or lines[-1][3:4] == "-":
                if len(lines) > _LINES:
                    raise ValueError("an answer without end")
                lines.append(self.getline())
        return "\n".join(lines)

    def facts(self, path: str) -> Facts | None:
        """What is at ``path``, None where there is nothing (or, without MLST, a folder)."""
        try:
            if "MLST" in self.features:
                told = self.sendcmd(f"MLST {path}").splitlines()
                if len(told) < 2:
                    raise ValueError("an answer without a file")
                return _facts(told[1])
            size = self.size(path)
            return Facts("file", size or 0, self._modified(path))
        except ftplib.error_perm as error:
            if code(error) in {"550", "501"}:
                return None
            raise

    def _modified(self, path: str) -> str:
        return self.sendcmd(f"MDTM {path}")[4:].strip()

    def date(self, path: str, modify: str) -> None:
        """Set a time of change, where the server lets us: MFMT, or MDTM with a time as vsftpd has it."""
        with suppress(ftplib.error_perm):
            self.sendcmd(f"{'MFMT' if 'MFMT' in self.features else 'MDTM'} {modify} {path}")

    def entries(self, folder: str) -> list[tuple[str, Facts]]:
        """Names in a folder, and what they are; none where it is not there."""
        try:
            if "MLST" in self.features:
                found = [(line.partition(" ")[2], _facts(line)) for line in self._lines(f"MLSD {folder}")]
            else:
                self.cwd(folder)
                found = [*self._listed(folder)]
            return sorted((name, facts) for name, facts in found if is_name(name))
        except ftplib.error_perm as error:
            if code(error) in {"550", "501"} and "denied" not in str(error).lower():
                return []
            raise

    def _listed(self, folder: str) -> Iterator[tuple[str, Facts]]:
        """LIST rounds times, so a file's is asked for."""
        for line in self._lines("LIST -a"):
            found = _LIST.fullmatch(line)
            if not found and not line.startswith("total "):
                raise TargetError("lists files in a way that is not understood")
            if found and found[1] == "d":
                yield found[3], Facts("dir", 0, "")
            elif found:
                name = found[3].partition(" -> ")[0] if found[1] == "l" else found[3]
                yield name, self.facts(f"{folder.rstrip('/')}/{name}") or Facts("other", 0, "")

    def _lines(self, command: str) -> list[str]:
        """The lines of a listing. Names that are not UTF-8 keep their bytes."""
        got = bytearray()
        with self.transfercmd(command) as data:
            while piece := data.recv(_LINE):
                got += piece
                if len(got) > _LISTING:
                    self.spent = True
                    raise TargetError("lists files without end")
            end(data)
        self.voidresp()
        return [line for line in got.decode("utf-8", "surrogateescape").replace("\r\n", "\n").split("\n") if line]


def _facts(line: str) -> Facts:
    """What a line of MLSD or MLST tells (RFC 3659, 7.2)."""
    pairs = dict(fact.lower().split("=", 1) for fact in line.strip().split(" ")[0].split(";") if "=" in fact)
    size = pairs.get("size", "0")
    count = int(size) if size.isdecimal() and len(size) < _DIGITS else 0
    return Facts(pairs.get("type", ""), count, pairs.get("modify", ""))


def end(data: Any) -> None:
    """End a data connection as TLS wants it, so that the other side knows that nothing was cut off."""
    if isinstance(data, ssl.SSLSocket):
        data.settimeout(_GOODBYE)
        with suppress(OSError):
            data.unwrap()


class Connections:
    """The connections of one store."""

    def __init__(self, login: Login) -> None:
        self._login = login
        self._idle: list[Control] = []
        self._failed: tuple[float, TargetError] | None = None

    @contextmanager
    def lent(self) -> Iterator[Control]:
        """A connection for one thread. What ftplib raises inside becomes an error of ours."""
        with _told(self._login):
            control = self._taken() or self._new()
            try:
                yield control
            except (ftplib.error_perm, ftplib.error_temp) as error:
                control.spent |= code(error) == "421"
                raise
            except BaseException:
                control.spent = True
                raise
            finally:
                self._give_back(control)

    def _give_back(self, control: Control) -> None:
        if control.spent:
            control.close()
        else:
            control.used = time.monotonic()
            self._idle.append(control)

    def _taken(self) -> Control | None:
        """A kept connection that still is one."""
        while self._idle:
            try:
                control = self._idle.pop()
            except IndexError:
                return None
            if time.monotonic() - control.used < _IDLE:
                return control
            try:
                control.voidcmd("NOOP")
            except (*ftplib.all_errors,):
                control.close()
            else:
                return control
        return None

    def _new(self) -> Control:
        """A new connection. Who wants to clear up after one that failed hears the same."""
        if self._failed and time.monotonic() - self._failed[0] < JUST:
            raise self._failed[1]
        try:
            return self._entered()
        except TargetError as error:
            self._failed = time.monotonic(), error
            raise

    def _entered(self) -> Control:
        control, login = Control(self._login), self._login
        try:
            control.enter(login)
        except BaseException as error:
            secure = isinstance(control.sock, ssl.SSLSocket)
            control.close()
            if isinstance(error, ssl.SSLCertVerificationError):
                hint = "If it is your own server, name its authority's certificate as `ca`."
                raise DeniedError(f"its certificate is not valid ({error.verify_message})", hint=hint) from None
            if isinstance(error, ftplib.error_perm):
                raise self._refused(code(error), secure=secure) from None
            if isinstance(error, OSError | EOFError | ftplib.error_proto | ftplib.error_reply):
                raise unreached(error, "FTP", login.port) from None
            raise
        return control

    def _refused(self, why: str, *, secure: bool) -> TargetError:
        """What a refusal on the way in means; the server's own words might repeat what we sent."""
        login = self._login
        if why in {"530", "532"} and (secure or not login.context):
            hint = "Check `user`; `feedtool auth login` takes a new password."
            return DeniedError(f"does not let {login.user} in with the password it was given", hint=hint)
        if login.context:
            hint = "Ask who runs the server for FTP over TLS, or for SFTP."
            return DeniedError(f"offers no encryption ({why}), so the password could be read on the way", hint=hint)
        return DeniedError(f"refuses ({why}); it may ask for encryption", hint="Leave out `insecure = true`.")

    def close(self) -> None:
        """End every connection."""
        while self._idle:
            control = self._idle.pop()
            with suppress(*ftplib.all_errors):
                control.quit()
            control.close()


def code(error: Exception) -> str:
    """The three digits of a server's answer."""
    return str(error)[:3]


_KINDS: Final[dict[str, type[TargetError]]] = {
    "550": MissingError, "530": DeniedError, "532": DeniedError, "533": DeniedError, "534": DeniedError,
    "553": DeniedError, "452": FullError, "552": FullError, "500": UnsupportedError, "502": UnsupportedError,
    "504": UnsupportedError, "522": DeniedError,
}  # fmt: skip
_WORDS: Final = (
    (re.compile("no space|quota|disk full", re.IGNORECASE), FullError),  # often comes as 426 or 451: to try again
    (re.compile("denied|not permitted|privilege|forbidden|read-only", re.IGNORECASE), DeniedError),  # often as 550
)
_TEXTS: Final[dict[type[TargetError], str]] = {
    MissingError: "there is no such file or folder",
    DeniedError: "the user may not do this there",
    FullError: "the disk there is full, or the space that is allowed is used up",
    UnsupportedError: "the server cannot do this",
    TransientError: "the server cannot do this now",
    TargetError: "it refused",
}
_HINTS: Final[dict[type[TargetError], str]] = {
    DeniedError: "Ask who runs the server to let this user read and write there, or check `path`.",
}
_CODE_HINTS: Final = {
    "421": "Set `parallel = 1`, if it allows few connections.",
    "426": "The disk there may be full, or the connection broke off.",
    "451": "The disk there may be full.",
}


def _meant(error: Exception, password: str) -> TargetError:
    """What a server's refusal means; the server's own words stand behind, without the password."""
    kind = TransientError if isinstance(error, ftplib.error_temp) else TargetError
    said = redact.brief(str(error).partition("\n")[0].replace(password or "\n", redact.MASK))
    kind = _KINDS.get(code(error), kind)
    kind = next((ours for words, ours in _WORDS if words.search(said)), kind)
    hint = _HINTS.get(kind, "") or _CODE_HINTS.get(code(error), "")
    return kind(f"{_TEXTS[kind]} ({said})", hint=hint)


@contextmanager
def _told(login: Login) -> Iterator[None]:
    """What ftplib, TLS and the system raise, as an error of ours. No password stands in it."""
    try:
        yield
    except (ftplib.error_perm, ftplib.error_temp) as error:
        raise _meant(error, login.password) from None
    except TimeoutError:
        raise TransientError("took too long to answer") from None
    except (EOFError, OSError):
        raise TransientError("the connection broke off") from None
    except UnicodeError:
        raise TargetError("a name cannot be sent as UTF-8") from None
    except (ftplib.Error, ValueError, OverflowError):  # numbers that are none, a port that cannot be
        raise TargetError("does not speak FTP as it should") from None


def warn(host: str) -> None:
    """Say that everything goes in the clear."""
    logging.getLogger("feedtool").warning("%s: name, password and files go over the network in the clear", host)
