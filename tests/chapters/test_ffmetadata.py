"""FFmpeg's metadata files."""

from __future__ import annotations

import pytest

from feedtool.chapters import ffmetadata
from feedtool.model import Chapter


def test_sections_escapes_and_time_bases():
    text = (
        ";FFMETADATA1\ntitle=A\\=B\\\nsecond\nartist=Me\n; note\n[STREAM]\ntitle=not this\n[CHAPTER]\nSTART=15000000000\n"
        "END=16000000000\ntitle=ns\n[CHAPTER]\nTIMEBASE=1/44100\nSTART=441000\n# note\ntitle=\\#2 \\; \\\\\n"
        "[CHAPTER]\nTIMEBASE=1/0\nSTART=1\n[CHAPTER]\nTIMEBASE=1/1000\ntitle=lost\n"
        "[CHAPTER]\nTIMEBASE=1/1000\nSTART=-5\n[CHAPTER]\nTIMEBASE=1/1\nSTART=99999999999999999999\n"
    )
    made = ffmetadata.read(text, "m")
    assert made.chapters == (
        Chapter(start=10_000, title="#2 ; \\"),
        Chapter(start=15_000, end=16_000, title="ns"),
    )
    assert made.about == {"title": "A=B\nsecond", "author": "Me"}
    assert [(f.code, f.place.line) for f in made.findings] == [
        ("FT312", 17), ("FT312", 20), ("FT312", 23), ("FT312", 26), ("FT313", 12)
    ]  # fmt: skip


def test_the_last_end_stays_open_without_a_duration():
    chapters = [Chapter(start=0, title="a"), Chapter(start=5000, title="b")]
    assert ffmetadata.write(chapters).count("END=") == 1
    assert ffmetadata.write(chapters, duration=9000).endswith("START=5000\nEND=9000\ntitle=b\n")


@pytest.mark.parametrize("title", ["[CHAPTER]", "START=5", "end\\", ";x", "#x", "a=b\\"])
def test_titles_cannot_break_out(title):
    read = ffmetadata.read(ffmetadata.write([Chapter(start=1, title=title)]), "x")
    assert read.chapters == (Chapter(start=1, title=title),)
