"""Podcast JSON."""

from __future__ import annotations

import json

import pytest

from feedtool.findings import SourceError
from feedtool.transcripts import Cue
from feedtool.transcripts.podcastjson import read, write


def test_read():
    rows = [
        {"speaker": "Ann", "startTime": 0.5, "endTime": 2, "body": "Hello\nthere"},
        {"startTime": 2.25, "body": "you"},
    ]
    made = read(json.dumps({"version": "1.0.0", "segments": rows}, indent=1), "f.json")
    assert made.cues == (Cue(text="Hello there", start=500, end=2000, speaker="Ann"), Cue(text="you", start=2250))
    assert made.native
    assert made.cues[1].place.line == 10


def test_faults():
    rows = [{"body": "a", "startTime": "0:01", "endTime": -1}, {"startTime": 1}, 5, {"body": "b", "startTime": True}]
    made = read(json.dumps({"segments": rows}), "f.json")
    assert made.cues == (Cue(text="a"), Cue(text="b"))
    assert [f.code for f in made.findings] == ["FT608"] * 5


@pytest.mark.parametrize(
    "value",
    [
        {"language": "de", "segments": [{"start": 1.5, "end": 2, "text": " a"}]},
        {"language_code": "de", "utterances": [{"start": 1500, "end": 2000, "text": "a"}]},
    ],
)
def test_dialects(value):
    made = read(json.dumps(value), "f.json")
    assert (made.cues, made.native, made.language) == ((Cue(text="a", start=1500, end=2000),), False, "de")


@pytest.mark.parametrize("value", [{}, [], {"segments": "a"}, {"segments": [1]}, {"chapters": []}, {"utterances": []}])
def test_no_transcript(value):
    with pytest.raises(SourceError, match="FT603"):
        read(json.dumps(value), "f.json")


def test_no_segments():
    assert read('{"version": "1.0.0", "segments": []}', "f").cues == ()


def test_write():
    assert json.loads(write([Cue(text="a", start=500), Cue(text="b", start=2000, end=2001)]))["segments"] == [
        {"startTime": 0.5, "body": "a"},
        {"startTime": 2, "endTime": 2.001, "body": "b"},
    ]
    assert [row["startTime"] for row in json.loads(write([Cue(text="a", start=1), Cue(text="b")]))["segments"]] == [
        0.001,
        0.501,
    ]
