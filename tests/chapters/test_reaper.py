"""Reaper's region and marker lists."""

from __future__ import annotations

from feedtool.chapters import detect, reaper
from feedtool.model import Chapter


def test_markers_regions_and_beats():
    text = '#,Name,Start,End,Length,Color\nM1,"Intro, and ""more""",0:00.000,,,\nR1,News,1:00.5,1:02:03.000,x,FF0000\nM2,x,12.2.50,,,\nM3,late,75.25,,\n'
    assert detect(text.encode()) is reaper
    made = reaper.read(text, "r.csv")
    assert made.chapters == (
        Chapter(start=0, title='Intro, and "more"'),
        Chapter(start=60_500, end=3_723_000, title="News"),
        Chapter(start=75_250, title="late"),
    )
    assert [(f.code, f.place.line) for f in made.findings] == [("FT321", 4)]
