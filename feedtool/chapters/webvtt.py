"""WebVTT chapters: a cue a chapter, its text the title (W3C WebVTT, ``<track kind="chapters">``)."""

from __future__ import annotations

import html
import re
from itertools import islice
from typing import TYPE_CHECKING, Final

from feedtool.chapters import cues
from feedtool.chapters.base import ChapterFile, Limits, Sample, gather
from feedtool.chapters.fit import fit
from feedtool.textfile import blocks, one_line
from feedtool.timecode import npt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feedtool.model import Chapter

NAME: Final = "webvtt"
TITLE: Final = "WebVTT chapters"
SUFFIXES: Final = (".vtt",)
KEEPS: Final = frozenset({"end", "fraction"})
LIMITS: Final = Limits(fills="always")

_RUBY = re.compile(r"<rt[.\s>][^<]*(?:</rt>)?")
_TAG = re.compile(r"<[^<>]*>")
_ASIDE: Final = ("NOTE", "STYLE", "REGION")


def sniff(sample: Sample) -> bool:
    """The first line starts with WEBVTT, as the standard asks."""
    return re.match(r"WEBVTT(?:\s|$)", sample.text) is not None


def write(chapters: Sequence[Chapter], *, duration: int | None = None, **_: object) -> str:
    """Cues that follow one another; the last ends at ``duration``, or one second after its start."""
    rows = fit(chapters, KEEPS, LIMITS, duration)
    return "WEBVTT\n" + "".join(
        f"\n{npt(c.start)} --> {npt(c.end or c.start)}\n{html.escape(c.title, quote=False)}\n" for c in rows
    )


def read(text: str, file: str, **_: object) -> ChapterFile:
    """The cues, without notes, styles, tags and ruby text."""
    cue_blocks = islice(blocks(text), 1, None)
    found = (b for b in cue_blocks if not b.lines[0].startswith(_ASIDE) or "-->" in b.lines[0])
    return gather(NAME, cues.items(found, file, _words), file=file)


def _words(text: str) -> str:
    return one_line(html.unescape(_TAG.sub("", _RUBY.sub("", text))))
