"""A plain summary of the notes: their first real prose."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from feedtool.notes.line import Line

ENOUGH: Final = 120
MOST: Final = 1000
_END = re.compile(r"[.!?。！？…؟][\"'”’»)]?$")


def summary(lines: Sequence[Line], used: frozenset[int]) -> str:
    """The first paragraphs of prose among ``lines`` whose numbers are not ``used`` by other facts."""
    made: list[str] = []
    for paragraph in _paragraphs(lines, used):
        made.append(paragraph)
        if sum(map(len, made)) >= ENOUGH:
            break
    return _cut("\n\n".join(made))


def _paragraphs(lines: Sequence[Line], used: frozenset[int]) -> Iterator[str]:
    parts: list[str] = []
    last = 0
    for index, line in enumerate(lines):
        number = line.place.line if line.place else 0
        prose = (
            index not in used and line.kind in ("text", "quote") and _is_prose(line, bool(parts and number == last + 1))
        )
        if parts and (not prose or number != last + 1):
            yield " ".join(parts)
            parts = []
            if not prose and line.kind == "heading":
                return
        if prose:
            parts.append(line.text)
            last = number
    if parts:
        yield " ".join(parts)


def _is_prose(line: Line, goes_on: bool) -> bool:
    text = line.text
    linked = sum(a.end - a.start for a in line.links)
    if linked > 0.6 * len(text):
        return False
    return goes_on or len(text) >= 60 or (len(text) >= 15 and bool(_END.search(text)))


def _cut(text: str) -> str:
    if len(text) <= MOST:
        return text
    cut = text[:MOST].rsplit(" ", 1)[0]
    return cut.rstrip(" ,;:–—-") + "…"
