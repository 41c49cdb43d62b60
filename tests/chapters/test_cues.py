"""Timed cues."""

from __future__ import annotations

from feedtool.chapters import cues
from feedtool.findings import Finding
from feedtool.textfile import blocks


def test_items():
    text = "x\n0:01.000-->0:02.000\nt\n\nno arrow\n\nsoon --> later\n\n5 --> 6\n"
    found = list(cues.items(blocks(text), "f", str.upper))
    assert (found[0].start, found[0].end, found[0].title, found[0].place.line) == (1000, 2000, "T", 2)
    assert [(type(f), f.place.line) for f in found[1:]] == [(Finding, 5), (Finding, 7), (Finding, 9)]
