"""Hindenburg sessions."""

from __future__ import annotations

from feedtool.chapters import detect, hindenburg
from feedtool.model import Chapter


def test_chapters_among_other_markers():
    text = """<Session Samplerate="44100"><Tracks/><Markers>
    <Marker Type="Chapter" Name="B" Time="01:00.500" URL="https://example.com"/>
    <Marker Type="Note" Name="fix this" Time="00:05"/>
    <Marker Type="Chapter" Name="A" Time="0.000"/>
    <Marker Type="Chapter" Name="C"/></Markers></Session>"""
    assert detect(text.encode()) is hindenburg
    made = hindenburg.read(text, "s.nhsx")
    assert made.chapters == (
        Chapter(start=0, title="A"),
        Chapter(start=60_500, title="B", url="https://example.com"),
    )
    assert [(f.code, f.place.line) for f in made.findings] == [("FT312", 5)]
