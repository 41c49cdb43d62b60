"""Where secrets come from: the environment, the system's keyring, a file that only its owner can read. In this order.

    find(target, secret) -> Found | None      lookup(target, secrets) -> what a target is given to ask with
    keep(target, values, place)               forget(target, names)

The environment's name of a secret is FEEDTOOL_TARGET_SECRET: capitals, and ``_`` for all but letters and digits. In
the keyring it is the password of "TARGET/SECRET" of the service "feedtool". The file is ``feedtool/credentials.toml``
under $XDG_CONFIG_HOME (~/.config), a table for each target. In both stands beside a secret which server it was given
for: a stranger's project may have a target of the same name, and its server gets nothing. Every secret found is
remembered by :mod:`feedtool.publish.redact`.
"""

from __future__ import annotations

import json
import os
import re
import stat
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from feedtool import diskio, extras, files, locks
from feedtool.findings import EnvironmentFault, Finding, Place, SourceError, UsageError
from feedtool.located import load_toml
from feedtool.publish import redact
from feedtool.publish.errors import DeniedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from feedtool.publish.target import Secret

SERVICE: Final = "feedtool"
"""The service that the keyring keeps our secrets under."""
_FOR: Final = " given for"
"""What follows the name of a secret in the name of what says which server it is for; no secret has a space in it."""
_LARGEST: Final = 1 << 20
_HEAD: Final = "# Secrets of feedtool's targets. `feedtool auth` writes this file anew; comments are not kept.\n"

Source = Literal["environment", "keyring", "file"]
Secrets = dict[str, dict[str, str]]
"""Values by target and name."""


@dataclass(frozen=True, slots=True)
class Found:
    """A secret, and where it was: ``where`` is the variable's name, "keyring" or the file.

    ``server`` is the one it was given for, as :attr:`feedtool.publish.targets.Configured.server` tells it; "": any.
    """

    value: str = field(repr=False)
    source: Source
    where: str
    server: str = ""


def variable(target: str, secret: str) -> str:
    """The environment variable of a secret.

    >>> variable("my-bucket", "secret_key")
    'FEEDTOOL_MY_BUCKET_SECRET_KEY'
    """
    return "FEEDTOOL_" + re.sub(r"[^A-Z0-9]", "_", f"{target}_{secret}".upper())


def path() -> Path:
    """The credentials file, whether or not it is there."""
    given = os.environ.get("XDG_CONFIG_HOME", "")
    base = Path(given) if given.startswith("/") else Path.home() / ".config"  # a relative one is to be ignored
    return base / "feedtool" / "credentials.toml"


def find(target: str, secret: str) -> Found | None:
    """The first of the three that has the secret; what is empty is not there.

    Raises EnvironmentFault (FT961) where it comes to the file and others can read that, SourceError (FT101, FT962)
    where it is no such file.
    """
    name = variable(target, secret)
    if value := os.environ.get(name, "").strip("\r\n"):
        return Found(redact.remember(value), "environment", name)
    if value := _in_keyring(target, secret):
        return Found(redact.remember(value), "keyring", "keyring", _in_keyring(target, f"{secret}{_FOR}"))
    kept = read().get(target, {})
    if value := kept.get(secret, ""):
        return Found(redact.remember(value), "file", str(path()), kept.get(f"{secret}{_FOR}", ""))
    return None


def lookup(target: str, secrets: Iterable[Secret], server: str = "") -> Callable[[str], str]:
    """What :class:`feedtool.publish.target.Given` asks for the secrets of ``target``.

    "" for an optional one that is nowhere; DeniedError, saying how to give it, for any other, and for one that was
    given for another ``server``.
    """
    optional = {secret.name for secret in secrets if not secret.required}

    def ask(name: str) -> str:
        try:
            found = find(target, name)
        except (EnvironmentFault, SourceError) as fault:
            (first, *_) = fault.findings
            raise DeniedError(
                f"{first.place}: {first.message}" if first.place else first.message, hint=first.advice
            ) from None
        if found is None and name not in optional:
            hint = how(target, name)
            raise DeniedError(f"its secret {name} was not given yet", hint=f"{hint[0].upper()}{hint[1:]}.")
        if found and server and found.server not in {"", server}:
            hint = (
                f"If this target is yours, give it anew: feedtool auth login {target}. If not, give yours another name."
            )
            raise DeniedError(f"its secret {name} was given for another server ({found.server})", hint=hint)
        return found.value if found else ""

    return ask


def how(target: str, secret: str) -> str:
    """The three ways to give a secret, in words."""
    return (
        f"run `feedtool auth login {target}` (keyring, or {path()}), or set {variable(target, secret)} "
        "in the environment"
    )


def keep(target: str, values: Mapping[str, str], place: Literal["keyring", "file"], server: str = "") -> None:
    """Put secrets of a target into the keyring or the file, for ``server`` alone if one is named; others there stay.

    Raises EnvironmentFault: FT963 where the keyring does not work, FT001 to FT008 and FT961 for the file; UsageError
    (FT964) for a value that is no text.
    """
    for name, value in values.items():
        redact.remember(value)
        if any("\ud800" <= letter <= "\udfff" for letter in value):
            message = f"{name} holds bytes that are no UTF-8"
            raise UsageError(Finding(code="FT964", message=message, hint="Type it in a terminal that speaks UTF-8."))
    servers = {f"{name}{_FOR}": server for name in values}
    if place == "keyring":
        for name, where in servers.items():
            if where:
                _keyring_put(target, name, where)
            else:
                _keyring_drop(target, name)
        for name, value in values.items():
            _keyring_put(target, name, value)
        return
    with _changing() as known:
        rows = known.get(target, {}) | dict(values) | servers
        known[target] = {name: value for name, value in rows.items() if value or name not in servers}


def forget(target: str, names: Iterable[str]) -> list[tuple[str, str]]:
    """Remove a target's secrets from the keyring (those of ``names``) and the file (all): each name and where it was.

    Raises EnvironmentFault as :func:`keep`; a keyring that does not work holds none.
    """
    gone = []
    for name in names:
        if _keyring_drop(target, name):
            gone.append((name, "keyring"))
        _keyring_drop(target, f"{name}{_FOR}")
    if path().exists():
        with _changing() as known:
            gone += [(name, str(path())) for name in known.pop(target, {}) if not name.endswith(_FOR)]
    return gone


def in_file(target: str) -> list[str]:
    """The names of the secrets that the file holds of a target. Raises as :func:`read`."""
    return [name for name in read().get(target, {}) if not name.endswith(_FOR)]


def read() -> Secrets:
    """What the credentials file holds; nothing where there is none.

    Raises EnvironmentFault: FT961, before a byte is read, where others can read it, FT031 where we cannot; SourceError
    where it is no TOML (FT101) or holds something else than text by target and name (FT962).
    """
    try:
        with diskio.opened(path()) as (handle, status):
            _refuse_open(status)
            data = os.read(handle, _LARGEST)
    except FileNotFoundError:
        return {}
    except OSError as error:
        message = f"{path()}: cannot be read: {error.strerror}"
        raise EnvironmentFault(Finding(code="FT031", message=message)) from None
    return _parsed(data)


def _refuse_open(status: os.stat_result) -> None:
    """Refuse a file that others may read or write, or that belongs to somebody else."""
    if sys.platform == "win32":
        return
    me, place = os.geteuid(), Place(str(path()))
    if me not in {0, status.st_uid}:
        message = "the credentials file belongs to somebody else, and was not read"
        hint = f"Put your own there: rm {path()} && feedtool auth login TARGET"
        raise EnvironmentFault(Finding(code="FT961", message=message, place=place, hint=hint))
    if stat.S_IMODE(status.st_mode) & 0o077:
        message = f"others can read the credentials file (mode {stat.S_IMODE(status.st_mode):o}); it was not read"
        hint = f"Run: chmod 600 {path()} (and think of changing the secrets in it)"
        raise EnvironmentFault(Finding(code="FT961", message=message, place=place, hint=hint))


def _parsed(data: bytes) -> Secrets:
    """The tables of the file. What is wrong is told by its line alone: the line itself may be a secret."""
    name = str(path())
    try:
        located = load_toml(data.decode("utf-8", "replace"), name)
    except SourceError as error:
        where = error.findings[0].place
        raise SourceError(Finding(code="FT962", message="the credentials file is no TOML", place=where)) from None
    for target, rows in located.value.items():
        if not isinstance(rows, dict) or not all(isinstance(value, str) for value in rows.values()):
            message = "the credentials file holds something else than tables of text"
            raise SourceError(Finding(code="FT962", message=message, place=located.place((target,))))
    return dict(located.value)


@contextmanager
def _changing() -> Iterator[Secrets]:
    """What the file holds, to be changed: it is put back in one step, and other runs wait meanwhile."""
    file = path()
    with diskio.told(file):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(file, os.O_CREAT | os.O_RDONLY, 0o600))
    with diskio.told(file), locks.holding(file):
        known = read()
        yield known
        with files.Staging(mode=0o600) as staging:
            staging.write(file, [_text(known).encode()])
            staging.commit()


def _text(known: Secrets) -> str:
    tables = [
        f"\n[{_quoted(target)}]\n" + "".join(f"{_quoted(name)} = {_quoted(value)}\n" for name, value in rows.items())
        for target, rows in known.items()
        if rows
    ]
    return _HEAD + "".join(tables)


def _quoted(text: str) -> str:
    """A basic string of TOML; JSON's escapes are among its own."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def keyring_trouble() -> str:
    """Why the keyring cannot be used, "" where it can."""
    try:
        keyring = _keyring()
    except ImportError:
        return f"it is not installed; if you want it: {extras.command('keyring') or 'the extra keyring of feedtool'}"
    try:
        if keyring.get_keyring().priority <= 0:
            return "there is no keyring on this machine"
        keyring.get_password(SERVICE, "probe/probe")
    except Exception as error:  # noqa: BLE001 - a back end is somebody else's code and raises what it likes
        return f"it does not work ({type(error).__name__})"
    return ""


def _keyring() -> Any:
    import keyring

    return keyring


def _in_keyring(target: str, secret: str) -> str:
    """The secret in the keyring; "" too where there is no keyring, or none that works."""
    try:
        return _keyring().get_password(SERVICE, f"{target}/{secret}") or ""
    except Exception:  # noqa: BLE001 - see keyring_trouble, which tells
        return ""


def _keyring_put(target: str, secret: str, value: str) -> None:
    if not (trouble := keyring_trouble()):
        try:
            _keyring().set_password(SERVICE, f"{target}/{secret}", value)
        except Exception as error:  # noqa: BLE001 - as above; its text may hold the value
            trouble = f"it does not work ({type(error).__name__})"
    if not trouble and _in_keyring(target, secret) != value:
        trouble = "it does not give back what was put there"
    if trouble:
        hint = "Keep the secret in the file instead: --in file."
        raise EnvironmentFault(Finding(code="FT963", message=f"the keyring cannot be used: {trouble}", hint=hint))


def _keyring_drop(target: str, secret: str) -> bool:
    if not _in_keyring(target, secret):
        return False
    try:
        _keyring().delete_password(SERVICE, f"{target}/{secret}")
    except Exception as error:  # noqa: BLE001 - as above
        message = f"the keyring does not let {secret} of {target} go ({type(error).__name__})"
        raise EnvironmentFault(Finding(code="FT963", message=message)) from None
    return True


def parse_pairs(text: str, known: Iterable[str]) -> dict[str, str]:
    """Secrets from lines NAME=VALUE; empty lines do not count.

    Raises UsageError (FT964) that names the line, never what stands in it.
    """
    names, values = [*known], dict[str, str]()
    for number, line in enumerate(text.splitlines(), 1):
        name, equals, value = line.partition("=")
        if line.strip() and (not equals or name.strip() not in names or not value.strip()):
            message = f"line {number} of the input is no NAME=VALUE of a secret"
            hint = f"The names are: {', '.join(names)}."
            raise UsageError(Finding(code="FT964", message=message, hint=hint))
        if line.strip():
            values[name.strip()] = value
    return values
