"""SubRip."""

from __future__ import annotations

import pytest

from feedtool.transcripts import Cue
from feedtool.transcripts.srt import read, sniff, write

FILE = "1\r\n00:00:01,000 --> 00:00:02,500\r\nAnn Bell: <i>Hello</i>\r\nthere\r\n\r\n2\r\n00:00:03,000 --> 00:00:04,000\r\n{\\an8}1984\r\n"


def test_read():
    made = read(FILE, "f.srt")
    assert made.cues == (
        Cue(text="Hello there", start=1000, end=2500, speaker="Ann Bell"),
        Cue(text="1984", start=3000, end=4000),
    )
    assert (made.native, made.asides) == (True, ("markup",))
    assert [cue.place.line for cue in made.cues] == [2, 7]


def test_text_below_a_blank_line_is_said():
    made = read(FILE + "\r\nlost\r\n", "f.srt")
    assert [(f.code, f.place.line) for f in made.findings] == [("FT604", 10)]


@pytest.mark.parametrize(
    "head",
    [
        "00:00:01,000 --> 00:00:02,000",
        "1\n00:00:01.000 --> 00:00:02.000",
        "1\n00:00:01,000-->00:00:02,000",
        "1\n0:01,000 --> 0:02,000",
    ],
)
def test_dialects(head):
    made = read(f"{head}\na\n", "f")
    assert (made.native, made.cues[0].start, made.cues[0].end) == (False, 1000, 2000)


def test_sniff():
    assert sniff(FILE)
    assert not sniff("1\n2\n3 --> 4")


def test_write():
    assert write([Cue(text="a --> b", start=0, end=1000)]) == "1\n00:00:00,000 --> 00:00:01,000\na → b\n\n"
    assert "‹i›a‹/i› < b" in write([Cue(text="<i>a</i> < b", start=0, end=1000)])
    long = write([Cue(text="word " * 40, start=0, end=8000, speaker="Ann Bell")])
    assert long.startswith("1\n00:00:00,000 --> ")
    assert long.count("Ann Bell: ") == 1
    assert [c.end for c in read(long, "f").cues][-1] == 8000


def test_captions_of_overlapping_cues_stand_in_order():
    cues = [Cue(text="word " * 40, start=0, end=8000), Cue(text="other", start=1000, end=2000)]
    starts = [c.start for c in read(write(cues), "f").cues]
    assert starts == sorted(starts)
