"""Plain TSV."""

from __future__ import annotations

from feedtool.chapters import detect, plain_tsv
from feedtool.model import Chapter


def test_without_header():
    text = "00:00:00\tIntro\n00:01:00\tNews\n"
    assert detect(text.encode()) is plain_tsv
    assert plain_tsv.read(text, "x").chapters == (Chapter(start=0, title="Intro"), Chapter(start=60_000, title="News"))
