"""Rows of separated values, for the formats that are tables; every row with its line."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, NamedTuple

from feedtool.findings import Finding, Place, SourceError
from feedtool.timecode import clock

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


class Row(NamedTuple):
    """The cells of a row and where it starts."""

    cells: list[str]
    place: Place

    def cell(self, at: int | None) -> str:
        """The cell in column ``at``, stripped; empty where the row has none."""
        return self.cells[at].strip() if at is not None and at < len(self.cells) else ""


def rows(text: str, file: str, delimiter: str) -> Iterator[Row]:
    """The rows that are not blank. SourceError where a cell is longer than any chapter's (FT317)."""
    reader = csv.reader(io.StringIO(re.sub(r"\r\n?", "\n", text.removeprefix("\ufeff"))), delimiter=delimiter)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield Row(cells, Place(file, line, 1))
            line = reader.line_num + 1
    except csv.Error as error:
        raise SourceError(Finding(code="FT317", message=f"this table: {error}", place=Place(file, line))) from None


def plain_rows(text: str, file: str) -> Iterator[Row]:
    """Tab-separated rows as editors write them: a quote is a letter like any other."""
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff")), 1):
        if line.strip():
            yield Row(line.split("\t"), Place(file, number, 1))


def table(lines: Iterable[Sequence[object]], delimiter: str) -> str:
    """Rows as text, quoted only where needed, each line ended by a line feed."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(lines)
    return out.getvalue()


def exact(ms: int) -> str:
    """A time with its milliseconds always: ``1:34.500``, ``1:02:03.000``."""
    return clock(ms) if ms % 1000 else f"{clock(ms)}.000"
