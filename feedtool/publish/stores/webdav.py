"""WebDAV (RFC 4918): a folder of a web server, Nextcloud, a NAS.

A file goes up under a name of its own and is then moved over the old one; on a server whose PUT shows the old file
until the new one is whole (Apache), it goes straight to its place, because everywhere a MOVE removes the old file a
moment before the new one is there. Which of the two, and whether the server heeds conditions, is probed: some ignore
them in silence. The requests themselves are in :mod:`feedtool.publish.stores.davclient`.
"""

from __future__ import annotations

import secrets
import time
from contextlib import suppress
from email.utils import parsedate_to_datetime
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from feedtool import uris
from feedtool.findings import Finding, UsageError
from feedtool.publish import credentials
from feedtool.publish.errors import ConflictError, CorruptError, DeniedError, MissingError, TargetError, TransientError
from feedtool.publish.store import ABSENT, LOCK, Capabilities, Store, Upload
from feedtool.publish.stores import davlock, davprobe
from feedtool.publish.stores.beside import PART
from feedtool.publish.stores.davclient import SILENCE, Client, no_folder
from feedtool.publish.target import Given, Option, Secret

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from feedtool.publish.store import Remote
    from feedtool.publish.stores.davclient import Listing
    from feedtool.publish.stores.multistatus import Entry

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
_FOLDERS: Final = 100_000
_DAY: Final = 86_400.0
_COARSE = 1.0
"""Seconds between two versions that a server tells apart by whole seconds."""


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
    password = given.secret("password") if user else ""
    if user and not password:
        raise DeniedError(
            f"there is no password for {user}", hint=f"To give it, {credentials.how(given.name, 'password')}."
        )
    web = Web(uris.encode(url), auth=(user, password) if user else None, seconds=SILENCE)
    return WebDAV(Client(web), given.known)


def _refused(given: Given, message: str, hint: str) -> UsageError:
    return UsageError(Finding(code="FT902", message=f"targets.{given.name}: {message}", hint=hint))


class WebDAV(Store):
    """A store on a WebDAV server; see :class:`feedtool.publish.store.Store`."""

    def __init__(self, dav: Client, known: Capabilities | None = None) -> None:
        self.dav = dav
        self._known = known or Capabilities()
        self._made: set[str] = set()
        self._mine, self._open = f"{PART}{secrets.token_hex(4)}-", set[str]()
        self._unsure: set[tuple[str, str]] = set()
        self._word = secrets.token_hex(16).encode()

    @property
    def where(self) -> str:
        """The folder's address."""
        return self.dav.web.base

    @property
    def capabilities(self) -> Capabilities:
        """What is known of the server."""
        return self._known

    def close(self) -> None:
        """End connections."""
        self.dav.web.close()

    # --- lists

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
            listing = self.dav.listed(folder, deep=deep)
        except MissingError:
            return []
        except TargetError as error:
            if not deep or not _is_refusal(error):
                raise
            return self._listed(folder, deep=False)  # most servers refuse to list everything
        if not listing.whole:
            if not deep:
                raise TargetError(f"has too many files in {folder or 'one folder'}")
            return self._listed(folder, deep=False)
        self._sweep(listing)
        return [entry for entry in listing.entries if not entry.name.startswith((PART, _THEIRS))]

    def _sweep(self, listing: Listing) -> None:
        """Remove parts that nobody writes any more."""
        for entry in listing.entries:
            if entry.name.startswith(PART) and self._is_left(entry, listing.date):
                with suppress(TargetError):
                    self.delete(entry.path)

    def _is_left(self, part: Entry, now: str) -> bool:
        """Whether nobody writes the part any more: it is ours and not under way, or a day old by the server's clock."""
        if part.name.startswith(self._mine):
            return part.path not in self._open
        try:
            age = parsedate_to_datetime(now) - parsedate_to_datetime(part.modified)
            return age.total_seconds() > _DAY
        except (ValueError, TypeError):
            return False

    def ready(self) -> None:
        """MissingError where publishing needs a folder that it does not make."""
        if above := self.dav.lacks():
            raise no_folder(above)

    # --- single files

    def stat(self, path: str) -> Remote | None:
        """The file at ``path``, None where there is none."""
        entry = self.dav.entry(path)
        return entry.remote() if entry else None

    def read(self, path: str, start: int = 0, size: int | None = None) -> Iterator[bytes]:
        """The bytes from ``start`` on, at most ``size``."""
        return self.dav.read(path, start, size)

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
            self._made.clear()  # a folder may have gone
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
        tag, new = self._look(upload.path, expect), expect == ABSENT
        if self._known.atomic or "?" in upload.path:  # some cut the destination of a MOVE there, though it is encoded
            self.put_direct(upload, tag=tag, new=new, progress=progress)
        elif tag or (new and self._known.exclusive):
            self.put_moved(upload, tag=tag, new=new, progress=progress)
        else:  # where the server does not refuse, our own look just before has to do
            self.put_moved(upload, new=new, progress=progress, before=partial(self._look, upload.path, expect))
        there = self.stat(upload.path)
        if there is None or there.size != upload.size:
            raise CorruptError("did not arrive whole")
        return there

    def _look(self, path: str, expect: str | None) -> str:
        """ConflictError where the file is not as expected. Gives the tag for a condition, "" where none will do."""
        by_tag = bool(expect) and self._known.conditional
        entry = self.dav.settled(path) if by_tag else self.dav.entry(path)
        if expect is not None and (entry.version if entry else ABSENT) != expect:
            raise ConflictError("was changed by somebody else" if expect else "was put there by somebody else")
        if entry and entry.is_coarse(time.time()):
            time.sleep(_COARSE)
        return entry.etag if entry and by_tag and not entry.weak else ""

    def put_direct(
        self, upload: Upload, *, tag: str = "", new: bool = False, progress: Callable[[int], None] | None = None
    ) -> None:
        """Put a file in its place. ``tag`` is the entity tag that must stand there, ``new``: nothing may."""
        self.dav.send(upload.path, upload, progress, tag=tag, new=new)

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
            self.dav.send(part, upload, progress)
            entry = self.dav.entry(part)
            if entry is None or entry.size != upload.size:
                raise CorruptError("did not arrive whole")
            before()
            self.dav.move(part, upload.path, tag=tag, new=new)
        except BaseException:
            self._discard(part)
            raise
        finally:
            self._open.discard(part)

    def _discard(self, part: str) -> None:
        """Remove what was half sent; the server may only be about to write it."""
        for pause in (0.0, 0.2, 0.5):
            time.sleep(pause)
            with suppress(TargetError):
                if self.dav.delete(part):
                    return

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
        self.dav.delete(path)

    def _make_folder(self, path: str) -> None:
        """Make the folder and those above it, unless that was done before."""
        if path in self._made:
            return
        if path:
            self._make_folder(_folder_of(path))
        if path or not self.dav.has_folder(""):  # ours may be one that nobody can make, and says so in many ways
            self.dav.make_folder(path)
        self._made.add(path)

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
        self._known = davprobe.probe(self)
        return self._known


def _is_refusal(error: TargetError) -> bool:
    """Whether a server answered, and may answer something else that is less: it neither asks to wait nor is gone."""
    from feedtool.publish.weberrors import SilenceError

    asks_to_wait = isinstance(error, TransientError) and error.retry_after is not None
    return not asks_to_wait and not isinstance(error, SilenceError)


def _folder_of(path: str) -> str:
    return path.rpartition("/")[0]
