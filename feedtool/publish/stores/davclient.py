"""Requests to a WebDAV server (RFC 4918): each asks one thing of one file or folder, and says in our words what came.

Paths are relative to the folder in the settings, "" is that folder. A part of a file is never put (Content-Range): one
server cuts the file to that part.
"""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import quote, urljoin, urlsplit

from feedtool.publish.errors import ConflictError, MissingError, TargetError, TransientError, UnsupportedError
from feedtool.publish.reply import failure
from feedtool.publish.stores import multistatus

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from feedtool.publish.reply import Reply
    from feedtool.publish.store import Upload
    from feedtool.publish.stores.multistatus import Entry
    from feedtool.publish.web import Web

SILENCE: Final = 60.0
"""Seconds that a server may say nothing where it is asked for something."""
_WRITING: Final = 120.0
"""The same where it writes: some move a large file by copying it."""
_LIST: Final = 16 << 20
"""Bytes of a list that are read."""
_BUSY: Final = 0.1
_TRIES: Final = 20
"""How often, and after how many seconds, what somebody has locked is asked for again."""
_SETTLES: Final = 1.1
"""Seconds after which Apache calls a new file's tag strong."""
_FULL: Final = "Perhaps the disk there is full, or nobody may write there; those who run the server can tell."
_CHANGED: Final = "was changed by somebody else"


class Listing(NamedTuple):
    """What a server lists: files and folders, its own time ("" where it told none), and whether that is all."""

    entries: tuple[Entry, ...]
    date: str
    whole: bool


class Client:
    """Requests by way of ``web``, whose base is the folder in the settings."""

    def __init__(self, web: Web) -> None:
        self.web = web
        self._by_path = False

    def listed(self, folder: str, *, deep: bool) -> Listing:
        """What is in a folder, all the way down where ``deep``. MissingError where it is not there."""
        reply = self._propfind(_folder(folder), "infinity" if deep else "1")
        if not reply.whole:
            return Listing((), "", whole=False)
        inside = f"{folder}/" if folder else ""
        told = multistatus.read(reply.body, self.web.base)
        entries = tuple(entry for entry in told if entry.path != folder and entry.path.startswith(inside))
        return Listing(entries, reply.headers.get("date", ""), whole=True)

    def entry(self, path: str) -> Entry | None:
        """The file at ``path``."""
        try:
            reply = self._propfind(_encoded(path), "0")
        except MissingError:
            return None
        found = (entry for entry in multistatus.read(reply.body, self.web.base) if entry.path == path)
        return next((entry for entry in found if not entry.is_folder), None)

    def settled(self, path: str) -> Entry | None:
        """The file at ``path``, after waiting for a tag that can be used in a condition where it may become so."""
        entry = self.entry(path)
        for _ in range(2):
            if entry is None or not entry.weak:
                break
            time.sleep(_SETTLES)
            entry = self.entry(path)
        return entry

    def has_folder(self, path: str) -> bool:
        """Whether there is such a folder."""
        return self._is_there(_folder(path))

    def lacks(self) -> str:
        """The path of the folder above ours, where neither is there; else ""."""
        above = urljoin(self.web.base, "..")
        if self.has_folder("") or above == self.web.base or self._is_there(above):
            return ""
        return urlsplit(above).path

    def read(self, path: str, start: int = 0, size: int | None = None) -> Iterator[bytes]:
        """The bytes of a file from ``start`` on, at most ``size``."""
        return self.web.read(_encoded(path), start=start, size=size)

    def send(
        self,
        path: str,
        upload: Upload,
        progress: Callable[[int], None] | None,
        *,
        tag: str = "",
        new: bool = False,
    ) -> None:
        """Put a file's bytes at ``path``. ``tag`` is the entity tag that must stand there, ``new``: nothing may.

        ConflictError where the server finds another, TransientError where the folder is gone.
        """
        from feedtool.publish.web import body_of, waits

        condition = {"If-None-Match": "*"} if new else {"If-Match": f'"{tag}"'} if tag else {}
        headers = {"Content-Length": str(upload.size), "Content-Type": upload.media_type, **condition}
        reply = self.web.ask(
            "PUT", _encoded(path), content=body_of(upload, progress), headers=headers, timeout=waits(_WRITING),
            accept=(404, 405, 409, 412, 500),
        )  # fmt: skip
        if reply.status in {404, 409}:
            raise TransientError(f"its folder is not there any more ({reply.status})", hint=_FULL)
        if reply.status == 405:  # rclone's answer where there is no room
            raise UnsupportedError("was not taken by the server (405)", hint=_FULL)
        if reply.status == 412:
            raise ConflictError(_CHANGED)
        _untroubled(reply)

    def move(self, source: str, path: str, *, tag: str = "", new: bool = False) -> None:
        """Give a file the place of another; ``tag`` and ``new`` as in :meth:`send`."""
        address = self.web.base + _encoded(path)
        local = urlsplit(address).path
        headers = {"Destination": local if self._by_path else address, "Overwrite": "F" if new else "T"}
        if tag:  # without scheme and host: wsgidav knows its files only so, and RFC 4918, 10.4.2 has both
            headers["If"] = f'<{local}> (["{tag}"])'
        reply = self._patiently("MOVE", _encoded(source), headers=headers, accept=(412, 502))
        if reply.status == 502:  # "another server": it is behind one that speaks https for it, and knows itself as http
            headers["Destination"] = local
            second = self._patiently("MOVE", _encoded(source), headers=headers, accept=range(300, 600))
            if second.status >= 300 and second.status != 412:
                raise failure(reply)
            reply, self._by_path = second, True
        if reply.status == 412:
            raise ConflictError(_CHANGED)
        if reply.status == 207:
            raise TransientError("could not be moved to its place")

    def delete(self, path: str) -> bool:
        """Remove a file, or with a ``/`` behind a folder with all in it. Whether there was one."""
        reply = self._patiently("DELETE", _encoded(path), accept=(404, 410))
        if reply.status == 207:
            raise TransientError("could not be removed")
        return reply.status < 300

    def make_folder(self, path: str) -> bool:
        """Make one folder. False where there is one, as there is when another client is making it just now."""
        try:
            reply = self._patiently("MKCOL", _folder(path), accept=(405, 409))
        except TargetError:
            with suppress(TargetError):
                if self.has_folder(path):
                    return False
            raise
        if reply.status == 409:
            above = urlsplit(urljoin(self.web.base + _folder(path), "..")).path
            raise no_folder(above)
        return reply.status != 405

    def _is_there(self, address: str) -> bool:
        try:
            self._propfind(address, "0")
        except MissingError:
            return False
        return True

    def _propfind(self, address: str, depth: str) -> Reply:
        headers = {"Depth": depth, "Content-Type": "application/xml; charset=utf-8"}
        reply = self.web.ask(
            "PROPFIND", address, headers=headers, content=multistatus.ASKED, size=_LIST, accept=(405, 501)
        )
        if reply.status != 207:
            hint = "Correct url: those who run the server can tell which address is for WebDAV."
            status = f" ({reply.status})" if reply.status >= 400 else ""  # with 200, a web page
            raise UnsupportedError(f"takes no WebDAV at this address{status}", hint=hint)
        return reply

    def _patiently(self, method: str, address: str, *, accept: Collection[int], **more: Any) -> Reply:
        """Ask again where somebody else has the file locked (423): for the length of a request, some servers do."""
        from feedtool.publish.web import waits

        for _ in range(_TRIES):
            reply = self.web.ask(method, address, accept=(423, 500, *accept), timeout=waits(_WRITING), **more)
            if reply.status != 423:
                _untroubled(reply)
                return reply
            time.sleep(_BUSY)
        return self.web.ask(method, address, accept=accept, **more)


def _untroubled(reply: Reply) -> None:
    """Raise what 500 means, if that is the answer: where something is written, it has few reasons."""
    if reply.status == 500:
        error = failure(reply)
        error.hint = _FULL
        raise error


def no_folder(path: str) -> MissingError:
    """What is said of a folder that must be there, by its path on the server."""
    hint = "Correct url, or make that folder: publishing makes the last folder of url, and none above it."
    return MissingError(f"there is no folder {path}", hint=hint)


def _encoded(path: str) -> str:
    """A path as it stands in an address: relative, nothing left that an address could take for its own."""
    return quote(path, safe="/", errors="surrogatepass")


def _folder(path: str) -> str:
    return f"{_encoded(path)}/" if path else ""
