"""SubRip: a number, ``HH:MM:SS,mmm --> HH:MM:SS,mmm``, text of two short lines (spec: podcast-namespace §5)."""

from __future__ import annotations

import re
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from feedtool.textfile import blocks, one_line
from feedtool.timecode import npt
from feedtool.transcripts.base import Cue, TranscriptFile, gather
from feedtool.transcripts.cueblocks import TIMING, Timed, joined, timed
from feedtool.transcripts.fit import divided
from feedtool.transcripts.fit import timed as fitted
from feedtool.transcripts.speakers import told

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from feedtool.findings import Finding

NAME: Final = "srt"
TITLE: Final = "SubRip"
SUFFIXES: Final = (".srt",)
MEDIA_TYPE: Final = "application/x-subrip"
TIMED: Final = True
NAMED: Final = False
KEEPS: Final = frozenset({"time", "fraction", "end"})
WIDTH: Final = 32
ROWS: Final = 2

_TIMING = re.compile(r"\d{2,}:[0-5]\d:[0-5]\d,\d{3} --> \d{2,}:[0-5]\d:[0-5]\d,\d{3}")
_MARKUP = re.compile(r"</?(?:[ibus]|font)(?:\s[^<>]*)?>|\{\\an?\d{1,2}\}", re.IGNORECASE)
_ANGLED = re.compile(r"<([^<>]*)>")
_HEAD: Final = 4000


def sniff(text: str) -> bool:
    """An arrow between two times on a line near the start; the number may be missing."""
    return any(TIMING.match(line) for line in re.split(r"\r\n|\r|\n", text[:_HEAD]))


def read(text: str, file: str) -> TranscriptFile:
    """The cues, with their speakers where names stand before the text."""
    items = list(chain.from_iterable(timed(block, file) for block in blocks(text)))
    raw = [item for item in items if isinstance(item, Timed)]
    native = all(cue.numbered and _TIMING.fullmatch(cue.timing) for cue in raw)
    asides = ["markup"] * any(_MARKUP.search(line) for cue in raw for line in cue.lines)
    return gather(NAME, _cues(items, raw), file=file, native=native, asides=asides)


def _cues(items: Sequence[Timed | Finding], raw: Sequence[Timed]) -> Iterator[Cue | Finding]:
    names = told([one_line(_MARKUP.sub("", joined(cue.lines))) for cue in raw])
    for item in items:
        if not isinstance(item, Timed):
            yield item
            continue
        speaker, text = next(names)
        yield Cue(text=text, start=item.start, end=item.end, speaker=speaker, place=item.place)


def write(cues: Sequence[Cue], *, duration: int | None = None) -> str:
    """Captions of two lines of 32 characters; a longer cue takes several, which share its time by length."""
    divisions = (divided(cue, _said(cue), WIDTH, ROWS) for cue in fitted(cues, duration))
    captions = sorted(chain.from_iterable(divisions), key=itemgetter(0))  # those of overlapping cues alternate
    return "".join(
        f"{number}\n{_time(start)} --> {_time(end)}\n" + "\n".join(lines) + "\n\n"
        for number, (start, end, lines) in enumerate(captions, 1)
    )


def _said(cue: Cue) -> str:
    """The text after its speaker's name. An arrow would begin a new cue; players swallow ``<words>`` as a tag."""
    said = f"{cue.speaker}: {cue.text}" if cue.speaker else cue.text
    return _ANGLED.sub(r"‹\1›", said.replace("-->", "→"))


def _time(ms: int) -> str:
    return npt(ms).replace(".", ",")
