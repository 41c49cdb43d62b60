"""The Internet Archive: an item that holds a show's files, written by its S3-like interface, read at archive.org.

What is written becomes visible when a task of the archive has run, so a file is put once its list shows it. Nothing
there is refused because of what stands there, and there is no lock: the archive is no place for two publishers.
"""

from __future__ import annotations

import base64
import hashlib
import re
import time
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from feedtool.findings import Finding, UsageError
from feedtool.publish.errors import ConflictError, TargetError, TransientError
from feedtool.publish.store import ABSENT, Capabilities, Remote, Store, Upload
from feedtool.publish.target import Given, Option, Secret

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from feedtool.publish.web import Web

KIND: Final = "store"
OPTIONS: Final = (
    Option("identifier", "the item's name in archive.org/details/NAME", required=True),
    Option("title", "the item's title, when it is made", default=""),
    Option("creator", "who made it, when it is made", default=""),
    Option("collection", "the collection it goes to, when it is made", default="opensource_audio"),
    Option("license", "the address of a licence, when it is made", default=""),
    Option("derive", "let the archive make other formats", bool, default=False),
    Option("wait", "seconds until a file that was sent must be visible", int, 900),
    Option("endpoint", "where is written to", default="https://s3.us.archive.org"),
    Option("site", "where is read from", default="https://archive.org"),
)
SECRETS: Final = (
    Secret("access", "the access key of archive.org/account/s3.php"),
    Secret("secret", "the secret key there"),
)
EXPERIMENTAL: Final = (
    "its requests follow the archive's own client and were tried on a copy of it alone; where files are read, how long "
    "the archive takes, and which collections it lets you use are not confirmed"
)

_IDENTIFIER: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{2,99}")
_OVERLOADED: Final = 30.0
"""Seconds to wait when the archive says it has too much to do; its own client's choice."""
_SILENT: Final = 600.0
_PAUSES: Final = (1.0, 2.0, 5.0, 10.0)
"""Seconds between looks whether a file is visible; the last one from then on."""
_LIST: Final = 64 << 20
_THEIRS: Final = ("_meta.xml", "_files.xml", "_meta.sqlite", "_archive.torrent", "_reviews.xml")


def connect(given: Given) -> InternetArchive:
    """The store that is the given item. UsageError (FT902) where its name cannot be one."""
    from feedtool.publish.web import Web

    options = given.options
    if not _IDENTIFIER.fullmatch(options["identifier"]):
        message = f"targets.{given.name}: identifier is {options['identifier']!r}"
        hint = "It has 3 to 100 letters without accents, digits, and . _ - and begins with a letter or digit."
        raise UsageError(Finding(code="FT902", message=message, hint=hint))
    access = given.secret("access")
    who = {"Authorization": f"LOW {access}:{given.secret('secret')}"}
    return InternetArchive(
        Web(options["endpoint"], headers=who, seconds=_SILENT), Web(options["site"]), access, options
    )


class InternetArchive(Store):
    """A store that is an item of the Internet Archive; see :class:`feedtool.publish.store.Store`."""

    def __init__(self, writing: Web, reading: Web, access: str, options: Any) -> None:
        self._writing, self._reading, self._access = writing, reading, access
        self._item: str = options["identifier"]
        self._wait: int = options["wait"]
        self._about = _about(options)
        self._sent: dict[str, str] = {}

    @property
    def where(self) -> str:
        """The item's page."""
        return f"{self._reading.base}details/{self._item}"

    @property
    def capabilities(self) -> Capabilities:
        """Nothing that a write could rely on."""
        return Capabilities()

    def probe(self) -> Capabilities:
        """There is nothing to find out, and what is written into the archive stays there: only the list is asked."""
        self._listed()
        return self.capabilities

    def files(self) -> Iterator[Remote]:
        """The files that were uploaded, without the archive's own and what it made of them."""
        yield from self._listed().values()

    def _listed(self) -> dict[str, Remote]:
        reply = self._reading.ask("GET", f"metadata/{self._item}", size=_LIST)
        found = reply.json()
        rows = found.get("files", []) if isinstance(found, dict) else None
        if not isinstance(rows, list):
            raise TargetError("it answered with no list of files", hint="Check site in feedtool.toml.")
        remotes = (_remote(row) for row in rows if isinstance(row, dict) and row.get("source") == "original")
        theirs = {f"{self._item}{ending}" for ending in _THEIRS} | {"__ia_thumb.jpg"}
        return {one.path: one for one in remotes if one and one.path not in theirs}

    def stat(self, path: str) -> Remote | None:
        """The file at ``path``, None where there is none yet."""
        return self._listed().get(path)

    def read(self, path: str, start: int = 0, size: int | None = None) -> Iterator[bytes]:
        """The bytes from ``start`` on, at most ``size``, from the host that the archive names."""
        return self._reading.read(f"download/{self._address(path)}", start=start, size=size)

    def put(
        self, upload: Upload, *, expect: str | None = None, progress: Callable[[int], None] | None = None
    ) -> Remote:
        """Put a file and wait until it is visible. The archive compares the MD5 of what arrived."""
        digest = _md5(upload)
        if self._sent.get(upload.path) != digest.hex():
            if expect is not None:
                self._look(upload.path, expect)
            self._send(upload, digest, progress)
            self._sent[upload.path] = digest.hex()
        there = self._visible(upload, digest.hex())
        self._sent.pop(upload.path, None)
        return there

    def _look(self, path: str, expect: str) -> None:
        there = self.stat(path)
        if (there.version if there else ABSENT) != expect:
            raise ConflictError("was changed by somebody else" if there else "is gone")

    def _send(self, upload: Upload, digest: bytes, progress: Callable[[int], None] | None) -> None:
        from feedtool.publish.web import body_of

        headers = {
            **self._about,
            "Content-Length": str(upload.size),
            "Content-MD5": base64.b64encode(digest).decode(),
            "Content-Type": upload.media_type,
            "x-archive-size-hint": str(upload.size),
        }
        reply = self._writing.ask(
            "PUT", self._address(upload.path), headers=headers, content=body_of(upload, progress), accept=(503,)
        )
        if reply.status == 503:
            raise TransientError("the archive has too much to do", retry_after=self._pause())

    def _pause(self) -> float | None:
        """Seconds to wait after "slow down"; None where the archive would take more from us right now."""
        asked = {"check_limit": "1", "accesskey": self._access, "bucket": self._item}
        try:
            over = self._writing.ask("GET", "", params=asked).json()["over_limit"]
        except (TargetError, KeyError, TypeError):
            over = 1
        return _OVERLOADED if over else None

    def _visible(self, upload: Upload, md5: str) -> Remote:
        """The file as the list shows it. TargetError where it does not in time: sending it again would not help."""
        until, looks = time.monotonic() + self._wait, 0
        while True:
            there = self.stat(upload.path)
            if there and (there.version, there.size) == (md5, upload.size):
                return there
            if time.monotonic() > until:
                raise TargetError(
                    f"was taken, and is not visible after {self._wait} seconds",
                    hint="Run the same command again later; what is visible by then is not sent again.",
                )
            time.sleep(_PAUSES[min(looks, len(_PAUSES) - 1)])
            looks += 1

    def delete(self, path: str) -> None:
        """Remove a file and what the archive made of it; it vanishes when the archive comes to it."""
        self._sent.pop(path, None)
        headers = {"x-archive-cascade-delete": "1"}
        self._writing.ask("DELETE", self._address(path), headers=headers, accept=(404,))

    def lock(self, note: bytes) -> bytes | None:
        """There is none: a file that others see minutes later keeps nobody off, and stays in the archive's history."""
        return None

    def locked(self) -> bytes | None:
        """Nobody holds what does not exist."""
        return None

    def unlock(self) -> None:
        """Nothing to do."""

    def close(self) -> None:
        """End connections."""
        self._writing.close()
        self._reading.close()

    def _address(self, path: str) -> str:
        return f"{self._item}/{quote(path, safe='/')}"


def _about(options: Any) -> dict[str, str]:
    """The headers that make an item and say what it is."""
    told = {
        "mediatype": "audio",
        "collection": options["collection"],
        "title": options["title"],
        "creator": options["creator"],
        "licenseurl": options["license"],
    }
    about = {f"x-archive-meta00-{name}": _valued(value) for name, value in told.items() if value}
    return {"x-archive-auto-make-bucket": "1", "x-archive-queue-derive": str(int(options["derive"])), **about}


def _valued(text: str) -> str:
    """A text as a header's value: percent-encoded in ``uri(…)`` where a header cannot hold it."""
    return text if re.fullmatch(r"[\x21-\x7e]+( [\x21-\x7e]+)*", text) else f"uri({quote(text, safe='')})"


def _md5(upload: Upload) -> bytes:
    """The MD5 of the file, which is what the archive compares and lists."""
    from feedtool.publish.web import body_of

    digest = hashlib.md5(usedforsecurity=False)
    for piece in body_of(upload):
        digest.update(piece)
    return digest.digest()


def _remote(row: dict[str, Any]) -> Remote | None:
    """A row of the archive's list; None for one that makes no sense."""
    name, size, md5 = row.get("name"), str(row.get("size", "0")), row.get("md5")
    if not isinstance(name, str) or not size.isdigit() or not isinstance(md5, str):
        return None
    if any(part in {"", ".", ".."} for part in name.split("/")):
        return None
    return Remote(path=name, size=int(size), version=md5)
