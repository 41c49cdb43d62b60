"""What the readers share."""

from __future__ import annotations

import pytest

from feedtool.findings import Finding, Place, SourceError
from feedtool.transcripts.base import MAX_CUES, Cue, few, gather, moment


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("00:00:01,500", 1500), ("1:34.5", 94_500), ("75:10", 4_510_000), ("1:02:03", 3_723_000), ("0:00.0015", 1),
        ("999:59:59.999", 3_599_999_999), ("1:75:10", None), ("1:60", None), ("12", None), ("1:2:3:4", None),
        ("-1:00", None), ("", None), ("1000:00:00", None), ("1:00.", None), ("٣:٠٠", None),
    ],
)  # fmt: skip
def test_moment(text, ms):
    assert moment(text) == ms


def fault(line):
    return Finding(code="FT604", message=f"fault {line}", place=Place("x", line))


def test_few():
    faults = [fault(n) for n in range(1, 8)]
    assert few(faults, 6) == faults
    assert [str(f) for f in few(faults, 2)][2:] == ["x:3: warning: 5 more like these, the first: fault 3 [FT604]"]


def test_gather():
    made = gather("srt", [Cue(text="a"), fault(3)], file="x", asides=["notes", "markup", "notes"])
    assert (made.cues, made.findings, made.asides) == ((Cue(text="a"),), (fault(3),), ("notes", "markup"))
    assert not made.timed
    assert gather("srt", [Cue(text="a"), Cue(text="b", start=0)], file="x").timed
    assert gather("vtt", [], file="x").cues == ()
    with pytest.raises(SourceError, match="FT603"):
        gather("srt", [fault(3)], file="x")
    with pytest.raises(SourceError, match="FT606"):
        gather("srt", (Cue(text="a") for _ in range(MAX_CUES + 1)), file="x")
