"""Programs of other people read what is written here, and find every chapter where it belongs."""

from __future__ import annotations

import json
import subprocess

import pytest

from feedtool.chapters import FORMATS, keeps
from feedtool.model import Chapter

pytestmark = pytest.mark.oracle

CHAPTERS = [
    Chapter(start=0, title="Intro; with = and # and \\ signs", end=4_500),
    Chapter(start=4_500, title='Häfen & <Wörter> "שלום" 🎙️'),
    Chapter(start=10_001, title="The third", end=12_000),
    Chapter(start=12_345, title="x" * 300),
]
LENGTH = 20_000


def run(*command):
    return subprocess.run([str(c) for c in command], check=True, capture_output=True).stdout.decode()


@pytest.fixture(scope="module")
def silent_file(tmp_path_factory):
    def made(ffmpeg):
        path = tmp_path_factory.mktemp("audio") / "silence.mka"
        run(ffmpeg, "-v", "error", "-f", "lavfi", "-i", "anullsrc=r=8000:cl=mono", "-t", "20", "-c:a", "flac", path)
        return path

    return made


def test_ffmpeg_reads_ffmetadata(tool, tmp_path, silent_file):
    form = FORMATS["ffmetadata"]
    (tmp_path / "c.txt").write_text(form.write(CHAPTERS, duration=LENGTH, about={"title": "A = B; #1"}), "utf-8")
    out = tmp_path / "out.mka"
    run(tool("ffmpeg"), "-v", "error", "-i", silent_file(tool("ffmpeg")), "-i", tmp_path / "c.txt", "-map_metadata", "1",
        "-map_chapters", "1", "-c", "copy", out)  # fmt: skip
    probed = run(tool("ffprobe"), "-v", "error", "-show_chapters", "-show_format", "-of", "json", out)
    assert json.loads(probed)["format"]["tags"]["title"] == "A = B; #1"
    assert FORMATS["ffprobe"].read(probed, "x").chapters == keeps(form, CHAPTERS, LENGTH)


def test_ffmpeg_writes_the_ffmetadata_read_here(tool, tmp_path, silent_file):
    (tmp_path / "c.txt").write_text(FORMATS["ffmetadata"].write(CHAPTERS, duration=LENGTH), "utf-8")
    again = run(tool("ffmpeg"), "-v", "error", "-i", tmp_path / "c.txt", "-f", "ffmetadata", "-")
    assert FORMATS["ffmetadata"].read(again, "x").chapters == keeps(FORMATS["ffmetadata"], CHAPTERS, LENGTH)


@pytest.mark.parametrize("name", ["webvtt", "srt"])
def test_ffprobe_reads_cues(name, tool, tmp_path):
    path = tmp_path / f"c{FORMATS[name].SUFFIXES[0]}"
    path.write_text(FORMATS[name].write(CHAPTERS, duration=LENGTH), "utf-8")
    packets = json.loads(run(tool("ffprobe"), "-v", "error", "-show_packets", "-of", "json", path))["packets"]
    expected = [(c.start, c.end - c.start) for c in keeps(FORMATS[name], CHAPTERS, LENGTH)]
    assert [(round(float(p["pts_time"]) * 1000), round(float(p["duration_time"]) * 1000)) for p in packets] == expected


@pytest.mark.parametrize("name", ["matroska", "ogm"])
@pytest.mark.parametrize("count", [4, 120])
def test_mkvmerge_reads_chapters(name, count, tool, tmp_path, silent_file):
    chapters = CHAPTERS + [Chapter(start=13_000 + n, title=f"Part {n}") for n in range(count - len(CHAPTERS))]
    form = FORMATS[name]
    (tmp_path / "c.txt").write_text(form.write(chapters), "utf-8")
    out = tmp_path / "out.mka"
    run(tool("mkvmerge"), "-q", "-o", out, "--chapters", tmp_path / "c.txt", silent_file(tool("ffmpeg")))
    xml = run(tool("mkvextract"), out, "chapters", "-")
    read = FORMATS["matroska"].read(xml, "x").chapters
    assert [(c.start, c.title) for c in read] == [(c.start, c.title) for c in keeps(form, chapters)]
    if name == "matroska":
        assert read == keeps(form, chapters)


def test_mkvmerge_keeps_hidden_chapters_hidden(tool, tmp_path, silent_file):
    chapters = [Chapter(start=0, title="a"), Chapter(start=500, title="slide", toc=False)]
    (tmp_path / "c.xml").write_text(FORMATS["matroska"].write(chapters), "utf-8")
    run(tool("mkvmerge"), "-q", "-o", tmp_path / "o.mka", "--chapters", tmp_path / "c.xml", silent_file(tool("ffmpeg")))
    xml = run(tool("mkvextract"), tmp_path / "o.mka", "chapters", "-")
    assert [c.toc for c in FORMATS["matroska"].read(xml, "x").chapters] == [True, False]


def test_the_official_schema_takes_json_chapters(repo):
    from jsonschema import Draft202012Validator

    schema = json.loads((repo / "schemas" / "chapters.schema.json").read_text("utf-8"))
    written = FORMATS["podcasting2"].write(CHAPTERS, about={"title": "x", "author": None, "podcastName": ""})
    assert list(Draft202012Validator(schema).iter_errors(json.loads(written))) == []
