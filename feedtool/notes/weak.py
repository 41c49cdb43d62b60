"""Chapter lists of times that are mostly something else: ``01.30 News``, ``5 min - News``.

A number with two decimals is a price or a version and ``5 min`` a length, so these count only where the whole list is
written so, begins at zero and rises, and nothing else of the notes is a list of chapters.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from feedtool.notes.candidates import Candidate
from feedtool.notes.runs import Run
from feedtool.notes.sections import names
from feedtool.notes.times import Mark
from feedtool.notes.titles import titled
from feedtool.notes.words import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from feedtool.notes.line import Line

FEWEST: Final = 3
SHORTEST: Final = 120_000
"""Milliseconds that the last of such a list lies at or behind."""

_DOTS = re.compile(r"(?:[^\w]|_)*(?:(\d{1,2})\.)?(\d{1,3})\.([0-5]\d)(?:\s?[-–—:|]\s?|\s|\t)(?=[^\W\d_]|[\"“„«(¿¡])")
_BEGINS = re.compile(r"(?:[^\w]|_)*0{1,2}[.\s]?(?:0\d|\w)")


def lists(lines: Sequence[Line], skipped: Sequence[bool]) -> Iterator[Run]:
    """The lists of ``lines``, but for those ``skipped``, that are wholly written so."""
    until = 0
    for first, line in enumerate(lines):
        if first < until or skipped[first] or line.kind == "cell" or not _BEGINS.match(line.text):
            continue
        for form in (_DOTS, _minutes()):
            items = list(_from(first, lines, form))
            until = max(until, first + len(items))
            if _is_list(items) and _stands_alone(items, lines):
                labelled = any(names(above, "chapters") for above in lines[max(first - 2, 0) : first])
                yield Run(tuple(items), labelled)


@cache
def _minutes() -> re.Pattern[str]:
    return re.compile(rf"(?:[^\w]|_)*()(\d{{1,3}})\s?(?:{pattern('minutes')}|')\.?()\s?[-–—:|]\s?(?=\S)", re.IGNORECASE)


def _from(first: int, lines: Sequence[Line], form: re.Pattern[str]) -> Iterator[Candidate]:
    for at in range(first, len(lines)):
        line = lines[at]
        match = form.match(line.text)
        if not match or (at > first and not _adjoin(lines[at - 1], line)):
            return
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
        mark = Mark(match.start(), match.end(), ((hours * 60 + minutes) * 60 + seconds) * 1000)
        title = titled(line.text, match.end(), len(line.text), line.links)
        yield Candidate(at, "head", mark, title.text, title.url)


def _is_list(items: Sequence[Candidate]) -> bool:
    if len(items) < FEWEST or items[0].mark.ms or items[-1].mark.ms < SHORTEST:
        return False
    return all(item.title for item in items) and all(a.mark.ms < b.mark.ms for a, b in pairwise(items))


def _stands_alone(items: Sequence[Candidate], lines: Sequence[Line]) -> bool:
    """Whether nothing of the same block stands above or below the list, but for what heads it."""
    first, last = items[0].at, items[-1].at
    above, below = lines[max(first - 1, 0) : first], lines[last + 1 : last + 2]
    headed = any(names(line, "chapters") or line.text.endswith((":", "：")) for line in above)
    before = bool(above) and not headed and _adjoin(above[0], lines[first])
    return not before and not any(_adjoin(lines[last], line) for line in below)


def _adjoin(one: Line, following: Line) -> bool:
    """Whether two lines stand in one block: entries of one list, or rows with none between them."""
    if one.kind != following.kind:
        return False
    rows = (following.place.line - one.place.line) if one.place and following.place else 1
    return rows <= 1 or one.kind == "item"
