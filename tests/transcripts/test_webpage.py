"""HTML."""

from __future__ import annotations

import pytest

from feedtool.transcripts import Cue
from feedtool.transcripts.webpage import read, sniff, write

FILE = """<!DOCTYPE html>
<html><head><title>no words</title></head><body><!-- <p>not this</p> -->
<h1>Transcript</h1>
<cite>Ann:</cite>
<time>0:01</time>
<p>Hello &amp; welcome,
  <b>all</b><br>of you</p>
<p>Second paragraph</p>
<CITE>Bo</CITE><TIME>(1:00:02)</TIME><P CLASS="x">Thanks
<script>alert("<p>x</p>")</script></body></html>
"""


def test_read():
    made = read(FILE, "f.html")
    assert made.cues == (
        Cue(text="Hello & welcome, all of you", start=1000, speaker="Ann"),
        Cue(text="Second paragraph"),
        Cue(text="Thanks", start=3_602_000, speaker="Bo"),
    )
    assert [cue.place.line for cue in made.cues] == [6, 8, 9]
    assert (made.findings, made.asides, made.timed) == ((), ("markup",), True)


def test_text_without_cite():
    made = read("<p>Ann Bell: Hi</p>\n<p>no name</p>", "f")
    assert made.cues == (Cue(text="Hi", speaker="Ann Bell"), Cue(text="no name"))


def test_a_bad_time_is_said():
    made = read("<cite>A</cite>\n<time>soon</time><p>x</p>", "f")
    assert [(f.code, f.place.line) for f in made.findings] == [("FT604", 2)]


@pytest.mark.parametrize("text", ["<p>a", "<!-- x --><p>", "<!doctype html>", "<CITE>x</CITE>"])
def test_sniff(text):
    assert sniff(text)


def test_sniff_else():
    assert not sniff("a < b")
    assert not sniff("<3 you all")


def test_write():
    cues = [Cue(text="a <b> & c", start=1999, speaker="<i>"), Cue(text="d")]
    assert write(cues) == "<cite>&lt;i&gt;:</cite>\n<time>0:01</time>\n<p>a &lt;b&gt; &amp; c</p>\n<p>d</p>\n"
