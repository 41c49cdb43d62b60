"""Real transcripts of every kind: read whole, or refused with the line."""

from __future__ import annotations

import json
import re
from itertools import pairwise

import pytest

from feedtool.check.transcript import check
from feedtool.findings import SourceError
from feedtool.transcripts import FORMATS, convert, read_any
from feedtool.transcripts.fit import spoken

pytestmark = pytest.mark.corpus

REFUSED = {"webvtt.js__timings-eof.vtt": [("FT603", 0), ("FT604", 3)]}  # an arrow and no end
OTHERWISE = {
    "gitbar-2026__223-transcript.srt": "txt",  # names and times, and no cue
    "podcast-rss-generator__Zenlytic_Is_Building_You_A_Better_Coworker_With_AI_Agents_2.txt": "vtt",
}
KINDS = {"podcast-transcript-json": "json", "engineeringkiosk-json": "json"}
BY_HAND = {  # cues that the index does not count
    "gitbar-2026__223-transcript.srt": 498,
    "podcast-rss-generator__Talking_AI_at_OpenShift_Commons_Gathering_in_Raleigh.html": 131,
    "webpage__218-transcript-slim.json": 181,
}
DIALECTS = {
    "HubermanAnswers__Dr._David_Buss_How_Humans_Select_Keep_Romantic_Partners_in_Short_Long_Term_Huberman_Lab_48.mp3.vtt",
    "pocket-casts-ios__sample.vtt",
    "podcast-rss-generator__AI_Autocomplete_for_QGIS.srt",
    "podcast-rss-generator__Episode_17.srt",
    "webpage__218-transcript-slim.json",
}


@pytest.fixture(scope="module")
def files(shared):
    folder = shared / "corpus" / "transcripts"
    return [(row, folder / row["file"]) for row in json.loads((folder / "index.json").read_text("utf-8"))]


def read(path):
    return read_any(path.read_bytes(), path.name)


def test_every_file_is_read_whole_or_refused(files):
    for row, path in files:
        if path.name in REFUSED:
            with pytest.raises(SourceError) as caught:
                read(path)
            assert [(f.code, f.place.line) for f in caught.value.findings] == REFUSED[path.name]
            continue
        made = read(path)
        assert made.format == OTHERWISE.get(path.name, KINDS.get(row["format"], row["format"])), path.name
        expected = row["cues"] or BY_HAND.get(path.name) or len(json.loads(path.read_text())["segments"])
        assert len(made.cues) == expected, path.name
        assert made.native == (path.name not in DIALECTS), path.name


def test_as_others_converted_them(files):
    """Files that stand there twice, as captions and as the JSON another program made of them."""
    paths = {path.name: path for _, path in files}
    pairs = [
        (paths[name.removesuffix(".json")], path)
        for name, path in paths.items()
        if name.removesuffix(".json") in paths and name.endswith(".json")
    ]
    assert len(pairs) == 4
    for source, converted in pairs:
        ours, theirs = read(source).cues, read(converted).cues
        assert [c.start for c in ours] == [c.start for c in theirs], source.name
        differ = [(a, b) for a, b in zip(ours, theirs, strict=True) if _words(a) != _words(b)]
        assert len(differ) <= len(ours) // 50, differ[:3]


def _words(cue):
    return re.sub(r"\W", "", f"{cue.speaker or ''}{cue.text}")


def test_the_findings_of_real_files_are_true(files):
    """Against a plain look at the arrows: which cue starts before the one above ends."""
    for row, path in files:
        if row["format"] not in {"srt", "vtt"} or path.name in REFUSED or path.name in OTHERWISE:
            continue
        cues = read(path).cues
        overlaps = sum(1 for a, b in pairwise(cues) if a.end > b.start + 100 and (a.start, a.end) != (b.start, b.end))
        codes = [f.code for f in check(read(path), path.name)]
        assert codes.count("FT621") == min(overlaps, 11), path.name
        assert "FT620" not in codes
        assert "FT622" not in codes


def test_round_trips_of_real_files(files):
    for _, path in files:
        if path.name in REFUSED:
            continue
        made = read(path)
        for form in FORMATS.values():
            if made.timed or not form.TIMED:
                text, _ = convert(made, form, file=path.name)
                again = read_any(text.encode(), path.name)
                assert again.format == form.NAME, (path.name, form.NAME)
                assert again.native
                assert not again.findings
                whole = "".join(map(_words, spoken(made.cues)))
                assert "".join(map(_words, spoken(again.cues))) == whole, (path.name, form.NAME)


@pytest.mark.parametrize("ending", ["vtt", "srt", "json", "html"])
def test_the_namespaces_own_examples(shared, ending):
    path = shared / "spec" / "data" / "repo-examples" / f"transcript-example.{ending}"
    made = read(path)
    assert (made.format, made.native, made.findings) == (ending, True, ())
    speakers = {
        "vtt": {"Sarah", "Gillian"},
        "srt": {"Travis", "Gilon", "Sarah"},
        "json": {"Darth Vader", "Luke"},
        "html": {"Travis", "Gilon", "Sarah"},
    }
    assert {cue.speaker for cue in made.cues} - {None} == speakers[ending]
    assert len(made.cues) == {"vtt": 7, "srt": 222, "json": 5, "html": 10}[ending]
