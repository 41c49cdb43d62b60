"""Cues made to fit."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from feedtool.transcripts import Cue
from feedtool.transcripts.fit import divided, paragraphs, spoken, timed, wrapped


def test_spoken():
    cues = [Cue(text="a", speaker="A"), Cue(text=" \n", speaker="B"), Cue(text="b", speaker="A"), Cue(text="c")]
    assert [(c.text, c.speaker) for c in spoken(cues)] == [("a", "A"), ("b", None), ("c", None)]


def test_ends():
    cues = [Cue(text="b", start=2000, end=1000), Cue(text="a", start=0), Cue(text="c" * 100, start=2000)]
    assert [(c.text[0], c.start, c.end) for c in timed(cues)] == [("a", 0, 2000), ("b", 2000, 3000), ("c", 2000, 8700)]
    assert timed(cues, duration=5000)[-1].end == 5000
    assert timed(cues, duration=1000)[-1].end == 8700


def test_starts_before_the_first_known():
    cues = [Cue(text="aa"), Cue(text="bb"), Cue(text="c", start=1000, end=1500)]
    assert [c.start for c in timed(cues)] == [0, 500, 1000]


def test_equal_starts_share_the_time():
    cues = [Cue(text="aaa", start=1000), Cue(text="b", start=1000), Cue(text="c", start=5000)]
    assert [(c.start, c.end) for c in timed(cues)][:2] == [(1000, 4000), (4000, 5000)]


def test_wrapped():
    assert wrapped("one two three", 8) == ["one two", "three"]
    assert wrapped("abcdefghij kl", 4) == ["abcd", "efgh", "ij", "kl"]
    assert wrapped("", 4) == [""]


@given(st.text("ab ", max_size=80).map(lambda t: " ".join(t.split())), st.integers(3, 20))
def test_wrapped_keeps_words_and_width(text, width):
    lines = wrapped(text, width)
    assert all(len(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_a_word_without_end_takes_no_time():
    began = time.process_time()
    assert len(wrapped("x" * 4_000_000, 32)) == 125_000
    assert time.process_time() - began < 2


def test_divided():
    cue = Cue(text="", start=1000, end=5000)
    assert list(divided(cue, "aaaa bbbb cccc dddd", 4, 2)) == [
        (1000, 3000, ["aaaa", "bbbb"]),
        (3000, 5000, ["cccc", "dddd"]),
    ]
    short = list(divided(Cue(text="", start=0, end=1), "aaaa bbbb", 4, 1))
    assert all(start < end for start, end, _ in short)


def test_paragraphs():
    def cue(start, text, speaker=None):
        return Cue(text=text, start=start, end=start + 1000, speaker=speaker)

    def texts(*cues):
        return [c.text for c in paragraphs(cues)]

    assert texts(cue(0, "a", "A"), cue(1000, "b."), cue(2000, "c", "B")) == ["a b.", "c"]
    assert texts(cue(0, "a."), cue(3000, "b")) == ["a.", "b"]
    assert texts(cue(0, "a"), cue(3000, "b")) == ["a b"]
    assert texts(cue(0, "a" * 700 + "."), cue(1000, "b")) == ["a" * 700 + ".", "b"]
    assert texts(Cue(text="a"), Cue(text="b")) == ["a", "b"]
    assert next(paragraphs([cue(0, "a"), cue(1000, "b")])).end == 2000
