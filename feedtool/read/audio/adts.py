"""Raw AAC (ADTS): frames one behind the other, each with its length in front (ISO 13818-7 section 6.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedtool.read.audio.mpeg import Stream

if TYPE_CHECKING:
    from typing import BinaryIO

MEDIA_TYPE = "audio/aac"
_CHUNK = 1 << 20
_LONGEST = 1 << 13
_SAMPLES = 1_024
_RATES = (96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350)


def starts(head: bytes) -> bool:
    """Whether two frames of one kind stand in a row at the start of ``head``, or one that fills it."""
    size = _length(head, 0, head[:2])
    return bool(size) and (size >= len(head) or bool(_length(head, size, head[:2])))


def read(stream: BinaryIO, start: int, end: int, *, walk: bool = True) -> Stream:
    """The frames between the offsets, where :func:`starts` is true; what is none is passed over. See mpeg.read."""
    stream.seek(start)
    head = stream.read(7)
    rate = _RATES[head[2] >> 2 & 15]
    blocks, last = _walk(stream, start, end, head[:2]) if walk else (0, end)
    return Stream(start, last, blocks, _SAMPLES, rate)


def _length(data: bytes, at: int, mark: bytes) -> int:
    """The length of the frame at ``at`` that starts with the two bytes ``mark``; 0 where none does."""
    head = data[at : at + 7]
    if len(head) < 7 or head[:2] != mark or mark[0] != 0xFF or mark[1] & 0xF6 != 0xF0:
        return 0
    size = (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5
    return size if size >= 7 and head[2] >> 2 & 15 < len(_RATES) else 0


def _walk(stream: BinaryIO, start: int, end: int, mark: bytes) -> tuple[int, int]:
    """The blocks of samples that the frames hold, and where the last frame ends."""
    blocks, at, last = 0, start, start
    base, data = start, b""
    while at < end:
        if at - base > len(data) - _LONGEST and base + len(data) < end:
            stream.seek(at)
            base, data = at, stream.read(min(_CHUNK, end - at))
        size = _length(data, at - base, mark)
        if size and at + size <= end:
            blocks += (data[at - base + 6] & 3) + 1
            last = at = at + size
        else:
            found = data.find(mark, at - base + 1)
            at = base + found if found >= 0 else max(at + 1, base + len(data) - 1)
    return blocks, last
