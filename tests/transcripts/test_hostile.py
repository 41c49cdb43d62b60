"""Files made to keep a reader busy: a quarter of a megabyte of anything is answered at once."""

from __future__ import annotations

import time

import pytest

from feedtool.check.transcript import check
from feedtool.findings import SourceError
from feedtool.model import Person
from feedtool.transcripts import FORMATS, convert, read_any

SIZE = 1 << 18
VTT = "WEBVTT\n\n00:00.000 --> 00:01.000\n"
CASES = {
    "one letter": ("", "a"), "words": ("", "a "), "lines": ("", "a\n"), "blank": ("a", " "), "blank end": ("A", "\t "),
    "digits": ("", "1"), "colons": ("A", ":"), "names": ("", "Ann: a\n"), "stamps": ("", "0:00 "),
    "times": ("", "0:00 a\n"), "brackets": ("", "["), "open stamps": ("", "[0:00"), "vtt": ("WEBVTT\n\n", "00:00.000 --> 00:01.000\na\n\n"),
    "no blank lines": ("WEBVTT\n\n", "00:00.000 --> 00:01.000\na\n"), "arrows": ("WEBVTT\n\n", "-->"),
    "arrow lines": ("WEBVTT\n\n", "-->\n"), "tags": (VTT, "<"), "voices": (VTT, "<v a>b"), "classes": (VTT + "<v", ".a"),
    "ruby": (VTT, "<rt>"), "entities": (VTT, "&"), "numbers": (VTT, "&#1"), "notes": ("WEBVTT\n\n", "NOTE\n\n"),
    "one cue": (VTT, "a\n"), "srt": ("", "1\n00:00:00,000 --> 00:00:01,000\na\n\n"), "braces": ("1\n00:00:00,000 --> 00:00:01,000\n", "{\\an"),
    "fonts": ("1\n00:00:00,000 --> 00:00:01,000\n", "<font "), "timing": ("", "00:00:00,000"),
    "json": ("{", '"a'), "deep": ("", "["), "segments": ('{"segments":[{"body":"a","startTime":0}', ',{"body":"a"}'),
    "nulls": ('{"segments":[{"body":"a"}', ",null"), "cites": ("", "<cite>"), "paragraphs": ("", "<p>a"), "tags open": ("", "<p "),
    "comments": ("", "<!--"), "ends": ("", "<!-- a -->"), "scripts": ("", "<script>"), "heads": ("<p>", "<h1></h1>"),
    "less than": ("<p>", "<"), "times in html": ("<p>", "<time>1</time>"), "wide": ("", "字"), "doctypes": ("", "<!a>"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("closing", ["", "\n", "]}", "</script></p>"])
def test_anything_is_answered(name, closing):
    start, again = CASES[name]
    data = (start + again * ((SIZE - len(start)) // len(again)) + closing).encode()
    began = time.process_time()
    try:
        made = read_any(data, "x")
    except SourceError:
        pass
    else:
        assert len(check(made, "x", duration=1000, people=[Person(name="Ann Bell")])) < 100
        for form in FORMATS.values():
            if made.timed or not form.TIMED:
                convert(made, form, file="x")
    assert time.process_time() - began < 6
