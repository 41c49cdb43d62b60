"""MP4 (M4A, M4B): boxes in boxes (ISO 14496-12). Chapters: a text track of the sound, else ``chpl``."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from feedtool.findings import Finding, Place, SourceError
from feedtool.id3frames import MAX_TAG
from feedtool.model import Audio, Chapter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

_MOST_BOXES = 10_000
_MOST_SAMPLES = 10_000
_LONGEST_TITLE = 1 << 16


class Box(NamedTuple):
    """A box's type, where it starts, where its content starts, and where it ends."""

    kind: bytes
    start: int
    content: int
    end: int


def read(stream: BinaryIO, size: int, file: str, *, duration: bool = True) -> Audio:
    """What the MP4 file holds. The payload starts with the first sample of sound and ends with the last box that holds
    some; ``tag`` is all the other boxes.

    Raises SourceError: FT401 (no sound), FT403 (an index too large), FT405 (no duration).
    """
    del duration  # the index says it
    tops = [*_top_boxes(stream, size)]
    moov = _moov(stream, tops, file)
    tracks = [_track(moov, box) for box in _inside(moov, b"trak")]
    sound = next((t for t in tracks if t.handler == b"soun"), None)
    if not sound:
        raise SourceError(_refusal("FT401", "the MP4 file holds no sound", file))
    length = max(_mvhd(moov), sound.duration)
    if not length:
        raise SourceError(_refusal("FT405", "the MP4 file does not say how long it plays", file))
    texts = {number for track in tracks for number in track.chapters}
    chunks = [place for track in tracks if track.number not in texts for place in _chunks(moov, track)]
    held = _held(tops, chunks)
    return Audio(
        container="m4a",
        media_type="audio/x-m4a",
        size=size,
        payload=(min(chunks), held[-1].end) if held else (size, size),
        duration=length,
        tag=_around(stream, tops, held),
        chapters=_without_gap([*_track_chapters(stream, moov, tracks, sound)]) or tuple(_nero(moov)),
    )


class _Track(NamedTuple):
    """What is needed of a track: number, handler, time scale, duration in ms, box, and the tracks of its chapters."""

    number: int
    handler: bytes
    scale: int
    duration: int
    box: Box
    chapters: tuple[int, ...]


def _top_boxes(stream: BinaryIO, size: int) -> Iterator[Box]:
    at = 0
    for _ in range(_MOST_BOXES):
        stream.seek(at)
        box = _box(stream.read(16), 0, size - at)
        if not box:
            return
        yield Box(box.kind, at, at + box.content, at + box.end)
        at += box.end


def _box(data: bytes, at: int, limit: int) -> Box | None:
    """The box at ``at``, cut at ``limit``; size 1 stands for a 64-bit size behind, size 0 for all there is."""
    if at + 8 > len(data):
        return None
    size, kind, content = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8], at + 8
    if size == 1:
        size, content = int.from_bytes(data[at + 8 : at + 16], "big"), at + 16
    end = min(at + size, limit) if size else limit
    return Box(kind, at, content, end) if end >= content else None


def _moov(stream: BinaryIO, tops: list[Box], file: str) -> bytes:
    box = next((b for b in tops if b.kind == b"moov"), None)
    if not box:
        raise SourceError(_refusal("FT405", "the MP4 file has no index (moov); it may be cut off", file))
    if box.end - box.start > MAX_TAG:
        raise SourceError(_refusal("FT403", "the MP4 file's index is larger than any player would load", file))
    stream.seek(box.content)
    return stream.read(box.end - box.content)


def _inside(data: bytes, *path: bytes, start: int = 0, end: int | None = None) -> Iterator[Box]:
    """The boxes at a path of types, within a part of ``data``."""
    at, limit = start, len(data) if end is None else end
    for _ in range(_MOST_BOXES):
        box = _box(data, at, limit)
        if not box or box.end <= at:
            return
        if box.kind == path[0]:
            if len(path) == 1:
                yield box
            else:
                yield from _inside(data, *path[1:], start=box.content, end=box.end)
        at = box.end


def _first(data: bytes, *path: bytes, within: Box | None = None) -> bytes:
    """The content of the first box at a path, empty where there is none."""
    start, end = (within.content, within.end) if within else (0, None)
    box = next(_inside(data, *path, start=start, end=end), None)
    return data[box.content : box.end] if box else b""


def _times(head: bytes) -> tuple[int, int]:
    """Time scale and duration of an ``mvhd`` or ``mdhd``, whose version decides the width of its numbers."""
    if head[:1] == b"\1":
        return int.from_bytes(head[20:24], "big"), int.from_bytes(head[24:32], "big")
    return int.from_bytes(head[12:16], "big"), int.from_bytes(head[16:20], "big")


def _milliseconds(units: int, scale: int) -> int:
    return (2_000 * units + scale) // (2 * scale) if scale else 0


def _mvhd(moov: bytes) -> int:
    scale, units = _times(_first(moov, b"mvhd"))
    return _milliseconds(units, scale) if units not in (2**32 - 1, 2**64 - 1) else 0


def _track(moov: bytes, box: Box) -> _Track:
    head = _first(moov, b"tkhd", within=box)
    number = head[20:24] if head[:1] == b"\1" else head[12:16]
    scale, units = _times(_first(moov, b"mdia", b"mdhd", within=box))
    references = _first(moov, b"tref", b"chap", within=box)
    return _Track(
        number=int.from_bytes(number, "big"),
        handler=_first(moov, b"mdia", b"hdlr", within=box)[8:12],
        scale=scale,
        duration=_milliseconds(units, scale) if units < 2**32 - 1 else 0,
        box=box,
        chapters=tuple(_numbers(references, 0, 4)),
    )


def _numbers(data: bytes, start: int, width: int) -> list[int]:
    end = start + (len(data) - start) // width * width
    return [int.from_bytes(data[i : i + width], "big") for i in range(start, end, width)]


def _track_chapters(stream: BinaryIO, moov: bytes, tracks: list[_Track], sound: _Track) -> Iterator[Chapter]:
    """The chapters of the text track the sound refers to: each sample a title, its time that of the chapter."""
    track = next((t for t in tracks if t.number in sound.chapters and t.handler in (b"text", b"sbtl")), None)
    if not track:
        return
    table = [_first(moov, b"mdia", b"minf", b"stbl", name, within=track.box) for name in _TABLES]
    at = 0
    for duration, (offset, size) in zip(_durations(table[0]), _places(*table[1:]), strict=False):
        stream.seek(offset)
        data = stream.read(min(size, _LONGEST_TITLE))
        start, end = _milliseconds(at, track.scale), _milliseconds(at + duration, track.scale)
        title = _words(data[2 : 2 + int.from_bytes(data[:2], "big")])
        if title or duration:
            yield Chapter(start=start, end=end, title=title)
        at += duration


def _without_gap(chapters: list[Chapter]) -> tuple[Chapter, ...]:
    """A track starts at 0: where the first chapter comes later, a sample without words fills the time before it."""
    filler = len(chapters) > 1 and not chapters[0].title and chapters[1].title
    return tuple(chapters[1:] if filler else chapters)


_TABLES = (b"stts", b"stsz", b"stsc", b"stco", b"co64")


def _durations(stts: bytes) -> Iterator[int]:
    left = _MOST_SAMPLES
    rows = _numbers(stts, 8, 4)
    for count, duration in zip(rows[::2], rows[1::2], strict=False):
        for _ in range(min(count, left)):
            yield duration
        left -= min(count, left)


def _places(stsz: bytes, stsc: bytes, stco: bytes, co64: bytes) -> Iterator[tuple[int, int]]:
    """Offset and size of each sample: chunks hold runs of samples (ISO 14496-12 section 8.7)."""
    sizes = iter(_sizes(stsz))
    runs = _numbers(stsc, 8, 4)
    firsts = dict(zip(runs[::3], runs[1::3], strict=False))
    in_chunk = 0
    for number, offset in enumerate(_numbers(stco, 8, 4) or _numbers(co64, 8, 8), 1):
        in_chunk = firsts.get(number, in_chunk)
        for _ in range(min(in_chunk, _MOST_SAMPLES)):
            size = next(sizes, None)
            if size is None:
                return
            yield offset, size
            offset += size  # noqa: PLW2901 - the next sample stands right behind


def _sizes(stsz: bytes) -> list[int]:
    fixed, count = int.from_bytes(stsz[4:8], "big"), int.from_bytes(stsz[8:12], "big")
    return [fixed] * min(count, _MOST_SAMPLES) if fixed else _numbers(stsz, 12, 4)[:_MOST_SAMPLES]


def _words(data: bytes) -> str:
    if data[:2] in (b"\xfe\xff", b"\xff\xfe"):
        return data.decode("utf-16", "replace")
    return data.decode("utf-8", "replace")


def _nero(moov: bytes) -> Iterator[Chapter]:
    """``chpl``: a count, then start in 100 ns, length of the title, title. Version 0 has no reserved bytes."""
    data = _first(moov, b"udta", b"chpl")
    at = 9 if data[:1] == b"\1" else 5
    for _ in range(data[at - 1] if len(data) >= at else 0):
        if at + 9 > len(data):
            return
        start, size = int.from_bytes(data[at : at + 8], "big"), data[at + 8]
        yield Chapter(start=(start + 5_000) // 10_000, title=_words(data[at + 9 : at + 9 + size]))
        at += 9 + size


def _chunks(moov: bytes, track: _Track) -> list[int]:
    """Where the parts of a track stand in the file."""
    path = (b"mdia", b"minf", b"stbl")
    stco, co64 = (_first(moov, *path, name, within=track.box) for name in (b"stco", b"co64"))
    return _numbers(stco, 8, 4) or _numbers(co64, 8, 8)


def _held(tops: list[Box], chunks: list[int]) -> list[Box]:
    """The boxes from the first to the last that holds sound."""
    if not chunks:
        return []
    first, last = min(chunks), max(chunks)
    return [box for box in tops if box.end > first and box.start <= last]


def _around(stream: BinaryIO, tops: list[Box], held: list[Box]) -> bytes:
    """The other boxes one after the other, as far as they are small enough to be an index."""
    others = [box for box in tops if box not in held]
    if sum(box.end - box.start for box in others) > 2 * MAX_TAG:
        return b""
    made = b""
    for box in others:
        stream.seek(box.start)
        made += stream.read(box.end - box.start)
    return made


def _refusal(code: str, message: str, file: str) -> Finding:
    return Finding(code=code, message=message, place=Place(file), hint="Export the audio again.")
