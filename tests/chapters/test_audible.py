"""Audible JSON."""

from __future__ import annotations

import pytest

from feedtool.chapters import audible
from feedtool.findings import SourceError
from feedtool.model import Chapter


def test_read():
    rows = '[{"start_offset_ms": 5, "length_ms": 10, "title": "A"}, {"start_offset_ms": 15, "length_ms": 0}, {"start_offset_ms": 1.5}]'
    text = f'{{"content_license": {{"content_metadata": {{"chapter_info": {{"chapters": {rows}}}}}}}}}'
    made = audible.read(text, "x")
    assert made.chapters == (Chapter(start=5, end=15, title="A"), Chapter(start=15))
    assert [f.code for f in made.findings] == ["FT312"]


def test_without_the_list():
    with pytest.raises(SourceError, match=r"content_license\.content_metadata"):
        audible.read('{"content_license": []}', "x")
