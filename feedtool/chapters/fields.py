"""``CHAPTER01=…`` and ``CHAPTER01NAME=…`` pairs: the lines that OGM text and Vorbis comments share."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from feedtool.chapters.base import Sample, moment, skipped
from feedtool.findings import Finding, Place
from feedtool.model import Chapter
from feedtool.textfile import numbered

if TYPE_CHECKING:
    from collections.abc import Iterator

_FIELD = re.compile(r"\s*CHAPTER(\d{1,6})(NAME|URL)?\s*=(.*)", re.IGNORECASE | re.DOTALL)


def digits(sample: Sample) -> int:
    """How many digits number the first field; 0 where the text does not start with one."""
    match = _FIELD.match(sample.lines[0]) if sample.lines else None
    return len(match[1]) if match else 0


def items(text: str, file: str) -> Iterator[Chapter | Finding]:
    """A chapter for each number in order of appearance; a line that is no field, or names no time, is a finding."""
    starts: dict[str, tuple[str, Place]] = {}
    more: dict[tuple[str, str], str] = {}
    for number, line in numbered(text):
        match = _FIELD.fullmatch(line)
        if match and match[2]:
            more[match[1], match[2].upper()] = match[3].strip()
        elif match:
            starts[match[1]] = (match[3].strip(), Place(file, number, 1))
        elif line.strip():
            yield skipped(line.strip(), Place(file, number, 1), "A line is CHAPTER01=HH:MM:SS.mmm or CHAPTER01NAME=….")
    for key, (value, place) in starts.items():
        yield _chapter(value, more.get((key, "NAME"), ""), more.get((key, "URL")), place)


def _chapter(value: str, title: str, url: str | None, place: Place) -> Chapter | Finding:
    """``value`` is a start; an older form has ``start-->end``."""
    first, _, last = value.partition("-->")
    start, end = moment(first.strip()), moment(last.strip())
    if start is None:
        return skipped(value, place)
    return Chapter(start=start, end=end, title=title, url=url or None, place=place)
