"""SubRip subtitles as chapters: number, ``HH:MM:SS,mmm --> HH:MM:SS,mmm``, title."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from feedtool.chapters import cues
from feedtool.chapters.base import ChapterFile, Limits, Sample, gather
from feedtool.chapters.fit import fit
from feedtool.textfile import blocks, one_line
from feedtool.timecode import npt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feedtool.model import Chapter

NAME: Final = "srt"
TITLE: Final = "SRT"
SUFFIXES: Final = (".srt",)
KEEPS: Final = frozenset({"end", "fraction"})
LIMITS: Final = Limits(fills="always")


def sniff(sample: Sample) -> bool:
    """A number, and an arrow between two times in the line below; the number may be missing."""
    return any(cues.TIMING.match(line) for line in sample.lines[:2]) and not sample.text.startswith("WEBVTT")


def write(chapters: Sequence[Chapter], *, duration: int | None = None, **_: object) -> str:
    """A cue a chapter; the last ends at ``duration``, or one second after its start."""
    rows = enumerate(fit(chapters, KEEPS, LIMITS, duration), 1)
    return "".join(f"{n}\n{_time(c.start)} --> {_time(c.end or c.start)}\n{c.title}\n\n" for n, c in rows)


def _time(ms: int) -> str:
    return npt(ms).replace(".", ",")


def read(text: str, file: str, **_: object) -> ChapterFile:
    """A chapter for each cue, its lines joined."""
    return gather(NAME, cues.items(blocks(text), file, one_line), file=file)
