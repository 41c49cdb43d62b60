"""``feedtool doctor``: whether everything that publishing needs is there."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from feedtool.cli import report


@click.command(name="doctor")
@click.argument("target", required=False)
@click.option(
    "-C", "root", type=click.Path(path_type=Path), default=Path(), help="The project's folder.  [default: here]"
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(target: str | None, root: Path, *, as_json: bool) -> None:
    """Look at all that publishing needs: this machine, the project, secrets, targets, the public feed.

    Changes nothing, here or at a target. TARGET limits it to one target. Leaves with 1 for an error here, 3 for one of
    a disk, a network or a server.
    """
    from feedtool.publish import doctor

    lines = []
    for line in doctor.examine(root, target):
        lines.append(line)
        if not as_json:
            report.say(str(line))
    if as_json:
        rows = [{"state": line.state.value, "what": line.what, "todo": line.todo} for line in lines]
        report.say_json({"checks": rows})
    sys.exit(doctor.exit_code(lines))
