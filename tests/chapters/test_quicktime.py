"""Apple / QuickTime XML."""

from __future__ import annotations

from feedtool.chapters import detect, quicktime
from feedtool.model import Chapter


def test_titles_as_text_or_attribute():
    text = """<TextStream version="1.1"><TextStreamHeader/>
    <TextSample sampleTime="00:00:00.000">Intro &amp; <b>more</b></TextSample>
    <TextSample sampleTime="00:01:00.500" text="News" href="https://example.com"/>
    <TextSample sampleTime="x">no</TextSample></TextStream>"""
    assert detect(text.encode()) is quicktime
    made = quicktime.read(text, "q.xml")
    assert made.chapters == (
        Chapter(start=0, title="Intro & more"),
        Chapter(start=60_500, title="News", url="https://example.com"),
    )
    assert [(f.code, str(f.place)) for f in made.findings] == [("FT312", "q.xml:4")]
