"""The GitHub Action and the pre-commit hooks do what their pages say, as far as it can be run here."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
import yaml

from feedtool.cli import COMMANDS

if TYPE_CHECKING:
    from pathlib import Path

STUB = """\
#!/bin/sh
# stands for Python: makes a "virtual environment" whose pip notes what it is asked, and whose feedtool is the real one
mkdir -p "$3/bin"
printf '#!/bin/sh\\nprintf "%%s\\\\n" "$@" > {notes}\\n' > "$3/bin/pip"
printf '#!/bin/sh\\nexec {python} -c "from feedtool.cli import main; main(prog_name=\\\\"feedtool\\\\")" "$@"\\n' \
    > "$3/bin/feedtool"
chmod +x "$3/bin/pip" "$3/bin/feedtool"
"""


class Ran(NamedTuple):
    code: int
    said: str
    installed: list[str]
    path: str


@pytest.fixture(scope="module")
def action(repo: Path) -> dict[str, Any]:
    made: dict[str, Any] = yaml.safe_load((repo / "action.yml").read_text())
    return made


def run(action: dict[str, Any], tmp_path: Path, root: Path, **given: str) -> Ran:
    """The steps of the action as a runner takes them: inputs filled in, each script by bash -eo pipefail."""
    temp = tmp_path / "runner temp"
    temp.mkdir()
    stub = tmp_path / "python"
    stub.write_text(STUB.format(notes=shlex.quote(str(tmp_path / "notes")), python=sys.executable))
    stub.chmod(0o755)
    inputs = {name: str(row["default"]) for name, row in action["inputs"].items()} | given
    values = {f"inputs.{name}": value for name, value in inputs.items()}
    values |= {"github.action_path": "/the action", "steps.python.outputs.python-path": str(stub)}
    there = os.environ | {"RUNNER_TEMP": str(temp), "GITHUB_PATH": str(tmp_path / "path"), "NO_COLOR": "1"}
    said = ""
    for step in action["runs"]["steps"]:
        if "run" not in step:
            continue
        own = {name: _filled(value, values) for name, value in step["env"].items()}
        where = root / _filled(step.get("working-directory", "."), values)
        made = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=where, env=there | own, capture_output=True, text=True, check=False, input="",
        )  # fmt: skip
        said += made.stdout + made.stderr
        if made.returncode:
            break
    return Ran(made.returncode, said, (tmp_path / "notes").read_text().splitlines(), (tmp_path / "path").read_text())


def _filled(text: str, values: dict[str, str]) -> str:
    return re.sub(r"\$\{\{ ([\w.-]+) \}\}", lambda match: values[match[1]], text)


def test_it_checks(action: dict[str, Any], tmp_path: Path, small_show: Path) -> None:
    ran = run(action, tmp_path, small_show)
    assert ran.code == 0, ran.said
    assert ran.installed[-1] == "/the action"
    assert ran.path == f"{tmp_path}/runner temp/feedtool/bin\n"


def test_it_runs_every_line_until_one_fails(action: dict[str, Any], tmp_path: Path, small_show: Path) -> None:
    ran = run(action, tmp_path, small_show, command="build\n\n  schema feedtool\npublish nowhere\nbuild --dry-run\n")
    assert ran.code == 2
    assert (small_show / "output" / "feed.xml").is_file()
    assert "FT901" in ran.said
    assert "build --dry-run" not in ran.said


def test_parts(action: dict[str, Any], tmp_path: Path, small_show: Path) -> None:
    assert run(action, tmp_path, small_show, extras="s3,sftp").installed[-1] == "/the action[s3,sftp]"


def test_a_folder(action: dict[str, Any], tmp_path: Path, small_show: Path) -> None:
    assert run(action, tmp_path, small_show.parent, directory=small_show.name).code == 0


@pytest.mark.parametrize("word", ["; touch pwned", "$(touch pwned)", "`touch pwned`", "* > pwned", '" && touch pwned'])
def test_what_is_given_is_no_script(action: dict[str, Any], tmp_path: Path, small_show: Path, word: str) -> None:
    run(action, tmp_path, small_show, command=f"explain FT301 {word}", extras=word)
    assert not list(tmp_path.rglob("pwned"))


def test_no_input_stands_in_a_script(action: dict[str, Any]) -> None:
    assert not [step for step in action["runs"]["steps"] if "${{" in step.get("run", "")]


def test_the_page_shows_every_input_and_real_commands(repo: Path, action: dict[str, Any]) -> None:
    page = (repo / "docs/how-to/publish-from-github.md").read_text()
    assert re.findall(r"^\| `([\w-]+)` \|", page, re.MULTILINE) == list(action["inputs"])
    workflow = yaml.safe_load(page.partition("```yaml\n")[2].partition("```")[0])
    steps = [
        step for job in workflow["jobs"].values() for step in job["steps"] if step.get("uses", "").startswith("./")
    ]
    assert [step["uses"] for step in steps] == ["./tools/feedtool"] * 2
    checkouts = [step for job in workflow["jobs"].values() for step in job["steps"] if "checkout" in step["uses"]]
    assert all(step["with"] == {"lfs": True, "submodules": True} for step in checkouts)
    assert "git submodule add ADDRESS tools/feedtool" in page
    for step in steps:
        assert set(step["with"]) <= set(action["inputs"])
        assert {line.split()[0] for line in step["with"]["command"].splitlines()} <= set(COMMANDS)
    assert all(name.startswith("FEEDTOOL_WWW_") for name in steps[1]["env"])
    assert "env" not in steps[0]


def hooks(repo: Path) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = yaml.safe_load((repo / ".pre-commit-hooks.yaml").read_text())
    return made


def test_hooks_run_and_change_nothing(repo: Path, small_show: Path) -> None:
    before = {path: path.read_bytes() for path in small_show.rglob("*") if path.is_file()}
    for hook in hooks(repo):
        assert not hook["pass_filenames"]
        name, *arguments = shlex.split(hook["entry"])
        assert name == "feedtool"
        program = [sys.executable, "-c", "from feedtool.cli import main; main(prog_name='feedtool')", *arguments]
        made = subprocess.run(program, cwd=small_show, capture_output=True, text=True, check=False)
        assert made.returncode == 0, made.stderr
    assert {path: path.read_bytes() for path in small_show.rglob("*") if path.is_file()} == before


def test_hooks_refuse_a_broken_show(repo: Path, small_show: Path) -> None:
    (small_show / "episodes" / "one.md").write_text("---\ntitle: [\n---\n")
    for hook in hooks(repo):
        program = [sys.executable, "-c", "from feedtool.cli import main; main()", *shlex.split(hook["entry"])[1:]]
        assert subprocess.run(program, cwd=small_show, capture_output=True, check=False).returncode == 1


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("episodes/001.md", True),
        ("feedtool.toml", True),
        ("feedtool.lock", True),
        ("output/feed.xml", False),
        ("README.md", False),
        ("my-feedtool.toml", False),
    ],
)
def test_the_files_that_hooks_look_at(repo: Path, path: str, meant: bool) -> None:
    assert all(bool(re.search(hook["files"], path)) == meant for hook in hooks(repo))


def test_the_page_names_the_hooks_there_are(repo: Path) -> None:
    page = (repo / "docs/how-to/check-before-commit.md").read_text()
    assert set(re.findall(r"id: ([\w-]+)", page)) == {hook["id"] for hook in hooks(repo)}
    (local,) = yaml.safe_load(page.partition("```yaml\n")[2].partition("```")[0])["repos"]
    ours = [{name: value for name, value in hook.items() if name != "description"} for hook in hooks(repo)]
    assert local["hooks"] == [{**hook, "language": "system"} for hook in ours]


@pytest.mark.parametrize("name", ["publish-from-github", "check-in-ci", "check-before-commit"])
def test_what_is_to_be_copied_names_nobody(repo: Path, name: str) -> None:
    """A workflow that is copied as it is runs; nothing is installed from an index under a name that may be another's."""
    page = (repo / f"docs/how-to/{name}.md").read_text()
    first = page.partition("```yaml\n")[2].partition("```")[0]
    assert not re.search(r"OWNER|ADDRESS|VERSION|example\.org", first)
    assert "pip install feedtool" not in page
