"""Ogg with Vorbis or Opus in it: the header packets, and the last page's position (RFC 3533, RFC 7845)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedtool.findings import Finding, Place, SourceError
from feedtool.id3frames import MAX_TAG
from feedtool.model import Audio
from feedtool.read.audio import vorbiscomment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

_TAIL = 1 << 17
_FIRST = 0x02
"""The flag of a stream's first page."""
_HEADERS = {"opus": 2, "ogg": 3}
_COMMENT_MARK = {"opus": b"OpusTags", "ogg": b"\x03vorbis"}


def read(stream: BinaryIO, size: int, file: str, *, duration: bool = True) -> Audio:
    """What the Ogg file holds; the payload is the pages behind the headers. Raises SourceError FT401, FT403, FT405."""
    del duration  # the last page says it
    serial, packets, end = _headers(stream, file)
    kind = _kind(packets[0]) if packets else ""
    if not kind:
        raise SourceError(_refusal("FT401", "the Ogg file holds neither Vorbis nor Opus", file))
    length = _duration(stream, size, serial, kind, packets[0])
    if length <= 0:
        raise SourceError(_refusal("FT405", _why_endless(stream, size, serial), file))
    stream.seek(0)
    mark = _COMMENT_MARK[kind]
    comments = next((p[len(mark) :] for p in packets if p.startswith(mark)), b"")
    return Audio(
        container=kind,
        media_type="audio/opus" if kind == "opus" else "audio/ogg",
        size=size,
        payload=(end, size),
        duration=length,
        tag=stream.read(end),
        chapters=vorbiscomment.chapters(vorbiscomment.read(comments)),
    )


def _kind(first: bytes) -> str:
    if first.startswith(b"OpusHead") and len(first) >= 19:
        return "opus"
    return "ogg" if first.startswith(b"\x01vorbis") and len(first) >= 16 else ""


def _headers(stream: BinaryIO, file: str) -> tuple[int, list[bytes], int]:
    """The serial number of the first stream, its header packets, and where the page of the last one ends."""
    packets: list[bytes] = []
    part, serial, wanted, end = bytearray(), -1, 1, 0
    for head, body, after in _pages(stream):
        number = int.from_bytes(head[14:18], "little")
        serial = number if serial < 0 else serial
        if number != serial:
            continue
        for piece, done in _pieces(head, body):
            part += piece
            if done:
                packets.append(bytes(part))
                part.clear()
        wanted = _HEADERS.get(_kind(packets[0]), 1) if packets else 1
        end = after
        if len(packets) >= wanted:
            return serial, packets[:wanted], end
        if after > MAX_TAG:
            raise SourceError(_refusal("FT403", "the Ogg headers are larger than any player would load", file))
    return serial, packets, end


def _pages(stream: BinaryIO) -> Iterator[tuple[bytes, bytes, int]]:
    """Each page from the start on: header with lacing values, body, and where it ends."""
    at = 0
    while True:
        stream.seek(at)
        head = stream.read(27)
        if len(head) < 27 or head[:4] != b"OggS":
            return
        lacing = stream.read(head[26])
        body = stream.read(sum(lacing))
        at += 27 + len(lacing) + len(body)
        yield head + lacing, body, at


def _pieces(head: bytes, body: bytes) -> Iterator[tuple[bytes, bool]]:
    """The parts of packets on a page, and whether each ends there."""
    start = size = 0
    for value in head[27:]:
        size += value
        if value < 255:
            yield body[start : start + size], True
            start, size = start + size, 0
    if size:
        yield body[start : start + size], False


def _duration(stream: BinaryIO, size: int, serial: int, kind: str, first: bytes) -> int:
    """Milliseconds up to the last page's position; Opus counts 48 kHz and a start that is not played (RFC 7845 §4)."""
    base = max(0, size - _TAIL)
    stream.seek(base)
    tail = stream.read(_TAIL)
    at = tail.rfind(b"OggS")
    while at >= 0:
        head = tail[at : at + 27]
        position = int.from_bytes(head[6:14], "little", signed=True)
        if len(head) == 27 and head[5] & _FIRST:
            return 0  # another recording begins behind this one
        if len(head) == 27 and int.from_bytes(head[14:18], "little") == serial and position >= 0:
            skip = int.from_bytes(first[10:12], "little") if kind == "opus" else 0
            rate = 48_000 if kind == "opus" else int.from_bytes(first[12:16], "little")
            return (2_000 * (position - skip) + rate) // (2 * rate) if rate else 0
        at = tail.rfind(b"OggS", 0, at)
    return 0


def _why_endless(stream: BinaryIO, size: int, serial: int) -> str:
    stream.seek(max(0, size - _TAIL))
    tail = stream.read(_TAIL)
    last = tail[tail.rfind(b"OggS") :]
    if last[:4] == b"OggS" and last[14:18] != serial.to_bytes(4, "little"):
        return "the Ogg file holds several recordings, one behind the other: it does not say how long they play"
    return "the Ogg file does not say how long it plays"


def _refusal(code: str, message: str, file: str) -> Finding:
    return Finding(code=code, message=message, place=Place(file), hint="Export the audio again.")
