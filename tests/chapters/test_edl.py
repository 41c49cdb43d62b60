"""Edit decision lists."""

from __future__ import annotations

from feedtool.chapters import detect, edl, read_any
from feedtool.model import Chapter

MARKERS = """TITLE: Timeline 1
FCM: NON-DROP FRAME

001  001      V     C        01:00:00:00 01:00:00:01 01:00:00:00 01:00:00:01
 |C:ResolveColorBlue |M:Intro |D:1

002  001      V     C        01:01:34:12 01:01:34:13 01:01:34:12 01:01:34:13
some note |C:ResolveColorRed |M:News: the rest |D:25

003  001      V     C        01:02:00:99 01:02:00:99 01:02:00:99 01:02:00:99
"""


def test_markers_of_resolve():
    made = edl.read(MARKERS, "m.edl", rate="24")
    assert made.chapters == (Chapter(start=0, title="Intro"), Chapter(start=94_500, title="News: the rest"))
    assert made.about == {"title": "Timeline 1"}
    assert [(f.code, f.place.line) for f in made.findings] == [("FT323", 4), ("FT312", 10)]


def test_rate_and_start_are_guessed_aloud_or_given():
    text = MARKERS.replace(":99", ":27")
    made = read_any(text.encode(), "m.edl")
    assert [c.start for c in made.chapters] == [0, 94_400, 120_900]
    assert [(f.code, "30 frames" in f.message) for f in made.findings] == [("FT322", True), ("FT323", False)]
    assert edl.read(text, "m.edl", rate="30", origin=0).chapters[0].start == edl.HOUR


def test_clips_end_to_end_in_drop_frame():
    text = (
        "TITLE: Album\r\nFCM: DROP FRAME\r\n\r\n001  AX       A     C        00:00:00:00 00:10:00:00 00:00:00:00 00:10:00:00 \r\n"
        "* FROM CLIP NAME: One.wav\r\n002  AX  A  C  00:00:00:00 00:01:00:00 00:10:00:00 00:11:00:00\r\n* FROM CLIP NAME: Two.wav\r\n"
    )
    assert detect(text.encode()) is edl
    made = edl.read(text, "a.edl")
    assert made.chapters == (Chapter(start=0, title="One.wav"), Chapter(start=599_999, title="Two.wav"))
    assert made.findings == ()
