"""Matroska and WebM: elements of EBML (RFC 8794, RFC 9559). Duration from Info, chapters from the default edition."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, NamedTuple

from feedtool.findings import Finding, Place, SourceError
from feedtool.model import Audio, Chapter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

_SEGMENT, _INFO, _CHAPTERS, _CLUSTER, _SEEK_HEAD = 0x18538067, 0x1549A966, 0x1043A770, 0x1F43B675, 0x114D9B74
_SEEK, _SEEK_ID, _SEEK_POSITION = 0x4DBB, 0x53AB, 0x53AC
_SCALE, _DURATION = 0x2AD7B1, 0x4489
_EDITION, _ATOM, _HIDDEN, _DEFAULT = 0x45B9, 0xB6, 0x98, 0x45DB
_START, _END, _DISPLAY, _STRING = 0x91, 0x92, 0x80, 0x85
_LARGEST = 8 << 20
_MOST = 50_000
_DEEPEST = 8


class _Element(NamedTuple):
    kind: int
    start: int
    end: int


def read(stream: BinaryIO, size: int, file: str, *, duration: bool = True) -> Audio:
    """What the Matroska file holds. Raises SourceError FT405 where it does not say how long it plays."""
    del duration  # its header says it
    found = _segment_parts(stream, size)
    info = found.get(_INFO, b"")
    scale = next((_number(info, e) for e in _children(info, 0, len(info)) if e.kind == _SCALE), 1_000_000)
    length = next((_float(info, e) for e in _children(info, 0, len(info)) if e.kind == _DURATION), 0.0)
    if not 0 < length * scale < 2**62:
        message = "the Matroska file does not say how long it plays"
        raise SourceError(Finding(code="FT405", message=message, place=Place(file), hint="Export the audio again."))
    return Audio(
        container="mka",
        media_type="audio/x-matroska",
        size=size,
        payload=(0, size),
        duration=round(length * scale / 1_000_000),
        chapters=tuple(_chapters(found.get(_CHAPTERS, b""))),
    )


def _segment_parts(stream: BinaryIO, size: int) -> dict[int, bytes]:
    """The bytes of Info and Chapters: in front of the first cluster, or where the seek head says."""
    segment = next((e for e in _top(stream, 0, size) if e.kind == _SEGMENT), None)
    if not segment:
        return {}
    found: dict[int, bytes] = {}
    for element in _top(stream, segment.start, min(segment.end, size)):
        if element.kind == _CLUSTER:
            break
        if element.kind in (_INFO, _CHAPTERS, _SEEK_HEAD):
            found.setdefault(element.kind, _content(stream, element))
    for kind, at in _sought(found.get(_SEEK_HEAD, b"")):
        there = next(_top(stream, segment.start + at, size), None)
        if kind in (_INFO, _CHAPTERS) and kind not in found and there and there.kind == kind:
            found[kind] = _content(stream, there)
    return found


def _top(stream: BinaryIO, at: int, end: int) -> Iterator[_Element]:
    for _ in range(_MOST):
        stream.seek(at)
        element = _element(stream.read(12), 0, end - at)
        if not element:
            return
        yield _Element(element.kind, at + element.start, at + element.end)
        at += element.end


def _content(stream: BinaryIO, element: _Element) -> bytes:
    stream.seek(element.start)
    return stream.read(min(element.end - element.start, _LARGEST))


def _element(data: bytes, at: int, limit: int) -> _Element | None:
    """The element at ``at``; all ones stand for a size that is not known: then it reaches to ``limit``."""
    width = _width(data, at)
    size_at = at + width
    size_width = _width(data, size_at)
    if not width or not size_width or width > 4:
        return None
    kind = int.from_bytes(data[at:size_at], "big")
    start = size_at + size_width
    mask = (1 << 7 * size_width) - 1
    size = int.from_bytes(data[size_at:start], "big") & mask
    end = limit if size == mask else min(start + size, limit)
    return _Element(kind, start, end) if end >= start else None


def _width(data: bytes, at: int) -> int:
    """How many bytes a variable number has, told by the zero bits it starts with; 0 where none can stand."""
    if at >= len(data) or not data[at]:
        return 0
    width = 9 - data[at].bit_length()
    return width if at + width <= len(data) else 0


def _children(data: bytes, at: int, end: int) -> Iterator[_Element]:
    for _ in range(_MOST):
        element = _element(data, at, end)
        if not element or element.end <= at:
            return
        yield element
        at = element.end


def _number(data: bytes, element: _Element) -> int:
    return int.from_bytes(data[element.start : min(element.end, element.start + 8)], "big")


def _float(data: bytes, element: _Element) -> float:
    part = data[element.start : element.end]
    if len(part) not in (4, 8):
        return 0.0
    return float(struct.unpack(">f" if len(part) == 4 else ">d", part)[0])


def _text(data: bytes, element: _Element) -> str:
    return data[element.start : element.end].rstrip(b"\0").decode("utf-8", "replace")


def _sought(data: bytes) -> Iterator[tuple[int, int]]:
    for seek in _children(data, 0, len(data)):
        if seek.kind == _SEEK:
            inside = {e.kind: _number(data, e) for e in _children(data, seek.start, seek.end)}
            yield inside.get(_SEEK_ID, 0), inside.get(_SEEK_POSITION, 0)


def _chapters(data: bytes) -> list[Chapter]:
    """The chapters of the edition marked as default, else of the first; nested ones in line with the others."""
    editions = [e for e in _children(data, 0, len(data)) if e.kind == _EDITION]
    default = (
        e for e in editions if any(_number(data, f) for f in _children(data, e.start, e.end) if f.kind == _DEFAULT)
    )
    edition = next(default, editions[0] if editions else None)
    if not edition:
        return []
    return sorted(_atoms(data, edition, 0), key=lambda chapter: chapter.start)


def _atoms(data: bytes, parent: _Element, depth: int) -> Iterator[Chapter]:
    for element in _children(data, parent.start, parent.end):
        if element.kind == _ATOM and depth < _DEEPEST:
            yield _atom(data, element)
            yield from _atoms(data, element, depth + 1)


def _atom(data: bytes, atom: _Element) -> Chapter:
    inside = [*_children(data, atom.start, atom.end)]
    numbers = {e.kind: _number(data, e) for e in inside if e.kind in (_START, _END, _HIDDEN)}
    titles = (
        _text(data, part)
        for e in inside
        if e.kind == _DISPLAY
        for part in _children(data, e.start, e.end)
        if part.kind == _STRING
    )
    end = numbers.get(_END)
    return Chapter(
        start=_milliseconds(numbers.get(_START, 0)),
        end=None if end is None else _milliseconds(end),
        title=next(titles, ""),
        toc=not numbers.get(_HIDDEN, 0),
    )


def _milliseconds(nanoseconds: int) -> int:
    return (nanoseconds + 500_000) // 1_000_000
