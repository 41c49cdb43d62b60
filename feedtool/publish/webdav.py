"""WebDAV (RFC 4918): a folder of a web server, Nextcloud, a NAS.

A file goes up under a name of its own and is then moved over the old one; on a server whose PUT shows the old file
until the new one is whole (Apache), it goes straight to its place, because everywhere a MOVE removes the old file a
moment before the new one is there. Which of the two, and whether the server heeds conditions, is probed: some ignore
them in silence. A part of a file is never put (Content-Range): one server cuts the file to that part.
"""

from __future__ import annotations

import secrets
import time
from contextlib import suppress
from email.utils import parsedate_to_datetime
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlsplit

from feedtool import uris
from feedtool.findings import Finding, UsageError
from feedtool.publish import davlock, davprobe, multistatus
from feedtool.publish.beside import PART
from feedtool.publish.errors import (
    ConflictError,
    CorruptError,
    MissingError,
    TargetError,
    TransientError,
    UnsupportedError,
)
from feedtool.publish.store import ABSENT, LOCK, Capabilities, Store, Upload
from feedtool.publish.target import Given, Option, Secret

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from feedtool.publish.multistatus import Entry
    from feedtool.publish.reply import Reply
    from feedtool.publish.store import Remote
    from feedtool.publish.web import Web

KIND: Final = "store"
OPTIONS: Final = (
    Option("url", "the address of the folder", required=True),
    Option("user", "the name you log in with", default=""),
    Option("insecure", "send the password without encryption", bool, default=False),
)
SECRETS: Final = (Secret("password", "the password, better an app password", required=False),)
EXPERIMENTAL: Final = ""

_THEIRS: Final = ".davfs.tmp"
"""How Apache calls a file that is not whole yet."""
_LIST: Final = 16 << 20
"""Bytes of a list of the whole tree; a larger one is asked for folder by folder."""
_FOLDERS: Final = 100_000
_DAY: Final = 86_400.0
_COARSE = 1.0
"""Seconds between two versions that a server tells apart by whole seconds."""
_BUSY: Final = 0.1
_SETTLES: Final = 1.1
"""Seconds after which Apache calls a new file's tag strong."""


def connect(given: Given) -> WebDAV:
    """The store at the given address."""
    from feedtool.publish.web import Web

    url, user = str(given.options["url"]), str(given.options["user"] or "")
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise _refused(given, f"url is {url!r}, wanted: an address with https://", "")
    local = parts.hostname in {"localhost", "127.0.0.1", "::1"}
    if parts.scheme == "http" and user and not (local or given.options["insecure"]):
        hint = "Use https://, or set insecure = true where you trust everybody on the way."
        raise _refused(given, "the password would go out without encryption", hint)
    auth = (user, given.secret("password")) if user else None
    return WebDAV(Web(uris.encode(url), auth=auth, seconds=120.0), given.known)


def _refused(given: Given, message: str, hint: str) -> UsageError:
    return UsageError(Finding(code="FT902", message=f"targets.{given.name}: {message}", hint=hint))


class WebDAV(Store):
    """A store on a WebDAV server; see :class:`feedtool.publish.store.Store`."""

    def __init__(self, web: Web, known: Capabilities | None = None) -> None:
        self._web = web
        self._known = known or Capabilities()
        self._made: set[str] = set()
        self._mine, self._open = f"{PART}{secrets.token_hex(4)}-", set[str]()
        self._unsure: set[tuple[str, str]] = set()
        self._word = secrets.token_hex(16).encode()

    @property
    def where(self) -> str:
        """The folder's address."""
        return self._web.base

    @property
    def capabilities(self) -> Capabilities:
        """What is known of the server."""
        return self._known

    def close(self) -> None:
        """End connections."""
        self._web.close()

    def files(self) -> Iterator[Remote]:
        """Every file: from one list of the whole tree where the server gives it, else folder by folder.

        A server may also list only what is next and not say so; what has no members in the list is asked about.
        """
        folders, asked = [""], 0
        while folders:
            folder, asked = folders.pop(), asked + 1
            if asked > _FOLDERS:
                raise TargetError("has too many folders")
            entries = self._listed(folder, deep=asked == 1)
            told = {_folder_of(entry.path) for entry in entries} | {folder}
            folders += sorted({entry.path for entry in entries if entry.is_folder} - told)
            yield from (entry.remote() for entry in entries if not entry.is_folder)

    def _listed(self, folder: str, *, deep: bool) -> list[Entry]:
        """What is in the folder (all the way down, where ``deep`` works), without what is not whole yet."""
        try:
            reply = self._propfind(folder, "infinity" if deep else "1")
        except MissingError:
            return []
        except TargetError as error:
            asked_to_wait = isinstance(error, TransientError) and error.retry_after is not None
            if not deep or asked_to_wait:
                raise
            return self._listed(folder, deep=False)  # most servers refuse to list everything
        if not reply.whole:
            if not deep:
                raise TargetError(f"has too many files in {folder or 'one folder'}")
            return self._listed(folder, deep=False)
        inside = f"{folder}/" if folder else ""
        told = multistatus.read(reply.body, self._web.base)
        entries = [entry for entry in told if entry.path != folder and entry.path.startswith(inside)]
        for entry in entries:
            if entry.name.startswith(PART) and self._is_left(entry, reply):
                with suppress(TargetError):
                    self.delete(entry.path)
        return [entry for entry in entries if not entry.name.startswith((PART, _THEIRS))]

    def _is_left(self, part: Entry, reply: Reply) -> bool:
        """Whether nobody writes the part any more: it is ours and not under way, or a day old by the server's clock."""
        if part.name.startswith(self._mine):
            return part.path not in self._open
        try:
            age = parsedate_to_datetime(reply.headers["date"]) - parsedate_to_datetime(part.modified)
            return age.total_seconds() > _DAY
        except (KeyError, ValueError, TypeError):
            return False

    def _propfind(self, path: str, depth: str, *, folder: bool = True) -> Reply:
        headers = {"Depth": depth, "Content-Type": "application/xml; charset=utf-8"}
        address = _encoded(path) + ("/" if folder and path else "")
        reply = self._web.ask("PROPFIND", address, headers=headers, content=multistatus.ASKED, size=_LIST)
        if reply.status != 207:
            raise UnsupportedError("is no WebDAV folder")
        return reply

    def _entry(self, path: str) -> Entry | None:
        """The file at ``path``."""
        try:
            reply = self._propfind(path, "0", folder=False)
        except MissingError:
            return None
        found = (entry for entry in multistatus.read(reply.body, self._web.base) if entry.path == path)
        return next((entry for entry in found if not entry.is_folder), None)

    def settled(self, path: str) -> Entry | None:
        """The file at ``path``, after waiting for a tag that can be used in a condition where it may become so."""
        entry = self._entry(path)
        for _ in range(2):
            if entry is None or not entry.weak:
                break
            time.sleep(_SETTLES)
            entry = self._entry(path)
        return entry

    def stat(self, path: str) -> Remote | None:
        """The file at ``path``, None where there is none."""
        entry = self._entry(path)
        return entry.remote() if entry else None

    def read(self, path: str, start: int = 0, size: int | None = None) -> Iterator[bytes]:
        """The bytes from ``start`` on, at most ``size``."""
        return self._web.read(_encoded(path), start=start, size=size)

    def put(
        self, upload: Upload, *, expect: str | None = None, progress: Callable[[int], None] | None = None
    ) -> Remote:
        """Put a file, whole or not at all.

        Where the answer to an attempt was lost, the file may be there already: then the next one finds another version
        than expected, and what it is decides.
        """
        attempt = (upload.path, upload.sha256)
        try:
            there = self._put(upload, expect, progress)
        except TransientError:
            self._unsure.add(attempt)
            raise
        except ConflictError:
            found = self._same(upload) if attempt in self._unsure else None
            if found is None:
                raise
            there = found
        self._unsure.discard(attempt)
        return there

    def _put(self, upload: Upload, expect: str | None, progress: Callable[[int], None] | None) -> Remote:
        self._make_folder(_folder_of(upload.path))
        tag = self._look(upload.path, expect)
        if self._known.atomic or "?" in upload.path:  # some cut the destination of a MOVE there, though it is encoded
            self.put_direct(upload, tag=tag, new=expect == ABSENT, progress=progress)
        else:
            new = expect == ABSENT
            # where the server does not refuse, our own look just before has to do
            look = (
                (lambda: None) if tag or (new and self._known.exclusive) else partial(self._look, upload.path, expect)
            )
            self.put_moved(upload, tag=tag, new=new, progress=progress, before=look)
        there = self.stat(upload.path)
        if there is None or there.size != upload.size:
            raise CorruptError(f"{upload.path} did not arrive whole")
        return there

    def _look(self, path: str, expect: str | None) -> str:
        """ConflictError where the file is not as expected. Gives the tag for a condition, "" where none will do."""
        by_tag = bool(expect) and self._known.conditional
        entry = self.settled(path) if by_tag else self._entry(path)
        if expect is not None and (entry.version if entry else ABSENT) != expect:
            raise ConflictError(f"{path} is not as it was seen")
        if entry and entry.is_coarse(time.time()):
            time.sleep(_COARSE)
        return entry.etag if entry and by_tag and not entry.weak else ""

    def put_direct(
        self, upload: Upload, *, tag: str = "", new: bool = False, progress: Callable[[int], None] | None = None
    ) -> None:
        """Put a file in its place. ``tag`` is the entity tag that must stand there, ``new``: nothing may."""
        condition = {"If-None-Match": "*"} if new else {"If-Match": f'"{tag}"'} if tag else {}
        self._send(upload.path, upload, condition, progress)

    def put_moved(
        self,
        upload: Upload,
        *,
        tag: str = "",
        new: bool = False,
        progress: Callable[[int], None] | None = None,
        before: Callable[[], object] = lambda: None,
    ) -> None:
        """Put a file beside its place, see whether it is whole, and move it there; see :meth:`put_direct`."""
        part = f"{_folder_of(upload.path)}/{self._mine}{secrets.token_hex(4)}".removeprefix("/")
        self._open.add(part)
        try:
            self._send(part, upload, {}, progress)
            entry = self._entry(part)
            if entry is None or entry.size != upload.size:
                raise CorruptError(f"{upload.path} did not arrive whole")
            before()
            self._move(part, upload.path, tag=tag, new=new)
        except BaseException:
            self._discard(part)
            raise
        finally:
            self._open.discard(part)

    def _send(
        self, path: str, upload: Upload, condition: dict[str, str], progress: Callable[[int], None] | None
    ) -> None:
        from feedtool.publish.web import body_of

        headers = {"Content-Length": str(upload.size), "Content-Type": upload.media_type, **condition}
        reply = self._web.ask(
            "PUT", _encoded(path), content=body_of(upload, progress), headers=headers, accept=(404, 409, 412)
        )
        if reply.status in {404, 409}:
            self._made.clear()
            raise TransientError(f"the folder of {upload.path} went away")
        if reply.status == 412:
            raise ConflictError(f"{upload.path} is not as it was seen")

    def _move(self, source: str, path: str, *, tag: str, new: bool) -> None:
        address = self._web.base + _encoded(path)
        headers = {"Destination": address, "Overwrite": "F" if new else "T"}
        if tag:  # without scheme and host: wsgidav knows its files only so, and RFC 4918, 10.4.2 has both
            headers["If"] = f'<{urlsplit(address).path}> (["{tag}"])'
        reply = self._patiently("MOVE", _encoded(source), headers=headers, accept=(412,))
        if reply.status == 412:
            raise ConflictError(f"{path} is not as it was seen")
        if reply.status == 207:
            raise TransientError(f"{path} could not be moved to its place")

    def _same(self, upload: Upload) -> Remote | None:
        """The file that stands there, if it is the one that was to be put."""
        there = self.stat(upload.path)
        if there is None or there.size != upload.size:
            return None
        whole = sha256()
        for piece in self.read(upload.path):
            whole.update(piece)
        return there if whole.hexdigest() == upload.sha256 else None

    def delete(self, path: str) -> None:
        """Remove a file; one that is not there is no fault."""
        self._delete(path)

    def _delete(self, path: str) -> bool:
        """Whether there was one."""
        reply = self._patiently("DELETE", _encoded(path), accept=(404, 410))
        if reply.status == 207:
            raise TransientError(f"{path} could not be removed")
        return reply.status < 300

    def _discard(self, part: str) -> None:
        """Remove what was half sent; the server may only be about to write it."""
        for pause in (0.0, 0.2, 0.5):
            time.sleep(pause)
            with suppress(TargetError):
                if self._delete(part):
                    return

    def _make_folder(self, path: str) -> None:
        """Make the folder and those above it, unless that was done before."""
        if path in self._made:
            return
        if path:
            self._make_folder(_folder_of(path))
        self.make_folder(path)
        self._made.add(path)

    def make_folder(self, path: str) -> bool:
        """Make one folder. False where there is one, as there is when another client is making it just now."""
        address = _encoded(path) + ("/" if path else "")
        try:
            reply = self._patiently("MKCOL", address, accept=(405, 409))
        except TargetError:
            if self._has_folder(path):
                return False
            raise
        if reply.status == 409:
            raise MissingError(f"the folder above {path or self._web.base} is not there")
        return reply.status != 405

    def _has_folder(self, path: str) -> bool:
        with suppress(TargetError):
            return bool(self._propfind(path, "0"))
        return False

    def _patiently(self, method: str, address: str, *, accept: tuple[int, ...], **more: Any) -> Reply:
        """Ask again where somebody else has the file locked (423): for the length of a request, some servers do."""
        for _ in range(20):
            reply = self._web.ask(method, address, accept=(423, *accept), **more)
            if reply.status != 423:
                return reply
            time.sleep(_BUSY)
        raise ConflictError("somebody else has locked it")

    # --- the lock

    def lock(self, note: bytes) -> bytes | None:
        """Keep other publishers off."""
        self._make_folder(_folder_of(LOCK))
        return davlock.take(self, self._word, note)

    def locked(self) -> bytes | None:
        """The note of who holds the lock, None when nobody does."""
        return davlock.holder(self)

    def unlock(self) -> None:
        """Let others publish."""
        self.delete(LOCK + "/")

    # --- what the server does

    def probe(self) -> Capabilities:
        """Find out what the server does."""
        self._make_folder(_folder_of(LOCK))
        self._known = davprobe.probe(self, self._web)
        return self._known


def _encoded(path: str) -> str:
    """A path as it stands in an address: relative, nothing left that an address could take for its own."""
    return quote(path, safe="/", errors="surrogatepass")


def _folder_of(path: str) -> str:
    return path.rpartition("/")[0]
