"""``feedtool check``: findings on anything the tool knows."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from feedtool.cli.build import now
from feedtool.cli.report import exit_code, report

PROFILES = ("strict", "apple", "spotify", "psp1")


@click.command(name="check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--profile", type=click.Choice(PROFILES), default="strict", help="The rules a feed is held to.")
@click.option("--format", "output", type=click.Choice(["text", "json"]), default="text", help="Form of the report.")
def command(paths: tuple[Path, ...], profile: str, output: str) -> None:
    """Report what is wrong with each of PATHS: a project's folder, a feed, a chapters file, an audio file.

    Without PATHS, with the project in the current folder.
    """
    from feedtool.examine import examine_path

    findings = [found for path in paths or (Path(),) for found in examine_path(path, profile=profile, now=now())]
    report(findings, output)
    if output == "text" and not findings:
        click.echo("Nothing to report.")
    sys.exit(exit_code(findings))
