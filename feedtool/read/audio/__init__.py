"""Audio files of other people's making, read without their samples: container, duration, tag, chapters.

The content decides, never the name. One module a container, one row here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedtool.findings import Finding, Place, SourceError
from feedtool.id3frames import tag_size
from feedtool.read.audio import flac, matroska, mp3, mp4, ogg, riff

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO, Protocol

    from feedtool.model import Audio

    class _Reader(Protocol):
        def __call__(self, stream: BinaryIO, size: int, file: str, *, duration: bool = True) -> Audio: ...


def read(stream: BinaryIO, file: str, *, duration: bool = True) -> Audio:
    """What the audio in ``stream`` (seekable) holds; ``file`` is its name in findings.

    ``duration`` False skips walking the whole file where its header does not say how long it plays: 0 then. Raises
    SourceError: FT401 (no audio, or not of a kind a podcast is published in), FT402 (free format), FT403 (a tag too
    large to be believed). Memory stays bounded whatever the file's size says.
    """
    size = stream.seek(0, 2)
    stream.seek(0)
    head = stream.read(64)
    if not size:
        raise SourceError(_refusal("the file is empty", file))
    for fits, reader in _READERS:
        if fits(head):
            return reader(stream, size, file, duration=duration)
    known = next((what for start, what in _NOT_AUDIO if head.startswith(start)), None)
    if known:
        raise SourceError(_refusal(f"this is {known}", file))
    return mp3.read(stream, size, file, duration=duration)


def _refusal(message: str, file: str) -> Finding:
    return Finding(
        code="FT401",
        message=message,
        place=Place(file),
        hint="Give the episode's audio as MP3, M4A, Ogg, Opus or FLAC.",
    )


_READERS: tuple[tuple[Callable[[bytes], bool], _Reader], ...] = (
    (lambda head: head[:4] == b"fLaC", flac.read),
    (lambda head: head[:4] == b"OggS", ogg.read),
    (lambda head: head[:4] == b"RIFF" and head[8:12] == b"WAVE", riff.read_wav),
    (lambda head: head[:4] == b"FORM" and head[8:12] in (b"AIFF", b"AIFC"), riff.read_aiff),
    (lambda head: head[4:8] in (b"ftyp", b"moov", b"mdat", b"wide", b"free"), mp4.read),
    (lambda head: head[:4] == b"\x1aE\xdf\xa3", matroska.read),
    (lambda head: tag_size(head) > 0, mp3.read),
)

_NOT_AUDIO = (
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"\x89PNG", "a PNG image"),
    (b"GIF8", "a GIF image"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"%PDF", "a PDF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"<", "a web page or XML"),
    (b"{", "a JSON text"),
)
