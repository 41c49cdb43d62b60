"""``feedtool new``: a new episode file."""

from __future__ import annotations

from pathlib import Path

import click

from feedtool.cli.build import now


@click.command(name="new")
@click.argument("title")
@click.option("-C", "root", type=click.Path(path_type=Path), default=Path(), help="The project's folder.")
def command(title: str, root: Path) -> None:
    """Start the next episode, TITLE: a numbered draft in episodes/."""
    from feedtool import project, starter

    project.require(root)
    click.echo(f"wrote {starter.new(root, title, now=now())}")
