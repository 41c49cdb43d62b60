"""Chapters moved."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from feedtool.chapters.shift import cut, shifted, snapped, times_in
from feedtool.model import Chapter


def starts(made):
    return [c.start for c in made[0]]


A, B, C = Chapter(start=0, title="a", end=60_000), Chapter(start=60_000, title="b"), Chapter(start=120_000, title="c")


def test_scale_then_offset():
    assert shifted([A, B], 500, Fraction(25, 24)) == (
        [Chapter(start=500, title="a", end=63_000), Chapter(start=63_000, title="b")],
        [],
    )


def test_the_chapter_under_way_starts_at_zero():
    made, findings = shifted([A, B, C], -90_000)
    assert [(c.start, c.title) for c in made] == [(0, "b"), (30_000, "c")]
    assert [f.code for f in findings] == ["FT360", "FT360"]
    assert starts(shifted([A, B], -60_000)) == [0]
    assert starts(shifted([A, Chapter(start=200_000)], -90_000)) == [110_000]  # the first had ended


def test_cut():
    made, findings = cut([A, Chapter(start=60_000, end=99_000), C], 90_000)
    assert [(c.start, c.end) for c in made] == [(0, 60_000), (60_000, 90_000)]
    assert [f.code for f in findings] == ["FT361"]


def test_snap_to_the_nearest():
    made = snapped([A, B, C], [59_500, 60_400, 130_000], 2000)
    assert [(c.start, c.end) for c in made[0]] == [(0, 60_400), (60_400, None), (120_000, None)]
    assert [f.code for f in made[1]] == ["FT362"]


@given(
    st.lists(st.integers(0, 10_000), unique=True, max_size=12),
    st.lists(st.integers(0, 10_000), unique=True, max_size=12).map(sorted),
    st.integers(0, 3000),
)
def test_snapping_never_merges_nor_reorders(wanted, times, within):
    made = starts(snapped([Chapter(start=s) for s in wanted], times, within))
    assert all(a < b for a, b in pairwise(made))
    assert all(abs(a - b) <= within for a, b in zip(sorted(wanted), made, strict=True))


def test_times_in():
    assert times_in("90, 1:00,1:00") == [60_000, 90_000]
    log = "[silencedetect @ 0x5] silence_start: 10.1\n[silencedetect @ 0x5] silence_end: 12.345 | silence_duration: 2\n"
    assert times_in(log) == [12_345]
    assert times_in("chapters.txt") == []
