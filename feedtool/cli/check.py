"""``feedtool check``: findings on anything the tool knows."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from feedtool.cli.build import now
from feedtool.cli.report import exit_code, report

if TYPE_CHECKING:
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
    from feedtool.examine import examine

    if fix:
        for target in targets or (".",):
            _fix(Path(target), yes=yes)
    findings = [
        found
        for target in targets or (".",)
        for found in examine(
            target,
            profile=profile,
            now=now(),
            reach=_reach(allow_private=allow_private) if remote else None,
            allow_private=allow_private,
        )
    ]
    report(findings, output)
    if output == "text" and not findings:
        click.echo("Nothing to report.")
    sys.exit(exit_code(findings))


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
