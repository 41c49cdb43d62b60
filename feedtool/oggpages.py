"""Pages of an Ogg stream: their checksum, and their numbers counted anew behind a head of another length (RFC 3533).

Only the number and the checksum of a page change, eight bytes of its header; what it carries is passed on as it is.
A checksum changes by what the new number changes in it, so that a page that was damaged is still seen to be.
"""

from __future__ import annotations

import zlib
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Read = Callable[[int, int], bytes]

_HEAD = 27
_FIRST = 0x02
"""The flag of a stream's first page."""
_BATCH = 1 << 20
_NOTHING = bytes(8)
_LONGEST = _HEAD + 255 + 255 * 255
_REVERSED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))


def crc(data: bytes) -> int:
    """The checksum of RFC 3533: CRC-32 from 0, highest bit first. zlib's has the same polynomial, lowest bit first."""
    mirrored = zlib.crc32(data.translate(_REVERSED), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return int.from_bytes(mirrored.to_bytes(4, "little").translate(_REVERSED), "big")


def shift(head: bytes, first: bytes) -> int:
    """What the numbers of the pages behind ``head`` grow by, where ``first`` is the first of them; 0 for no Ogg."""
    last = b""
    at = 0
    while page := _length(head[at : at + _LONGEST]):
        last = head[at : at + _HEAD]
        at += page
    if not last or not _length(first) or first[14:18] != last[14:18]:
        return 0
    return _number(last) + 1 - _number(first)


def renumbered(read: Read, start: int, end: int, by: int) -> Iterator[bytes]:
    """The bytes from ``start`` to ``end``, about a mebibyte at a time, the first stream's page numbers grown by ``by``.

    ``read(size, offset)`` gives bytes. Pages of other streams stay, and so does a second stream of the same number
    behind the first, and whatever is no page at all.
    """
    serial = read(_HEAD, start)[14:18]
    for data, pages in _batches(read, start, end):
        made = bytearray(data)
        for at, size in pages:
            if data[at + 14 : at + 18] == serial and data[at + 5] & _FIRST:
                by = 0
            elif data[at + 14 : at + 18] == serial and by:
                made[at + 18 : at + 26] = _moved(data[at : at + _HEAD], size, by)
        yield bytes(made)


def same(one: Read, start: int, end: int, two: Read, there: int) -> bool:
    """Whether all but the numbers and checksums of the pages from ``start`` to ``end`` stands in the other from
    ``there`` on, and nothing behind it."""
    other = _batches(two, there, there + end - start)
    for data, pages in _batches(one, start, end):
        if _masked(data, pages) != _masked(next(other, (b"", []))[0], pages):
            return False
    return not two(1, there + end - start)


def _masked(data: bytes, pages: list[tuple[int, int]]) -> bytearray:
    made = bytearray(data)
    for at, _ in pages:
        made[at + 18 : at + 26] = _NOTHING
    return made


def _batches(read: Read, start: int, end: int) -> Iterator[tuple[bytes, list[tuple[int, int]]]]:
    """Whole pages, many at a time, with the place and length of each; what is no page comes along without a place."""
    while start < end:
        data = read(min(_BATCH, end - start), start)
        if not data:
            return
        pages, used = _whole(data, last=start + len(data) >= end)
        yield data[:used], pages
        start += used


def _whole(data: bytes, *, last: bool) -> tuple[list[tuple[int, int]], int]:
    """The pages in ``data``, and how much of it is dealt with: a page cut off waits for more, unless ``last``."""
    pages: list[tuple[int, int]] = []
    at = 0
    while at < len(data):
        size = _length(data[at : at + _HEAD + 255])
        if size and at + size <= len(data):
            pages.append((at, size))
            at += size
        elif not last and at and len(data) - at < _LONGEST:
            return pages, at
        else:
            found = data.find(b"OggS", at + 1)
            at = found if found >= 0 else len(data) if last else max(at + 1, len(data) - 3)
    return pages, len(data)


def _length(page: bytes) -> int:
    """The length of the page that starts here, 0 where none does."""
    if page[:5] != b"OggS\0" or len(page) < _HEAD:
        return 0
    lacing = page[_HEAD : _HEAD + page[26]]
    return _HEAD + len(lacing) + sum(lacing) if len(lacing) == page[26] else 0


def _number(page: bytes) -> int:
    return int.from_bytes(page[18:22], "little")


def _moved(head: bytes, size: int, by: int) -> bytes:
    """Number and checksum of a page of that size."""
    number = ((_number(head) + by) % 2**32).to_bytes(4, "little")
    difference = bytes(one ^ two for one, two in zip(number, head[18:22], strict=True))
    changed = int.from_bytes(head[22:26], "little") ^ _change(difference, size - 22)
    return number + changed.to_bytes(4, "little")


@lru_cache(maxsize=4_096)
def _change(difference: bytes, behind: int) -> int:
    """What four changed bytes change in the checksum of a page that goes on for ``behind`` bytes."""
    return crc(difference + bytes(behind))
