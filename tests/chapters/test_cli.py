"""``feedtool chapters``: what it prints, writes and answers."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from feedtool.cli import main

LIST = "0:00 Intro\n1:00 News\n2:00.5 Bye\n"


def call(*args, given=None):
    return CliRunner().invoke(main, ["chapters", *map(str, args)], input=given)


def test_show_a_table(tmp_path):
    path = tmp_path / "c.json"
    path.write_text(
        '{"version":"1.2.0","chapters":[{"startTime":0,"endTime":59.5,"title":"Intro"},'
        '{"startTime":3660,"title":"Slide","url":"https://example.com","img":"a.png","toc":false,'
        '"location":{"name":"Marlow","geo":"geo:1,2"}}]}',
        "utf-8",
    )
    done = call("show", path)
    assert done.stdout == (
        "   0:00  0:59.500  Intro\n1:01:00            Slide  https://example.com [hidden] [image] [Marlow]\n"
    )
    assert (done.stderr, done.exit_code) == ("", 0)


def test_show_json():
    done = call("show", "-", "--json", given=LIST)
    assert json.loads(done.stdout) == {
        "format": "description",
        "chapters": [
            {"start": 0, "title": "Intro"},
            {"start": 60, "title": "News"},
            {"start": 120.5, "title": "Bye"},
        ],
    }


def test_faults_go_to_stderr_and_cost_their_line():
    done = call("show", "-", given=LIST + "4:00 More\n5:00 End\nno time here\n")
    assert done.stdout.count("\n") == 5
    assert '-:6:1: warning: "no time here" is no time' in done.stderr
    assert done.exit_code == 0


@pytest.mark.parametrize("given", ["", "prose", "{", "<a>", "{}"])
def test_no_chapter_file(given):
    done = call("show", "-", given=given)
    assert (done.stdout, done.exit_code) == ("", 1)
    assert "error:" in done.stderr


def test_convert_by_the_name_and_to_stdout(tmp_path):
    source = tmp_path / "in.txt"
    source.write_text(LIST, "utf-8")
    done = call("convert", source, "-", "--to", "description", "--end", "3:00")
    assert done.stdout == "00:00 Intro\n01:00 News\n02:01 Bye\n"
    assert "cannot hold these times exactly: 1 such chapter, the first “Bye” at 2:00.500 [FT336]" in done.stderr
    assert done.exit_code == 0


def test_convert_into_a_file(tmp_path):
    (tmp_path / "in.txt").write_text(LIST, "utf-8")
    assert call("convert", tmp_path / "in.txt", tmp_path / "out.chapters.txt").exit_code == 0
    expected = "00:00:00.000 Intro\n00:01:00.000 News\n00:02:00.500 Bye\n"
    assert (tmp_path / "out.chapters.txt").read_bytes() == expected.encode()
    assert call("convert", tmp_path / "in.txt", tmp_path / "in.txt" / "out.srt").exit_code == 3


@pytest.mark.parametrize(
    ("options", "starts"),
    [
        (["--offset", "+0:10"], ["00:00:10.000", "00:01:10.000", "00:02:10.500"]),
        (["--offset", "-90"], ["00:00:00.000", "00:00:30.500"]),
        (["--scale", "25/24"], ["00:00:00.000", "00:01:02.500", "00:02:05.521"]),
        (["--snap", "1:01.5,2:05"], ["00:00:00.000", "00:01:01.500", "00:02:00.500"]),
        (["--snap", "1:01.5,2:05", "--within", "5"], ["00:00:00.000", "00:01:01.500", "00:02:05.000"]),
        (["--end", "2:00"], ["00:00:00.000", "00:01:00.000"]),
    ],
)
def test_moving(options, starts):
    done = call("convert", "-", "-", "--to", "mp4chaps", *options, given=LIST)
    assert [line.split()[0] for line in done.stdout.splitlines()] == starts


def test_snap_to_the_cues_of_a_file(tmp_path):
    (tmp_path / "t.vtt").write_text("WEBVTT\n\n00:59.000 --> 01:02.000\nx\n\n02:01.000 --> 02:09.000\ny\n", "utf-8")
    done = call("convert", "-", "-", "--to", "description", "--snap", tmp_path / "t.vtt", given=LIST)
    assert done.stdout == "00:00 Intro\n00:59 News\n02:01 Bye\n"


def test_named_formats():
    given = "00:00:00 Intro <https://example.com>\n"
    done = call("show", "-", "--json", "--from", "mp4chaps", given=given)
    assert json.loads(done.stdout)["chapters"][0]["url"] == "https://example.com"


@pytest.mark.parametrize(
    "args",
    [
        ["convert", "-", "-"], ["convert", "-", "out.xml"], ["convert", "-", "-", "--to", "nothing"],
        ["convert", "-", "-", "--to", "srt", "--offset", "soon"], ["convert", "-", "-", "--to", "srt", "--scale", "0"],
        ["convert", "-", "-", "--to", "srt", "--rate", "12"], ["convert", "-", "-", "--to", "srt", "--snap", "nofile"],
        ["show"], ["nothing"],
    ],
)  # fmt: skip
def test_wrong_usage(args):
    done = call(*args, given=LIST)
    assert (done.stdout, done.exit_code) == ("", 2)


def test_a_file_that_is_not_there(tmp_path):
    assert call("show", tmp_path / "none.json").exit_code == 3


def test_formats_lists_all():
    from feedtool.chapters import FORMATS

    assert [line.split()[0] for line in call("formats").stdout.splitlines()] == list(FORMATS)


def test_help_loads_no_heavy_library():
    import subprocess
    import sys

    code = (
        "import feedtool.cli.chapters, feedtool.chapters, sys;"
        "print(sorted({'lxml', 'jsonschema', 'mutagen', 'feedgen', 'yaml'} & {*sys.modules}))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True).stdout == b"[]\n"


def test_notes_and_audio(repo):
    shown = call("show", repo / "episodes" / "001-a-kettle-in-d.md")
    assert shown.stdout.startswith("0:00")
    audio = call("show", next(repo.glob("episodes/*.mp3")))
    assert (audio.stdout, audio.stderr, audio.exit_code) == ("", "No chapters.\n", 0)
