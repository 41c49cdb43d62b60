"""Blocks of lines with an arrow."""

from __future__ import annotations

import pytest

from feedtool.findings import Finding
from feedtool.textfile import Block
from feedtool.transcripts.cueblocks import joined, timed


def test_a_block():
    (cue,) = timed(Block(7, ["1", "0:01.000 --> 0:02.000 align:left", "a", "b"]), "f")
    assert (cue.start, cue.end, cue.lines, cue.settings, cue.numbered) == (1000, 2000, ["a", "b"], "align:left", True)
    assert str(cue.place) == "f:8:1"


def test_blank_lines_that_are_missing():
    lines = ["1", "0:01.000 --> 0:02.000", "a", "2", "0:02.000 --> 0:03.000", "b", "0:03.000 --> 0:04.000", "c"]
    found = list(timed(Block(1, lines), "f"))
    assert [(c.start, c.lines, c.numbered, c.place.line) for c in found] == [
        (1000, ["a"], True, 2),
        (2000, ["b"], True, 5),
        (3000, ["c"], False, 7),
    ]


@pytest.mark.parametrize(
    "line", ["text alone", "soon --> later", "0:01.000 -->", "--> 0:01.000", "0:75 --> 0:80", "5 --> 6"]
)
def test_faults(line):
    (found,) = timed(Block(4, [line]), "f")
    assert isinstance(found, Finding)
    assert (found.code, found.place.line) == ("FT604", 4)


def test_joined():
    assert joined([" a ", "", "b"]) == "a b"
    assert joined(["字幕", "です", "ok"]) == "字幕です ok"
    assert joined(["안녕", "하세요"]) == "안녕 하세요"
