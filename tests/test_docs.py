"""The pages say what the tables say, and every link between them leads somewhere."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from feedtool.rules import RULES

if TYPE_CHECKING:
    from types import ModuleType

REPO = Path(__file__).resolve().parent.parent


def reference() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_reference", REPO / "tools" / "make_reference.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", list(reference().PAGES))
def test_reference_is_what_the_tables_say(name: str) -> None:
    """Made in a process of its own: click remembers how a command was first asked for help."""
    written = (REPO / "docs" / "reference" / f"{name}.md").read_text()
    program = [sys.executable, REPO / "tools" / "make_reference.py", "--print", name]
    made = subprocess.run(program, check=True, capture_output=True, text=True).stdout
    assert written == made, "run tools/make_reference.py and read the diff"


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda r: r.code)
def test_rule_is_whole(rule) -> None:
    assert re.fullmatch(r"FT\d{3}", rule.code)
    assert rule.severity in {"error", "warning", "info"}
    assert rule.title
    assert not rule.title.endswith(".")
    assert rule.why.endswith(".")
    assert rule.fix.endswith((".", "…"))


def test_every_rule_is_made_by_somebody_and_every_code_has_a_rule() -> None:
    places = [p for p in (REPO / "feedtool").rglob("*.py") if "rules" not in p.parts]
    used = set(re.findall(r"FT\d{3}", "".join(p.read_text() for p in [*places, *(REPO / "schemas").glob("*.sch")])))
    assert (sorted(set(RULES) - used), sorted(used - set(RULES))) == ([], [])


def test_codes_stand_once() -> None:
    text = "".join(p.read_text() for p in (REPO / "feedtool" / "rules").glob("*.py"))
    codes = re.findall(r'^\s+"(FT\d{3})", "(?:error|warning|info)"|Rule\("(FT\d{3})"', text, re.MULTILINE)
    flat = [a or b for a, b in codes]
    assert sorted(flat) == sorted(set(flat))


def pages() -> list[Path]:
    return [*REPO.glob("*.md"), *(REPO / "docs").rglob("*.md")]


@pytest.mark.parametrize("path", pages(), ids=lambda p: p.relative_to(REPO).as_posix())
def test_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text()):
        if not re.match(r"[a-z]+:", target):
            assert (path.parent / target).exists(), target
