"""ffprobe JSON."""

from __future__ import annotations

import json

from feedtool.chapters import detect, ffprobe
from feedtool.model import Chapter


def test_text_times_else_the_time_base():
    rows = [
        {"time_base": "1/44100", "start": 441_000, "end": 661_500, "tags": {"title": "base"}},
        {"time_base": "1/1000", "start": 1, "start_time": "0.500000", "end_time": "1.000000"},
        {"time_base": "1/0", "start": 5},
        {"time_base": "1/1000", "start": "x", "start_time": "-1.0"},
    ]
    text = json.dumps({"chapters": rows})
    assert detect(text.encode()) is ffprobe
    made = ffprobe.read(text, "x")
    assert made.chapters == (Chapter(start=500, end=1000), Chapter(start=10_000, end=15_000, title="base"))
    assert [f.code for f in made.findings] == ["FT312", "FT312", "FT313"]


def test_one_edition_of_several():
    rows = [{"time_base": "1/1", "start": n, "tags": {"EDITION_UID": uid}} for n, uid in ((0, "a"), (5, "b"), (9, "a"))]
    made = ffprobe.read(json.dumps({"chapters": rows}), "x")
    assert [c.start for c in made.chapters] == [0, 9000]
    assert [f.code for f in made.findings] == ["FT319"]
