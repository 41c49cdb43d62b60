"""Real files of every kind: read right, or refused with the reason and the line."""

from __future__ import annotations

import json
import re
from decimal import ROUND_HALF_UP, Decimal

import pytest

from feedtool.chapters import FORMATS, decode, keeps, read_any
from feedtool.findings import SourceError

pytestmark = pytest.mark.corpus

REFUSED = {
    "ChapterTool__ffprobe_chapters_invalid_timestamps.json": ("FT311", 0),  # a negative start, and no time base
    "ChapterTool__ffprobe_chapters_malformed.json": ("FT310", 1),  # chapters is a text
    "chapters__scenecut.json": ("FT310", 1),  # scores of picture changes
    "podcast-chapter-extractor__test_chapters.json": ("FT310", 1),  # prose, no chapters
    "podcast-chapterize__atp367_chapters.json": ("FT310", 1),  # a list of texts
    "auphonic-desktop-log-json__show-notes__log.json": ("FT310", 1),  # statistics
    "ogm-txt__ChapterTool__x264_qp_text_file.txt": ("FT310", 1),  # frame types of a video encoder
    "it-posidelki__podcast.rss": ("FT310", 1),  # a template, not a feed
    "cue-sheet__cue-parser__Frank_Boeijen_-_Palermo_-_CD1.eac.cue": ("FT320", 23),
    "cue-sheet__cue-parser__Frank_Boeijen_Groep_-_Welkom_In_Utopia.eac.cue": ("FT320", 12),
    "cue-sheet__cue-parser__Paco_de_Luc_a_-_Fuente_y_Caudal.eac.cue": ("FT320", 18),
    "cue-sheet__cue-parser__Putumayo_Presents_-_Yoga_Lounge.xld.cue": ("FT320", 25),
    "cue-sheet__cue-parser__Putumayo_Presents_Arabic_Beat.cue": ("FT320", 19),
    "cue-sheet__cue-parser__Putumayo_Presents_Cafe_Del_Mundo.cue": ("FT320", 26),
}
KINDS = {
    "podcasting2.0": "podcasting2", "podlove-json": "podlove", "podigee-json": "podigee", "audible-json": "audible",
    "apple-hls-json": "applehls", "ffprobe-json": "ffprobe", "audacity-labels": "audacity", "audition-csv": "audition",
    "cue-sheet": "cue", "edl": "edl", "ffmetadata": "ffmetadata", "matroska-xml": "matroska",
    "text-list": "description",
}  # fmt: skip
OTHERWISE = {
    "ChapterTool__ffprobe_chapters_empty.json": "podcasting2",  # {"chapters": []} is either
    "podlove-ui__chapters.json": "auphonic",  # the list inside an object, as Auphonic has it
    "podcast_reader__sample_chapters.json": "podlove",  # a bare list with starts in seconds
}


def files(shared, folder):
    index = json.loads((shared / "corpus" / folder / "index.json").read_text("utf-8"))
    return [(row, shared / "corpus" / folder / row["file"]) for row in index]


def read(path):
    return read_any(path.read_bytes(), path.name)


def test_every_file_is_read_or_refused_as_stated(shared):
    count = {"read": 0, "refused": 0}
    for folder in ("chapters_json", "markers", "psc"):
        for row, path in files(shared, folder):
            if path.name in REFUSED:
                with pytest.raises(SourceError) as caught:
                    read(path)
                first = caught.value.findings[0]
                assert (first.code, first.place.line) == REFUSED[path.name], path.name
                count["refused"] += 1
                continue
            kind = OTHERWISE.get(path.name) or KINDS.get(row.get("format") or row.get("kind", ""), "psc")
            assert read(path).format == kind, path.name
            count["read"] += 1
    assert count["refused"] == len(REFUSED)
    assert count["read"] >= 130


def test_json_chapters_by_their_own_numbers(shared):
    """Against the plain JSON: every object with a usable startTime, in order, to the millisecond."""
    for row, path in files(shared, "chapters_json"):
        if row["format"] != "podcasting2.0" or path.name in REFUSED or path.name in OTHERWISE:
            continue
        raw = json.loads(path.read_text("utf-8-sig"))["chapters"]
        usable = [c for c in raw if isinstance(c, dict) and isinstance(c.get("startTime"), int | float)]
        expected = sorted(
            (int((Decimal(str(c["startTime"])) * 1000).to_integral_value(ROUND_HALF_UP)), c.get("title", ""))
            for c in usable
        )
        got = read(path)
        as_text = [f for f in got.findings if f.code == "FT315"]
        assert len(got.chapters) == len(usable) + len(as_text), path.name
        if not as_text:
            assert sorted((c.start, c.title) for c in got.chapters) == expected, path.name
        hidden = sum(1 for c in usable if c.get("toc") is False)
        assert sum(1 for c in got.chapters if not c.toc) == hidden, path.name
        images = sum(1 for c in usable if c.get("img"))
        assert sum(1 for c in got.chapters if c.image) == images, path.name
        if row["chapters"] is not None:
            lost = sum(1 for f in got.findings if f.code == "FT312")
            assert len(got.chapters) + lost == row["chapters"], path.name


COUNTS = {
    "audacity-labels": r"(?m)^\d",
    "audition-csv": r"(?m)\t(?:decimal|24 fps)\t",
    "cue-sheet": r"INDEX 01 ",
    "edl": r"(?m)^\d{3}  ",
    "ffmetadata": r"(?m)^\[CHAPTER\]",
    "text-list": r"(?m)^\d",
}


def test_markers_by_their_own_numbers(shared):
    for row, path in files(shared, "markers"):
        if path.name in REFUSED or row["kind"] not in COUNTS:
            continue
        text, _ = decode(path.read_bytes(), path.name)
        expected = len(re.findall(COUNTS[row["kind"]], text)) - ("clusterfuzz" in path.name)  # TRACK 34 lost its line
        assert len(read(path).chapters) == expected, path.name


@pytest.mark.parametrize(
    ("name", "first", "last", "count"),
    [  # worked out by hand
        ("audacity-labels__pensieriincodice-website__145.txt", 622_606, 1_547_061, 3),
        ("audition-csv__changelog.com__interviews-624.csv", 101_583, 4_975_750, 24),  # 00:01:41:14 at 24 fps
        ("audition-csv__changelog.com__news-127.csv", 0, 429_718, 8),
        ("cue-sheet__ChapterTool__example-cue-sheet-1.cue", 0, 4_277_707, 19),  # 71:17:53
        ("cue-sheet__cue-parser__sample.cue", 440, 599_945_307, 3),  # 9999:05:23
        ("edl__EDL-to-YouTube-Chapters-Extractor__My_Album.edl", 0, 586_653, 3),  # 00:09:46:20 drop frame
        ("ffmetadata__tagparser__metadata_for_ffmpeg.txt", 0, 15_530_570, 7),
        ("matroska-xml__ChapterTool__example-chapters-2_sub_chapter.xml", 0, 1_647_000, 8),
        ("matroska-xml__ChapterTool__xml_T2_-_4_Editions_.xml", 0, 10_092_541, 106),
        ("matroska-xml__ChapterTool__XML_Chapter_25.xml", 0, 6_107_040, 17),
        ("text-list__FFMPEG-Add-Chapters__Series_3.txt", 0, 22_034_000, 28),
    ],
)
def test_markers_by_hand(shared, name, first, last, count):
    chapters = read(shared / "corpus" / "markers" / name).chapters
    assert (chapters[0].start, chapters[-1].start, len(chapters)) == (first, last, count)


def test_psc_by_hand(shared):
    starts = {
        "chapters__podlove-simple-chapters.xml": [0, 187_000, 506_250, 762_000],
        "feedparser__rss2.0simplechapter.xml": [0, 187_250, 506_000, 762_345],
        "podcast-feeds__sample1.xml": [0, 60_000, 120_000],
    }
    for name, expected in starts.items():
        assert [c.start for c in read(shared / "corpus" / "psc" / name).chapters] == expected


def test_transcripts_read_as_cues(shared):
    for _, path in files(shared, "transcripts"):
        text = path.read_text("utf-8", "replace")
        if path.suffix in {".srt", ".vtt"} and " --> " in text:
            made = read(path)
            assert made.format in {"srt", "webvtt"}, path.name
            lost = sum(1 for f in made.findings if f.code == "FT312" and "-->" in f.message)
            arrows = len(re.findall(r"(?m)^\s*(?:\d+:)?\d+:\d+[.,]\d+[ \t]*-->", text))
            assert len(made.chapters) + lost == arrows, path.name


def test_round_trip_of_real_chapters_through_every_format(shared):
    for folder in ("chapters_json", "markers", "psc"):
        for _, path in files(shared, folder)[::3]:
            if path.name in REFUSED:
                continue
            chapters = read(path).chapters
            for form in FORMATS.values():
                written = form.write(chapters, duration=10**9)
                assert form.read(written, "x").chapters == keeps(form, chapters, 10**9), (path.name, form.NAME)
