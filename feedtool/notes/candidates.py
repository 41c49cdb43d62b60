"""Lines that may be chapter marks: where the time stands in the line, and the title beside it."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from feedtool.notes.times import marks
from feedtool.notes.titles import note_after, titled
from feedtool.notes.words import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from feedtool.notes.line import Anchor, Line
    from feedtool.notes.times import Mark

Side = Literal["head", "tail", "alone", "loose"]
LEAD_LENGTH: Final = 32

_LEAD = re.compile(r"(?:[^\w]|_)*(?:#?\d{1,3}(?!\d)(?:[^\w]|_)*)?")
_SUFFIX = re.compile(r"[\s)\]）】》*_.,;:!|–—-]*")
_SPLIT = re.compile(r"[,;|/•·\t]\s*[\[(（]?$|[\])）】]\s*$|\s[\[(（【]$|\s{2,}$")
_PARTED = re.compile(r"\s*[,;|/•·\t]")


class Candidate(NamedTuple):
    """A possible chapter: the line it stands ``at``, which ``side`` of its title the time stands on, both.

    ``url`` is an address behind the title or the time. ``bracketed`` tells whether the time stands in brackets.
    ``linked`` is the address the time itself is linked to.
    """

    at: int
    side: Side
    mark: Mark
    title: str
    url: str | None = None
    bracketed: bool = False
    linked: str | None = None


def candidates(index: int, line: Line) -> list[Candidate]:
    """The candidates of ``line``: none, one, or several where a whole list stands in one line."""
    found = marks(line.text)
    if not found:
        return []
    if line.kind == "cell" and "\t" in line.text:
        row = _row(index, line, found)
        return [row] if row else []
    if len(found) > 1:
        several = _several(index, line, found)
        if several:
            return several
        found = _first_edition(line.text, found)
    one = _one(index, line, found)
    return [one] if one else []


def _one(index: int, line: Line, found: Sequence[Mark]) -> Candidate | None:
    text, first, last = line.text, found[0], found[-1]
    if is_lead(text[: first.start]):
        if not text[first.end :].strip(" \t)]）】-–—:|*_.,"):
            return _candidate(index, line, first, "alone", first.end, len(text))
        return _candidate(index, line, first, "head", first.end, len(text))
    end = _without_address(line, last.end)
    note = note_after(text[last.end : end])
    if _SUFFIX.fullmatch(text, last.end, end) or note:
        made = _candidate(index, line, last, "tail", 0, last.start)
        return made._replace(title=f"{made.title} {note}") if note else made
    return _glued(index, line, found)


def is_lead(text: str) -> bool:
    """Whether ``text`` is nothing but bullets, brackets, an emoji, a list number or a label before a time."""
    if not text:
        return True
    if len(text) > LEAD_LENGTH:
        return False
    if _LEAD.fullmatch(text):
        return True
    return bool(_label().fullmatch(text))


@cache
def _label() -> re.Pattern[str]:
    return re.compile(
        rf"\W*(?:{pattern('chapters')}|time|zeit|start|ch\.?|chapter|kapitel|part|minute|min\.?|minuto|ab|at|bei)\W*\d{{0,3}}\W*",
        re.IGNORECASE,
    )


def _glued(index: int, line: Line, found: Sequence[Mark]) -> Candidate | None:
    """A time in brackets with the next thing right behind it: uncertain, so only ever let into a list that stands."""
    for mark in found:
        if (_in_brackets(line.text, mark) and line.text[:1] in "-–—•*") or (
            _in_brackets(line.text, mark) and line.kind == "item"
        ):
            return _candidate(index, line, mark, "loose", 0, mark.start)
    return None


def _candidate(index: int, line: Line, mark: Mark, side: Side, start: int, end: int) -> Candidate:
    title = titled(line.text, start, end, line.links)
    linked = next((a.url for a in line.links if a.start <= mark.start and mark.end <= a.end), None)
    own = linked if linked and linked.startswith("http") else None
    return Candidate(index, side, mark, title.text, title.url or own, _in_brackets(line.text, mark), linked)


def _in_brackets(text: str, mark: Mark) -> bool:
    return text[: mark.start].rstrip()[-1:] in tuple("([（【") and text[mark.end :].lstrip()[:1] in tuple(")]）】")


def _without_address(line: Line, after: int) -> int:
    """Where ``line`` ends once a bare address at its end is left out."""
    end = len(line.text)
    for anchor in reversed(line.links):
        if anchor.start < after or line.text[anchor.end : end].strip(" )]."):
            break
        end = anchor.start
    return end


def _first_edition(text: str, found: list[Mark]) -> list[Mark]:
    """Two times side by side, for two editions of one episode: the first counts."""
    first, second = found[0], found[1]
    if is_lead(text[: first.start]) and re.fullmatch(
        r"[\s\])）】]*[/|,&\s][\s\[(（【]*", text[first.end : second.start]
    ):
        return [first._replace(end=second.end), *found[2:]]
    return found


def _several(index: int, line: Line, found: Sequence[Mark]) -> list[Candidate]:
    """The entries of a list written in one line, each title after its time or each before it."""
    text = line.text
    if any(b.ms <= a.ms for a, b in pairwise(found)):
        return []
    if _titles_lead(text, found):
        starts = [0, *(m.end for m in found[:-1])]
        made = [_candidate(index, line, m, "tail", s, m.start) for m, s in zip(found, starts, strict=True)]
    elif _times_lead(text, found):
        ends = [*(m.start for m in found[1:]), len(text)]
        made = [_candidate(index, line, m, "head", m.end, end) for m, end in zip(found, ends, strict=True)]
    else:
        return []
    return made if all(any(x.isalnum() for x in c.title) for c in made) else []


def _titles_lead(text: str, found: Sequence[Mark]) -> bool:
    """``Intro (0:00), The plan (1:06)``: each time in brackets or before a sign that parts, the last at the end."""
    if is_lead(text[: found[0].start]) or not _SUFFIX.fullmatch(text, found[-1].end):
        return False
    boxed = all(_in_brackets(text, m) for m in found)
    return boxed or (len(found) > 2 and all(_PARTED.match(text, m.end) for m in found[:-1]))


def _times_lead(text: str, found: Sequence[Mark]) -> bool:
    """``0:00 Intro 1:06 The plan``: two need a sign between them, more need a time, a colon or zero at the start."""
    lead = text[: found[0].start]
    if len(found) == 2:
        boxed = _in_brackets(text, found[0]) == _in_brackets(text, found[1])
        return is_lead(lead) and boxed and bool(_SPLIT.search(text[found[0].end : found[1].start]))
    return is_lead(lead) or found[0].ms == 0 or lead.rstrip(" ([").endswith((":", "："))


def _row(index: int, line: Line, found: Sequence[Mark]) -> Candidate | None:
    """A table row: the first cell that is a time, a second one as its end, and the first cell of words."""
    times, title, at = [], "", 0
    url = None
    for cell in line.text.split("\t"):
        start, at = at, at + len(cell) + 1
        mark = next((m for m in found if m.start >= start and m.end <= start + len(cell)), None)
        if mark and not cell.replace(line.text[mark.start : mark.end], "").strip(" ()[]"):
            times.append(mark)
        elif not title and any(c.isalpha() for c in cell):
            title, own = titled(line.text, start, start + len(cell), line.links)
            url = own
    if not times or not title:
        return None
    mark = times[0]
    if len(times) > 1 and times[1].ms >= mark.ms:
        mark = mark._replace(until=times[1].ms)
    linked = next((a.url for a in line.links if a.start <= mark.start and mark.end <= a.end), None)
    return Candidate(index, "head", mark, title, url, False, linked)


def all_candidates(lines: Sequence[Line], skipped: Sequence[bool]) -> Iterator[Candidate]:
    """The candidates of all ``lines`` that are not ``skipped``."""
    for index, line in enumerate(lines):
        if not skipped[index]:
            yield from candidates(index, line)


def anchored(anchors: Sequence[Anchor], start: int, end: int) -> bool:
    """Whether one link covers ``start`` to ``end``."""
    return any(a.start <= start and end <= a.end for a in anchors)
