"""WAV and AIFF: chunks with a name and a size. Chapters are labelled cue points, markers, or an ID3 tag in a chunk."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, NamedTuple

from feedtool.findings import Finding, Place, SourceError
from feedtool.model import Audio, Chapter
from feedtool.read import id3
from feedtool.read.audio import mpeg

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO, Literal

_MOST_CHUNKS = 10_000
_LARGEST = 4 << 20
"""How much of one chunk is read, in bytes; sound is never."""
_MPEG_IN_WAV = 0x55


class _Chunk(NamedTuple):
    """A chunk's name, where its content starts, and its size as far as the file reaches."""

    name: bytes
    start: int
    size: int


def read_wav(stream: BinaryIO, size: int, file: str, *, duration: bool = True) -> Audio:
    """What the WAV file holds, MPEG frames inside it too. Raises SourceError FT405."""
    chunks = {chunk.name: chunk for chunk in reversed([*_chunks(stream, size, "little")])}
    head = _content(stream, chunks.get(b"fmt "))
    data = chunks.get(b"data")
    if len(head) < 16 or not data:
        raise SourceError(_refusal("the WAV file has no format or no data", file))
    kind, _, rate, bytes_a_second = struct.unpack_from("<HHII", head)
    if kind == _MPEG_IN_WAV:
        found = mpeg.read(stream, data.start, data.start + data.size, walk=duration)
        length = found.duration if found else 0
    else:
        length = _milliseconds(data.size, bytes_a_second)
    if not length and duration:
        raise SourceError(_refusal("the WAV file does not say how long it plays", file))
    marks = _tagged(stream, chunks, file) or tuple(_cues(stream, chunks, rate))
    return _audio("wav", "audio/x-wav", size, length, marks)


def read_aiff(stream: BinaryIO, size: int, file: str, *, duration: bool = True) -> Audio:
    """What the AIFF or AIFF-C file holds. Raises SourceError FT405."""
    del duration  # the header says it
    chunks = {chunk.name: chunk for chunk in reversed([*_chunks(stream, size, "big")])}
    head = _content(stream, chunks.get(b"COMM"))
    rate = _extended(head[8:18]) if len(head) >= 18 else 0.0
    if rate < 1:
        raise SourceError(_refusal("the AIFF file does not say how long it plays", file))
    frames = int.from_bytes(head[2:6], "big")
    marks = _tagged(stream, chunks, file) or tuple(_markers(_content(stream, chunks.get(b"MARK")), rate))
    return _audio("aiff", "audio/x-aiff", size, round(frames * 1000 / rate), marks)


def _audio(container: str, media_type: str, size: int, length: int, marks: tuple[Chapter, ...]) -> Audio:
    return Audio(
        container=container, media_type=media_type, size=size, payload=(0, size), duration=length, chapters=marks
    )


def _chunks(stream: BinaryIO, end: int, order: Literal["little", "big"], at: int = 12) -> Iterator[_Chunk]:
    for _ in range(_MOST_CHUNKS):
        stream.seek(at)
        head = stream.read(8)
        if len(head) < 8:
            return
        size = int.from_bytes(head[4:], order)
        yield _Chunk(head[:4], at + 8, min(size, end - at - 8))
        at += 8 + size + size % 2


def _content(stream: BinaryIO, chunk: _Chunk | None) -> bytes:
    if not chunk:
        return b""
    stream.seek(chunk.start)
    return stream.read(min(chunk.size, _LARGEST))


def _tagged(stream: BinaryIO, chunks: dict[bytes, _Chunk], file: str) -> tuple[Chapter, ...]:
    chunk = chunks.get(b"id3 ") or chunks.get(b"ID3 ")
    return id3.read(_content(stream, chunk), file).chapters


def _cues(stream: BinaryIO, chunks: dict[bytes, _Chunk], rate: int) -> Iterator[Chapter]:
    """Cue points in order of time, with the words of their labels."""
    data = _content(stream, chunks.get(b"cue "))
    labels = _labels(_content(stream, chunks.get(b"LIST")))
    points = [struct.unpack_from("<II4sIII", data, at) for at in range(4, len(data) - 23, 24)]
    for name, _, _, _, _, sample in sorted(points, key=lambda point: int(point[5])):
        if rate:
            yield Chapter(start=_milliseconds(sample, rate), title=labels.get(name, ""))


def _labels(data: bytes) -> dict[int, str]:
    made: dict[int, str] = {}
    at = 4 if data[:4] == b"adtl" else len(data)
    while at + 12 <= len(data):
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        if data[at : at + 4] == b"labl":
            text = data[at + 12 : at + 8 + size].split(b"\0")[0]
            made[int.from_bytes(data[at + 8 : at + 12], "little")] = _words(text)
        at += 8 + size + size % 2
    return made


def _markers(data: bytes, rate: float) -> Iterator[Chapter]:
    """AIFF markers: id, position in sample frames, a text with its length before it, padded to even."""
    made: list[Chapter] = []
    at = 2
    while at + 7 <= len(data):
        position, size = struct.unpack_from(">IB", data, at + 2)
        made.append(Chapter(start=round(position * 1000 / rate), title=_words(data[at + 7 : at + 7 + size])))
        at += 7 + size + (1 - size % 2)
    yield from sorted(made, key=lambda chapter: chapter.start)


def _words(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _extended(ten: bytes) -> float:
    """An 80-bit extended number, as AIFF writes its sample rate."""
    exponent = int.from_bytes(ten[:2], "big") & 0x7FFF
    return int.from_bytes(ten[2:10], "big") * 2.0 ** max(-1000, min(exponent - 16_446, 900))


def _milliseconds(units: int, a_second: int) -> int:
    return (2_000 * units + a_second) // (2 * a_second) if a_second else 0


def _refusal(message: str, file: str) -> Finding:
    return Finding(code="FT405", message=message, place=Place(file), hint="Export the audio again.")
