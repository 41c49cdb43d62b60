"""Chapters in JSON lists."""

from __future__ import annotations

import pytest

from feedtool.chapters import jsonrows
from feedtool.findings import SourceError
from feedtool.model import Chapter


def test_load_needs_its_list():
    assert jsonrows.load('{"a": {"b": []}}', "x", ("a", "b")).value == {"a": {"b": []}}
    with pytest.raises(SourceError, match=r"at a\.b"):
        jsonrows.load('{"a": {"b": 1}}', "x", ("a", "b"))
    with pytest.raises(SourceError, match="at the top"):
        jsonrows.load("{}", "x", ())


def test_linked():
    row = {"start": "1:00", "title": " T ", "href": "h", "img": "i", "end": 61}
    assert jsonrows.linked(row, "start") == Chapter(start=60_000, end=61_000, title="T", url="h", image="i")
    assert jsonrows.linked({"start": []}, "start") is None


def test_items_have_places():
    located = jsonrows.load('[\n {"start": 1},\n {"start": "x"},\n 5]', "f", ())
    found = list(jsonrows.items(located, (), "start", lambda row: jsonrows.linked(row, "start")))
    assert [str(i.place) for i in found] == ["f:2:2", "f:3:12", "f:4:2"]


def test_filled_and_dumped():
    assert jsonrows.filled(a=0, b="", c=None, d="x") == {"a": 0, "d": "x"}
    assert jsonrows.dump(["é"]) == '[\n  "é"\n]\n'
