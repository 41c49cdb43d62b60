"""Cues as a format can hold them: with times, on lines of a width, in paragraphs."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import accumulate, chain
from typing import TYPE_CHECKING, Final

from feedtool.textfile import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from feedtool.transcripts.base import Cue

PACE: Final = 67
"""Milliseconds to say one character, where nothing better is known: 15 characters a second."""

PAUSE: Final = 2000
"""A silence, in milliseconds, after which a paragraph may end."""

PARAGRAPH: Final = 600
"""Characters after which a paragraph ends with the sentence."""

_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»)]*$")


def spoken(cues: Iterable[Cue]) -> list[Cue]:
    """The cues that say something, on one line each, with a speaker only where it changes."""
    made: list[Cue] = []
    last = None
    for cue in cues:
        text, speaker = one_line(cue.text), one_line(cue.speaker or "") or None
        if text:
            made.append(replace(cue, text=text, speaker=speaker if speaker != last else None))
            last = speaker or last
    return made


def timed(cues: Iterable[Cue], duration: int | None = None) -> list[Cue]:
    """What is said, in order of time, each cue with a start and a later end; what is missing is worked out."""
    placed = sorted(_placed(spoken(cues), duration), key=_start)
    made: list[Cue] = []
    later = following = None  # the next start that is later than the cue's own
    for cue in reversed(placed):
        start = _start(cue)
        later = following if following is not None and following > start else later
        end = cue.end if cue.end is not None and cue.end > start else later
        made.append(replace(cue, end=end if end is not None else _end_of(start, cue.text, duration)))
        following = start
    return made[::-1]


def _start(cue: Cue) -> int:
    return cue.start or 0


def _end_of(start: int, text: str, duration: int | None) -> int:
    end = start + _length(text)
    return min(end, duration) if duration is not None and duration > start else end


def _length(text: str) -> int:
    return max(1000, PACE * len(text))


def _placed(cues: Iterable[Cue], duration: int | None) -> Iterator[Cue]:
    """``cues`` with a start each: those without one, or with one start and no ends, share the time by length."""
    runs: list[list[Cue]] = []
    for cue in cues:
        same = runs and cue.start == runs[-1][0].start and cue.end is None and runs[-1][0].end is None
        if not runs or (cue.start is not None and not same):
            runs.append([])
        runs[-1].append(cue)
    for run, following in zip(runs, [*runs[1:], None], strict=False):
        yield from _shared(run, following[0].start if following else None, duration)


def _shared(run: Sequence[Cue], until: int | None, duration: int | None) -> Iterator[Cue]:
    """A cue and those after it without a start, spread over the time ``until`` the next known one."""
    start = _start(run[0])
    if until is None or until < start:
        until = _end_of(start, "".join(cue.text for cue in run), duration)
    passed = [0, *accumulate(len(cue.text) for cue in run)]
    for cue, part in zip(run, passed, strict=False):
        yield replace(cue, start=start + (until - start) * part // passed[-1])


def wrapped(text: str, width: int) -> list[str]:
    """``text`` on lines of at most ``width`` characters; only a word longer than a line is broken.

    >>> wrapped("one two three", 8)
    ['one two', 'three']
    """
    lines: list[str] = []
    for word in chain.from_iterable(_cut(word, width) for word in text.split(" ")):
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _cut(word: str, width: int) -> Iterable[str]:
    return (word[at : at + width] for at in range(0, len(word), width)) if len(word) > width else (word,)


def divided(cue: Cue, text: str, width: int, rows: int) -> Iterator[tuple[int, int, list[str]]]:
    """Start, end and lines of the captions that ``text`` takes; each gets its share of the cue's time by length."""
    lines = wrapped(text, width)
    captions = [lines[at : at + rows] for at in range(0, len(lines), rows)]
    start, end = _start(cue), cue.end or 0
    passed = [0, *accumulate(sum(map(len, caption)) for caption in captions)]
    times = [start + (end - start) * part // passed[-1] for part in passed]
    for number, caption in enumerate(captions):
        yield times[number], max(times[number + 1], times[number] + 1), caption


def paragraphs(cues: Iterable[Cue]) -> Iterator[Cue]:
    """Cues joined until the speaker changes, or a sentence ends with a pause behind it or a long paragraph."""
    held: list[Cue] = []
    length = 0
    for cue in spoken(cues):
        if held and (cue.speaker or _breaks(held[-1], cue, length)):
            yield _joined(held)
            held, length = [], 0
        held.append(cue)
        length += len(cue.text) + 1
    if held:
        yield _joined(held)


def _breaks(above: Cue, cue: Cue, length: int) -> bool:
    if above.start is None or cue.start is None:
        return True  # a paragraph of the author's own
    pause = cue.start - (above.end if above.end is not None else cue.start)
    return bool(_SENTENCE_END.search(above.text[-8:])) and (length > PARAGRAPH or pause >= PAUSE)


def _joined(held: Sequence[Cue]) -> Cue:
    return replace(held[0], text=" ".join(cue.text for cue in held), end=held[-1].end)
