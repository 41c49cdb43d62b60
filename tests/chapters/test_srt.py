"""SRT."""

from __future__ import annotations

from feedtool.chapters import detect, srt
from feedtool.model import Chapter


def test_lines_are_joined_and_numbers_may_be_missing():
    made = srt.read("1\n00:00:01,000 --> 00:00:02,000\na\nb\n\n00:00:03.5 --> 00:00:04,000\nc\n", "s")
    assert made.chapters == (
        Chapter(start=1000, end=2000, title="a b"),
        Chapter(start=3500, end=4000, title="c"),
    )
    assert str(made.chapters[0].place) == "s:2:1"


def test_a_block_without_an_arrow_costs_only_itself():
    made = srt.read("1\n00:00:01,000 --> 00:00:02,000\na\n\n2\nlost\n", "s")
    assert [(f.code, str(f.place)) for f in made.findings] == [("FT312", "s:5:1")]


def test_detected_without_a_first_number():
    assert detect(b"00:00:01,000 --> 00:00:02,000\na\n") is srt
