"""Rows with their lines."""

from __future__ import annotations

import pytest

from feedtool.chapters.tables import exact, plain_rows, rows, table
from feedtool.findings import SourceError


def test_rows():
    found = list(rows('a,b\r\n\r\n"x\r\ny",z\r\nlast,1', "f", ","))
    assert [(r.cells, r.place.line) for r in found] == [(["a", "b"], 1), (["x\ny", "z"], 3), (["last", "1"], 5)]
    assert found[0].cell(5) == found[0].cell(None) == ""


def test_a_cell_without_end():
    with pytest.raises(SourceError, match="FT317"):
        list(rows('"' + "x" * 200_000, "f", ","))


def test_quotes_are_letters_in_plain_rows():
    assert [r.cells for r in plain_rows('"a\tb\r\n\n', "f")] == [['"a', "b"]]


def test_writing():
    assert table([("a,b", 'c"d')], ",") == '"a,b","c""d"\n'
    assert [exact(ms) for ms in (0, 94_500, 3_723_000)] == ["0:00.000", "1:34.500", "1:02:03.000"]
