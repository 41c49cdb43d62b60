"""``feedtool status``: what stands at each target, and what does not yet."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from feedtool.cli import fold, report
from feedtool.findings import FeedtoolError, UsageError

if TYPE_CHECKING:
    from feedtool.output import Report
    from feedtool.publish.plans import Plan
    from feedtool.publish.targets import Configured


@click.command(name="status")
@click.argument("target", required=False)
@click.option("-C", "root", type=click.Path(path_type=Path), default=Path(), help="The project's folder.")
def command(target: str | None, root: Path) -> None:
    """Say for TARGET (default: all) whether it holds what is built, and what a publication would send.

    Builds the show, and changes nothing at a target. Leaves with 0 also where something is to be sent, with 1 when an
    error forbids it, 2 for wrong settings, 3 when a target could not be asked.
    """
    from feedtool.cli.publish import built
    from feedtool.publish import targets

    chosen = [targets.choose(root, target)] if target else [*targets.load(root).values()]
    if not chosen:
        report.say("There is no target yet: add a table [targets.NAME] to feedtool.toml.")
        return
    show = built(root)
    if show.failed:
        fold.show_built(show.findings)
        report.say("The show cannot be built: correct the errors above.", err=True)
        sys.exit(1)
    sys.exit(max(_tell(one, show) for one in chosen))


def _tell(target: Configured, show: Report) -> int:
    """Say how a target stands; the exit code."""
    try:
        said, code = _of_host(target) if target.kind == "host" else _of_store(target, show)
    except FeedtoolError as error:
        report.say(f"{target.name}: cannot be asked")
        report.show(error.findings)
        return 2 if isinstance(error, UsageError) else 3
    report.say(f"{target.name}: {said}")
    return code


def _of_host(target: Configured) -> tuple[str, int]:
    from feedtool.cli import publish_host

    with publish_host.opened(target, (), dry_run=True) as made:
        return publish_host.summary(made), report.exit_code(made.plan.findings)


def _of_store(target: Configured, show: Report) -> tuple[str, int]:
    from feedtool.cli.publish import opened
    from feedtool.publish.faults import faults_of
    from feedtool.publish.plans import Wishes
    from feedtool.publish.retry import again

    with opened(target, show, Wishes(), dry_run=True) as publication:
        with faults_of(publication.plan.where):
            held = again(publication.store.locked)
        said = _summary(publication.plan)
    return f"{said}; a run holds its lock" if held is not None else said, int(publication.plan.blocked)


def _summary(plan: Plan) -> str:
    from feedtool.cli.progress import size

    if plan.blocked:
        fold.show(plan.findings)
        return "blocked by the errors above"
    if not plan.steps:
        return f"up to date, {plan.unchanged} files"
    new = "" if plan.differences is not None else ", nothing is published yet"
    return f"{len(plan.steps)} files to send ({size(plan.cost)}), {plan.unchanged} up to date{new}"
