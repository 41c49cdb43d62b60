"""Corrections: a slip that can mean one thing is corrected, everything else in the file stays byte for byte."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from feedtool import fix
from feedtool.cli import main
from feedtool.findings import UsageError

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS = """\
# the show
[show]
title = "A Show"
link = "https://example.com/"
description = "What it is about."
language = "en"   # spoken
base_url = "https://example.com/"
explicit = false
categories = ["Technology", "Society & Culture > Documentary"]
type = "serial"
locked = true

[[show.person]]
name = "Ann"
role = "host"
"""
CASES = [
    ('language = "en"', 'language = "en_US"', 'language = "en-us"'),
    ("explicit = false", 'explicit = "no"', "explicit = false"),
    ("explicit = false", "explicit = 'Yes'", "explicit = true"),
    ("locked = true", 'lockd = "true"', "locked = true"),
    ('type = "serial"', 'type = "Serial"', 'type = "serial"'),
    ('"Technology"', '"technology"', '"Technology"'),
    ('"Society & Culture > Documentary"', "'society and culture > documentary'", '"Society & Culture > Documentary"'),
    ('role = "host"', 'Role = "host"', 'role = "host"'),
]
LEFT = [
    ('link = "https://example.com/"', 'link = "http://example.com/"'),
    ("explicit = false", 'explicit = "perhaps"'),
    ('type = "serial"', 'type = "weekly"'),
    ('"Technology"', '"Computers"'),
    ('language = "en"', 'language = "en"\nlanguge = "de"'),
    ('language = "en"', 'language = "english"'),
    ("locked = true", "locked = 1"),
    ("locked = true", 'colour = "red"'),
]


def project(folder: Path, text: str, episode: str = "") -> Path:
    (folder / "episodes").mkdir()
    (folder / "feedtool.toml").write_text(text)
    if episode:
        (folder / "episodes" / "1.md").write_text(episode)
    return folder


@pytest.mark.parametrize(("old", "wrong", "right"), CASES)
def test_a_slip_in_the_settings_is_corrected_and_nothing_else(tmp_path: Path, old: str, wrong: str, right: str) -> None:
    (change,) = fix.plan(project(tmp_path, SETTINGS.replace(old, wrong)))
    assert change.after == SETTINGS.replace(old, right)


@pytest.mark.parametrize(("old", "wrong"), LEFT)
def test_what_is_not_certain_is_left(tmp_path: Path, old: str, wrong: str) -> None:
    assert fix.plan(project(tmp_path, SETTINGS.replace(old, wrong))) == []


def test_several_slips_are_corrected_together(tmp_path: Path) -> None:
    text = SETTINGS
    for old, wrong, _ in (CASES[0], CASES[1], CASES[4], CASES[7]):
        text = text.replace(old, wrong)
    (change,) = fix.plan(project(tmp_path, text))
    wanted = tomllib.loads(SETTINGS.replace('language = "en"', 'language = "en-us"'))
    assert tomllib.loads(change.after) == wanted


def test_keys_of_front_matter_are_corrected_where_the_right_one_is_missing(tmp_path: Path) -> None:
    page = "---\ntitel: Hello\nexplcit: true\nexplicit: true\npublshed: 2026-01-01 # a day\n---\ntitel: of a text\n"
    (change,) = fix.plan(project(tmp_path, SETTINGS, page))
    assert change.name == "episodes/1.md"
    assert change.after == page.replace("titel: H", "title: H").replace("publshed", "published")


def test_a_diff_shows_what_would_change(tmp_path: Path) -> None:
    (change,) = fix.plan(project(tmp_path, SETTINGS.replace('"en"', '"en_US"').rstrip("\n")))
    lines = change.diff().splitlines()
    assert lines[:2] == ["--- a/feedtool.toml", "+++ b/feedtool.toml"]
    assert [line for line in lines[2:] if line[0] in "+-"] == [
        '-language = "en_US"   # spoken', '+language = "en-us"   # spoken',
    ]  # fmt: skip


def test_nothing_is_written_until_told(tmp_path: Path) -> None:
    folder = project(tmp_path, SETTINGS.replace("explicit = false", 'explicit = "no"'))
    before = (folder / "feedtool.toml").read_bytes()
    shown = CliRunner().invoke(main, ["check", "--fix", str(folder)])
    assert "+explicit = false" in shown.output
    assert (folder / "feedtool.toml").read_bytes() == before
    CliRunner().invoke(main, ["check", "--fix", "--yes", str(folder)])
    assert (folder / "feedtool.toml").read_text() == SETTINGS
    assert "Nothing can be corrected" in CliRunner().invoke(main, ["check", "--fix", str(folder)]).output


def test_without_a_project_there_is_nothing_to_correct(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        fix.plan(tmp_path)


@pytest.mark.parametrize("text", ["", "[show", "\x00", "show = 1\n", "[show]\ntitle = 3\n"])
def test_broken_settings_are_left(tmp_path: Path, text: str) -> None:
    assert fix.plan(project(tmp_path, text, "---\ntitle: [\n---\n")) == []


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(SETTINGS) - 1), st.text(max_size=3))
def test_a_correction_corrects_once(at: int, noise: str) -> None:
    once = fix._settings(SETTINGS[:at] + noise + SETTINGS[at:])[1]
    assert fix._settings(once)[1] == once


YAML = """\
---
# about it
title:   Hello
{line}   # as told
tags: [a, b]
---
date: of a text
"""
VALUES = [
    ("date: 20260102", "date: 2026-01-02"),
    ('date: "2026–01–02"', 'date: "2026-01-02"'),
    ("date: 2026–01–02", "date: 2026-01-02"),
    ("explicit: ja", "explicit: true"),
    ("Explicit: 'Nein'", "Explicit: 'false'"),
    ("season: S2", "season: 2"),
    ("episode: 'Ep. 12'", "episode: '12'"),
    ("duration: 1.02.03", "duration: 1:02:03"),
    ('duration: "62:03 min"', 'duration: "62:03"'),
    ("episode_type: bonus episode", "episode_type: bonus"),
]


@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize(("wrong", "right"), VALUES)
def test_values_of_front_matter_are_corrected_and_nothing_else(
    tmp_path: Path, wrong: str, right: str, ends: str
) -> None:
    folder = project(tmp_path, SETTINGS)
    page = folder / "episodes" / "1.md"
    page.write_bytes(YAML.replace("{line}", wrong).replace("\n", ends).encode())
    (change,) = fix.plan(folder)
    assert change.after == YAML.replace("{line}", right).replace("\n", ends)
    fix.apply([change])
    assert page.read_bytes() == change.after.encode()
    assert fix.plan(folder) == []


def test_a_sidecar_is_corrected_too_and_keeps_its_form(tmp_path: Path) -> None:
    folder = project(tmp_path, SETTINGS, "Only a text.\n")
    sidecar = 'titel = "Hello" # so\ndate = 20260102\nexplicit = "ja"\nduration = "1.02.03"\n'
    (folder / "episodes" / "1.toml").write_text(sidecar)
    (folder / "episodes" / "chapters.toml").write_text("titel = 1\n")
    (change,) = fix.plan(folder)
    assert change.name == "episodes/1.toml"
    assert tomllib.loads(change.after)["explicit"] in (True, "true")
    assert change.after.splitlines()[0] == 'title = "Hello" # so'
    assert change.after.splitlines()[1] == "date = 2026-01-02"
    assert change.after.splitlines()[3] == 'duration = "1:02:03"'


@pytest.mark.parametrize(
    "page",
    [
        "---\ntitle: a\r\nexplicit: ja\n---\n",
        "---\ntitle: a\nexplicit: perhaps\n---\n",
        "---\ntitle: a\nexplicit: |\n  ja\n---\n",
        "---\ntitle: a\nduration: 1:02 h\n---\n",
        "---\ntitle: a\nexplicit: [ja]\n---\n",
        "---\ntitle: a\nexplicit: ja\n",
        "---\n{title: a, explicit: &x ja, other: *x}\n---\n",
    ],
)
def test_front_matter_that_is_not_certain_stays(tmp_path: Path, page: str) -> None:
    folder = project(tmp_path, SETTINGS)
    (folder / "episodes" / "1.md").write_bytes(page.encode())
    assert fix.plan(folder) == []


def test_a_mark_at_the_start_stays(tmp_path: Path) -> None:
    folder = project(tmp_path, SETTINGS, "\ufeff---\ntitle: a\nexplicit: ja\n---\nText.\n")
    (change,) = fix.plan(folder)
    assert change.after == "\ufeff---\ntitle: a\nexplicit: true\n---\nText.\n"


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from([wrong for wrong, _ in VALUES]),
    st.integers(0, 80),
    st.text("ab:'\"#,[]{}|>&*! \n\t-=\\", max_size=4),
    st.sampled_from(["1.md", "1.toml"]),
)
def test_a_correction_of_front_matter_corrects_once_and_raises_nothing(wrong: str, at: int, noise: str, name: str):
    text = YAML.replace("{line}", wrong)
    once = fix._matter(text[:at] + noise + text[at:], name)[1]
    assert fix._matter(once, name)[1] == once
