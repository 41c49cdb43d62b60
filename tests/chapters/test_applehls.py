"""Apple HLS JSON."""

from __future__ import annotations

from feedtool.chapters import applehls
from feedtool.model import Chapter


def test_first_title_and_first_image():
    text = """[{"start-time": 500.1, "duration": 2, "titles": [{"language": "es", "title": "vida"}, {"title": "life"}],
     "images": [{"url": "a.jpg"}, {"url": "b.jpg"}]},
     {"start-time": 0, "titles": "x", "images": []}, {"start-time": "0"}]"""
    made = applehls.read(text, "x")
    assert made.chapters == (Chapter(start=0), Chapter(start=500_100, end=502_100, title="vida", image="a.jpg"))
    assert [f.code for f in made.findings] == ["FT312", "FT313"]
