"""A track of chapters in an MP4 file: one sample a chapter, each lasting as long as the chapter and a chunk of its own.

Players take it by reference from the sound and do not show it by itself (QuickTime File Format, "Chapter lists").
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from feedtool.render.boxes import box, full, number

if TYPE_CHECKING:
    from collections.abc import Sequence

SCALE = 1_000
MATRIX = number(0x10000) + bytes(12) + number(0x10000) + bytes(12) + number(0x40000000)
_UNDETERMINED = 0x55C4
"""The language ``und``, in three times five bits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What sets kinds of tracks apart: handler, media header, description of a sample, width and height in pixels."""

    handler: bytes
    header: bytes
    description: bytes
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Sample:
    """How long it lasts in ms, where it stands from the start of the samples on, and its size."""

    duration: int
    offset: int
    size: int


def track(samples: Sequence[Sample], look: Look, name: int, movie_scale: int, at: int) -> bytes:
    """The track ``name`` for samples that stand from offset ``at`` on; times of the movie in its own scale."""
    total = sum(sample.duration for sample in samples)
    head = bytes(8) + number(name) + bytes(4) + number(min(total * movie_scale // SCALE, 2**32 - 1))
    head += bytes(8) + bytes(8) + MATRIX + number(look.width << 16) + number(look.height << 16)
    media = bytes(8) + number(SCALE) + number(min(total, 2**32 - 1)) + _UNDETERMINED.to_bytes(2, "big") + bytes(2)
    handler = full(b"hdlr", b"mhlr" + look.handler + bytes(13))
    reference = box(b"dinf", full(b"dref", number(1) + full(b"url ", b"", 1)))
    inner = look.header + reference + box(b"stbl", _tables(samples, look, at))
    return box(b"trak", full(b"tkhd", head) + box(b"mdia", full(b"mdhd", media) + handler + box(b"minf", inner)))


def _tables(samples: Sequence[Sample], look: Look, at: int) -> bytes:
    """How the samples look, how long each lasts, that each is a chunk of its own, how large each is, and where.

    One chunk for all would do, but readers were seen to take the list of chunks for that of samples.
    """
    count = number(len(samples))
    described = full(b"stsd", number(1) + look.description)
    lasting = full(b"stts", count + b"".join(number(1) + number(sample.duration) for sample in samples))
    chunks = full(b"stsc", number(1) + number(1) + number(1) + number(1))
    sizes = full(b"stsz", number(0) + count + b"".join(number(sample.size) for sample in samples))
    offsets = full(b"stco", count + b"".join(number(at + sample.offset) for sample in samples))
    return described + lasting + chunks + sizes + offsets
