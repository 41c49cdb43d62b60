"""Findings on the terminal, or as JSON for a program."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, NoReturn

import click

from feedtool.findings import FeedtoolError, Finding, Severity, has_errors

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}


def show(findings: Iterable[Finding]) -> None:
    """Each finding on stderr, its hint below. Colours follow the terminal and NO_COLOR."""
    for finding in findings:
        click.echo(_coloured(finding), err=True)
        if finding.advice:
            click.echo(f"  hint: {finding.advice}", err=True)


def report(findings: Sequence[Finding], output: str) -> None:
    """The findings as ``output`` says: ``text`` on stderr, ``json`` on stdout."""
    if output == "json":
        click.echo(json.dumps([f.to_json() for f in findings], ensure_ascii=False, indent=2))
    else:
        show(findings)


def exit_code(findings: Iterable[Finding]) -> int:
    """0, or 1 when a finding is an error."""
    return 1 if has_errors(findings) else 0


def fail(error: FeedtoolError) -> NoReturn:
    """Show what stopped the command and leave with its exit code."""
    show(error.findings)
    sys.exit(error.exit_code)


def _coloured(finding: Finding) -> str:
    import os

    text = str(finding)
    if os.environ.get("NO_COLOR") or not sys.stderr.isatty():
        return text
    word = finding.weight.value
    return text.replace(f"{word}:", click.style(f"{word}:", fg=_COLOURS[finding.weight], bold=True), 1)
