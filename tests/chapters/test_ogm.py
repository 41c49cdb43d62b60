"""OGM text."""

from __future__ import annotations

from feedtool.chapters import detect, ogm
from feedtool.model import Chapter


def test_more_than_99_take_a_third_digit():
    text = ogm.write([Chapter(start=n * 1000, title=f"{n}") for n in range(101)])
    assert "CHAPTER99=00:01:38.000\nCHAPTER99NAME=98\nCHAPTER100=00:01:39.000\n" in text
    assert detect(text.encode()) is ogm


def test_a_title_may_hold_an_equals_sign():
    assert ogm.read("CHAPTER01=00:00:00.000\nCHAPTER01NAME=a=b\n", "x").chapters[0].title == "a=b"
