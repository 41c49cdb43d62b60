"""What FFmpeg, which knows nothing of this package, reads in the captions we write."""

from __future__ import annotations

import json
import subprocess

import pytest

from feedtool.transcripts import FORMATS, Cue

pytestmark = pytest.mark.oracle

CUES = [
    Cue(text="Hello & welcome <all>, " * 3, start=500, end=4000, speaker="Ann Bell"),
    Cue(text="שלום 🎙️ 山田さん", start=4000, end=6500, speaker="Bo Stern"),
    Cue(text="1984", start=3_600_000, end=3_601_250),
    Cue(text="an arrow --> here", start=3_700_000, end=3_701_000),
]


def packets(ffprobe, path):
    command = [ffprobe, "-v", "error", "-show_packets", "-show_data", "-of", "json", path]
    made = subprocess.run(command, capture_output=True, text=True, check=True)
    assert made.stderr == ""
    return [
        (round(float(p["pts_time"]) * 1000), round(float(p["duration_time"]) * 1000))
        for p in json.loads(made.stdout)["packets"]
    ]


def text_of(ffmpeg, path):
    """The captions as FFmpeg writes them to SRT: text only."""
    made = subprocess.run(
        [ffmpeg, "-v", "error", "-i", path, "-f", "srt", "-"], capture_output=True, text=True, check=True
    )
    return "".join(made.stdout.split())


@pytest.mark.parametrize("name", ["vtt", "srt"])
def test_ffmpeg_reads_the_same_cues(name, tool, tmp_path):
    path = tmp_path / f"a.{name}"
    path.write_text(FORMATS[name].write(CUES))
    expected = [(c.start, c.end - c.start) for c in FORMATS[name].read(path.read_text(), "x").cues]
    assert packets(tool("ffprobe"), path) == expected
    text = text_of(tool("ffmpeg"), path)
    for words in (
        "Hello&welcome<all>," if name == "vtt" else "Hello&welcome‹all›,",
        "שלום",
        "山田さん",
        "1984",
        "here",
    ):
        assert words in text


def test_webvtt_keeps_its_times(tool, tmp_path):
    path = tmp_path / "a.vtt"
    path.write_text(FORMATS["vtt"].write(CUES))
    assert packets(tool("ffprobe"), path) == [(c.start, c.end - c.start) for c in CUES]
