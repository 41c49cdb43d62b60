"""WebVTT: what its own features do to chapters."""

from __future__ import annotations

from feedtool.chapters import webvtt
from feedtool.model import Chapter

FILE = """WEBVTT - chapters of an episode
Kind: chapters

NOTE
written by hand

STYLE
::cue { color: red }

intro
00:00.000 --> 01:34.500 align:start
<v Anna>Intro</v> &amp; <i>hello</i>

01:34.500 --> 100:00:00.000
漢<rt>kan</rt>字
second line

1:60.000 --> 00:00
bad
"""


def test_features():
    made = webvtt.read(FILE, "c.vtt")
    assert made.chapters == (
        Chapter(start=0, end=94_500, title="Intro & hello"),
        Chapter(start=94_500, end=360_000_000, title="漢字 second line"),
    )
    assert [str(c.place) for c in made.chapters] == ["c.vtt:11:1", "c.vtt:14:1"]
    assert [str(f) for f in made.findings] == [
        'c.vtt:18:1: warning: "1:60.000 --> 00:00" is no time; this chapter is left out [FT312]'
    ]


def test_ends_follow_the_next_start():
    chapters = [Chapter(start=0, title="a", end=9000), Chapter(start=5000, title="b")]
    assert "00:00:00.000 --> 00:00:05.000" in webvtt.write(chapters)
    assert "00:00:05.000 --> 00:00:06.000" in webvtt.write(chapters)
    assert "00:00:05.000 --> 00:00:07.500" in webvtt.write(chapters, duration=7500)


def test_text_cannot_break_the_file():
    assert "--&gt;" in webvtt.write([Chapter(start=0, title="a --> b")])
