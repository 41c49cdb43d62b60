"""WebVTT."""

from __future__ import annotations

import pytest

from feedtool.transcripts import Cue
from feedtool.transcripts.webvtt import read, sniff, write

FILE = """WEBVTT - a title
Kind: captions
Language: en-GB

STYLE
::cue { color: red }

NOTE one
and more

one
00:00:01.000 --> 00:00:02.500 align:left size:50%
<v.loud Ann &amp; Co>Hello <i>there</i>,
<c.yellow>all</c> &lt;of&gt; you</v>

01:00.000 --> 01:02.000
<v Bo>No! <v Ann>Yes!

100:00:00.000 --> 100:00:01.000
<ruby>漢<rt>kan</rt></ruby> a < b
"""


def test_read():
    made = read(FILE, "f.vtt")
    assert made.cues == (
        Cue(text="Hello there, all <of> you", start=1000, end=2500, speaker="Ann & Co"),
        Cue(text="No!", start=60_000, end=62_000, speaker="Bo"),
        Cue(text="Yes!", start=60_000, end=62_000, speaker="Ann"),
        Cue(text="漢 a < b", start=360_000_000, end=360_001_000),
    )
    assert (made.language, made.native, made.findings) == ("en-GB", True, ())
    assert made.asides == ("styles", "notes", "positions", "markup")
    assert [cue.place.line for cue in made.cues] == [12, 16, 16, 19]


def test_a_cue_right_below_the_header():
    assert read("WEBVTT\n00:00.000 --> 00:01.000\na\n", "f").cues == (Cue(text="a", start=0, end=1000),)


def test_names_before_the_text_where_there_are_no_voices():
    text = "WEBVTT\n\n00:00.000 --> 00:01.000\nAnn: a\n\n00:01.000 --> 00:02.000\n%sb\n"
    assert [c.speaker for c in read(text % "", "f").cues] == ["Ann", None]
    assert [c.speaker for c in read(text % "<v Bo>", "f").cues] == [None, "Bo"]


@pytest.mark.parametrize("timing", ["0:00:01.000 --> 0:00:02.000", "00:01,000 --> 00:02,000", "00:01.000-->00:02.000"])
def test_dialects(timing):
    made = read(f"WEBVTT\n\n{timing}\na\n", "f")
    assert (made.native, made.cues[0].start, made.cues[0].end) == (False, 1000, 2000)


def test_sniff():
    assert sniff("WEBVTT")
    assert sniff("WEBVTT\tx")
    assert not sniff("WEBVTTX")


def test_write():
    cues = [Cue(text="a" * 40 + " " + "b" * 40 + " -->", start=0, end=1000, speaker="A > B")]
    lines = write(cues).split("\n")
    assert lines[3:] == ["<v A &gt; B>" + "a" * 40, "b" * 40 + " --&gt;", ""]
