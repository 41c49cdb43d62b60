"""The podcast namespace's JSON: ``segments`` with speaker, startTime, endTime and body; and two dialects of it.

Speech recognisers write ``segments`` with start, end and text in seconds, as Whisper does, or ``utterances`` in
milliseconds. They are read, and known not to be what players read.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from feedtool.findings import Finding, Place, SourceError
from feedtool.located import load_json
from feedtool.textfile import one_line
from feedtool.timecode import from_seconds, to_seconds
from feedtool.transcripts.base import Cue, TranscriptFile, gather
from feedtool.transcripts.fit import spoken, timed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from feedtool.located import Located

NAME: Final = "json"
TITLE: Final = "Podcast JSON"
SUFFIXES: Final = (".json",)
MEDIA_TYPE: Final = "application/json"
TIMED: Final = True
NAMED: Final = True
KEEPS: Final = frozenset({"time", "fraction", "end", "cues"})
WIDTH: Final = None
ROWS: Final = None
VERSION: Final = "1.0.0"

_MOST: Final = 1000 * 3600  # seconds


class _Shape(NamedTuple):
    """A dialect: where the list stands, its keys for start, end and text, and how many of its units make a second."""

    rows: str
    start: str
    end: str
    text: str
    unit: int


_SHAPES: Final = (
    _Shape("segments", "startTime", "endTime", "body", 1),
    _Shape("segments", "start", "end", "text", 1),
    _Shape("utterances", "start", "end", "text", 1000),
)


def sniff(text: str) -> bool:
    """A JSON object or list; ``[0:05] Hello`` is none."""
    return re.match(r"\{|\[\s*[\[{\"]", text) is not None


def is_likely(text: str) -> bool:
    """Whether a JSON text names the list of any dialect: other files are JSON as well."""
    return any(f'"{shape.rows}"' in text for shape in _SHAPES)


def read(text: str, file: str) -> TranscriptFile:
    """The segments. Raises SourceError where it is no JSON (FT103), or no transcript (FT603)."""
    located = load_json(text, file)
    shape = next((shape for shape in _SHAPES if _fits(shape, located.value)), None)
    if shape is None:
        message = "this JSON holds no segments with startTime and body"
        raise SourceError(Finding(code="FT603", message=message, place=Place(file, 1, 1)))
    language = located.value.get("language") or located.value.get("language_code")
    return gather(
        NAME,
        _cues(located, shape),
        file=file,
        language=language if isinstance(language, str) else None,
        native=shape is _SHAPES[0],
    )


def _fits(shape: _Shape, value: Any) -> bool:
    rows = value.get(shape.rows) if isinstance(value, dict) else None
    if not isinstance(rows, list):
        return False
    return (not rows and shape is _SHAPES[0]) or any(isinstance(row, dict) and shape.text in row for row in rows)


def _cues(located: Located, shape: _Shape) -> Iterator[Cue | Finding]:
    for number, row in enumerate(located.value[shape.rows]):
        place = located.place((shape.rows, number))
        if not isinstance(row, dict) or not isinstance(row.get(shape.text), str):
            yield _wrong(f"segment {number + 1} has no {shape.text}; left out", place)
            continue
        if (start := _ms(row.get(shape.start), shape.unit)) is None:
            yield _wrong(f"{shape.start} of segment {number + 1} is no number of seconds", place)
        if (end := _ms(row.get(shape.end), shape.unit)) is None and row.get(shape.end) is not None:
            yield _wrong(f"{shape.end} of segment {number + 1} is no number of seconds", place)
        speaker = row.get("speaker")
        name = one_line(speaker) if isinstance(speaker, str) else None
        yield Cue(text=one_line(row[shape.text]), start=start, end=end, speaker=name or None, place=place)


def _ms(value: Any, unit: int) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= _MOST * unit:
        return None
    return from_seconds(value) if unit == 1 else round(value)


def _wrong(message: str, place: Place) -> Finding:
    return Finding(code="FT608", message=message, place=place)


def write(cues: Sequence[Cue], *, duration: int | None = None) -> str:
    """A segment each; an end only where the cue has one."""
    placed = spoken(cues)
    if any(cue.start is None for cue in placed):
        placed = timed(cues, duration)
    made = {"version": VERSION, "segments": [_segment(cue) for cue in placed]}
    return json.dumps(made, ensure_ascii=False, indent=2) + "\n"


def _segment(cue: Cue) -> dict[str, Any]:
    row: dict[str, Any] = {"speaker": cue.speaker} if cue.speaker else {}
    row["startTime"] = to_seconds(cue.start or 0)
    if cue.end is not None:
        row["endTime"] = to_seconds(cue.end)
    return row | {"body": cue.text}
