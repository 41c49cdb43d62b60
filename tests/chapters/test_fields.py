"""CHAPTERxxx fields: what OGM text and Vorbis comments share."""

from __future__ import annotations

from feedtool.chapters import fields
from feedtool.findings import Finding
from feedtool.model import Chapter


def test_every_order_and_case():
    text = "chapter1NAME=Intro\nCHAPTER1=0:00\n\nchapter2url=https://example.com\nCHAPTER2=00:01:00.000 --> 00:02:00\n"
    assert list(fields.items(text, "x")) == [
        Chapter(start=0, title="Intro"),
        Chapter(start=60_000, end=120_000, url="https://example.com"),
    ]


def test_lines_that_are_none():
    found = [i for i in fields.items("TITLE=x\nCHAPTER01=soon\nCHAPTER02=\n", "x") if isinstance(i, Finding)]
    assert [f.place.line for f in found] == [1, 2, 3]
