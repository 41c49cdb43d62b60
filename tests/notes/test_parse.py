"""``feedtool parse``: JSON out, findings aside, exit codes, encodings, and a view that shows a wrong reading."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from feedtool.cli.parse import command, decode

if TYPE_CHECKING:
    from pathlib import Path

NOTES = "# Looms\n\n0:00 Intro\n\n1:06 Plan\n\n2:00 End\n\nA line nobody understands\n"


def test_one_file_gives_an_object_several_an_array(tmp_path: Path) -> None:
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text(NOTES, "utf-8")
    one = CliRunner().invoke(command, [str(tmp_path / "a.md")])
    two = CliRunner().invoke(command, [str(tmp_path / "a.md"), str(tmp_path / "b.md")])
    assert json.loads(one.stdout)["title"] == "Looms"
    assert [row["slug"] for row in json.loads(two.stdout)] == ["a", "b"]
    assert (one.exit_code, one.stderr) == (0, "")


def test_standard_input_show_and_format() -> None:
    made = CliRunner().invoke(command, ["-", "--show", "Talks", "--format", "text"], input="Looms | Talks #3\n\nProse.")
    assert {k: json.loads(made.stdout)[k] for k in ("title", "show", "episode")} == {
        "title": "Looms",
        "show": "Talks",
        "episode": 3,
    }
    assert "the notes list no chapters [FT201]\n  hint: " in made.stderr


def test_exit_codes(tmp_path: Path) -> None:
    bad = tmp_path / "bad.md"
    bad.write_text("---\ntitle: T\nseason: two\n---\n", "utf-8")
    assert CliRunner().invoke(command, [str(bad)]).exit_code == 1
    assert CliRunner().invoke(command, []).exit_code == 2
    assert CliRunner().invoke(command, [str(tmp_path / "none.md")]).exit_code == 3


def test_sidecar_beside_the_text_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Some prose about looms, and what they weave.", "utf-8")
    (tmp_path / "a.toml").write_text('title = "Side"\n', "utf-8")
    assert json.loads(CliRunner().invoke(command, [str(tmp_path / "a.txt")]).stdout)["title"] == "Side"


def test_explain_shows_each_line_and_what_became_of_it(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(NOTES, "utf-8")
    shown = CliRunner().invoke(command, [str(tmp_path / "a.md"), "--explain"]).stdout
    assert "    1   Looms\n          = title = Looms  (heading, 0.95)" in shown
    assert "    5   1:06 Plan\n          = chapters[1] = 1:06 Plan  (chapter list, " in shown
    assert "    9 ? A line nobody understands" in shown


def test_explain_names_what_was_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Fair\n\n- 9:00 Doors\n- 10:00 Talk\n- 12:00 Lunch\n", "utf-8")
    shown = CliRunner().invoke(command, [str(tmp_path / "a.md"), "--explain"]).stdout
    assert (
        "    3   9:00 Doors\n          ! 9:00, 10:00, 12:00 not taken as chapters: they look like times of day [FT202]"
        in shown
    )


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("é".encode(), "é"),
        ("é".encode("utf-8-sig"), "é"),
        ("é".encode("utf-16"), "é"),
        (b'<meta charset="iso-8859-2">\xbe', '<meta charset="iso-8859-2">ž'),
    ],
)
def test_encodings(data: bytes, text: str) -> None:
    assert decode(data, "a") == (text, [])


def test_another_encoding_is_a_finding_with_its_line() -> None:
    text, findings = decode(b"a\nb\x93", "a.txt")
    assert text == "a\nb“"
    assert [(f.code, str(f.place)) for f in findings] == [("FT212", "a.txt:2")]
