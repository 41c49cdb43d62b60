"""Files made to keep a reader busy: a quarter of a megabyte of anything is answered at once."""

from __future__ import annotations

import time

import pytest

from feedtool.chapters import ChapterFile, read_any
from feedtool.chapters.base import MAX_ITEMS
from feedtool.findings import SourceError

SIZE = 1 << 18
PSC = '<psc:chapters xmlns:psc="http://podlove.org/simple-chapters">'
VTT = "WEBVTT\n\n00:00.000 --> 00:01.000\n"
CASES = {
    "one letter": ("", "a"), "blank": ("", " "), "lines": ("", "\n"), "digits": ("", "1"), "colons": ("", "1:"),
    "blanks in a line": ("0:00 a\n1:00", " "), "dashes": ("0:00 a\n1:00 ", "- "), "stamps": ("0:00 a\n", "0:00 "),
    "list": ("", "0:00 a\n"), "mp4chaps": ("", "00:00:00.000 a <b>\n"), "brackets": ("00:00:00.000 ", "<"),
    "ogm": ("", "CHAPTER01=0:00\n"), "vorbis": ("CHAPTER001=", "="), "audacity": ("", "1.0\t2.0\tx\n"),
    "ffmetadata": (";FFMETADATA1\n", "[CHAPTER]\nTIMEBASE=1/1\nSTART=1\n"), "escapes": (";FFMETADATA1\na=", "\\"),
    "joined lines": (";FFMETADATA1\n", "a\\\n"), "webvtt": ("WEBVTT\n\n", "00:00.000 --> 00:01.000\na\n\n"),
    "tags": (VTT, "<"), "ruby": (VTT, "<rt "), "entities": (VTT, "&"), "arrows": ("WEBVTT\n\n", "-->"),
    "cue": ('FILE "a" MP3\n', "TRACK 01 AUDIO\nINDEX 01 00:00:00\n"), "quotes": ('FILE "', '"'),
    "track": ('FILE "a" MP3\nTRACK 01 AUDIO\nTRACK ', "AUDIO "), "title": ('TRACK 01 AUDIO\nTITLE "', " "),
    "edl": ("FCM: X\n", "001 a b c 00:00:00:00 00:00:00:00 00:00:00:00 00:00:00:00\n"), "event": ("FCM: X\n001 ", "a "),
    "csv": ("", "0:00,a\n"), "cell": ('start,title\n0:00,"', "x"), "reaper": ("#,Name,Start,End,Length\n", "M1,a,0:00\n"),
    "premiere": ("", "a\t\t00:00:00:00\t00:00:00:00\t00:00:00:00\tX\n"), "deep": ("", "["), "keys": ("", '{"a":'),
    "objects": ('{"version":"1","chapters":[{"startTime":0}', ',{"startTime":0}'), "quote marks": ("{", '"a'),
    "nulls": ('{"version":"1","chapters":[{"startTime":0}', ",null"), "string": ('{"a":"', "\\"),
    "psc": (PSC, '<psc:chapter start="0" title="a"/>'), "less than": ("", "<"), "comments": ("", "<!-- a -->"),
    "instructions": ("", "<?a?>"), "open comment": ("<!--", "-"), "doctypes": ("", "<!DOCTYPE a>"),
    "matroska": ("<Chapters><EditionEntry>", "<ChapterAtom><ChapterTimeStart>0</ChapterTimeStart></ChapterAtom>"),
    "nested atoms": ("<Chapters><EditionEntry>", "<ChapterAtom>"),
}  # fmt: skip


def answered(text):
    """What reading gives, or the findings of its refusal; and the seconds it took."""
    began = time.process_time()
    try:
        made = read_any(text.encode(), "x")
    except SourceError as error:
        made = ChapterFile("", (), error.findings)
    return made, time.process_time() - began


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("closing", ["", "\n", "]}", "</EditionEntry></Chapters>"])
def test_anything_is_answered(name, closing):
    start, again = CASES[name]
    made, seconds = answered(start + again * ((SIZE - len(start)) // len(again)) + closing)
    assert seconds < 2
    assert made.chapters or made.findings or made.format
    assert len(made.chapters) + len(made.findings) <= MAX_ITEMS + 2


def test_a_list_without_end_is_refused():
    made, _ = answered("0:00 a\n" * (MAX_ITEMS + 1))
    assert [f.code for f in made.findings] == ["FT317"]
    assert len(answered("0:00 a\n" * MAX_ITEMS)[0].chapters) == MAX_ITEMS
