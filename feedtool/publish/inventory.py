"""What a build made and a target is to hold: every file with its size, hash, media type, and its turn.

The turn is what listeners need first: artwork, audio, transcripts, chapters, pages, and the feed last of all.
"""

from __future__ import annotations

import hashlib
import mimetypes
from dataclasses import dataclass, replace
from enum import IntEnum
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from feedtool import manifest
from feedtool.findings import EnvironmentFault, Finding
from feedtool.id3frames import tag_size
from feedtool.kinds import FEED_PATH
from feedtool.publish.store import Upload

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from feedtool.publish.memory import Hashes

_CHUNK: Final = 1 << 20


class Turn(IntEnum):
    """When a file is sent. Within a turn files go side by side, between turns everything is waited for."""

    ARTWORK = 0
    AUDIO = 1
    TRANSCRIPT = 2
    CHAPTERS = 3
    PAGE = 4
    FURTHER_FEED = 5
    FEED = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """A file's size, its SHA-256, and of MP3 and AAC the length of the leading tag and the SHA-256 of the rest."""

    size: int
    sha256: str
    head: int = 0
    rest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A file to be published: its path under the target's root, where it is, what it is, and when it is sent."""

    path: str
    source: Path
    digest: Digest
    turn: Turn

    def renamed(self, path: str) -> Item:
        """The same file under another name."""
        return replace(self, path=path)

    def upload(self) -> Upload:
        """The file as a store takes it."""
        return Upload(
            path=self.path,
            body=self.source,
            size=self.digest.size,
            sha256=self.digest.sha256,
            media_type=media_type(self.path),
            cache_control=_CACHE[self.turn],
        )

    def head(self) -> bytes:
        """The leading tag."""
        with self.source.open("rb") as stream:
            return stream.read(self.digest.head)


_CACHE: Final = {
    Turn.ARTWORK: "public, max-age=86400",
    Turn.AUDIO: "public, max-age=86400",
    Turn.TRANSCRIPT: "public, max-age=3600",
    Turn.CHAPTERS: "public, max-age=3600",
    Turn.PAGE: "public, max-age=300",
    Turn.FURTHER_FEED: "public, max-age=300",
    Turn.FEED: "public, max-age=300",
}
"""How long caches may keep a file: what is edited and must be seen soon, for minutes."""

_TYPES: Final = {
    ".aac": "audio/aac", ".flac": "audio/flac", ".gif": "image/gif", ".htm": "text/html; charset=utf-8",
    ".html": "text/html; charset=utf-8", ".jpeg": "image/jpeg", ".jpg": "image/jpeg", ".json": "application/json",
    ".m4a": "audio/mp4", ".m4b": "audio/mp4", ".mka": "audio/x-matroska", ".mp3": "audio/mpeg", ".mp4": "video/mp4",
    ".oga": "audio/ogg", ".ogg": "audio/ogg", ".opus": "audio/ogg", ".png": "image/png",
    ".srt": "application/x-subrip", ".txt": "text/plain; charset=utf-8", ".vtt": "text/vtt; charset=utf-8",
    ".webp": "image/webp", ".xml": "application/rss+xml; charset=utf-8", ".xsl": "text/xsl; charset=utf-8",
}  # fmt: skip


def media_type(path: str) -> str:
    """The Content-Type of a published file: the feed's own types where the feed names them, chapters as such."""
    if path.startswith("chapters/") and path.endswith(".json"):
        return "application/json+chapters"
    ending = PurePosixPath(path).suffix.lower()
    return _TYPES.get(ending) or mimetypes.guess_type(path)[0] or "application/octet-stream"


def turn_of(path: str) -> Turn:
    """When the file at ``path`` is sent."""
    if path == FEED_PATH:
        return Turn.FEED
    if path.endswith(".xml"):
        return Turn.FURTHER_FEED
    top = path.partition("/")[0]
    kind = media_type(path)
    if top == "audio" or kind.startswith(("audio/", "video/")):
        return Turn.AUDIO
    if kind.startswith("image/"):
        return Turn.ARTWORK
    return {"transcripts": Turn.TRANSCRIPT, "chapters": Turn.CHAPTERS}.get(top, Turn.PAGE)


def take(root: Path, out: Path, hashes: Hashes) -> list[Item]:
    """Every file that the last build of ``root`` into ``out`` made, in the order in which they are sent.

    Raises EnvironmentFault (FT916) where that is not known: a file that nobody knows of would count as left over.
    """
    paths = manifest.outputs(root, out)
    if FEED_PATH not in paths:
        message = f"what was built cannot be noted in {root / manifest.FOLDER}"
        raise EnvironmentFault(Finding(code="FT916", message=message))
    found = (Item(path=path, source=out / path, digest=hashes.of(out / path), turn=turn_of(path)) for path in paths)
    return sorted(found, key=lambda item: (item.turn, item.path))


def digest(path: Path) -> Digest:
    """Read the file once for all there is to know of it."""
    whole, rest = hashlib.sha256(), hashlib.sha256()
    size = 0
    with path.open("rb") as stream:
        tagged = path.suffix.lower() in {".mp3", ".aac"}
        head = tag_size(stream.read(10)) if tagged else 0
        stream.seek(0)
        for chunk in _chunks(stream.read, head):
            whole.update(chunk)
            if tagged and size >= head:
                rest.update(chunk)
            size += len(chunk)
    return Digest(size=size, sha256=whole.hexdigest(), head=head, rest=rest.hexdigest() if tagged else "")


def _chunks(read: Callable[[int], bytes], head: int) -> Iterator[bytes]:
    """The bytes in pieces, of which one ends where the tag does."""
    left = head
    while chunk := read(min(left, _CHUNK) or _CHUNK):
        left = max(left - len(chunk), 0)
        yield chunk
