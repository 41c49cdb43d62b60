"""A transcript against the clock, the audio and the people: order, overlap, ends, empty cues, speakers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from feedtool.findings import Finding, Place, Severity
from feedtool.timecode import clock
from feedtool.transcripts.base import few
from feedtool.transcripts.speakers import nearest, person_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from feedtool.model import Person
    from feedtool.transcripts import Cue, TranscriptFile

SLACK: Final = 100
"""Milliseconds that cues may overlap: recognisers round."""

END_SLACK: Final = 2000
"""Milliseconds a cue may last beyond the audio before it is said; one that starts there is an error."""

MOST: Final = 10
"""Findings of one code told one by one; the next stands for all the others."""


def check(
    made: TranscriptFile, file: str, *, duration: int | None = None, people: Sequence[Person] = ()
) -> list[Finding]:
    """Findings on a transcript, each at its line, at most eleven of a code.

    ``duration`` of the audio in ms: without it nothing is past the end. ``people`` are those of the episode and the
    show: without them no speaker is unknown.
    """
    found = [*_clock(made.cues), *_against(made.cues, duration), *_speakers(made.cues, people)]
    if not any(cue.text for cue in made.cues):
        found = [Finding(code="FT624", message="this transcript holds no words", place=Place(file))]
    by_code: dict[str, list[Finding]] = {}
    for finding in found:
        by_code.setdefault(finding.code, []).append(finding)
    return [finding for same in by_code.values() for finding in few(same, MOST)]


def _clock(cues: Sequence[Cue]) -> Iterator[Finding]:
    """What each cue's times say of themselves and of the cue above."""
    above: Cue | None = None
    for cue in cues:
        yield from _itself(cue)
        if cue.start is None:
            continue
        if above is not None:
            yield from _follows(above, cue)
        above = cue


def _itself(cue: Cue) -> Iterator[Finding]:
    if cue.start is not None and cue.end is not None and cue.end <= cue.start:
        how = "ends where it starts" if cue.end == cue.start else f"ends at {clock(cue.end)}"
        weight = Severity.WARNING if cue.end == cue.start else None
        message = f"the cue at {clock(cue.start)} {how}"
        yield Finding(code="FT623", message=message, place=cue.place, severity=weight)
    if not cue.text:
        at = f" at {clock(cue.start)}" if cue.start is not None else ""
        yield Finding(code="FT624", message=f"the cue{at} has no text", place=cue.place)


def _follows(above: Cue, cue: Cue) -> Iterator[Finding]:
    before, start = above.start or 0, cue.start or 0
    if start < before:
        message = f"the cue at {clock(start)} stands below the one at {clock(before)}"
        yield Finding(code="FT620", message=message, place=cue.place)
    elif above.end is not None and above.end > start + SLACK and (above.start, above.end) != (cue.start, cue.end):
        message = f"the cue at {clock(start)} starts before the one above ends, at {clock(above.end)}"
        yield Finding(code="FT621", message=message, place=cue.place)


def _against(cues: Sequence[Cue], duration: int | None) -> Iterator[Finding]:
    """Cues that the audio of ``duration`` ms has no room for."""
    for cue in cues if duration else ():
        start, end, length = cue.start or 0, cue.end or 0, duration or 0
        if start >= length:
            message = f"the cue at {clock(start)} starts when the audio is over, at {clock(length)}"
            yield Finding(code="FT622", message=message, place=cue.place)
        elif end > length + END_SLACK:
            message = f"the cue at {clock(start)} ends at {clock(end)}, the audio at {clock(length)}"
            yield Finding(code="FT622", message=message, place=cue.place, severity=Severity.WARNING)


def _speakers(cues: Sequence[Cue], people: Sequence[Person]) -> Iterator[Finding]:
    """Each speaker, at the first cue, whom none of ``people`` is."""
    first = {cue.speaker: cue for cue in reversed(cues) if cue.speaker}
    for speaker, cue in reversed(first.items()):
        if people and person_of(speaker, people) is None:
            close = nearest(speaker, people)
            message = f"no person of the episode is called {speaker[:80]!r}"
            hint = f"Did you mean {close!r}?" if close else ""
            yield Finding(code="FT625", message=message, place=cue.place, hint=hint)
