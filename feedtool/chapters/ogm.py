"""OGM text, which mkvmerge calls simple chapters: ``CHAPTER01=`` and ``CHAPTER01NAME=`` in turn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from feedtool.chapters import fields
from feedtool.chapters.base import ChapterFile, Limits, Sample, gather
from feedtool.chapters.fit import fit
from feedtool.timecode import npt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feedtool.model import Chapter

NAME: Final = "ogm"
TITLE: Final = "OGM text (mkvmerge simple)"
SUFFIXES: Final = (".ogm.txt", ".txt")
KEEPS: Final = frozenset({"fraction"})
LIMITS: Final = Limits()


def sniff(sample: Sample) -> bool:
    """The first line is a field numbered with two digits; Vorbis comments use three."""
    return fields.digits(sample) in (1, 2)


def write(chapters: Sequence[Chapter], **_: object) -> str:
    """Two lines a chapter, numbered from 01."""
    rows = enumerate(fit(chapters, KEEPS, LIMITS), 1)
    return "".join(f"CHAPTER{n:02}={npt(c.start)}\nCHAPTER{n:02}NAME={c.title}\n" for n, c in rows)


def read(text: str, file: str, **_: object) -> ChapterFile:
    """The pairs of lines; a title may be missing."""
    return gather(NAME, fields.items(text, file), file=file)
