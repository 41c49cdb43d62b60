"""Premiere Pro's marker lists."""

from __future__ import annotations

from feedtool.chapters import premiere, read_any
from feedtool.model import Chapter

FILE = """Markername\tBeschreibung\tIn\tOut\tDauer\tMarkertyp
Intro\t\t00:00:00:00\t00:00:00:00\t00:00:00:00\tChapter
News\twith words\t00:01:34:12\t00:01:40:00\t00:00:05:13\tChapter
fix\t\t00:02:00:00\t00:02:00:00\t00:00:00:00\tComment
"""


def test_in_another_language_and_utf_16():
    made = read_any(FILE.encode("utf-16"), "m.txt")
    assert (made.format, [f.code for f in made.findings]) == ("premiere", ["FT322"])
    assert made.chapters == (Chapter(start=0, title="Intro"), Chapter(start=94_480, end=100_000, title="News"))


def test_a_given_rate_and_origin():
    made = premiere.read(FILE.replace("00:01:34:12", "00:01:34;02"), "m.txt", rate="29.97", origin=0)
    assert [c.start for c in made.chapters] == [0, 94_094]
    assert made.findings == ()
    assert premiere.read(FILE, "m.txt", rate="24", origin=60_000).chapters[0].start == 34_500


def test_written_at_a_rate():
    assert "\t00:00:01:45\t" in premiere.write([Chapter(start=1750, title="x")], rate="60")
