"""``feedtool transcript``."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from feedtool.cli import main

SRT = "1\n00:00:01,000 --> 00:00:02,500\nAnn Bell: Hello there\n\n2\n00:00:03,000 --> 00:00:02,000\nback\n"


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.srt").write_text(SRT)
    return lambda *args, data=None: CliRunner().invoke(main, ["transcript", *args], input=data)


def test_show(run):
    made = run("show", "a.srt")
    assert made.stdout == "0:01  Ann Bell: Hello there\n0:03  back\n"
    assert made.stderr.startswith("a.srt:6:1: error: the cue at 0:03 ends at 0:02 [FT623]")
    assert made.exit_code == 1


def test_show_json(run):
    made = run("show", "--json", "-", data=SRT.partition("2\n")[0])
    assert json.loads(made.stdout) == {
        "format": "srt",
        "cues": [{"start": 1, "end": 2.5, "speaker": "Ann Bell", "text": "Hello there"}],
    }


def test_convert(run, tmp_path):
    made = run("convert", "a.srt", "b.vtt", "--end", "0:03.500")
    assert (made.exit_code, made.stdout) == (0, "")
    assert (tmp_path / "b.vtt").read_text().endswith("\n00:00:03.000 --> 00:00:03.500\nback\n")
    assert run("convert", "a.srt", "-", "--to", "txt").stdout == "Ann Bell: Hello there back\n"


def test_convert_says_what_is_lost(run):
    made = run("convert", "a.srt", "-", "--to", "txt")
    assert (
        "a.srt:2:1: warning: Plain text carries no times: 2 such cues, the first “Hello there” [FT630]" in made.stderr
    )


def test_refused(run, tmp_path):
    (tmp_path / "b.txt").write_text("Hello\n")
    made = run("convert", "b.txt", "c.srt")
    assert (made.exit_code, (tmp_path / "c.srt").exists()) == (1, False)
    assert "[FT635]" in made.stderr
    assert run("convert", "a.srt", "b.xyz").exit_code == 2
    assert run("convert", "a.srt", "-", "--to", "xyz").exit_code == 2
    assert run("convert", "a.srt", "b.vtt", "--end", "soon").exit_code == 2
    assert run("show", "nothing.srt").exit_code == 3
