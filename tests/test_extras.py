"""What is to be installed for an extra, as somebody can do it who installed feedtool from a folder."""

from __future__ import annotations

import sys
import tomllib
from importlib import metadata
from typing import TYPE_CHECKING

import pytest

from feedtool import extras

if TYPE_CHECKING:
    from pathlib import Path


def test_each_extra_needs_what_the_project_says(repo: Path) -> None:
    project = tomllib.loads((repo / "pyproject.toml").read_text())["project"]
    for extra in ("cluster", "keyring", "s3", "sftp"):
        assert extras.needs(extra) == project["optional-dependencies"][extra]
    assert extras.needs("none") == []


def test_it_goes_to_the_python_that_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/opt/my tools/bin/python")
    monkeypatch.setattr(sys, "prefix", "/opt/my tools")
    assert extras.command("sftp") == "'/opt/my tools/bin/python' -m pip install 'asyncssh[bcrypt]>=2.18'"


def test_pipx_keeps_its_own_books(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "feedtool").mkdir()
    (tmp_path / "feedtool" / "pipx_metadata.json").write_text("{}")
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "feedtool"))
    assert extras.hint("s3") == "Install it with: pipx inject feedtool 'boto3>=1.36'"


@pytest.mark.parametrize("rows", [None, ["click>=8.1", "boto3>=1.36 ; extra == 's4'", "; extra == 's3'"]])
def test_where_nothing_tells_no_command_is_made_up(monkeypatch: pytest.MonkeyPatch, rows: list[str] | None) -> None:
    def told(name: str) -> list[str]:
        if rows is None:
            raise metadata.PackageNotFoundError(name)
        return rows

    monkeypatch.setattr(metadata, "requires", told)
    assert extras.command("s3") == ""
    assert extras.hint("s3") == "Install feedtool anew, with its extra s3."


def test_further_conditions_do_not_hide_an_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = ['boto3[crt]>=1.36; python_version > "3.8" and extra == "s3"', "other; extra == 's3'"]
    monkeypatch.setattr(metadata, "requires", lambda name: rows)
    assert extras.needs("s3") == ["boto3[crt]>=1.36", "other"]
