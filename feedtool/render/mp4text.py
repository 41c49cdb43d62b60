"""The chapters of an MP4 file as a text track: each sample a title (QuickTime File Format, "Chapter lists")."""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from feedtool.render import mp4track
from feedtool.render.boxes import box, full, number
from feedtool.render.id3 import ends

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feedtool.model import Chapter

_UTF8 = number(12) + b"encd" + number(0x100)
_STYLE = number(1) + bytes(6 + 8 + 4) + b"\0\1" + bytes(2 + 4) + box(b"ftab", b"\0\1\0\1\0")
_GRAPHICS = full(b"gmin", b"\0\x40" + b"\x80\0" * 3 + bytes(4)) + box(b"text", mp4track.MATRIX)
_LOOK = mp4track.Look(
    handler=b"text", header=box(b"gmhd", _GRAPHICS), description=box(b"text", bytes(6) + b"\0\1" + _STYLE)
)


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
    places = accumulate((len(text) for _, text in texts[:-1]), initial=0)
    rows = [mp4track.Sample(ms, place, len(text)) for (ms, text), place in zip(texts, places, strict=True)]
    return mp4track.track(rows, _LOOK, name, movie_scale, at)
