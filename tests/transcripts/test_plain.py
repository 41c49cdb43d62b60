"""Plain text."""

from __future__ import annotations

import pytest

from feedtool.transcripts import Cue
from feedtool.transcripts.plain import read, write

HELLO = Cue(text="Hello there", start=5000, speaker="Ann Bell")


@pytest.mark.parametrize(
    "text",
    [
        "Ann Bell (0:05)\nHello\nthere", "Ann Bell [00:05]\n\nHello there", "Ann Bell 0:05\nHello there",
        "[00:05] Ann Bell: Hello there", "00:00:05 Ann Bell: Hello there", "(0:05) - Ann Bell: Hello there",
        "Ann Bell (00:00:05): Hello there", "0:05\nAnn Bell: Hello there",
    ],
)  # fmt: skip
def test_ways_to_write(text):
    assert read(text, "f").cues == (HELLO,)


def test_paragraphs():
    made = read("Ann: one\ntwo\n\nthree\nBo: four\nAnn: five\n", "f")
    assert [(c.speaker, c.text, c.place.line) for c in made.cues] == [
        ("Ann", "one two", 1), (None, "three", 4), (None, "Bo: four", 5), ("Ann", "five", 6),
    ]  # fmt: skip
    assert not made.timed


def test_times_at_the_start_of_lines():
    made = read("0:00 a\n0:04 b\nmore\n1:02:03 c", "f")
    assert [(c.start, c.text) for c in made.cues] == [(0, "a"), (4000, "b more"), (3_723_000, "c")]


def test_write():
    assert write([Cue(text="a", speaker="A"), Cue(text="b")]) == "A: a\n\nb\n"
