"""``feedtool schema NAME``: print a schema the outputs are checked against."""

from __future__ import annotations

import click

from feedtool import schemas
from feedtool.check.schema import nearest
from feedtool.findings import Finding, UsageError


@click.command(name="schema")
@click.argument("name", required=False)
def command(name: str | None) -> None:
    """Print the schema NAME, such as chapters or feedtool; without one, list them all."""
    files = {file.split(".")[0]: file for file in schemas.names()}
    if name is None:
        for short, file in files.items():
            click.echo(f"{short:10} {file}")
        return
    file = files.get(name, name)
    if file not in files.values():
        message = f"there is no schema {name!r}"
        raise UsageError(Finding(code="FT033", message=message, hint=nearest(name, files)))
    click.echo(schemas.text(file).decode(), nl=False)
