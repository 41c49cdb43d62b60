"""What a format can carry of some chapters, and what it loses: said before it happens."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from feedtool.findings import Finding
from feedtool.textfile import one_line
from feedtool.timecode import clock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from feedtool.chapters.base import Format, Limits
    from feedtool.model import Chapter

LAST = 1000
"""How long the last chapter is where a format needs its end and nobody knows the duration, in milliseconds."""


def keeps(to: Format, chapters: Sequence[Chapter], duration: int | None = None) -> tuple[Chapter, ...]:
    """What ``to`` carries of ``chapters``: exactly what reading its file gives back."""
    return fit(chapters, to.KEEPS, to.LIMITS, duration)


def fit(
    chapters: Sequence[Chapter], words: frozenset[str], limits: Limits, duration: int | None = None
) -> tuple[Chapter, ...]:
    """``chapters`` in time order, bent to what a format of these limits can hold. Fitting twice changes nothing."""
    shown = _shown(chapters, words)[: limits.most]
    tidied = [_bare(limits.tidy(chapter), words) for chapter in shown]
    starts = _starts(shown, limits.unit)
    timed = [replace(c, start=start, end=_on_grid(c.end, limits.unit)) for c, start in zip(tidied, starts, strict=True)]
    if not limits.exact:
        timed = _ends(timed, limits, duration)
    return tuple(c if c.title or limits.untitled else replace(c, title=f"Chapter {n}") for n, c in enumerate(timed, 1))


def grid(ms: int, unit: Fraction) -> int:
    """How many steps of ``unit`` ms are nearest to ``ms``, halves up."""
    return int((ms / unit + Fraction(1, 2)) // 1)


def from_grid(steps: int, unit: Fraction) -> int:
    """The milliseconds of ``steps``, halves up."""
    return int((steps * unit + Fraction(1, 2)) // 1)


def _shown(chapters: Sequence[Chapter], words: frozenset[str]) -> list[Chapter]:
    return sorted((c for c in chapters if c.toc or "toc" in words), key=lambda c: c.start)


def _bare(chapter: Chapter, words: frozenset[str]) -> Chapter:
    return replace(
        chapter,
        end=chapter.end if "end" in words else None,
        url=chapter.url if "url" in words else None,
        image=chapter.image if "image" in words else None,
        location=chapter.location if "location" in words else None,
        extra=chapter.extra if "extra" in words else {},
    )


def _on_grid(ms: int | None, unit: Fraction) -> int | None:
    return None if ms is None else from_grid(grid(ms, unit), unit)


def _starts(chapters: Sequence[Chapter], unit: Fraction) -> list[int]:
    """The starts in whole steps; a step later where rounding would merge two that differ."""
    steps: list[int] = []
    for n, chapter in enumerate(chapters):
        step = grid(chapter.start, unit)
        if n:
            step = max(step, steps[-1] + (chapter.start > chapters[n - 1].start))
        steps.append(step)
    return [from_grid(step, unit) for step in steps]


def _ends(chapters: list[Chapter], limits: Limits, duration: int | None) -> list[Chapter]:
    """Ends that come after their start; those that must be there are filled in, and then none passes the next start."""
    made: list[Chapter] = []
    following: int | None = duration
    for n in range(len(chapters) - 1, -1, -1):
        chapter = chapters[n]
        if n + 1 < len(chapters) and chapters[n + 1].start > chapter.start:
            following = chapters[n + 1].start
        made.append(replace(chapter, end=_end(chapter, limits, following)))
    return made[::-1]


def _end(chapter: Chapter, limits: Limits, following: int | None) -> int | None:
    end = chapter.end if chapter.end is not None and chapter.end > chapter.start else None
    if limits.fills == "never":
        return end
    following = _on_grid(following, limits.unit)
    if following is None or following <= chapter.start:
        following = None
    if limits.fills == "known":
        return end or following
    if end is None:
        return following or chapter.start + LAST
    return min(end, following) if following else end


def losses(to: Format, chapters: Sequence[Chapter], duration: int | None = None) -> list[Finding]:
    """What writing ``chapters`` as ``to`` would lose: a finding for each kind, with its count and an example."""
    return [f for find in _LOSSES for f in find(to, chapters, duration)]


def _finding(code: str, to: Format, those: Sequence[Chapter], what: str) -> Iterator[Finding]:
    if those:
        first = those[0]
        named = f"“{one_line(first.title)[:60]}” at {clock(first.start)}"
        message = f"{to.TITLE} {what}: {len(those)} such chapter{'s' * (len(those) > 1)}, the first {named}"
        yield Finding(code=code, message=message, place=first.place)


def _hidden(to: Format, chapters: Sequence[Chapter], _: int | None) -> Iterator[Finding]:
    if "toc" not in to.KEEPS:
        yield from _finding("FT330", to, [c for c in chapters if not c.toc], "has no hidden chapters, they go")


def _parts(to: Format, chapters: Sequence[Chapter], _: int | None) -> Iterator[Finding]:
    shown = _shown(chapters, to.KEEPS)
    rows = (
        ("url", "FT332", [c for c in shown if c.url], "carries no links"),
        ("image", "FT333", [c for c in shown if c.image], "carries no images"),
        ("location", "FT334", [c for c in shown if c.location], "carries no locations"),
        ("extra", "FT335", [c for c in shown if c.extra], "carries no further keys"),
    )
    for word, code, those, what in rows:
        if word not in to.KEEPS:
            yield from _finding(code, to, those, what)


def _lost_ends(to: Format, chapters: Sequence[Chapter], duration: int | None) -> Iterator[Finding]:
    """Ends that the file will not tell: one that is the next chapter's start is told by that."""
    shown = _shown(chapters, to.KEEPS)
    following = [b.start for _, b in pairwise(shown)] + [duration] * bool(shown)
    fitted = keeps(to, chapters, duration)
    told = {n: c.end for n, c in enumerate(fitted) if c.end is not None}
    those = [
        c
        for n, (c, after) in enumerate(zip(shown, following, strict=True))
        if c.end is not None and c.end != after and _far(told.get(n), c.end, to.LIMITS.unit)
    ]
    yield from _finding("FT331", to, those, "does not say where a chapter ends")


def _far(told: int | None, end: int, unit: Fraction) -> bool:
    return told is None or told != _on_grid(end, unit)


def _bent(to: Format, chapters: Sequence[Chapter], duration: int | None) -> Iterator[Finding]:
    shown = _shown(chapters, to.KEEPS)
    pairs = list(zip(shown, keeps(to, chapters, duration), strict=False))
    rounded = [a for a, b in pairs if a.start != b.start]
    yield from _finding("FT336", to, rounded, "cannot hold these times exactly")
    changed = [a for a, b in pairs if a.title.strip() and a.title != b.title]
    yield from _finding("FT337", to, changed, "cannot hold these titles as they are")
    named = [a for a, b in pairs if not a.title.strip() and b.title]
    yield from _finding("FT338", to, named, "needs a title, so untitled chapters get a number")
    links = [a for a, b in pairs if (b.url and a.url != b.url) or (b.image and a.image != b.image)]
    yield from _finding("FT340", to, links, "needs blanks and brackets in URLs percent-encoded")


def _surplus(to: Format, chapters: Sequence[Chapter], _: int | None) -> Iterator[Finding]:
    most = to.LIMITS.most
    if most is not None:
        shown = _shown(chapters, to.KEEPS)
        yield from _finding("FT339", to, shown[most:], f"holds no more than {most} chapters, the rest goes")


def _open_end(to: Format, chapters: Sequence[Chapter], duration: int | None) -> Iterator[Finding]:
    shown = _shown(chapters, to.KEEPS)
    if to.LIMITS.fills == "always" and shown and shown[-1].end is None and duration is None:
        message = f"{to.TITLE} needs an end for the last chapter; it is written {LAST // 1000} s after its start"
        yield Finding(code="FT341", message=message, place=shown[-1].place, hint="Give the audio's length with --end.")


def _own(to: Format, chapters: Sequence[Chapter], duration: int | None) -> Iterator[Finding]:
    if to.LIMITS.rules:
        yield from to.LIMITS.rules(keeps(to, chapters, duration), duration)


_LOSSES: tuple[Callable[[Format, Sequence[Chapter], int | None], Iterator[Finding]], ...] = (
    _hidden,
    _surplus,
    _lost_ends,
    _parts,
    _bent,
    _open_end,
    _own,
)
