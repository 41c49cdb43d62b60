"""Candidates to lists of chapters: which of them belong together, and which lists are none.

A wrong chapter is worse than none, so every list has to pass a row of objections; what is turned down is reported.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Final, NamedTuple

from feedtool.notes.candidates import anchored
from feedtool.notes.sections import is_heading, names
from feedtool.notes.times import marks
from feedtool.notes.words import pattern, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from feedtool.notes.candidates import Candidate
    from feedtool.notes.line import Line

SPEECH: Final = 6.0
"""Characters a second from which on the words between two times are what was said: people speak about 15."""
NEAR: Final = 60_000
FAR: Final = 600_000
"""Milliseconds: a list of chapters begins near zero, or goes this far."""
TURN: Final = 20_000
"""Milliseconds that somebody speaks for at a time; chapters are longer."""
WIDE: Final = 2.5
"""How many letters one sign of Chinese, Japanese or Korean stands for."""

FEW: Final = 5
"""Lengths of so few things may well rise by chance."""
LONGEST_BOOK: Final = 24
"""Characters that a book of scripture has at most, with its number."""

_LETTERS = re.compile(r"[^\W\d_]+")
_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SPEAKER = re.compile(r"\W{0,4}[^\W\d][\w.’'-]*(?:\s[\w.’'&-]+){0,4}:\W{0,4}\s\S")
_VIDEO = re.compile(
    r"(?:[?&]v=|youtu\.be/|/embed/|/vi/|/live/|youtube(?:_?id)?[\"']?:\s*[\"']?)([\w-]{11})(?![\w-])", re.IGNORECASE
)
_TIMED = re.compile(r"[?&#](?:t|start|time_continue|time)=|#\d|seek", re.IGNORECASE)


class Run(NamedTuple):
    """Candidates that make up one list, in text order; ``labelled`` when a heading names it chapters."""

    items: tuple[Candidate, ...]
    labelled: bool


class Seen(NamedTuple):
    """A list under question, among the lines and in the text it stands in."""

    run: Run
    lines: Sequence[Line]
    source: str


def split(found: Sequence[Candidate], lines: Sequence[Line]) -> list[Run]:
    """The lists among ``found``, which all have their time on the same side of the title."""
    groups: list[list[Candidate]] = []
    crowded = [c for c in found if c.side != "alone" and marks(c.title)]
    if len(crowded) < 0.5 * len(found):  # a second time within a title tells of something else, such as a journey
        found = [c for c in found if c not in crowded]
    for candidate in found:
        if groups and not _starts_new(groups[-1], candidate, lines):
            groups[-1].append(candidate)
        else:
            groups.append([candidate])
    return [Run(tuple(_trimmed(group, lines)), _labelled(group[0].at, lines)) for group in groups]


def _starts_new(group: Sequence[Candidate], candidate: Candidate, lines: Sequence[Line]) -> bool:
    before = group[-1]
    if candidate.mark.ms > before.mark.ms:
        return False
    if candidate.at - before.at == 1 and group[0].mark.ms > NEAR and candidate.mark.ms > NEAR:
        return False  # a list that starts anew does so near zero; lengths go up and down
    between = range(before.at + 1, candidate.at)
    if candidate.mark.ms <= group[0].mark.ms:
        return candidate.mark.ms < before.mark.ms or any(lines[i].kind == "heading" for i in between)
    return candidate.mark.ms < before.mark.ms and any(lines[i].kind == "heading" for i in between)


def _trimmed(group: list[Candidate], lines: Sequence[Line]) -> list[Candidate]:
    """``group`` without a first or last candidate of another kind that stands apart from the list."""
    kinds = [lines[c.at].kind for c in group]
    if len(group) > 3:
        if kinds[0] not in kinds[1:] and group[1].at - group[0].at > 1:
            return group[1:]
        if kinds[-1] not in kinds[:-1] and group[-1].at - group[-2].at > 1:
            return group[:-1]
    return group


def _labelled(index: int, lines: Sequence[Line]) -> bool:
    return any(is_heading(line) and names(line, "chapters") for line in lines[max(index - 3, 0) : index])


def objection(run: Run, lines: Sequence[Line], source: str) -> str | None:
    """Why ``run`` is no list of chapters, in words; None where nothing speaks against it."""
    seen = Seen(run, lines, source)
    return next((why for check, why in _OBJECTIONS if check(seen)), None)


def _too_few(seen: Seen) -> bool:
    items = seen.run.items
    if len(items) >= 3:
        return False
    if len(items) < 2:
        return True
    near = items[1].at - items[0].at <= 2
    return not (seen.run.labelled or (items[0].mark.ms == 0 and near))


def _not_rising(seen: Seen) -> bool:
    falls = sum(b.mark.ms <= a.mark.ms for a, b in pairwise(seen.run.items))
    if falls == 1 and _one_a_line(seen):
        return False  # a list with a slip, which its author has to hear of
    steps = len(seen.run.items) - 1
    return falls > (0.3 if steps > 5 else 0.25) * steps


def _one_a_line(seen: Seen) -> bool:
    """Whether a list that says it is one, by its heading or by starting at zero, stands line below line.

    Under a heading such as “Tracks” lengths may stand as well: those neither begin near zero nor go far.
    """
    items = seen.run.items
    first, last = items[0].mark.ms, items[-1].mark.ms
    certain = first == 0 or (seen.run.labelled and (first < NEAR or last - first > FAR))
    return certain and all(b.at - a.at == 1 for a, b in pairwise(items))


def _by_clock(seen: Seen) -> bool:
    """A timetable: round minutes, starting at some hour of the day."""
    forms = [c.mark for c in seen.run.items]
    if _by_the_minute(seen):
        return True
    if any(m.parts > 2 and m.ms % 60_000 for m in forms) or forms[0].ms < 300_000:
        return False
    round_ones = all(m.ms % (300_000 if m.form == "units" or m.parts > 2 else 5_000) == 0 for m in forms)
    hours = all(m.ms < 24 * (3_600_000 if m.parts > 2 else 60_000) for m in forms)
    return round_ones and hours and not (seen.run.labelled and len(forms) > 5)


def _by_the_minute(seen: Seen) -> bool:
    """Hours and minutes of a journey: read as minutes and seconds they would follow one another within a minute."""
    items = seen.run.items
    if len(items) < 4 or seen.run.labelled or items[0].mark.ms < 5 * NEAR or any(c.mark.parts > 2 for c in items):
        return False
    return items[-1].mark.ms < 24 * NEAR and median(b.mark.ms - a.mark.ms for a, b in pairwise(items)) < NEAR


def _schedule(seen: Seen) -> bool:
    above = seen.lines[max(seen.run.items[0].at - 2, 0) : seen.run.items[0].at]
    if any(names(line, "schedule", exact=line.kind != "heading") for line in above) and not seen.run.labelled:
        return seen.run.items[0].mark.ms >= 3 * NEAR
    days = sum(_opens_with_day(c.title) for c in seen.run.items)
    return days > 1 and days >= 0.5 * len(seen.run.items)


def _opens_with_day(title: str) -> bool:
    first = _LETTERS.search(title)
    return first is not None and first[0].casefold() in _days() and bool(_day().match(title))


@cache
def _days() -> frozenset[str]:
    """The letters that weekdays begin with."""
    return frozenset(found[0] for word in words("days") if (found := _LETTERS.search(word)))


@cache
def _day() -> re.Pattern[str]:
    return re.compile(rf"\W*(?:{pattern('days')})(?!\w)", re.IGNORECASE)


@cache
def _book() -> re.Pattern[str]:
    return re.compile(rf"(?:[1-4I]{{1,3}}\.?\s)?(?:{pattern('books')})\.?", re.IGNORECASE)


def _scripture(seen: Seen) -> bool:
    short = [c.title for c in seen.run.items if len(c.title) <= LONGEST_BOOK]
    return sum(bool(_book().fullmatch(title)) for title in short) >= 0.4 * len(seen.run.items)


def _transcript(seen: Seen) -> bool:
    items = seen.run.items
    if len(items) < 3:
        return False
    spoken = [c.title for c in items if _SPEAKER.match(c.title)]
    speakers = {title.split(":")[0] for title in spoken}
    if len(spoken) > 0.6 * len(items) and 1 < len(speakers) < 0.5 * len(items) + 1:
        gaps = [b.mark.ms - a.mark.ms for a, b in pairwise(items)]
        return any(len(c.title) > 80 for c in items) or median(gaps) < TURN
    if len(items) > 4 and len({c.title for c in items}) <= 0.5 * len(items):
        return True
    return _spoken(items, seen.lines)


def _spoken(items: Sequence[Candidate], lines: Sequence[Line]) -> bool:
    """Whether the text from each time to the next is as long as what can be said in between."""
    rates = []
    for one, following in pairwise(items):
        seconds = (following.mark.ms - one.mark.ms) / 1000
        if seconds > 0:
            rates.append(_weight(_said(one, following, lines)) / seconds)
    return bool(rates) and median(rates) > SPEECH and lines[items[0].at].kind != "heading"


def _said(one: Candidate, following: Candidate, lines: Sequence[Line]) -> str:
    texts = [one.title]
    for line in lines[one.at + 1 : following.at]:
        if line.kind not in ("text", "quote"):
            break
        texts.append(line.text)
    return " ".join(texts)


def _weight(text: str) -> float:
    return len(text) if text.isascii() else len(text) + (WIDE - 1) * len(_WIDE.findall(text))


def _lengths(seen: Seen) -> bool:
    """Lengths of tracks or videos: behind the title, close to one another, and none near the start."""
    first, last = seen.run.items[0], seen.run.items[-1]
    if first.side != "tail" or (seen.run.labelled and first.mark.ms < 300_000):
        return False
    if first.mark.ms > 2 * NEAR and len(seen.run.items) <= FEW and _all_elsewhere(seen.run.items):
        return True
    inside = [c for c in seen.run.items if _linked_with_title(c, seen.lines[c.at])]
    if len(inside) > 0.5 * len(seen.run.items):
        return True
    return len(seen.run.items) < 7 and first.mark.ms > 120_000 and last.mark.ms < 2 * first.mark.ms


def _all_elsewhere(items: Sequence[Candidate]) -> bool:
    """Whether the title of each is a link to a page of its own, as in a list of films to watch."""
    urls = {c.url for c in items if c.url and not _TIMED.search(c.url)}
    return len(urls) == len(items) > 2


def _linked_with_title(candidate: Candidate, line: Line) -> bool:
    start = max(candidate.mark.start - 3, 0)
    return bool(
        candidate.linked and not _TIMED.search(candidate.linked) and anchored(line.links, start, candidate.mark.end)
    )


def _elsewhere(seen: Seen) -> bool:
    """Times linked into another video than the episode's own."""
    ids = {m[1] for c in seen.run.items if c.linked and (m := _VIDEO.search(c.linked))}
    if len(ids) != 1:
        return len(ids) > 1 and len(ids) >= 0.5 * len(seen.run.items)
    own = _VIDEO.search(seen.source)
    return bool(own and own[1] not in ids)


def _loose_forms(seen: Seen) -> bool:
    """Forms that are rarely times have to begin near zero and rise without a slip."""
    forms = [c.mark.form for c in seen.run.items]
    if forms.count("clock") >= 0.5 * len(forms):
        return False
    rising = all(b.mark.ms > a.mark.ms for a, b in pairwise(seen.run.items))
    if "units" in forms and rising and seen.run.items[0].mark.ms < 900_000:
        return False
    return not (rising and len(forms) > 2 and seen.run.items[0].mark.ms < 120_000)


def _untitled(seen: Seen) -> bool:
    return sum(any(c.isalnum() for c in item.title) for item in seen.run.items) < 0.8 * len(seen.run.items)


def _under_elsewhere(seen: Seen) -> bool:
    above = seen.lines[max(seen.run.items[0].at - 1, 0) : seen.run.items[0].at]
    return (
        any(line.kind == "heading" and names(line, "links", exact=True) for line in above) and len(seen.run.items) < 3
    )


_OBJECTIONS: tuple[tuple[Callable[[Seen], bool], str], ...] = (
    (_too_few, "too few to be a list"),
    (_not_rising, "they do not rise"),
    (_by_clock, "they look like times of day"),
    (_schedule, "they look like a timetable or opening hours"),
    (_scripture, "they look like verses"),
    (_transcript, "they look like a transcript's"),
    (_lengths, "they look like lengths of tracks or videos"),
    (_elsewhere, "they point into another video"),
    (_loose_forms, "they are not written as times usually are"),
    (_untitled, "they have no titles"),
    (_under_elsewhere, "they stand among links"),
)


def best(runs: Sequence[Run]) -> Run | None:
    """The list to take where several pass: a labelled one, then the longest, then the first."""
    ranked = sorted(enumerate(runs), key=lambda pair: (-_score(pair[1]), pair[0]))
    return ranked[0][1] if ranked else None


def _score(run: Run) -> float:
    return len(run.items) + (2.5 if run.labelled else 0) + (0.5 if run.items[0].mark.ms < 60_000 else 0)


def let_in(run: Run, loose: Sequence[Candidate]) -> Run:
    """``run`` with the uncertain candidates that fit between two of its own by line and by time."""
    items = list(run.items)
    for candidate in loose:
        place = next((i for i, item in enumerate(items) if item.at > candidate.at), len(items))
        before, after = items[place - 1 : place], items[place : place + 1]
        if before and after and before[0].mark.ms < candidate.mark.ms < after[0].mark.ms:
            items.insert(place, candidate)
    return run._replace(items=tuple(items))


def paired(found: Sequence[Candidate], lines: Sequence[Line]) -> Iterator[Candidate]:
    """Times that have a line to themselves, with the title from the heading above, or the line below, or above."""
    taken = {c.at for c in found}
    headed = sum(c.at > 0 and lines[c.at - 1].kind == "heading" for c in found) > 0.8 * len(found)
    below = sum(c.at + 1 < len(lines) and c.at + 1 not in taken for c in found) > 0.8 * len(found)
    step = 1 if below and not headed else -1
    for candidate in found:
        at = candidate.at + step
        if 0 <= at < len(lines) and at not in taken and len(lines[at].text) < 300:
            yield candidate._replace(title=lines[at].text, side="head")
