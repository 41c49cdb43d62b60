"""What a conversion says of itself."""

from __future__ import annotations

import pytest

from feedtool.findings import SourceError
from feedtool.transcripts import FORMATS, Cue, TranscriptFile, convert

CUES = (
    Cue(text="Short.", start=500, end=1500, speaker="ann"),
    Cue(text="A long one, " * 8 + "x" * 70, start=1500, end=9000),
    Cue(text="No end.", start=9000),
)


@pytest.mark.parametrize(
    ("to", "codes"),
    [
        ("vtt", ["FT636", "FT637", "FT638"]),
        ("srt", ["FT633", "FT636", "FT634", "FT637", "FT638"]),
        ("json", ["FT638"]),
        ("html", ["FT631", "FT632", "FT639", "FT638"]),
        ("txt", ["FT630", "FT632", "FT633", "FT639", "FT638"]),
    ],
)
def test_losses(to, codes):
    made = TranscriptFile(format="x", cues=CUES, asides=("notes", "styles"))
    _, findings = convert(made, FORMATS[to], file="f")
    assert [f.code for f in findings] == codes
    assert "notes, styles" in findings[-1].message


@pytest.mark.parametrize("to", FORMATS)
def test_nothing_is_said_of_what_fits(to):
    made = TranscriptFile(format="x", cues=(Cue(text="Short.", start=1000, end=2000, speaker="Ann"),))
    told = {f.code for f in convert(made, FORMATS[to], file="f")[1]}
    assert told <= {"FT630", "FT632"}
    assert bool(told) == (to in {"html", "txt"})


def test_without_times():
    made = TranscriptFile(format="txt", cues=(Cue(text="a"),))
    for name, form in FORMATS.items():
        if form.TIMED:
            with pytest.raises(SourceError, match="FT635"):
                convert(made, form, file="f")
        else:
            assert convert(made, form, file="f")[1] == [], name
