"""``feedtool build``: everything into the output folder, only what changed."""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from feedtool.cli.report import exit_code, show

if TYPE_CHECKING:
    from feedtool.output import Report


@click.command(name="build")
@click.option("-C", "root", type=click.Path(path_type=Path), default=Path(), help="The project's folder.")
@click.option("-o", "out", type=click.Path(path_type=Path), help="The output folder.  [default: output/]")
@click.option("--dry-run", is_flag=True, help="Build and check everything, write nothing.")
@click.option("--format", "output", type=click.Choice(["text", "json"]), default="text", help="Form of the report.")
def command(root: Path, out: Path | None, *, dry_run: bool, output: str) -> None:
    """Make feed, chapters and tagged audio from the project.

    Nothing is put in place unless every output of every episode passed its checks.
    """
    from feedtool.output import build

    made = build(root, out, now=now(), dry_run=dry_run)
    if output == "json":
        click.echo(json.dumps(_as_json(made), ensure_ascii=False, indent=2))
    else:
        show(made.findings)
        _summary(made, dry_run=dry_run)
    sys.exit(exit_code(made.findings))


def now() -> datetime:
    """The moment episodes are measured against: SOURCE_DATE_EPOCH when set, so that a build can be repeated."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC)


def _summary(made: Report, *, dry_run: bool) -> None:
    verb = "would write" if dry_run else "wrote"
    for path in made.written:
        click.echo(f"{verb} {_from_here(path)}")
    if made.failed:
        click.echo("Nothing was written: correct the errors above and build again.", err=True)
        return
    episodes = f"{made.episodes} episode{'' if made.episodes == 1 else 's'}"
    click.echo(
        f"{episodes}: {len(made.written)} files {'to write' if dry_run else 'written'}, {made.unchanged} unchanged"
    )


def _from_here(path: Path) -> Path:
    """The path as the user would type it."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _as_json(made: Report) -> dict[str, object]:
    return {
        "episodes": made.episodes,
        "written": [_from_here(path).as_posix() for path in made.written],
        "unchanged": made.unchanged,
        "findings": [f.to_json() for f in made.findings],
    }
