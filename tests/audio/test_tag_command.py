"""`feedtool tag`: exit codes, what is said, and what is on the disk afterwards."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from feedtool import diskio
from feedtool.cli import main
from feedtool.read import audio, id3

if TYPE_CHECKING:
    from pathlib import Path

FRAME = bytes.fromhex("fffb90c4") + bytes(413)
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1" + bytes(20)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.mp3").write_bytes(FRAME * 400)
    rows = [{"startTime": 0, "title": "One ☃", "img": "one.png"}, {"startTime": 5.5, "title": "Two"}]
    (tmp_path / "c.json").write_text(json.dumps({"version": "1.2.0", "chapters": rows}))
    (tmp_path / "one.png").write_bytes(PNG)
    return tmp_path


def tag(folder: Path, *words: str) -> Result:
    named = [str(folder / word) if "." in word and not word.startswith("-") else word for word in words]
    return CliRunner().invoke(main, ["tag", *named])


def test_to_a_new_file(folder: Path) -> None:
    done = tag(folder, "a.mp3", "--chapters", "c.json", "-o", "b.mp3", "--title", "T ☃", "--cover", "one.png")
    assert done.exit_code == 0, done.output
    assert (folder / "a.mp3").read_bytes() == FRAME * 400
    data = (folder / "b.mp3").read_bytes()
    assert data.endswith(FRAME * 400)
    found = id3.read(data)
    assert [(c.start, c.end, c.title) for c in found.chapters] == [(0, 5_500, "One ☃"), (5_500, 10_449, "Two")]
    assert found.text("TIT2") == "T ☃"
    pictures = [[f["id"] for f in frame.get("frames", [])].count("APIC") for frame in found.frames]
    assert pictures == [0, 0, 0, 1, 0, 0]
    assert found.frames[-1]["id"] == "APIC"


def test_in_place_twice_changes_nothing_the_second_time(folder: Path) -> None:
    words = ["a.mp3", "--chapters", "c.json", "--in-place"]
    assert tag(folder, *words).output.startswith("wrote ")
    before = (folder / "a.mp3").stat()
    assert tag(folder, *words).output.startswith("unchanged: ")
    after = (folder / "a.mp3").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_a_title_alone_keeps_the_chapters(folder: Path) -> None:
    tag(folder, "a.mp3", "--chapters", "c.json", "--in-place")
    tag(folder, "a.mp3", "--title", "New", "--in-place")
    with (folder / "a.mp3").open("rb") as stream:
        found = audio.read(stream, "a.mp3")
    assert [c.title for c in found.chapters] == ["One ☃", "Two"]
    assert id3.read(found.tag).text("TIT2") == "New"


def test_dry_run_writes_nothing(folder: Path) -> None:
    assert tag(folder, "a.mp3", "--chapters", "c.json", "--in-place", "--dry-run").exit_code == 0
    assert (folder / "a.mp3").read_bytes() == FRAME * 400


@pytest.mark.parametrize(
    "words",
    [
        ["a.mp3", "--chapters", "c.json"],
        ["a.mp3", "--chapters", "c.json", "--in-place", "-o", "b.mp3"],
        ["absent.mp3", "--in-place"],
        ["a.mp3", "--in-place", "--date", "yesterday"],
    ],
)
def test_wrong_use(folder: Path, words: list[str]) -> None:
    assert tag(folder, *words).exit_code == 2
    assert (folder / "a.mp3").read_bytes() == FRAME * 400


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.mp3", b"\xff\xd8\xff\xe0" + bytes(3_000), "FT401"),
        ("a.mp3", (bytes.fromhex("fffb0064") + bytes(400)) * 20, "FT402"),
        ("c.json", b'{"version": "1.2.0", "chapters": [{"startTime": 99, "title": "late"}]}', "FT304"),
        ("c.json", b'{"version": "1.2.0", "chapters": [{"startTime": ', "FT103"),
    ],
)
def test_bad_input_leaves_the_file_alone(folder: Path, name: str, data: bytes, code: str) -> None:
    (folder / name).write_bytes(data)
    before = (folder / "a.mp3").read_bytes()
    done = tag(folder, "a.mp3", "--chapters", "c.json", "--in-place")
    assert done.exit_code == 1
    assert f"[{code}]" in done.output
    assert (folder / "a.mp3").read_bytes() == before


def test_hard_links_are_refused(folder: Path) -> None:
    (folder / "twin.mp3").hardlink_to(folder / "a.mp3")
    done = tag(folder, "a.mp3", "--title", "x", "--in-place")
    assert done.exit_code == 3
    assert "[FT007]" in done.output


def test_findings_as_json(folder: Path) -> None:
    (folder / "one.png").unlink()
    done = tag(folder, "a.mp3", "--chapters", "c.json", "-o", "b.mp3", "--format", "json")
    assert [row["code"] for row in json.loads(done.stdout)] == ["FT408"]


def test_tags_behind_the_sound_are_kept_and_named(folder: Path) -> None:
    """Chapters that only a tag at the end has come to the front; the tag itself stays, and what it says is told."""
    tag(folder, "a.mp3", "--chapters", "c.json", "-o", "b.mp3", "--title", "Behind")
    head = (folder / "b.mp3").read_bytes()[: -len(FRAME * 400)]
    size = head[6:10]
    flagged = head[:3] + b"\4\0\x10" + size
    kept = flagged + head[10:] + b"3DI\4\0\x10" + size
    old = b"TAG" + b"Ancient".ljust(125, b"\0")
    (folder / "a.mp3").write_bytes(FRAME * 400 + kept + old)
    done = tag(folder, "a.mp3", "--title", "Front", "--in-place")
    assert done.exit_code == 0, done.output
    assert "(title 'Behind', 2 chapters)" in done.output
    assert "(title 'Ancient')" in done.output
    data = (folder / "a.mp3").read_bytes()
    assert data.endswith(FRAME * 400 + kept + old)
    found = id3.read(data)
    assert found.text("TIT2") == "Front"
    assert [c.title for c in found.chapters] == ["One ☃", "Two"]


def test_quick_goes_with_in_place(folder: Path) -> None:
    assert tag(folder, "a.mp3", "--title", "x", "--quick", "-o", "b.mp3").exit_code == 2
    tag(folder, "a.mp3", "--chapters", "c.json", "--title", "Old", "--in-place")
    before = (folder / "a.mp3").stat().st_ino
    assert tag(folder, "a.mp3", "--title", "New", "--quick", "--in-place").exit_code == 0
    assert id3.read((folder / "a.mp3").read_bytes()).text("TIT2") == "New"
    with (folder / "a.mp3").open("rb") as stream:
        assert (folder / "a.mp3").stat().st_ino == before or diskio.can_clone(stream.fileno(), folder)
    assert sorted(p.name for p in folder.iterdir()) == ["a.mp3", "c.json", "one.png"]
