"""``feedtool status``: what stands at each target, and what does not yet."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from feedtool.cli import report
from feedtool.findings import FeedtoolError

if TYPE_CHECKING:
    from feedtool.publish.plans import Plan
    from feedtool.publish.targets import Configured


@click.command(name="status")
@click.argument("target", required=False)
@click.option("-C", "root", type=click.Path(path_type=Path), default=Path(), help="The project's folder.")
def command(target: str | None, root: Path) -> None:
    """Say for TARGET (default: all) whether it holds what is built, and what a publication would send.

    Nothing is changed there. Leaves with 3 when a target could not be asked.
    """
    from feedtool.publish import targets

    chosen = [targets.choose(root, target)] if target else [*targets.load(root).values()]
    if not chosen:
        report.say("There is no target yet: add a table [targets.NAME] to feedtool.toml.")
    codes = [0]
    for one in chosen:
        try:
            report.say(f"{one.name}: {_told(one)}")
        except FeedtoolError as error:
            report.say(f"{one.name}: cannot be asked")
            report.show(error.findings)
            codes.append(error.exit_code)
    sys.exit(max(codes))


def _told(target: Configured) -> str:
    if target.kind == "host":
        from feedtool.cli import publish_host

        with publish_host.opened(target, (), dry_run=True) as made:
            return publish_host.summary(made)
    from feedtool.cli.publish import opened
    from feedtool.publish.faults import faults_of
    from feedtool.publish.plans import Wishes
    from feedtool.publish.retry import again

    with opened(target, Wishes(), dry_run=True) as publication:
        with faults_of(publication.plan.where):
            held = again(publication.store.locked)
        said = _summary(publication.plan)
    return f"{said}; a run holds its lock" if held is not None else said


def _summary(plan: Plan) -> str:
    from feedtool.cli.progress import size

    if plan.blocked:
        report.show(plan.findings)
        return "blocked by the errors above"
    if not plan.steps:
        return f"up to date, {plan.unchanged} files"
    new = "" if plan.differences is not None else ", nothing is published yet"
    return f"{len(plan.steps)} files to send ({size(plan.cost)}), {plan.unchanged} up to date{new}"
