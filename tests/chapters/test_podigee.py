"""Podigee JSON."""

from __future__ import annotations

from feedtool.chapters import detect, podigee
from feedtool.model import Chapter


def test_read():
    text = '[{"title": "Einleitung", "start_time": "00:00:00", "url": "u", "image": "i"}, {"start_time": null}]'
    assert detect(text.encode()) is podigee
    made = podigee.read(text, "x")
    assert made.chapters == (Chapter(start=0, title="Einleitung", url="u", image="i"),)
    assert [f.code for f in made.findings] == ["FT312"]
