"""What holds for every format of the table."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedtool.findings import SourceError
from feedtool.timecode import clock
from feedtool.transcripts import FORMATS, MAX_SIZE, Cue, detect, read_any
from feedtool.transcripts.fit import spoken, timed

ALL = pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)


def said(cues):
    """Names where they change, and words, without the blanks that wrapping moves."""
    return re.sub(r"\s", "", "".join(f"[{c.speaker}]{c.text}" if c.speaker else c.text for c in spoken(cues)))


@ALL
@settings(max_examples=60)
@given(data=st.data())
def test_words_and_speakers_come_back(form, good_cues, data):
    cues = data.draw(good_cues)
    assert said(form.read(form.write(cues), "x").cues) == said(cues)


@ALL
@settings(max_examples=60)
@given(data=st.data())
def test_what_was_written_is_told_by_its_content_and_stays_as_it_is(form, good_cues, data):
    written = form.write([Cue(text="So", start=0, end=400), *data.draw(good_cues)])
    made = read_any(written.encode(), "x")
    assert (made.format, made.native, made.findings) == (form.NAME, True, ())
    if form.TIMED and "山" not in written:  # a blank inside Chinese is lost at the end of a line
        assert form.write(made.cues) == written


@pytest.mark.parametrize("name", ["vtt", "json"])
@settings(max_examples=60)
@given(data=st.data())
def test_cues_come_back_whole(name, good_cues, data):
    cues = spoken(data.draw(good_cues))
    assert FORMATS[name].read(FORMATS[name].write(cues), "x").cues == tuple(cues)


@ALL
@settings(max_examples=100)
@given(data=st.data())
def test_anything_can_be_written_and_is_sound(form, any_cues, data):
    cues = data.draw(any_cues)
    made = form.read(form.write(cues, duration=10**8), "x")
    assert not made.findings
    assert len(made.cues) >= bool(spoken(cues))
    starts = [cue.start for cue in made.cues if cue.start is not None]
    if form.TIMED and form.NAME != "json":
        assert all(cue.start < cue.end for cue in made.cues)
        assert starts == sorted(starts)
    if form.TIMED:
        assert len(starts) == len(made.cues)


@ALL
@settings(max_examples=100)
@given(data=st.data())
def test_lines_are_as_short_as_players_want(form, any_cues, data):
    if not form.WIDTH:
        return
    above = 2 if form.NAME == "srt" else 1  # a number, and the times
    for block in form.write(data.draw(any_cues)).removeprefix("WEBVTT\n").strip("\n").split("\n\n"):
        shown = block.split("\n")[above:]
        assert all(len(_visible(line)) <= form.WIDTH for line in shown)
        assert form.ROWS is None or len(shown) <= form.ROWS


def _visible(line):
    return re.sub(r"&(?:amp|lt|gt);", "&", re.sub(r"<v [^>]*>", "", line))


@ALL
def test_an_example_of_each(form):
    cues = [
        Cue(text="Hello there, and welcome.", start=500, end=2000, speaker="Ann Bell"),
        Cue(text="Thank you & good night.", start=2000, end=4500, speaker="Bo Stern"),
    ]
    assert form.write(cues) == EXAMPLES[form.NAME]


EXAMPLES = {
    "vtt": "WEBVTT\n\n00:00:00.500 --> 00:00:02.000\n<v Ann Bell>Hello there, and welcome.\n\n"
    "00:00:02.000 --> 00:00:04.500\n<v Bo Stern>Thank you &amp; good night.\n",
    "srt": "1\n00:00:00,500 --> 00:00:02,000\nAnn Bell: Hello there, and\nwelcome.\n\n"
    "2\n00:00:02,000 --> 00:00:04,500\nBo Stern: Thank you & good\nnight.\n\n",
    "json": '{\n  "version": "1.0.0",\n  "segments": [\n    {\n      "speaker": "Ann Bell",\n      "startTime": 0.5,\n'
    '      "endTime": 2,\n      "body": "Hello there, and welcome."\n    },\n    {\n      "speaker": "Bo Stern",\n'
    '      "startTime": 2,\n      "endTime": 4.5,\n      "body": "Thank you & good night."\n    }\n  ]\n}\n',
    "html": "<cite>Ann Bell:</cite>\n<time>0:00</time>\n<p>Hello there, and welcome.</p>\n"
    "<cite>Bo Stern:</cite>\n<time>0:02</time>\n<p>Thank you &amp; good night.</p>\n",
    "txt": "Ann Bell: Hello there, and welcome.\n\nBo Stern: Thank you & good night.\n",
}


def test_media_types():
    assert {f.NAME: f.MEDIA_TYPE for f in FORMATS.values()} == {
        "vtt": "text/vtt",
        "srt": "application/x-subrip",
        "json": "application/json",
        "html": "text/html",
        "txt": "text/plain",
    }


def test_refused():
    for data, code in ((b"", "FT601"), (b" \n", "FT601"), (b"\0\1\2", "FT601"), (b"a" * (MAX_SIZE + 1), "FT606")):
        with pytest.raises(SourceError, match=code):
            read_any(data, "x")
    with pytest.raises(SourceError, match="FT103"):
        read_any(b'{"segments": [', "x.json")
    assert detect(b"\0\0") is None


def test_json_of_other_kinds_is_no_transcript():
    assert detect(b'{"version": "1.2.0", "chapters": []}') is None
    assert detect(b'{"segments": []}') is FORMATS["json"]
    with pytest.raises(SourceError, match="FT603"):
        read_any(b'[{"start": 1, "text": "a"}]', "x")
    assert read_any(b"[0:05] Ann: hello", "x").format == "txt"


def test_encodings():
    made = read_any(b"Ann: caf\xe9\n", "x.txt")
    assert (made.cues[0].text, [str(f.place) for f in made.findings if f.code == "FT607"]) == ("café", ["x.txt:1"])
    assert read_any("WEBVTT\n\n00:00.000 --> 00:01.000\né".encode("utf-16"), "x").cues[0].text == "é"
    assert read_any("\ufeffWEBVTT\n\n00:00.000 --> 00:01.000\né".encode(), "x").format == "vtt"


def test_named_format_wins():
    assert read_any(b"WEBVTT\n\nhello", "x", named="txt").format == "txt"


@settings(max_examples=300)
@given(st.text() | st.binary().map(lambda b: b.decode("latin-1")))
def test_any_text_is_read_or_refused(text):
    for named in (None, *FORMATS):
        for start in ("", "WEBVTT\n\n", "<p>", "1\n00:00:00,000 --> "):
            with suppress(SourceError):
                made = read_any((start + text).encode(), "x", named=named)
                assert all("\n" not in cue.text for cue in made.cues)


def test_timed_gives_every_cue_its_share():
    cues = [Cue(text="a" * 10, start=1000), Cue(text="b" * 30), Cue(text="c", start=5000)]
    assert [(c.start, c.end) for c in timed(cues)] == [(1000, 2000), (2000, 5000), (5000, 6000)]
    assert [clock(c.end or 0) for c in timed(cues, duration=5400)][-1] == "0:05.400"
