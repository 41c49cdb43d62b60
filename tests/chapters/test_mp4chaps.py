"""mp4chaps text."""

from __future__ import annotations

from feedtool.chapters import mp4chaps, read_any
from feedtool.model import Chapter


def test_comments_facts_and_links():
    text = "## title: Seven\n# a comment\n00:00:00.000 Intro <https://example.com/a>\n100:00:01.5 Late\nno time\n00:01:00\n"
    made = read_any(text.encode(), "c.txt", named="mp4chaps")
    assert made.chapters == (
        Chapter(start=0, title="Intro", url="https://example.com/a"),
        Chapter(start=60_000),
        Chapter(start=360_001_500, title="Late"),
    )
    assert made.about == {"title": "Seven"}
    assert [(f.code, str(f.place)) for f in made.findings] == [("FT312", "c.txt:5:1"), ("FT313", "c.txt:6:1")]


def test_brackets_in_titles_are_no_links():
    assert mp4chaps.read("00:00:00.000 a < b and c > d\n", "x").chapters[0].title == "a < b and c > d"
    assert mp4chaps.write([Chapter(start=0, title="a <b>")]) == "00:00:00.000 a ‹b›\n"
