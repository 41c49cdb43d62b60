"""Findings on the terminal, or in a form that a program reads."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NoReturn

import click

from feedtool.findings import FeedtoolError, Finding, Severity, has_errors
from feedtool.publish.redact import CONTROLS, mask, tame

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}


def say(text: str, *, err: bool = False) -> None:
    """A line for people, without secrets: all that publishing prints goes through here or through :func:`say_json`."""
    click.echo(tame(text), err=err)


def say_json(value: object) -> None:
    """A value for a program on stdout, without secrets."""
    import json

    text = mask(json.dumps(value, ensure_ascii=False, indent=2))
    click.echo(CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", text))


def show(findings: Iterable[Finding]) -> None:
    """Each finding on stderr, its hint below. Colours follow the terminal and NO_COLOR."""
    for finding in findings:
        click.echo(_coloured(finding), err=True)
        if finding.advice:
            say(f"  hint: {finding.advice}", err=True)


def report(findings: Sequence[Finding], output: str) -> None:
    """The findings as ``output`` says: ``text`` on stderr, a form of :data:`feedtool.reports.FORMS` on stdout."""
    if output == "text":
        show(findings)
        return
    from feedtool.reports import FORMS

    if text := FORMS[output](findings):
        click.echo(mask(text))


def exit_code(findings: Iterable[Finding]) -> int:
    """0, or 1 when a finding is an error."""
    return 1 if has_errors(findings) else 0


def fail(error: FeedtoolError) -> NoReturn:
    """Show what stopped the command and leave with its exit code."""
    show(error.findings)
    sys.exit(error.exit_code)


def _coloured(finding: Finding) -> str:
    import os

    text = tame(str(finding).replace("\n", "\x00"))  # it is one line, whatever a server says
    if os.environ.get("NO_COLOR") or not sys.stderr.isatty():
        return text
    word = finding.weight.value
    return text.replace(f"{word}:", click.style(f"{word}:", fg=_COLOURS[finding.weight], bold=True), 1)
