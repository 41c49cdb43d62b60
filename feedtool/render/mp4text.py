"""The chapters of an MP4 file as a text track: one sample a chapter, its title, lasting as long as the chapter.

The track is not shown by itself; the sound refers to it (QuickTime File Format, "Chapter lists").
"""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from feedtool.render.boxes import box, full, number
from feedtool.render.id3 import ends

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feedtool.model import Chapter

_SCALE = 1_000
_UTF8 = number(12) + b"encd" + number(0x100)
_MATRIX = number(0x10000) + bytes(12) + number(0x10000) + bytes(12) + number(0x40000000)
_UNDETERMINED = 0x55C4
"""The language ``und``, in three times five bits."""


def samples(chapters: Sequence[Chapter], duration: int | None) -> list[tuple[int, bytes]]:
    """Each sample's duration in ms and bytes, for chapters in time order. What comes before the first has no title.

    Raises SourceError with FT423 where the last chapter has no end and ``duration`` is not known.
    """
    if not chapters:
        return []
    starts = [c.start for c in chapters] + [ends(chapters, duration)[-1]]
    made = [(after - start, _sample(c.title)) for (start, after), c in zip(pairwise(starts), chapters, strict=True)]
    return [(starts[0], _sample("")), *made] if starts[0] else made


def _sample(title: str) -> bytes:
    """Length and words in UTF-8, and a box that says so."""
    words = title.encode("utf-8", "replace")[:0xFFFF]
    return len(words).to_bytes(2, "big") + words + _UTF8


def track(texts: Sequence[tuple[int, bytes]], name: int, movie_scale: int, at: int) -> bytes:
    """The track ``name`` for samples that stand in a row from offset ``at`` on; times of the movie in its own scale."""
    total = sum(duration for duration, _ in texts)
    head = bytes(8) + number(name) + bytes(4) + number(min(total * movie_scale // _SCALE, 2**32 - 1))
    head += bytes(8) + bytes(8) + _MATRIX + bytes(8)
    media = bytes(8) + number(_SCALE) + number(min(total, 2**32 - 1)) + _UNDETERMINED.to_bytes(2, "big") + bytes(2)
    handler = full(b"hdlr", b"mhlrtext" + bytes(13))
    return box(
        b"trak", full(b"tkhd", head) + box(b"mdia", full(b"mdhd", media) + handler + box(b"minf", _minf(texts, at)))
    )


def _minf(texts: Sequence[tuple[int, bytes]], at: int) -> bytes:
    graphics = full(b"gmin", b"\0\x40" + b"\x80\0" * 3 + bytes(4))
    header = box(b"gmhd", graphics + box(b"text", _MATRIX))
    data = box(b"dinf", full(b"dref", number(1) + full(b"url ", b"", 1)))
    return header + data + box(b"stbl", _tables(texts, at))


def _tables(texts: Sequence[tuple[int, bytes]], at: int) -> bytes:
    """How the samples look, how long each lasts, that each is a chunk of its own, how large each is, and where.

    One chunk for all would do, but readers were seen to take the list of chunks for that of samples.
    """
    count = number(len(texts))
    style = number(1) + bytes(6 + 8 + 4) + b"\0\1" + bytes(2 + 4) + box(b"ftab", b"\0\1\0\1\0")
    described = full(b"stsd", number(1) + box(b"text", bytes(6) + b"\0\1" + style))
    lasting = full(b"stts", count + b"".join(number(1) + number(duration) for duration, _ in texts))
    chunks = full(b"stsc", number(1) + number(1) + number(1) + number(1))
    sizes = full(b"stsz", number(0) + count + b"".join(number(len(text)) for _, text in texts))
    places = accumulate((len(text) for _, text in texts[:-1]), initial=at)
    offsets = full(b"stco", count + b"".join(number(place) for place in places))
    return described + lasting + chunks + sizes + offsets
