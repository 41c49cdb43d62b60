"""The chapter list of the notes."""

from __future__ import annotations

import json
import re
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from feedtool.findings import Finding
from feedtool.model import Chapter
from feedtool.notes import runs, weak
from feedtool.notes.candidates import all_candidates
from feedtool.notes.titles import clean, from_markup, without_bullets, without_numbers
from feedtool.timecode import clock

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from feedtool.notes.candidates import Candidate
    from feedtool.notes.line import Line
    from feedtool.notes.runs import Run

MAX_FINDINGS: Final = 20
MAX_PLAYERS: Final = 4
_PLAYER = re.compile(r'chapter(?<!\wchapter)(?:s|Marks|_marks)["\']?\s*:\s*(?=\[|")')


_PLAYER_TEXT = re.compile(r"chapters(?<!\wchapters)[\"']?\s*[:=]\s*'((?:[^'\\]|\\.){10,100000})'")
_SIMPLE = re.compile(r"(\d{1,3}(?::\d\d){1,2}(?:\.\d{1,3})?)\s+([^<>]{1,500}?)\s*(?:<(https?://[^<>]{1,2000})>.*)?")
"""A line of Podlove Simple Chapters: start, title, and perhaps an address in angle brackets."""


class Listed(NamedTuple):
    """The chapters found, how sure that is, which recogniser found them, and what was found on the way."""

    chapters: tuple[Chapter, ...] = ()
    confidence: float = 0.0
    by: str = "chapter list"
    findings: tuple[Finding, ...] = ()


def find(lines: Sequence[Line], skipped: Sequence[bool], source: str) -> Listed:
    """The chapters ``lines`` list, with findings for times that were left alone. ``source`` is the text as written.

    ``skipped`` tells of each line whether it stands in a transcript.
    """
    found = list(all_candidates(lines, skipped))
    accepted, findings = [], []
    for run in _all_runs(found, lines):
        why = runs.objection(run, lines, source)
        if why is None:
            accepted.append(run)
        else:
            findings.append(_left(run, why, lines))
    chosen = runs.best(accepted) or runs.best(
        [run for run in weak.lists(lines, skipped) if not runs.objection(run, lines, source)]
    )
    if chosen is None:
        return Listed((), 0.0, "chapter list", tuple(findings[:MAX_FINDINGS]))
    chosen = runs.let_in(chosen, [c for c in found if c.side == "loose"])
    chapters = _chapters(chosen, lines)
    others = [_second(run, lines) for run in accepted if run.items[0] not in chosen.items and not _repeats(run, chosen)]
    stray = [f for f in findings if f.place and not _within(f, chapters)]
    return Listed(chapters, _confidence(chosen), "chapter list", (*others, *stray)[:MAX_FINDINGS])


def _within(finding: Finding, chapters: Sequence[Chapter]) -> bool:
    return any(c.place == finding.place for c in chapters)


def _all_runs(found: Sequence[Candidate], lines: Sequence[Line]) -> list[Run]:
    heads = [c for c in found if c.side == "head"]
    tails = [c for c in found if c.side == "tail"]
    alone = [c for c in found if c.side == "alone"]
    if len(alone) > max(len(heads), 1):
        heads = sorted([*heads, *runs.paired(alone, lines)], key=lambda c: (c.at, c.mark.start))
    return [*runs.split(heads, lines), *runs.split(tails, lines)]


def _chapters(run: Run, lines: Sequence[Line]) -> tuple[Chapter, ...]:
    titles = without_bullets(without_numbers([item.title for item in run.items]))
    return tuple(
        Chapter(
            start=item.mark.ms,
            end=item.mark.until,
            title=clean(title) or title,
            url=item.url,
            place=lines[item.at].place,
        )
        for item, title in zip(run.items, titles, strict=True)
    )


def _confidence(run: Run) -> float:
    sure = 0.75 + (0.15 if run.labelled else 0) + (0.05 if run.items[0].mark.ms == 0 else 0)
    return round(min(sure + (0.04 if len(run.items) > 4 else 0), 0.99), 2)


def _repeats(run: Run, chosen: Run) -> bool:
    starts = {item.mark.ms for item in chosen.items}
    return all(item.mark.ms in starts for item in run.items)


def _left(run: Run, why: str, lines: Sequence[Line]) -> Finding:
    times = ", ".join(clock(item.mark.ms) for item in run.items[:3]) + (", …" if len(run.items) > 3 else "")
    return Finding(
        code="FT202",
        message=f"{times} not taken as chapters: {why}",
        place=lines[run.items[0].at].place,
        hint="If these are chapters, list them under a heading such as “Chapters”, one a line, or put them into the "
        "front matter as chapters.",
    )


def _second(run: Run, lines: Sequence[Line]) -> Finding:
    return Finding(
        code="FT203",
        message=f"a second list of {len(run.items)} times was left aside",
        place=lines[run.items[0].at].place,
        hint="Only one list can be the chapters. Put the one you mean into the front matter as chapters.",
    )


def from_player(html: str, place: Any) -> Listed:
    """Chapters that a web player embedded in the page carries as JSON, which hold fractions the text often lacks."""
    for rows in _player_lists(html) if "<script" in html else ():
        chapters = [c for row in rows if (c := _player_row(row, place))]
        if len(chapters) > 1 and len(chapters) == len(rows):
            return Listed(tuple(chapters), 0.95, "web player")
    return Listed()


def _player_lists(html: str) -> Iterator[Sequence[Any]]:
    decoder = json.JSONDecoder()
    for match in islice(_PLAYER.finditer(html), MAX_PLAYERS):
        try:
            rows, _ = decoder.raw_decode(html, match.end())
        except (ValueError, RecursionError):
            continue
        if isinstance(rows, str):
            rows = _simple_lines(rows)
        if isinstance(rows, list):
            yield rows
    for match in islice(_PLAYER_TEXT.finditer(html), MAX_PLAYERS):
        yield _simple_lines(match[1].replace("\\r", "").replace("\\n", "\n").replace("\\'", "'"))


def _simple_lines(text: str) -> list[re.Match[str]]:
    return [found for line in text.splitlines() if (found := _SIMPLE.fullmatch(line.strip()))]


def _player_row(row: Any, place: Any) -> Chapter | None:
    from feedtool.notes.values import milliseconds

    if isinstance(row, re.Match):
        row = {"start": row[1], "title": row[2], "url": row[3]}
    if not isinstance(row, dict):
        return None
    start = milliseconds(next((row[k] for k in ("start", "startTime", "start_time", "time") if k in row), None))
    title = row.get("title")
    if start is None or not isinstance(title, str):
        return None
    url = row.get("href") or row.get("url")
    image = row.get("image") or row.get("img")
    return Chapter(
        start=start,
        title=from_markup(title).text,
        url=url if isinstance(url, str) and url.startswith("http") else None,
        image=image if isinstance(image, str) and image else None,
        place=place,
    )
