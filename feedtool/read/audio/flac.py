"""FLAC: a list of metadata blocks, then frames (RFC 9639 section 8). The payload is the frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedtool.findings import Finding, Place, SourceError
from feedtool.id3frames import MAX_TAG
from feedtool.model import Audio
from feedtool.read.audio import vorbiscomment

if TYPE_CHECKING:
    from typing import BinaryIO

_STREAMINFO, _COMMENT = 0, 4
_MOST_BLOCKS = 1_000


def read(stream: BinaryIO, size: int, file: str, *, duration: bool = True) -> Audio:
    """What the FLAC file holds; ``tag`` is everything before the frames. Raises SourceError FT401, FT403 or FT405."""
    del duration  # the header says it
    end = _end(stream, size, file)
    stream.seek(0)
    head = stream.read(end)
    length, comments = 0, b""
    for kind, body in blocks(head):
        if kind == _STREAMINFO and len(body) >= 18:
            length = _duration(body)
        elif kind == _COMMENT and not comments:
            comments = body
    if not length:
        raise SourceError(_refusal("FT405", "the FLAC header does not say how long it plays", file))
    return Audio(
        container="flac",
        media_type="audio/flac",
        size=size,
        payload=(end, size),
        duration=length,
        tag=head,
        chapters=vorbiscomment.chapters(vorbiscomment.read(comments)),
    )


def blocks(head: bytes) -> list[tuple[int, bytes]]:
    """The kinds and contents of the metadata blocks behind the mark ``fLaC``."""
    made: list[tuple[int, bytes]] = []
    at, last = 4, False
    while not last and at + 4 <= len(head):
        last, kind = bool(head[at] & 0x80), head[at] & 0x7F
        size = int.from_bytes(head[at + 1 : at + 4], "big")
        made.append((kind, head[at + 4 : at + 4 + size]))
        at += 4 + size
    return made


def _end(stream: BinaryIO, size: int, file: str) -> int:
    """Where the metadata ends: the sizes are read, and nothing else, before any is believed."""
    at = 4
    for _ in range(_MOST_BLOCKS):
        stream.seek(at)
        head = stream.read(4)
        if len(head) < 4:
            break
        at += 4 + int.from_bytes(head[1:], "big")
        if at > min(size, MAX_TAG):
            break
        if head[0] & 0x80:
            return at
    raise SourceError(_refusal("FT403", "the FLAC metadata has no end within the file", file))


def _duration(body: bytes) -> int:
    """Milliseconds: 20 bits of sample rate and 36 of samples, section 8.2."""
    rate = int.from_bytes(body[10:13], "big") >> 4
    samples = int.from_bytes(body[13:18], "big") & 0xF_FFFF_FFFF
    return (2_000 * samples + rate) // (2 * rate) if rate else 0


def _refusal(code: str, message: str, file: str) -> Finding:
    return Finding(code=code, message=message, place=Place(file), hint="Export the audio again.")
