"""Plain text: paragraphs, with names and times before them in the ways transcribing services write."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from feedtool.findings import Place
from feedtool.textfile import numbered, one_line
from feedtool.transcripts.base import Cue, TranscriptFile, gather, moment
from feedtool.transcripts.fit import paragraphs
from feedtool.transcripts.speakers import is_name, prefixed, told

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NAME: Final = "txt"
TITLE: Final = "Plain text"
SUFFIXES: Final = (".txt",)
MEDIA_TYPE: Final = "text/plain"
TIMED: Final = False
NAMED: Final = False
KEEPS: Final[frozenset[str]] = frozenset()
WIDTH: Final = None
ROWS: Final = None

_STAMP: Final = r"(?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
_BEHIND = re.compile(
    rf"([^\W\d_][^\[\]()]{{0,40}}(?:\([^\[\]()]{{1,20}}\))?)\s*(?:\[({_STAMP})\]|\(({_STAMP})\)|\s({_STAMP})$):?\s*"
)
_BEFORE = re.compile(rf"(?:\[({_STAMP})\]|\(({_STAMP})\)|({_STAMP})(?![\d:.,]))[\s:–-]*")


def sniff(text: str) -> bool:
    """Anything with a letter in it."""
    return any(char.isalpha() for char in text)


class _Line(NamedTuple):
    """A line with the speaker and the time before its words; ``opens`` says whether a cue starts here."""

    words: str
    place: Place
    speaker: str | None = None
    start: int | None = None
    opens: bool = False


def read(text: str, file: str) -> TranscriptFile:
    """A cue for each paragraph, and for each line that starts with a time or a name."""
    cues = list(_cues(_line(line.strip(), Place(file, number, 1)) for number, line in numbered(text)))
    if any(cue.speaker for cue in cues):
        return gather(NAME, cues, file=file)
    names = told([cue.text for cue in cues])
    pairs = ((cue, *next(names)) for cue in cues)
    return gather(NAME, (replace(cue, speaker=name, text=words) for cue, name, words in pairs), file=file)


def _line(line: str, place: Place) -> _Line:
    behind = _BEHIND.match(line)
    if behind and is_name(behind[1]):
        start = moment(behind[2] or behind[3] or behind[4])
        return _Line(line[behind.end() :], place, one_line(behind[1]), start, opens=True)
    before = _BEFORE.match(line)
    if before:
        speaker, words = prefixed(line[before.end() :])
        start = moment(before[1] or before[2] or before[3])
        return _Line(words, place, speaker, start, opens=True)
    return _Line(line, place, opens=prefixed(line)[0] is not None)


def _cues(lines: Iterator[_Line]) -> Iterator[Cue]:
    """Lines joined up to a blank one or the next that opens a cue; a name or time alone belongs to what follows."""
    head: _Line | None = None
    held: list[str] = []
    for line in lines:
        if held and (line.opens or not line.words):
            yield _cue(head, held)
            head, held = None, []
        if line.opens or (head is None and line.words):
            waits = head is not None and line.start is None  # a time on a line of its own
            head = line._replace(start=head.start) if head and waits else line
        if line.words:
            held.append(line.words)
    if held:
        yield _cue(head, held)


def _cue(head: _Line | None, held: Sequence[str]) -> Cue:
    text = one_line(" ".join(held))
    return Cue(text=text, start=head.start, speaker=head.speaker, place=head.place) if head else Cue(text=text)


def write(cues: Sequence[Cue], **_: object) -> str:
    """Paragraphs with a blank line between them, after the speaker's name where that changes."""
    return "\n".join(f"{cue.speaker}: {cue.text}\n" if cue.speaker else f"{cue.text}\n" for cue in paragraphs(cues))
