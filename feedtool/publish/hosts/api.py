"""What the modules of hosts have in common: requests that answer in JSON, files on their way, and options."""

from __future__ import annotations

import ipaddress
import time
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import IO, TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from feedtool.findings import Finding, UsageError
from feedtool.publish.errors import FullError, TargetError, TransientError
from feedtool.publish.host import StrangeError
from feedtool.publish.hosts.refusals import LATER, STRANGE, Wording, refusal
from feedtool.publish.redact import mask, remember
from feedtool.publish.reply import status_of
from feedtool.publish.target import Option

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from feedtool.publish.host import EpisodeUpload
    from feedtool.publish.reply import Reply
    from feedtool.publish.target import Given

DRAFT: Final = Option("draft", "leave new episodes as drafts, to be published by hand", bool, default=False)
PAGES: Final = 2000
"""Pages of a list that are read at most."""
PAUSES: Final = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0, 60.0, 60.0, 60.0)
"""Seconds between looks at whether a host is done with a file."""
SECONDS = 60.0
"""How long a host may be silent."""
ANSWER = 300.0
"""Seconds until an answer to a file begins: hosts look through it first."""
_CHUNK: Final = 1 << 16
_REFUSED: Final = range(400, 600)
_DIGITS: Final = 16
_LATEST: Final = 253_402_300_800
"""The first second of the year 10000, which no date of Python's can hold."""


class Api:
    """Requests to the API at ``url`` for a target, answered in JSON. What it says of errors holds no secret.

    ``proof`` names what is sent to prove who we are, ``settings`` the settings that say which show is meant, ``also``
    what else may be wrong where we are not let in: for the words of errors.
    """

    def __init__(
        self,
        given: Given,
        url: str,
        *,
        proof: str,
        settings: str,
        also: str = "",
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
    ) -> None:
        from feedtool.publish.web import Web

        self._wording = Wording(name=given.name, proof=f"the {proof}", settings=settings, also=also)
        self.web = Web(_secure(url, given.name), headers=headers, auth=auth, seconds=SECONDS)

    def close(self) -> None:
        """End connections."""
        self.web.close()

    def get(self, path: str, **sent: Any) -> Any:
        """The JSON at ``path``, a relative one or what a list named as its next page."""
        return _json(self._ask("GET", path, **sent))

    def send(self, method: str, path: str, **sent: Any) -> Any:
        """The JSON that answers a request; {} where the answer is empty."""
        reply = self._ask(method, path, **sent)
        return _json(reply) if reply.body.strip() else {}

    def send_files(
        self, method: str, path: str, fields: Mapping[str, str], files: Mapping[str, Sending], **sent: Any
    ) -> Any:
        """The JSON that answers a form with files, which are read while they are sent."""
        import httpx

        timeout = httpx.Timeout(SECONDS, read=ANSWER, connect=20.0)
        try:
            parts = {name: (file.name, file.opened(), file.media_type) for name, file in files.items()}
            return self.send(method, path, data=dict(fields), files=parts, timeout=timeout, **sent)
        finally:
            for file in files.values():
                file.close()

    def put(self, url: str, file: Sending) -> None:
        """Put a file to an address that the host signed, at a server that may not know who we are."""
        headers = {"Content-Type": file.media_type, "Content-Length": str(file.size)}
        with closing(file):
            pieces = file.pieces()
            with _masked("its server for files: "):
                host = _host(url)
                reply = self.web.ask("PUT", url, content=pieces, headers=headers, accept=_REFUSED)
                if reply.status in _REFUSED:
                    raise _not_put(reply, host)
                if b"<html" in (start := reply.body[:512].lower()) or b"<!doctype html" in start:
                    raise TransientError(f"{host} answers with a page: something lies between", hint=STRANGE)

    def _ask(self, method: str, path: str, **sent: Any) -> Reply:
        with _masked():
            reply = self.web.ask(method, path, accept=_REFUSED, **sent)
            if reply.status in _REFUSED:
                raise refusal(reply, self._wording)
            return reply


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        raise StrangeError("it names an address that is none", hint=STRANGE) from None


def _json(reply: Reply) -> Any:
    try:
        return reply.json()
    except TargetError:
        raise StrangeError("it answers with a page where data should come", hint=STRANGE) from None


def _not_put(reply: Reply, host: str) -> TargetError:
    """What a ``host`` that knows only a signature refused; one that ran out is given anew."""
    why = status_of(reply)
    if reply.status == 413:
        return FullError(f"the file is too large for {host} ({why})", hint="Make the file smaller.")
    if reply.status in {401, 403, 408, 429} or reply.status >= 500:
        return TransientError(f"{host} does not take the file right now ({why})", hint=LATER)
    return TargetError(f"{host} does not take the file ({why})")


class Sending:
    """A file on its way: read while it is sent, and whoever waits is told how far it is."""

    def __init__(self, path: Path, media_type: str, sent: Callable[[int], None] | None = None) -> None:
        with _readable(path):
            self.name, self.media_type, self.size = path.name, media_type, path.stat().st_size
        self._path, self._sent = path, sent
        self._file: IO[bytes] | None = None

    def opened(self) -> Any:
        """The file as httpx takes it: with read, seek and fileno."""
        with _readable(self._path):
            self._file = self._path.open("rb")
        return self

    def pieces(self) -> Iterator[bytes]:
        """Its bytes."""
        self.opened()
        return iter(lambda: self.read(_CHUNK), b"")

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        with _readable(self._path):
            data = self._open.read(size)
        if self._sent and data:
            self._sent(len(data))
        return data

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to another place."""
        return self._open.seek(offset, whence)

    def tell(self) -> int:
        """Where the next bytes are."""
        return self._open.tell()

    def fileno(self) -> int:
        """The file's number, which tells its size."""
        return self._open.fileno()

    def close(self) -> None:
        """Read no more of it."""
        if self._file:
            self._file.close()
        self._file = None

    @property
    def _open(self) -> IO[bytes]:
        if self._file is None:
            raise ValueError("the file is not open")
        return self._file


def sound(item: EpisodeUpload) -> Sending:
    """The audio of an episode."""
    return Sending(item.sound, item.media_type, item.sent)


def value(answer: Any, *path: str | int) -> Any:
    """What stands at ``path`` in an answer. StrangeError where there is nothing."""
    for key in path:
        try:
            answer = answer[key]
        except (KeyError, IndexError, TypeError):
            answer = None
        if answer is None:
            raise StrangeError(f"its answer lacks {'.'.join(map(str, path))}", hint=STRANGE)
    return answer


def count(answer: Any, *path: str | int) -> int:
    """The count at ``path`` in an answer. StrangeError where there is none."""
    found = value(answer, *path)
    text = str(found)
    if isinstance(found, bool) or not (text.isascii() and text.isdecimal() and len(text) < _DIGITS):
        raise StrangeError(f"its answer holds no number as {'.'.join(map(str, path))}", hint=STRANGE)
    return int(text)


def rows(answer: Any, *path: str | int) -> list[dict[str, Any]]:
    """The list of objects at ``path`` in an answer. StrangeError where there is none."""
    found = value(answer, *path) if path else answer
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise StrangeError("its answer holds no list", hint=STRANGE)
    return found


def moment(text: object) -> datetime | None:
    """A date as hosts write it: ISO 8601, also with a space, or seconds since 1970; None for any other."""
    if isinstance(text, int | float) and not isinstance(text, bool):
        return datetime.fromtimestamp(text, UTC) if 0 < text < _LATEST else None
    try:
        return datetime.fromisoformat(str(text).strip().replace(" UTC", "+00:00"))
    except ValueError:
        return None


def form(**fields: object) -> dict[str, str]:
    """The fields of a form; None is left out, True and False are written small."""
    return {name: str(found).lower() if isinstance(found, bool) else str(found)
            for name, found in fields.items() if found is not None}  # fmt: skip


def whole(number: float | None) -> int | None:
    """An episode's number, which at a host is a whole one; None for any other."""
    return int(number) if number is not None and number == int(number) else None


def pause(seconds: float) -> None:
    """Wait."""
    time.sleep(seconds)


def secret(given: Given, name: str) -> str:
    """A secret, masked from now on wherever something is told."""
    return remember(given.secret(name))


def endless() -> TargetError:
    """The error for a list that does not end."""
    return TargetError("its list of episodes has no end", hint=LATER)


def _secure(url: str, name: str) -> str:
    """``url`` where a password may be sent: by https, or to this machine itself."""
    parts = urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and _is_here(parts.hostname or "")):
        return url
    message = f"targets.{name}: url must begin with https://, and is {url}"
    hint = "Write it so; without it anybody on the way reads what you log in with."
    raise UsageError(Finding(code="FT902", message=message, hint=hint))


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise TargetError(f"{path.name} cannot be read: {error.strerror}") from None


@contextmanager
def _masked(who: str = "") -> Iterator[None]:
    """A server may send back what it was sent: let no secret stand in an error's text. It begins with ``who``."""
    try:
        yield
    except TargetError as error:
        error.args = (mask(f"{who}{error}"),)
        raise
