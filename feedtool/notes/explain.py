"""A reading line by line: what was taken from each, by which recogniser, how surely, and what was left alone."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from feedtool.model import Chapter, Link, Person
from feedtool.timecode import clock

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from feedtool.findings import Place
    from feedtool.notes.fact import Fact, Reading
    from feedtool.notes.line import Line

LONGEST: Final = 100
"""Characters of a line or a value that are shown."""

_Key = tuple[str, int]


def explained(reading: Reading, name: str) -> Iterator[str]:
    """The lines of ``parse --explain`` for the file ``name``: each line read, then its facts (=) and findings (!).

    A line that gave nothing is marked with ``?``.
    """
    yield name
    facts = _by_line(((f.place, _fact(f)) for f in reading.facts), name)
    told = _by_line(((f.place, f"! {f.message} [{f.code}]") for f in reading.findings), name)
    lines: dict[_Key, Line | None] = dict.fromkeys([*facts, *told])
    lines |= {(line.place.file, line.place.line): line for line in reading.lines if line.place}
    for key in sorted(lines, key=lambda k: (k[0] == name, k)):
        yield from _line(key, lines[key], [*facts.get(key, []), *told.get(key, [])])


def _by_line(rows: Iterable[tuple[Place | None, str]], name: str) -> Mapping[_Key, list[str]]:
    made: dict[_Key, list[str]] = defaultdict(list)
    for place, text in rows:
        made[(place.file, place.line) if place else (name, 0)].append(text)
    return made


def _line(key: _Key, line: Line | None, notes: list[str]) -> Iterator[str]:
    number = str(key[1] or "").rjust(5)
    text = line.text.replace("\t", " | ") if line else ""
    sign = " " if notes or not text else "?"
    yield f"{number} {sign} {_cut(text)}".rstrip()
    yield from (f"          {note}" for note in notes)


def _fact(fact: Fact) -> str:
    return f"= {fact.field} = {_shown(fact.value)}  ({fact.by}, {fact.confidence:.2f})"


def _shown(value: Any) -> str:
    if isinstance(value, Chapter):
        end = f"–{clock(value.end)}" if value.end is not None else ""
        return f"{clock(value.start)}{end} {value.title}" + (f" <{value.url}>" if value.url else "")
    if isinstance(value, Person):
        return f"{value.name}, {value.role}"
    if isinstance(value, Link):
        return f"{value.url} “{value.text}”" if value.text else value.url
    return _cut(str(value).replace("\n", " "))


def _cut(text: str) -> str:
    return text[:LONGEST] + ("…" if len(text) > LONGEST else "")
