"""Whole projects in, whole outputs and exact messages out. `pytest --update-golden` rewrites them: read the diff.

golden/good/CASE/in/         a project; audio.toml gives the seconds of silence that stand for each audio file
golden/good/CASE/out/        every file the build makes, byte for byte; audio as the plain data of its tag
golden/bad/CODE-WHAT/in/     a project with a fault
golden/bad/CODE-WHAT/findings.txt    the exit code, then what the command says, to the letter
"""

from __future__ import annotations

import json
import os
import shutil
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from feedtool import lock
from feedtool.cli import main
from feedtool.read import audio, id3
from feedtool.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Callable

GOLDEN = Path(__file__).parent / "golden"
GOOD = sorted(p for p in (GOLDEN / "good").iterdir() if p.is_dir())
BAD = sorted(p for p in (GOLDEN / "bad").iterdir() if p.is_dir())
NOW = "1793448000"  # 2026-10-31T08:00:00Z
AUDIO = {".mp3"}


def project_from(case: Path, tmp_path: Path, silence: Callable[[float], bytes]) -> Path:
    """A copy of the case's project with the audio that audio.toml asks for."""
    root = tmp_path / "project"
    shutil.copytree(case / "in", root)
    asked = root / "audio.toml"
    if asked.exists():
        for name, seconds in tomllib.loads(asked.read_text()).items():
            (root / "episodes" / name).write_bytes(silence(seconds))
        asked.unlink()
    for path in root.rglob("*"):
        os.utime(path, (1_700_000_000, 1_700_000_000))  # written a moment ago, a file may change again unnoticed
    return root


def build(root: Path, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> tuple[int, str]:
    """Exit code and standard error of `feedtool build` inside the project."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", NOW)
    monkeypatch.chdir(root)
    result = CliRunner().invoke(main, ["build", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    assert "FT036" not in result.output, "a program error is no expected output"
    return result.exit_code, result.stderr


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below the folder by its relative name; audio as the data of its tag, which people can read."""
    made = {}
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        name = path.relative_to(folder).as_posix()
        made |= {f"{name}.json": plain(path)} if path.suffix in AUDIO else {name: path.read_bytes()}
    return made


def plain(path: Path) -> bytes:
    with path.open("rb") as stream:
        made = audio.read(stream, path.name)
    data = id3.read(made.tag, path.name).plain()
    return (json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


@pytest.mark.parametrize("case", GOOD, ids=lambda p: p.name)
def test_good(
    case: Path, tmp_path: Path, silence: Callable[[float], bytes], monkeypatch: pytest.MonkeyPatch, update_golden: bool
) -> None:
    root = project_from(case, tmp_path, silence)
    code, said = build(root, monkeypatch)
    assert code == 0, said
    made = tree(root / "output") | {"feedtool.lock": (root / "feedtool.lock").read_bytes(), "stderr.txt": said.encode()}
    expected = case / "out"
    if update_golden:
        shutil.rmtree(expected, ignore_errors=True)
        for name, data in made.items():
            (expected / name).parent.mkdir(parents=True, exist_ok=True)
            (expected / name).write_bytes(data)
    wanted = {p.relative_to(expected).as_posix(): p.read_bytes() for p in expected.rglob("*") if p.is_file()}
    assert sorted(made) == sorted(wanted)
    for name, data in made.items():
        told = bytes if name.endswith((".png", ".jpg", ".opus")) else bytes.decode
        assert told(data) == told(wanted[name])


@pytest.mark.parametrize("case", BAD, ids=lambda p: p.name)
def test_bad(
    case: Path, tmp_path: Path, silence: Callable[[float], bytes], monkeypatch: pytest.MonkeyPatch, update_golden: bool
) -> None:
    """The findings are exact, and neither the last good output nor the sources change by a byte."""
    root = project_from(case, tmp_path, silence)
    standing = root / "output" / "feed.xml"
    standing.parent.mkdir(exist_ok=True)
    standing.write_text("the last good feed")
    if not (root / lock.FILE).exists() and not case.name.startswith("FT821"):
        (root / lock.FILE).write_text(lock.write(lock.Lock()))
    before = tree_bytes(root)
    code, said = build(root, monkeypatch)
    told = f"exit {code}\n{said}"
    expected = case / "findings.txt"
    if update_golden:
        expected.write_text(told)
    assert told == expected.read_text()
    assert code in {1, 2}
    assert f"[{case.name.split('-')[0]}]" in said
    assert tree_bytes(root) == before


def tree_bytes(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_second_build_changes_nothing(
    tmp_path: Path, silence: Callable[[float], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = project_from(GOOD[0], tmp_path, silence)
    build(root, monkeypatch)
    stamps = {p: (p.stat().st_mtime_ns, p.stat().st_ino) for p in root.rglob("*") if p.is_file()}
    build(root, monkeypatch)
    assert {p: (p.stat().st_mtime_ns, p.stat().st_ino) for p in root.rglob("*") if p.is_file()} == stamps


def test_every_bad_case_names_a_rule() -> None:
    assert [case.name for case in BAD if case.name.split("-")[0] not in RULES] == []
