"""Adobe Audition's marker lists."""

from __future__ import annotations

import pytest

from feedtool.chapters import audition, read_any
from feedtool.findings import SourceError
from feedtool.model import Chapter

HEAD = "Name\tStart\tDuration\tTime Format\tType\tDescription\n"


def test_decimal_frames_and_strangers():
    rows = 'A "quoted"\t1:34.500\t0:01.000\tdecimal\tCue\t\nB\t00:03:23:18\t00:00:00:00\t24 fps\tCue\n---\nC\t123\t0\tSamples\tCue\t\n'
    made = read_any((HEAD + rows).encode("utf-8-sig"), "m.csv")
    assert made.chapters == (
        Chapter(start=94_500, end=95_500, title='A "quoted"'),
        Chapter(start=203_750, title="B"),
    )
    assert [(f.code, f.place.line) for f in made.findings] == [("FT312", 4), ("FT321", 5)]


def test_only_samples():
    with pytest.raises(SourceError) as caught:
        audition.read(HEAD + "C\t123\t0\tSamples\tCue\t\n", "m.csv")
    assert [f.code for f in caught.value.findings] == ["FT311", "FT321"]
