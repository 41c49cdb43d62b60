"""MPEG audio (MP3): where the frames are, and how long they play (ISO 11172-3, ISO 13818-3, and MPEG 2.5).

Every frame is walked unless a Xing, Info or VBRI header says how many there are and its byte count fits the file. The
frame that carries such a header is silence for the decoder and counts as none. The samples an encoder puts before and
behind the sound are played by most players and counted by all, so they are counted here.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import BinaryIO

_CHUNK = 1 << 20
_LONGEST = 6_000
"""More bytes than any frame has (MPEG-1 layer I at 448 kbit/s and 32 kHz: 672; layer II at 384 and 32: 1,728)."""
_SEARCH = 1 << 20
"""How far junk before the first frame is searched, in bytes."""
_JUNK = 16 << 20
"""How much junk between frames is searched for more, in bytes."""
_TRIES = 50_000
"""How many places in one chunk that look like a frame are tried."""
_CANDIDATE = re.compile(rb"(?=\xff[\xe2-\xe7\xf2-\xf7\xfa-\xff][\x10-\xef])")
_BITRATES: dict[tuple[bool, int], tuple[int, ...]] = {
    (True, 1): (0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    (True, 2): (0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (True, 3): (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (False, 1): (0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (False, 2): (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (False, 3): (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_RATES = (44_100, 48_000, 32_000)
_DIVIDER = {3: 1, 2: 2, 0: 4}


class Stream(NamedTuple):
    """What a walk found: the first frame's offset, the end of the last, the frames, their samples and sample rate.

    ``missing`` is how many bytes fewer there are than a header in the first frame says.
    """

    start: int
    end: int
    frames: int
    samples: int
    rate: int
    missing: int = 0

    @property
    def duration(self) -> int:
        """How long it plays, in milliseconds, rounded half up."""
        return (2_000 * self.frames * self.samples + self.rate) // (2 * self.rate)


class _Head(NamedTuple):
    """A frame header: its version bits, layer, sample rate, samples a frame, and its own length in bytes."""

    version: int
    layer: int
    rate: int
    samples: int
    length: int
    mono: bool


def find(data: bytes, *, frames: int = 2, start: int = 0) -> int:
    """The offset of the first of ``frames`` frames in a row that agree with each other, -1 where there is none."""
    for candidate in islice(_CANDIDATE.finditer(data, start), _TRIES):
        if _row(data, candidate.start(), frames):
            return candidate.start()
    return -1


def is_free_format(data: bytes) -> bool:
    """Whether ``data`` starts with frames whose header leaves their length open: two equal headers, some way apart."""
    if len(data) < 4 or data[0] != 0xFF or data[1] < 0xE0 or data[2] >> 4 or not data[1] >> 1 & 3:
        return False
    if data[2] >> 2 & 3 == 3 or data[1] >> 3 & 3 == 1:
        return False
    mask = bytes((data[0], data[1], data[2] & 0xFD))
    other = mask[:2] + bytes((data[2] | 2,))
    return data.find(mask, 32, 8_192) > 0 or data.find(other, 32, 8_192) > 0


def read(stream: BinaryIO, start: int, end: int, *, walk: bool = True) -> Stream | None:
    """The frames between the offsets ``start`` and ``end``: None where no two stand in a row.

    Junk before the first is passed over, up to 1 MiB of it, if four frames then stand in a row. With ``walk`` False
    frames that no header counts are not walked, and the count is 0.
    """
    stream.seek(start)
    data = stream.read(min(_SEARCH + 4 * _LONGEST, end - start))
    at = find(data) if _row(data, 0, 2) else find(data, frames=4)
    if at < 0:
        return None
    head = _head(data, at)
    assert head is not None  # noqa: S101 - find() has just read it
    frame, room = data[at : at + head.length], end - start - at
    counted = _counted(frame, head, room)
    if counted:
        return Stream(start + at, end, counted, head.samples, head.rate)
    if not walk:
        return Stream(start + at, end, 0, head.samples, head.rate)
    skip = head.length if _is_header_frame(frame, head) else 0
    missing = max(0, _promised(frame, head)[1] - room - head.length)
    return _walk(stream, start + at + skip, end, head)._replace(start=start + at, missing=missing)


def _head(data: bytes, at: int) -> _Head | None:
    """The frame header at ``at``, None where none stands or it leaves its length open."""
    if at + 4 > len(data) or data[at] != 0xFF or data[at + 1] < 0xE0:
        return None
    version, layer = data[at + 1] >> 3 & 3, 4 - (data[at + 1] >> 1 & 3)
    bitrate, rate, padding = data[at + 2] >> 4, data[at + 2] >> 2 & 3, data[at + 2] >> 1 & 1
    if version == 1 or layer == 4 or bitrate in (0, 15) or rate == 3:
        return None
    first = version == 3
    hertz = _RATES[rate] // _DIVIDER[version]
    kilobits = _BITRATES[first, layer][bitrate]
    samples = 384 if layer == 1 else 1152 if first or layer == 2 else 576
    slot = 4 if layer == 1 else 1
    length = (samples * 125 * kilobits // (hertz * slot) + padding) * slot
    return _Head(version, layer, hertz, samples, length, data[at + 3] >> 6 == 3)


def _row(data: bytes, at: int, frames: int) -> bool:
    """Whether ``frames`` frames of one kind stand in a row at ``at``; the data's end counts as the next frame."""
    first = head = _head(data, at)
    for number in range(1, frames):
        if not head or not first:
            return False
        at += head.length
        if at >= len(data) and number > 1:
            return True
        head = _head(data, at)
        if not head or head[:3] != first[:3]:
            return False
    return first is not None


def _side(head: _Head) -> int:
    """Where a Xing or Info header stands in a frame: behind the 4 header bytes and the side information."""
    if head.version == 3:
        return 4 + (17 if head.mono else 32)
    return 4 + (9 if head.mono else 17)


def _is_header_frame(frame: bytes, head: _Head) -> bool:
    side = _side(head)
    return head.layer == 3 and (frame[side : side + 4] in (b"Xing", b"Info") or frame[36:40] == b"VBRI")


def _counted(frame: bytes, head: _Head, room: int) -> int:
    """The frames that a Xing, Info or VBRI header counts, 0 where there is none or its bytes do not fit the file."""
    frames, size = _promised(frame, head)
    return frames if abs(size - room) <= head.length and 0 < frames <= room // 4 else 0


def _promised(frame: bytes, head: _Head) -> tuple[int, int]:
    """The frames and bytes that a Xing, Info or VBRI header counts; zeros where there is none."""
    if not _is_header_frame(frame, head):
        return 0, 0
    side = _side(head)
    if frame[36:40] == b"VBRI":
        return int.from_bytes(frame[50:54], "big"), int.from_bytes(frame[46:50], "big")
    if frame[side + 7] & 3 != 3:
        return 0, 0
    return int.from_bytes(frame[side + 8 : side + 12], "big"), int.from_bytes(frame[side + 12 : side + 16], "big")


def _walk(stream: BinaryIO, start: int, end: int, head: _Head) -> Stream:
    """Count frames from ``start`` to ``end``, chunk by chunk, searching on where the row breaks."""
    count, at, last = 0, start, start  # last: where the last row of frames ended
    sizes = _sizes(head[:3])
    base, data, in_row = at, b"", True
    while at < end - 4 and at - last <= _JUNK:
        if at - base > len(data) - _LONGEST and base + len(data) < end:
            stream.seek(at)
            base, data = at, stream.read(min(_CHUNK, end - at))
            if not data:
                break
        if in_row:
            made, stop = _run(data, at - base, sizes)
            count, at = count + made, base + stop
            last, in_row = at, stop > len(data) - 3
        else:
            found = _next(data, at - base, head)
            in_row = found >= 0
            if not in_row and base + len(data) >= end:
                break
            at = base + found if in_row else max(base + len(data) - _LONGEST, at + 1)
    return Stream(start, min(last, end), count, head.samples, head.rate)


@cache
def _sizes(kind: tuple[int, ...]) -> dict[bytes, int]:
    """The length of every frame of one version, layer and rate (``kind``) by its first three bytes."""
    made: dict[bytes, int] = {}
    for second in range(0xE0, 0x100):
        for third in range(256):
            three = bytes((0xFF, second, third))
            other = _head(three + b"\0", 0)
            if other and other[:3] == kind:
                made[three] = other.length
    return made


def _run(data: bytes, at: int, sizes: dict[bytes, int]) -> tuple[int, int]:
    """How many frames stand in a row from ``at`` on in ``data``, and where the row breaks: the hot loop."""
    size_of = sizes.get
    count = 0
    while size := size_of(data[at : at + 3]):
        at += size
        count += 1
    return count, at


def _next(data: bytes, at: int, head: _Head) -> int:
    """Where frames of the same kind go on behind a break, -1 where they do not."""
    while (at := find(data, start=at)) >= 0:
        other = _head(data, at)
        if other and other[:3] == head[:3]:
            return at
        at += 1
    return -1
