"""What holds for every row of the table of formats."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedtool.chapters import FORMATS, ChapterFile, Sample, decode, detect, keeps, losses, read_any
from feedtool.findings import SourceError
from feedtool.model import Chapter
from feedtool.rules import RULES


def read_or_refused(reader):
    """What ``reader`` makes; of a refusal, its findings."""
    try:
        return reader()
    except SourceError as error:
        return ChapterFile("", (), error.findings)


ALL = pytest.mark.parametrize("name", FORMATS)
QUICK = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@ALL
@QUICK
@given(data=st.data(), duration=st.none() | st.integers(1, 10**9))
def test_round_trip(name, chapter_lists, data, duration):
    chapters = data.draw(chapter_lists)
    to = FORMATS[name]
    written = to.write(chapters, duration=duration)
    assert to.read(written, "x").chapters == keeps(to, chapters, duration)
    written.encode()


@ALL
@QUICK
@given(data=st.data(), duration=st.none() | st.integers(1, 10**9))
def test_what_is_kept_is_kept_again(name, chapter_lists, data, duration):
    once = keeps(FORMATS[name], data.draw(chapter_lists), duration)
    assert keeps(FORMATS[name], once, duration) == once
    assert FORMATS[name].write(once, duration=duration) == FORMATS[name].write(once[::-1], duration=duration) or len(
        {c.start for c in once}
    ) < len(once)


@ALL
@QUICK
@given(data=st.data())
def test_rounding_never_merges_nor_reorders(name, chapter_lists, data):
    chapters = [c for c in data.draw(chapter_lists) if c.toc]
    kept = keeps(FORMATS[name], chapters)
    before = sorted(c.start for c in chapters)
    after = [c.start for c in kept]
    assert after == sorted(after)
    assert [a < b for a, b in pairwise(before)] == [a < b for a, b in pairwise(after)]


@ALL
def test_its_own_output_is_detected_and_claimed_by_no_other(name, sample):
    written = FORMATS[name].write(sample, duration=4_030_000)
    assert detect(written.encode(), "misleading.xyz") is FORMATS[name]
    assert [n for n, f in FORMATS.items() if f.sniff(Sample(written))] == [name]


@ALL
@QUICK
@given(data=st.data())
def test_any_output_is_detected_as_itself(name, chapter_lists, data):
    chapters = [Chapter(start=0, title="Intro"), *(c for c in data.draw(chapter_lists) if c.toc)]
    assert detect(FORMATS[name].write(chapters).encode()) is FORMATS[name]


@ALL
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_read_in_every_encoding(name, ending, encoding, sample):
    to = FORMATS[name]
    data = to.write(sample, duration=4_030_000).replace("\n", ending).encode(encoding)
    assert read_any(data, "x").chapters == keeps(to, sample, 4_030_000)


@ALL
def test_every_chapter_has_its_line(name, sample):
    text = FORMATS[name].write(sample, duration=4_030_000)
    for chapter in FORMATS[name].read(text, "some.file").chapters:
        assert chapter.place.file == "some.file"
        around = "\n".join(text.splitlines()[chapter.place.line - 1 : chapter.place.line + 9])
        assert re.search(re.escape(chapter.title.split()[0]), around)


@ALL
def test_no_loss_is_silent(name, sample):
    to = FORMATS[name]
    said = {f.code for f in losses(to, sample, 4_030_000)}
    words = {"url": "FT332", "image": "FT333", "location": "FT334", "extra": "FT335"}
    assert {w for w, code in words.items() if code in said} == words.keys() - to.KEEPS
    assert ("FT336" in said) == ([c.start for c in keeps(to, sample)] != [c.start for c in sample])
    hidden = Chapter(start=1, title="slide", toc=False)
    assert ("FT330" in {f.code for f in losses(to, [hidden])}) == ("toc" not in to.KEEPS)


@ALL
def test_lossless_when_there_is_nothing_to_lose(name):
    chapters = [Chapter(start=n * 40_000, title=f"Part {n}") for n in range(4)]
    assert losses(FORMATS[name], chapters, 200_000) == []


@ALL
def test_thousand_chapters(name):
    chapters = [Chapter(start=n * 1000, title=f"Part {n}") for n in range(1000)]
    to = FORMATS[name]
    read = to.read(to.write(chapters), "x").chapters
    assert read == keeps(to, chapters)
    cut = {"cue": 99, "vorbis": 999}
    assert len(read) == cut.get(name, 1000)
    assert ("FT339" in {f.code for f in losses(to, chapters)}) == (name in cut)


@ALL
@QUICK
@given(data=st.data())
def test_damaged_files_give_findings_and_never_a_traceback(name, chapter_lists, data):
    text = FORMATS[name].write(data.draw(chapter_lists), duration=10**6)
    at = data.draw(st.integers(0, max(len(text) - 1, 0)))
    to = data.draw(st.integers(at, min(at + 40, len(text))))
    broken = text[:at] + data.draw(st.text(max_size=12)) + text[to:]
    made = read_or_refused(lambda: FORMATS[name].read(broken, "x"))
    assert all(f.code in RULES for f in made.findings)
    assert [c.start for c in made.chapters] == sorted(c.start for c in made.chapters)
    assert all(c.start >= 0 for c in made.chapters)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda t: t.encode("utf-8", "replace")))
def test_any_bytes_are_read_or_refused(data):
    made = read_or_refused(lambda: read_any(data, "x"))
    assert all(f.code in RULES for f in made.findings)


@ALL
def test_names(name):
    to = FORMATS[name]
    assert (to.NAME, name) == (name, name.lower())
    assert to.TITLE
    assert all(s.startswith(".") for s in to.SUFFIXES)
    assert {"end", "url", "image", "toc", "fraction", "location", "extra"} >= to.KEEPS
    assert to.__doc__
    assert to.read.__doc__
    assert to.write.__doc__


def test_a_name_can_be_given():
    text = b"00:00:00 Intro <https://example.com>\n"
    assert read_any(text, "x").format == "description"
    assert read_any(text, "x", named="mp4chaps").chapters[0].url == "https://example.com"
    with pytest.raises(KeyError):
        read_any(text, "x", named="nothing")


@pytest.mark.parametrize(
    ("data", "code", "place"),
    [
        (b"", "FT310", "x"),
        (b"   \n", "FT310", "x"),
        (b"Just prose, nothing else.\n", "FT310", "x"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "FT310", "x"),
        (b'{"a": [1, 2', "FT103", "x:1:12"),
        (b'{"a": 1}', "FT310", "x"),
        (b"[1, 2]", "FT310", "x"),
        (b'{"version": "1.2.0", "chapters": [{"startTime": NaN}]}', "FT103", "x"),
        (b"<a><b></a>", "FT318", "x:1"),
        (b"<html><p>1:00</p></html>", "FT310", "x"),
        (b"[" * 100_000, "FT103", "x:1"),
        (b'{"a":' * 10_000, "FT103", "x:1"),
        (b"0" * (8 * 1024 * 1024 + 1), "FT317", "x"),
    ],
)
def test_refused_with_a_reason(data, code, place):
    with pytest.raises(SourceError) as caught:
        read_any(data, "x")
    first = caught.value.findings[0]
    assert (first.code, str(first.place).startswith(place)) == (code, True)


def test_decode():
    assert decode("é".encode("utf-16"), "x") == ("é", [])
    assert decode("é".encode("utf-32"), "x") == ("é", [])
    assert decode("\ufeffé".encode(), "x") == ("é", [])
    text, findings = decode(b"ok\ncaf\xe9", "x")
    assert text == "ok\ncafé"
    assert str(findings[0].place) == "x:2"
    assert decode(b'<?xml version="1.0" encoding="ISO-8859-1"?><a>\xe9</a>', "x")[1] == []
    assert decode(b'<?xml version="1.0" encoding="nonsense"?><a>\xe9</a>', "x")[1][0].code == "FT314"


@ALL
def test_output_as_agreed_on(name, update_golden):
    """What is written, byte for byte; a new format gets its file with --update-golden."""
    chapters = [
        Chapter(start=0, title="Intro", end=94_500),
        Chapter(start=94_500, title="News & <more>", url="https://example.com/n", image="https://example.com/n.jpg"),
        Chapter(start=3_600_040, end=3_700_000),
    ]
    written = FORMATS[name].write(chapters, duration=3_800_000, about={"title": "Episode 7"}).encode()
    golden = Path(__file__).parent / "golden" / name
    if update_golden:
        golden.write_bytes(written)
    assert written == golden.read_bytes()
