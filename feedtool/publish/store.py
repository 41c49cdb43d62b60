"""The protocol of a store of files: one module each for a folder, S3, SFTP, WebDAV, FTPS and the Internet Archive.

A store is a tree of files under one root. Paths in it are relative, with ``/`` between names, and never hold ``..``.
What a server cannot do, its store says in :class:`Capabilities`; nothing is assumed of a server that was not probed.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, NamedTuple, Protocol

from feedtool.publish.errors import ConflictError, MissingError, UnsupportedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

OWN: Final = ".feedtool"
"""The folder of a store that holds what publishing itself needs; not part of what listeners see."""
LOCK: Final = f"{OWN}/lock"
"""The file that keeps publishers off each other."""
ABSENT: Final = ""
"""What ``expect`` is where no file may stand yet."""


class Capabilities(NamedTuple):
    """What a server was seen to do. All False: nothing is known of it.

    conditional   refuses a write when the file is another than the one expected
    exclusive     lets only one of two writers create a file (or a lock of its own kind)
    retag         puts a new tag before the audio that it already has
    atomic        readers see the old file or the new one, never a part
    typed         keeps the media type and cache-control it is given
    """

    conditional: bool = False
    exclusive: bool = False
    retag: bool = False
    atomic: bool = False
    typed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Remote:
    """A file as the store tells of it: size in bytes, and a ``version`` that is another after every change.

    The version is what a listing gives (an ETag, or size and time), "" where a store gives none. ``sha256`` (hex) is
    ours, kept as metadata; "" where the store keeps none or a listing does not tell it. ``media_type`` likewise.
    """

    path: str
    size: int
    version: str = ""
    sha256: str = ""
    media_type: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file to be put: its bytes or where they are, size in bytes, SHA-256 (hex) and HTTP headers' values."""

    path: str
    body: Path | bytes
    size: int
    sha256: str
    media_type: str
    cache_control: str = ""

    def open(self) -> BinaryIO:
        """The bytes as a new stream."""
        return self.body.open("rb") if isinstance(self.body, Path) else BytesIO(self.body)


@dataclass(frozen=True, slots=True, kw_only=True)
class Retag:
    """A new tag before audio that the store has already.

    The result is ``head`` followed by the bytes of ``source`` from ``skip`` on; it goes to ``upload.path`` (which may
    be the source itself), has ``upload.size`` bytes and the hash ``upload.sha256``, and equals ``upload.body``.
    ``version`` is the source's, which must not have changed.
    """

    source: str
    version: str
    skip: int
    head: bytes
    upload: Upload


class Store(Protocol):
    """Files under one root of a server. Methods raise :mod:`feedtool.publish.errors` and nothing else.

    A store may be used by several threads at once, except for :meth:`close`.
    """

    @property
    def where(self) -> str:
        """The root in words, for messages: no password, no key."""

    @property
    def capabilities(self) -> Capabilities:
        """What is known of the server; complete once :meth:`probe` was called or its answer given to ``connect``."""

    def probe(self) -> Capabilities:
        """Find out what the server does, with small files under :data:`OWN` that are removed again."""

    def files(self) -> Iterator[Remote]:
        """Every file under the root, in one listing pass. A root that is not there yet holds none."""

    def stat(self, path: str) -> Remote | None:
        """The file at ``path``, None where there is none."""

    def read(self, path: str, start: int = 0, size: int | None = None) -> Iterator[bytes]:
        """The bytes from ``start`` on, at most ``size``. MissingError where there is no file."""

    def put(
        self, upload: Upload, *, expect: str | None = None, progress: Callable[[int], None] | None = None
    ) -> Remote:
        """Put a file, whole or not at all; folders are made. Safe to repeat.

        ``expect`` is the version of the file that is to be replaced, :data:`ABSENT` where none may stand, None for
        any. ConflictError when it is another: refused by the server where it can (``conditional``; for ABSENT
        ``exclusive``), else by looking just before. ``progress`` is told the bytes sent since it was last called.
        Returns the file with the version a listing will show.
        """

    def retag(self, retag: Retag, *, progress: Callable[[int], None] | None = None) -> Remote:
        """Make a file of a new tag and audio that the store has. UnsupportedError without ``retag``."""
        raise UnsupportedError("cannot put a tag before audio it has")

    def retag_cost(self, *, head: int, size: int, source: int) -> int:
        """Bytes that :meth:`retag` sends for a file of ``size`` bytes with a tag of ``head``, out of ``source`` bytes.

        Where it is ``size``, nothing is saved, and the file is put instead.
        """
        return head

    def delete(self, path: str) -> None:
        """Remove a file; one that is not there is no fault."""

    def lock(self, note: bytes) -> bytes | None:
        """Keep other publishers off. None: the lock is ours. Else the note of who holds it."""
        from hashlib import sha256

        made = Upload(
            path=LOCK, body=note, size=len(note), sha256=sha256(note).hexdigest(), media_type="application/json",
            cache_control="no-store",
        )  # fmt: skip
        try:
            self.put(made, expect=ABSENT)
        except ConflictError:
            return self.locked() or b""
        return None

    def locked(self) -> bytes | None:
        """The note of who holds the lock, None when nobody does."""
        try:
            return b"".join(self.read(LOCK, 0, 4096))
        except MissingError:
            return None

    def unlock(self) -> None:
        """Let others publish."""
        self.delete(LOCK)

    def close(self) -> None:
        """End connections."""
