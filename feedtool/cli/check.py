"""``feedtool check``: findings on anything the tool knows."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from feedtool.cli.build import now
from feedtool.cli.report import exit_code, report, show
from feedtool.findings import FeedtoolError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feedtool.findings import Finding
    from feedtool.reach import Reach

PROFILES = ("strict", "apple", "spotify", "psp1", "rss")
FORMS = ("text", "json", "sarif", "github", "junit")


@click.command(name="check")
@click.argument("targets", nargs=-1, metavar="[PATH|URL]...")
@click.option("--profile", type=click.Choice(PROFILES), default="strict", help="The rules a feed is held to.")
@click.option("--format", "output", type=click.Choice(FORMS), default="text", help="Form of the report.")
@click.option("--remote", is_flag=True, help="Ask the feed's addresses too: audio, artwork, chapters, transcripts.")
@click.option("--allow-private", is_flag=True, help="Ask servers in private networks as well.")
@click.option("--fix", is_flag=True, help="Show what can safely be corrected in a project, and correct it when told.")
@click.option("--yes", is_flag=True, help="With --fix: correct without asking.")
def command(
    targets: tuple[str, ...],
    *,
    profile: str,
    output: str,
    remote: bool,
    allow_private: bool,
    fix: bool,
    yes: bool,
) -> None:
    """Report what is wrong with each target: a project's folder, a feed, a chapters file, a transcript, an audio file.

    Without targets, with the project in the current folder. A target may be an http or https address.
    """
    if fix:
        for target in targets or (".",):
            _fix(Path(target), yes=yes)
    reach = _reach(allow_private=allow_private) if remote else None
    findings: list[Finding] = []
    codes = [0]
    for target in targets or (".",):
        found, code = _examine(target, profile=profile, now=now(), reach=reach, allow_private=allow_private)
        if code > 1 and output != "text":
            show(found)  # the report goes into a file: who started this is told as well
        findings += found
        codes.append(code)
    report(findings, output)
    if output == "text" and not findings:
        click.echo("Nothing to report.")
    sys.exit(max(codes))


def _examine(target: str, **terms: Any) -> tuple[Sequence[Finding], int]:
    """The findings on ``target`` and the exit code they make, also where it cannot be judged at all: a program that
    reads the report is told of that as well, and the other targets have their turn.
    """
    from feedtool.examine import examine

    try:
        found = examine(target, **terms)
    except FeedtoolError as error:
        return error.findings, error.exit_code
    return found, exit_code(found)


def _reach(*, allow_private: bool) -> Reach:
    from feedtool.reach import Reach

    return Reach(allow_private=allow_private)


def _fix(root: Path, *, yes: bool) -> None:
    """Show the corrections of a project as a diff, and make them: asked first on a terminal, unless told ``--yes``."""
    from feedtool import fix

    changes = fix.plan(root.parent if root.is_file() else root)
    if not changes:
        click.echo("Nothing can be corrected safely by itself.", err=True)
        return
    for change in changes:
        click.echo(change.diff(), nl=False, err=True)
    if yes or (sys.stdin.isatty() and click.confirm("Make these corrections?", err=True)):
        fix.apply(changes)
        click.echo(f"Corrected {len(changes)} file{'s' * (len(changes) != 1)}.", err=True)
    else:
        click.echo("Nothing was changed; --fix --yes makes these corrections.", err=True)
