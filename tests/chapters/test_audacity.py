"""Audacity labels."""

from __future__ import annotations

from feedtool.chapters import audacity
from feedtool.model import Chapter


def test_points_regions_commas_and_spectral_lines():
    text = "0.000000\t0.000000\tIntro\n\\\t100.0\t200.0\n1,5000\t2.0\tNews\twith tab\n3\t4\n-1.0\t2.0\tearly\n1:00\t2:00\tx\n"
    made = audacity.read(text, "l.txt")
    assert made.chapters == (
        Chapter(start=0, title="Intro"),
        Chapter(start=1500, end=2000, title="News\twith tab"),
        Chapter(start=3000, end=4000),
    )
    assert [str(f.place) for f in made.findings] == ["l.txt:5:1", "l.txt:6:1"]


def test_six_decimals():
    assert audacity.write([Chapter(start=1, end=1002, title="x")]) == "0.001000\t1.002000\tx\n"
