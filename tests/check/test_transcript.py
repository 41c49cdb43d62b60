"""Transcripts against the clock, the audio and the people."""

from __future__ import annotations

import pytest

from feedtool.check.transcript import MOST, check
from feedtool.findings import Place
from feedtool.model import Person
from feedtool.transcripts import Cue, TranscriptFile


def told(
    *cues: tuple[object, ...], duration: int | None = None, people: tuple[str, ...] = ()
) -> list[tuple[str, str, int]]:
    """Code, severity and line of what is found in cues of start, end and, perhaps, text and speaker."""
    made = [
        Cue(
            start=start,
            end=end,
            text=(rest or ["a"])[0],
            speaker=rest[1] if len(rest) > 1 else None,
            place=Place("f", n),
        )  # type: ignore[arg-type, misc]
        for n, (start, end, *rest) in enumerate(cues, 1)
    ]
    found = check(
        TranscriptFile(format="vtt", cues=tuple(made)), "f", duration=duration, people=[Person(name=p) for p in people]
    )
    return [(f.code, f.weight.value, f.place.line if f.place else 0) for f in found]


def test_clean() -> None:
    assert told((0, 1000), (1000, 2000), (None, None), (2000, None), (2500, 4000), duration=3000) == []


@pytest.mark.parametrize(
    ("cues", "expected"),
    [
        ([(1000, 2000), (500, 900)], ("FT620", "error", 2)),
        ([(0, 2000), (1000, 3000)], ("FT621", "warning", 2)),
        ([(10_000, 11_000)], ("FT622", "error", 1)),
        ([(9000, 12_001)], ("FT622", "warning", 1)),
        ([(5000, 4000)], ("FT623", "error", 1)),
        ([(5000, 5000)], ("FT623", "warning", 1)),
        ([(0, 1000), (1000, 2000, "")], ("FT624", "warning", 2)),
        ([(0, 1000, "")], ("FT624", "warning", 0)),
    ],
)
def test_faults(cues: list[tuple[object, ...]], expected: tuple[str, str, int]) -> None:
    assert told(*cues, duration=10_000) == [expected]


def test_two_voices_of_one_cue_do_not_overlap() -> None:
    assert told((0, 2000), (0, 2000)) == []
    assert told((0, 2000), (1950, 3000)) == []


def test_order_is_that_of_the_cues_with_times() -> None:
    assert told((2000, None), (None, None), (1000, None)) == [("FT620", "error", 3)]


def test_speakers() -> None:
    cues = (
        (0, 1000, "a", "Ann Bell"),
        (1000, 2000, "b", "Anne Bell"),
        (2000, 3000, "c", "Anne Bell"),
        (3000, 4000, "d", "Bo"),
    )
    assert told(*cues) == []
    assert told(*cues, people=("Ann Bell", "Bo Stern")) == [("FT625", "info", 2)]


def test_the_nearest_person_is_named() -> None:
    made = TranscriptFile(format="vtt", cues=(Cue(text="a", speaker="Anne Bel"), Cue(text="b", speaker="Quincy")))
    hints = [f.advice for f in check(made, "f", people=[Person(name="Ann Bell")])]
    assert hints[0] == "Did you mean 'Ann Bell'?"
    assert "add the person" in hints[1]


def test_a_flood_is_summed_up() -> None:
    found = told(*[(n * 1000, n * 1000 + 5000) for n in range(1000)])
    assert len(found) == MOST + 1
