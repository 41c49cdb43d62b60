"""JSON chapters: everything is kept, every fault has its place."""

from __future__ import annotations

import json

import pytest

from feedtool.chapters import podcasting2
from feedtool.findings import SourceError
from feedtool.model import Chapter, Location

FILE = """{
 "version": "1.2.0", "title": "Seven", "author": "", "waypoints": true, "x": {"y": [1, null]},
 "chapters": [
  {"startTime": 5.0005, "endTime": 7, "title": "B", "url": "https://example.com", "img": "b.jpg", "toc": false,
   "location": {"name": "Marlow", "geo": "geo:51.5,-0.7"}, "number": 2},
  {"startTime": 0, "title": 5, "url": null, "toc": "no", "location": {"name": "x"}},
  {"startTime": "1:02"},
  {"startTime": -1}, {"startTime": true}, {"startTime": 1e300}, {"startTime": "soon"},
  {"title": "none"}, null, 7, "x", [1]
 ]}
"""


def test_read():
    made = podcasting2.read(FILE, "c.json")
    assert made.chapters == (
        Chapter(start=0),
        Chapter(
            start=5001, end=7000, title="B", url="https://example.com", image="b.jpg", toc=False,
            location=Location(name="Marlow", geo="geo:51.5,-0.7"), extra={"number": 2},
        ),
        Chapter(start=62_000),
    )  # fmt: skip
    assert made.about == {"title": "Seven", "author": "", "waypoints": True, "x": {"y": [1, None]}}
    assert [(f.code, f.place.line, f.place.column) for f in made.findings] == [
        ("FT316", 6, 29), ("FT316", 6, 52), ("FT316", 6, 70), ("FT315", 7, 17), ("FT312", 8, 17), ("FT312", 8, 36),
        ("FT312", 8, 57), ("FT312", 8, 79), ("FT312", 9, 3), ("FT312", 9, 22), ("FT312", 9, 28), ("FT312", 9, 31),
        ("FT312", 9, 36), ("FT313", 6, 3),
    ]  # fmt: skip


def test_write_holds_nothing_empty_and_no_nan():
    chapter = Chapter(
        start=62_004, title="\ud800", url="", extra={"a": None, "b": "", "c": float("nan"), "startTime": 1}
    )
    text = podcasting2.write(
        [chapter], about={"fileName": "a.mp3", "chapters": 1, "version": "9", "z": 1, "author": "A"}
    )
    assert text == (
        '{\n  "version": "1.2.0",\n  "author": "A",\n  "fileName": "a.mp3",\n  "z": 1,\n  "chapters": [\n    {\n'
        '      "startTime": 62.004,\n      "title": "\ufffd"\n    }\n  ]\n}\n'
    )


def test_about_comes_back():
    about = {
        "author": "A",
        "title": "T",
        "podcastName": "P",
        "description": "D",
        "fileName": "f",
        "waypoints": True,
        "x": [1],
    }
    assert podcasting2.read(podcasting2.write([], about=about), "x").about == about


def test_an_empty_list_is_a_file_without_chapters():
    assert podcasting2.read('{"version": "1.2.0", "chapters": []}', "x").chapters == ()


@pytest.mark.parametrize("text", ["[]", "{}", '{"chapters": {}}', "7", '{"chapters": [{"title": "x"}]}'])
def test_hopeless(text):
    with pytest.raises(SourceError, match="FT311"):
        podcasting2.read(text, "x")


@pytest.mark.parametrize("number", ["1e999", "9" * 5000, "NaN", "-Infinity"])
def test_numbers_no_audio_has(number):
    with pytest.raises(SourceError):
        podcasting2.read(f'{{"chapters": [{{"startTime": {number}}}]}}', "x")


def test_whole_seconds_are_integers():
    made = json.loads(podcasting2.write([Chapter(start=60_000, end=60_500)]))
    assert repr(made["chapters"][0]) == "{'startTime': 60, 'endTime': 60.5}"
