"""Columns by name and by content."""

from __future__ import annotations

import pytest

from feedtool.chapters import Sample, columns
from feedtool.model import Chapter


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        (["Start Time", "Chapter Title"], {"start": 0, "title": 1}),
        (["title", "URL", "timestamp"], {"title": 0, "url": 1, "start": 2}),
        (["name", "name", "time"], {"title": 0, "start": 2}),
        (["Name", "Start", "Duration", "Time Format"], {}),
        (["#", "Name", "Start"], {}),
        (["a", "b"], {}),
    ],
)
def test_header(cells, found):
    assert columns.header(cells) == found


@pytest.mark.parametrize(
    ("text", "told"),
    [("0:00,a\n1:00,b", True), ("a,0:00\nb,1:00", True), ("a,b\nc,d", False), ("", False), ("0:00 a, b", False)],
)
def test_tells(text, told):
    assert columns.tells(Sample(text), ",") == told


def test_a_row_that_is_too_short():
    made = list(columns.items("title,start\nA,0:00\nB\n", "f", ","))
    assert made[0] == Chapter(start=0, title="A")
    assert (made[1].code, made[1].place.line) == ("FT312", 3)
