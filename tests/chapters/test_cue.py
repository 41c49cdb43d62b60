"""Cue sheets."""

from __future__ import annotations

import pytest

from feedtool.chapters import cue, read_any
from feedtool.findings import SourceError
from feedtool.model import Chapter

SHEET = """REM x
PERFORMER "Me"
TITLE "Album"
FILE "a b.mp3" MP3
  TRACK 01 AUDIO
    TITLE "Intro"
    INDEX 00 00:00:00
    INDEX 01 00:00:33
  TRACK 02 AUDIO
    title Unquoted words
    INDEX 01 123:59:74
  TRACK 03 AUDIO
    INDEX 01 00:00:75
  TRACK 4
    INDEX 01 00:07:00
  TRACK 05 AUDIO
"""


def test_read():
    made = cue.read(SHEET, "s.cue")
    assert made.chapters == (
        Chapter(start=440, title="Intro"),
        Chapter(start=7_439_987, title="Unquoted words"),
    )
    assert made.about == {"author": "Me", "title": "Album"}
    assert [(f.code, f.place.line) for f in made.findings] == [("FT312", 14), ("FT312", 13), ("FT312", 16)]


def test_several_files_are_refused_with_the_line():
    sheet = 'FILE "a.wav" WAVE\n  TRACK 01 AUDIO\n    INDEX 01 00:00:00\nFILE "b.wav" WAVE\n'
    with pytest.raises(SourceError, match=r"^s\.cue:4:1: error: .* 2 audio files"):
        read_any(sheet.encode(), "s.cue")


def test_write_numbers_and_quotes():
    text = cue.write([Chapter(start=7_439_987, title='say "hi"')], about={"fileName": "ep.mp3", "author": "Me"})
    assert (
        text == 'PERFORMER "Me"\nFILE "ep.mp3" MP3\n  TRACK 01 AUDIO\n    TITLE "say \'hi\'"\n    INDEX 01 123:59:74\n'
    )


def test_close_chapters_stay_apart():
    chapters = [Chapter(start=n, title="x") for n in (0, 3, 6, 13)]
    assert [c.start for c in cue.read(cue.write(chapters), "x").chapters] == [0, 13, 27, 40]
