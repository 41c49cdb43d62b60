"""Matroska XML."""

from __future__ import annotations

import pytest

from feedtool.chapters import matroska, read_any
from feedtool.findings import SourceError
from feedtool.model import Chapter

RFC = """<?xml version="1.0"?>
<!DOCTYPE Chapters SYSTEM "matroskachapters.dtd">
<Chapters><EditionEntry>
<ChapterAtom><ChapterTimeStart>94500499999</ChapterTimeStart><ChapterTimeEnd>95000500000</ChapterTimeEnd>
 <ChapterDisplay><ChapString>
 News </ChapString></ChapterDisplay>
 <ChapterAtom><ChapterTimeStart>94500500000</ChapterTimeStart><ChapterFlagEnabled>0</ChapterFlagEnabled></ChapterAtom>
</ChapterAtom>
<ChapterAtom><ChapterUID>7</ChapterUID></ChapterAtom>
</EditionEntry></Chapters>
"""


def test_the_dialect_of_the_specification_and_nested_atoms():
    made = read_any(RFC.encode(), "m.xml")
    assert made.chapters == (
        Chapter(start=94_500, end=95_001, title="News"),
        Chapter(start=94_501, toc=False),
    )
    assert [(f.code, f.place.line) for f in made.findings] == [("FT312", 9)]


def test_the_default_edition_is_read():
    edition = (
        "<EditionEntry><EditionFlagDefault>{}</EditionFlagDefault><ChapterAtom><ChapterTimeStart>00:00:0{}.5"
        "</ChapterTimeStart></ChapterAtom></EditionEntry>"
    )
    text = f"<Chapters>{edition.format(0, 1)}\n{edition.format(1, 2)}</Chapters>"
    made = matroska.read(text, "m.xml")
    assert [c.start for c in made.chapters] == [2500]
    assert [(f.code, f.place.line) for f in made.findings] == [("FT319", 2)]


def test_broken():
    with pytest.raises(SourceError) as caught:
        read_any(b"<Chapters>\n<EditionEntry>\n<ChapterAtom></EditionEntry></Chapters>", "m.xml")
    assert str(caught.value.findings[0]).startswith("m.xml:3:")
