"""Timecodes of frames."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.chapters.frames import RATES, frames_to_ms, guess, ms_to_frames, unit


@pytest.mark.parametrize(
    ("code", "rate", "ms"),
    [
        ("00:00:00:00", "25", 0),
        ("00:00:01:12", "25", 1480),
        ("01:00:00:00", "29.97", 3_603_600),
        ("01:00:00;00", "29.97", 3_599_996),
        ("00:01:00;02", "29.97", 60_060),
        ("00:10:00;00", "29.97", 600_000 - 1),
        ("00:01:00;04", "59.94", 60_060),
        ("00:00:00:25", "25", None),
        ("00:60:00:00", "25", None),
        ("0:00:00", "25", None),
    ],
)
def test_frames_to_ms(code, rate, ms):
    assert frames_to_ms(code, rate) == ms


@given(st.integers(0, 24 * 3600 * 60), st.sampled_from(sorted(RATES)))
def test_there_and_back(count, rate):
    ms = round(count * unit(rate))
    assert frames_to_ms(ms_to_frames(ms, rate), rate) in {ms - 1, ms, ms + 1}


@pytest.mark.parametrize(
    ("codes", "rate"),
    [(["00:00:00:24"], "25"), (["00:00:00:25"], "30"), (["00:00:00:59"], "60"), ([], "25"), (["00:00:00;01"], "29.97")],
)
def test_guess(codes, rate):
    assert guess(codes, "x")[0] == rate
