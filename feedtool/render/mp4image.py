"""The chapters' images of an MP4 file as a track of pictures: a sample a chapter, empty where it has none.

Players that know it show the image while the chapter plays (QuickTime File Format, "Chapter lists"). A track holds
images of one format; each image stands in the file once.
"""

from __future__ import annotations

from itertools import accumulate, chain
from typing import TYPE_CHECKING, NamedTuple

from feedtool.render import mp4track
from feedtool.render.boxes import box, boxes, full, number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from feedtool.model import Chapter, Picture

_FORMATS = {"image/jpeg": b"jpeg", "image/png": b"png "}
_HEADER = full(b"vmhd", b"\0\x40" + b"\x80\0" * 3, 1)
_DPI_72 = number(72 << 16)
_UNKNOWN = 600
"""Pixels, for a picture that does not say how large it is: players scale it anyway."""


class Images(NamedTuple):
    """The format, what the track's samples look like, the bytes, and each chapter's place in them: offset and size."""

    media_type: str
    look: mp4track.Look
    data: bytes
    places: tuple[tuple[int, int], ...]


def images(chapters: Sequence[Chapter], pictures: Mapping[str, Picture]) -> Images | None:
    """The images of the chapters: JPEG where one of them is, else PNG; None where there are none."""
    found = [pictures.get(chapter.image or "") for chapter in chapters]
    media_type = next((kind for kind in _FORMATS if any(p and p.media_type == kind for p in found)), "")
    used = {p.url: p for p in found if p and p.media_type == media_type}
    if not used:
        return None
    offsets = dict(zip(used, accumulate((len(p.data) for p in used.values()), initial=0), strict=False))
    places = tuple((offsets[p.url], len(p.data)) if p and p.url in used else (0, 0) for p in found)
    first = next(iter(used.values()))
    look = _look(media_type, first.width or _UNKNOWN, first.height or _UNKNOWN)
    return Images(media_type, look, b"".join(p.data for p in used.values()), places)


def track(made: Images, durations: Sequence[int], name: int, movie_scale: int, at: int) -> bytes:
    """The track ``name``, its images from offset ``at`` on; a first duration too many is the time before chapters."""
    places = [(0, 0)] * (len(durations) - len(made.places)) + [*made.places]
    samples = [mp4track.Sample(ms, offset, size) for ms, (offset, size) in zip(durations, places, strict=True)]
    return mp4track.track(samples, made.look, name, movie_scale, at)


def old(track: bytes, existing: bytes, durations: Sequence[int]) -> Images | None:
    """The images of a track that this tool wrote, where its samples last as long as ``durations``; else None.

    ``existing`` is all that stands around the sound: what is before it stands at its own offset.
    """
    tables = dict(_tables(track))
    counts = _numbers(tables.get(b"stts", b""))
    sizes, offsets = (_numbers(tables.get(kind, b"")[skip:]) for kind, skip in ((b"stsz", 4), (b"stco", 0)))
    look = _old_look(tables.get(b"stsd", b""))
    if not look or counts[1::2] != [*durations] or set(counts[::2]) != {1} or len(sizes) != len(offsets):
        return None
    base = min((at for at, size in zip(offsets, sizes, strict=True) if size), default=0)
    end = max((at + size for at, size in zip(offsets, sizes, strict=True)), default=0)
    if len(sizes) != len(durations) or not _is_data(existing, base, end):
        return None
    places = tuple((at - base, size) if size else (0, 0) for at, size in zip(offsets, sizes, strict=True))
    return Images(look[0], look[1], existing[base:end], places)


def is_images(track: bytes) -> bool:
    """Whether the track that the sound refers to is one of pictures."""
    return any(body[8:12] == b"vide" for kind, body in _media(track) if kind == b"hdlr")


def _look(media_type: str, width: int, height: int) -> mp4track.Look:
    size = min(width, 0x7FFF).to_bytes(2, "big") + min(height, 0x7FFF).to_bytes(2, "big")
    entry = bytes(6) + b"\0\1" + bytes(16) + size + _DPI_72 + _DPI_72 + bytes(4) + b"\0\1" + bytes(32)
    described = box(_FORMATS[media_type], entry + b"\0\x18\xff\xff")
    return mp4track.Look(
        handler=b"vide", header=_HEADER, description=described, width=min(width, 0x7FFF), height=min(height, 0x7FFF)
    )


def _old_look(stsd: bytes) -> tuple[str, mp4track.Look] | None:
    kind, entry = next(boxes(stsd[8:]), (b"", b""))
    media_type = next((name for name, code in _FORMATS.items() if code == kind), "")
    if not media_type or len(entry) < 28:
        return None
    width, height = int.from_bytes(entry[24:26], "big"), int.from_bytes(entry[26:28], "big")
    return media_type, _look(media_type, width, height)


def _media(track: bytes) -> Iterator[tuple[bytes, bytes]]:
    return chain.from_iterable(boxes(body) for kind, body in boxes(track) if kind == b"mdia")


def _tables(track: bytes) -> Iterator[tuple[bytes, bytes]]:
    for kind, media in _media(track):
        for inner, table in boxes(media) if kind == b"minf" else ():
            yield from boxes(table) if inner == b"stbl" else ()


def _numbers(table: bytes) -> list[int]:
    """The numbers of a table, behind its version and the count of its rows."""
    return [int.from_bytes(table[i : i + 4], "big") for i in range(8, len(table) - 3, 4)]


def _is_data(existing: bytes, start: int, end: int) -> bool:
    """Whether the bytes from ``start`` to ``end`` stand inside a box of data."""
    at = 0
    for kind, body in boxes(existing):
        if kind == b"mdat" and at + 8 <= start < end <= at + 8 + len(body):
            return True
        at += 8 + len(body)
    return False
