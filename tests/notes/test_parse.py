"""``feedtool parse``: JSON out, findings aside, exit codes, encodings, and a view that shows a wrong reading."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from click.testing import CliRunner

from feedtool.cli import main
from feedtool.cli.parse import command

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
    missing = CliRunner().invoke(main, ["parse", str(tmp_path / "none.md")])
    assert (missing.exit_code, "[FT031]" in missing.stderr) == (3, True)
    (tmp_path / "picture.md").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    binary = CliRunner().invoke(main, ["parse", str(tmp_path / "picture.md")])
    assert (binary.exit_code, "picture.md: error: this is no text file [FT216]" in binary.stderr) == (1, True)


def test_a_slip_in_the_times_is_said_at_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# T\n\n0:00 Intro\n0:40 Middle\n0:20 Back again\n", "utf-8")
    made = CliRunner().invoke(command, [str(tmp_path / "a.md")])
    assert (made.exit_code, "a.md:5:1: error: chapter at 0:20 is not after the one above [FT301]" in made.stderr) == (
        1,
        True,
    )
    assert [c["start"] for c in json.loads(made.stdout)["chapters"]] == [0, 40, 20]


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
