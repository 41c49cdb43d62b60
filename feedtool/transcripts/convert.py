"""One transcript format to another: the text, and what the new format cannot hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedtool.findings import Finding, Place, SourceError
from feedtool.transcripts.fit import paragraphs, spoken, wrapped
from feedtool.transcripts.speakers import is_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from feedtool.transcripts.base import Cue, Format, TranscriptFile


def convert(made: TranscriptFile, to: Format, *, file: str, duration: int | None = None) -> tuple[str, list[Finding]]:
    """``made`` in the format ``to``, and a finding for each kind of loss or guess, at the first cue it strikes.

    ``duration`` of the audio in ms bounds the last cue. Raises SourceError (FT635) for a format of times when the
    transcript has none.
    """
    if to.TIMED and made.cues and not made.timed:
        message = f"this transcript has no times, and {to.TITLE} cannot be without"
        raise SourceError(Finding(code="FT635", message=message, place=Place(file)))
    return to.write(made.cues, duration=duration), list(losses(made, to, file=file))


def losses(made: TranscriptFile, to: Format, *, file: str) -> Iterator[Finding]:
    """What writing ``made`` as ``to`` loses, changes or guesses."""
    cues = spoken(made.cues)
    starts = [cue for cue in cues if cue.start is not None]
    if "time" not in to.KEEPS:
        yield from _told("FT630", starts, "carries no times", to)
    elif "fraction" not in to.KEEPS:
        yield from _told("FT631", [c for c in starts if (c.start or 0) % 1000], "tells times in whole seconds", to)
    if "end" not in to.KEEPS:
        yield from _told("FT632", [cue for cue in cues if cue.end is not None], "carries no ends", to)
    if not to.NAMED:
        odd = [cue for cue in cues if cue.speaker and not is_name(cue.speaker)]
        yield from _told("FT633", odd, "tells speakers by names such as “Ann Bell:” before the text", to)
    if to.TIMED:
        guessed = [cue for cue in cues if cue.start is None or (cue.end is None and to.NAME != "json")]
        yield from _told("FT636", guessed, "needs times the file does not give; they are worked out from the text", to)
    if to.WIDTH:
        yield from _narrow(cues, to, to.WIDTH)
    if not to.TIMED and (fewer := len(cues) - sum(1 for _ in paragraphs(cues))):
        yield from _told("FT639", cues[:fewer], "joins cues to paragraphs", to)
    if made.asides:
        message = f"{to.TITLE} does not carry this file's {', '.join(made.asides)}"
        yield Finding(code="FT638", message=message, place=Place(file))


def _narrow(cues: Sequence[Cue], to: Format, width: int) -> Iterator[Finding]:
    """What lines of ``width`` characters do to long cues and long words."""
    if to.ROWS:
        said = ((cue, f"{cue.speaker}: {cue.text}" if cue.speaker else cue.text) for cue in cues)
        divided = [cue for cue, words in said if len(wrapped(words, width)) > to.ROWS]
        yield from _told("FT634", divided, f"takes {to.ROWS} lines of {width} characters; longer cues are divided", to)
    broken = [cue for cue in cues if any(len(word) > width for word in cue.text.split(" "))]
    yield from _told("FT637", broken, f"breaks words of more than {width} characters", to)


def _told(code: str, struck: Sequence[Cue], what: str, to: Format) -> Iterator[Finding]:
    if struck:
        cues = f"{len(struck):,} such cues, the first" if len(struck) > 1 else "one such cue,"
        message = f"{to.TITLE} {what}: {cues} “{struck[0].text[:40]}”"
        yield Finding(code=code, message=message, place=struck[0].place)
