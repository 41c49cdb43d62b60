"""The public face: what is promised is there, documented, and light to import."""

from __future__ import annotations

import inspect
import subprocess
import sys

import pytest

import feedtool


@pytest.mark.parametrize("name", [n for n in feedtool.__all__ if n != "__version__"])
def test_each_name_is_there_and_documented(name: str) -> None:
    assert inspect.getdoc(getattr(feedtool, name)), name


def test_all_is_what_is_there() -> None:
    assert set(feedtool.__all__) == {*feedtool._HOMES, "__version__"}


def test_unknown_name() -> None:
    with pytest.raises(AttributeError, match="nothing_here"):
        feedtool.nothing_here  # noqa: B018


def loaded(code: str, *modules: str) -> set[str]:
    """Which of the modules a fresh interpreter holds after running the code."""
    program = f"import sys\n{code}\nprint(*sorted(set({modules!r}) & set(sys.modules)))"
    return set(subprocess.check_output([sys.executable, "-c", program], text=True).split())


HEAVY = ("lxml", "feedgen", "mutagen", "jsonschema", "yaml", "nh3", "cmarkgfm", "click", "hypothesis")


def test_import_is_light() -> None:
    assert loaded("import feedtool", *HEAVY) == set()


def test_help_is_light() -> None:
    code = "from click.testing import CliRunner\nfrom feedtool.cli import main\nassert CliRunner().invoke(main, ['--help']).exit_code == 0"
    assert (
        loaded(code, "lxml", "feedgen", "mutagen", "jsonschema", "yaml", "nh3", "cmarkgfm", "importlib.metadata")
        == set()
    )
