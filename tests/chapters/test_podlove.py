"""Podlove JSON."""

from __future__ import annotations

from feedtool.chapters import podlove, read_any
from feedtool.model import Chapter


def test_seconds_and_faults():
    text = '[{"start": 1.5, "title": "A", "href": "h"},\n {"start": "0:00", "title": 7},\n {"title": "no"}, 3]'
    made = read_any(text.encode(), "p.json")
    assert made.format == podlove.NAME
    assert made.chapters == (Chapter(start=0), Chapter(start=1500, title="A", url="h"))
    assert [(f.code, f.place.line) for f in made.findings] == [("FT312", 3), ("FT312", 3), ("FT313", 2)]
