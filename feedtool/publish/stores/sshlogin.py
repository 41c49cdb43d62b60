"""The way into an SSH server: its host key proven by known_hosts, ourselves by a key or a password.

Nothing is accepted unseen, and no other configuration of SSH is read.
"""

from __future__ import annotations

import asyncio
import errno
import logging
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

from feedtool import extras
from feedtool.publish.errors import DeniedError
from feedtool.publish.stores.unreached import unreached

if TYPE_CHECKING:
    from pathlib import Path

_CONNECT: Final = 20.0
_ALIVE: Final = 20.0
"""Seconds of silence until the server is asked whether it is there; at the third time the connection is given up."""


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


async def connected(login: Login) -> Any:
    """An asyncssh.SSHClientConnection that is logged in. DeniedError, or what :func:`unreached` says."""
    import asyncssh

    # they would tell of every file, and of every piece that a broken connection did not take
    logging.getLogger("asyncssh").setLevel(logging.WARNING)
    logging.getLogger("asyncio").setLevel(logging.ERROR)
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
        raise _distrusted(login, known, seen[-1] if seen else None) from None
    except asyncssh.PermissionDenied:
        raise _refused(login) from None
    except (asyncssh.Error, OSError) as error:
        shown = await _shown(login, known)
        raise (_distrusted(login, known, shown) if shown else unreached(error, "SSH", login.port)) from None


def _refused(login: Login) -> DeniedError:
    """Which of the ways in were tried in vain."""
    tried = ["the password"] if login.password else []
    tried.append(f"the key {login.key}" if login.key else "the keys of the SSH agent and of ~/.ssh")
    hint = "Check `user`, and the password or the key: `feedtool auth login` takes a password."
    return DeniedError(f"does not let {login.user} in with {' or '.join(tried)}", hint=hint)


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
        _refuse_special(path)
        return asyncssh.import_known_hosts(path.read_text(errors="replace") if path.exists() else "")
    except (OSError, ValueError):
        hint = "Correct it, or name another file as `known_hosts`."
        raise DeniedError(f"{path} cannot be read as a list of host keys", hint=hint) from None


def _refuse_special(path: Path) -> None:
    """Raise OSError for what is there and no file: of a device, say, reading has no end."""
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "no file")


def _keys(login: Login) -> dict[str, Any]:
    """What asyncssh is told of keys: the one that was named, or its own search."""
    import asyncssh

    passphrase = login.passphrase or None
    if not login.key:
        return {"passphrase": passphrase}
    try:
        _refuse_special(login.key)
        return {"client_keys": asyncssh.load_keypairs(str(login.key), passphrase), "agent_path": None}
    except OSError as error:
        hint = "Check `key`: the file of a private key."
        raise DeniedError(f"the key {login.key} cannot be read ({error.strerror})", hint=hint) from None
    except (asyncssh.KeyImportError, asyncssh.KeyEncryptionError):
        why, hint = "it is no private key, or needs a passphrase", "Give the passphrase with `feedtool auth login`."
        if passphrase:
            why = "its passphrase is wrong"
        if passphrase and not find_spec("bcrypt"):
            why, hint = "a package is wanting that opens it", extras.hint("sftp")
        raise DeniedError(f"the key {login.key} cannot be used: {why}", hint=hint) from None


def _distrusted(login: Login, known: Any, key: Any) -> DeniedError:
    """What to tell of a host key that is not known: its fingerprint, and how to accept it."""
    if key is None:
        hint = "Do not log in there; ask who runs the server."
        return DeniedError(f"its host key is revoked in {login.known_hosts}", hint=hint)
    line = f"{login.name} {key.export_public_key().decode().strip()}"
    shown = f"shows the host key {key.get_fingerprint()} ({key.get_algorithm()})"
    if _trusted(login, known):
        return DeniedError(
            f"{shown}, another one than {login.known_hosts} holds: somebody may be listening in",
            hint="Ask who runs the server. If the key was changed, remove the old one with "
            f"`ssh-keygen -R '{login.name}' -f {login.known_hosts}` and add this line to that file: {line}",
        )
    return DeniedError(
        f"{shown}, which {login.known_hosts} does not know",
        hint=f"If who runs the server names the same fingerprint, add this line to that file: {line}",
    )
