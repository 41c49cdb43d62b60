"""Vorbis comment text."""

from __future__ import annotations

from feedtool.chapters import FORMATS, detect, losses, vorbis
from feedtool.model import Chapter


def test_numbered_from_zero_as_ffmpeg_does():
    text = "CHAPTER000=00:00:00.000\nCHAPTER000NAME=A\nCHAPTER001=00:00:01.000\nCHAPTER001NAME=B\n"
    assert detect(text.encode()) is vorbis
    assert [c.title for c in vorbis.read(text, "x").chapters] == ["A", "B"]


def test_a_hundred_are_too_many_for_one_player():
    many = [Chapter(start=n * 1000, title="x") for n in range(100)]
    assert [f.code for f in losses(FORMATS["vorbis"], many)] == ["FT342"]
    assert losses(FORMATS["vorbis"], many[:99]) == []
