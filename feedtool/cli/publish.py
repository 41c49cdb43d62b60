"""``feedtool publish``: bring a built show to a target, the feed last."""

from __future__ import annotations

import sys
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from feedtool.cli import differences, fold, report
from feedtool.cli.build import now
from feedtool.cli.stopping import twice

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from feedtool.output import Report
    from feedtool.publish.plans import Plan, Wishes
    from feedtool.publish.publication import Publication
    from feedtool.publish.targets import Configured


@click.command(name="publish")
@click.argument("target", required=False)
@click.option("-C", "root", type=click.Path(path_type=Path), default=Path(), help="The project's folder.")
@click.option("--dry-run", is_flag=True, help="Say what would be done; change nothing at the target.")
@click.option("--accept", "accepted", metavar="EPISODE", multiple=True, help="As for build.")
@click.option("--in-place", is_flag=True, help="Changed audio keeps its address, instead of going out under a new one.")
@click.option("--delete", is_flag=True, help="Remove files of ours that are no longer part of the show.")
@click.option("--max-delete", type=click.IntRange(0), help="Files that --delete removes at most.  [default: 20]")
@click.option("--take-over", is_flag=True, help="Replace a feed that was not published from here.")
@click.option("--break-lock", is_flag=True, help="Go on although another run holds the target.")
@click.option("--verify-all", "whole", is_flag=True, help="Read large files back whole, not in samples.")
@click.option("--no-notify", "silent", is_flag=True, help="Tell no hub and no directory.")
@click.option("--json", "as_json", is_flag=True, help="Print the plan for a program.")
def command(target: str | None, root: Path, *, dry_run: bool, silent: bool, as_json: bool, **wishes: Any) -> None:
    """Bring the show to TARGET (default: the only one): build, compare, send what is missing, prove it, the feed last.

    Leaves with 4 when it stopped on the way (run it again: only what is missing is sent) and with 5 when somebody else
    published meanwhile. In every case listeners have the old feed or the new one, whole.
    """
    from feedtool.publish.plans import Wishes
    from feedtool.publish.targets import choose

    chosen = choose(root, target)
    allowed = wishes.pop("max_delete")
    made = Wishes(max_delete=chosen.options.get("max_delete", 0) if allowed is None else allowed, **wishes)
    with twice():
        code = run(chosen, made, dry_run=dry_run, silent=silent, as_json=as_json)
    sys.exit(code)


def run(target: Configured, wishes: Wishes, *, dry_run: bool, silent: bool, as_json: bool) -> int:
    """Publish to one target, or say what would be done; the exit code."""
    if target.kind == "host":
        from feedtool.cli import publish_host

        return publish_host.run(target, wishes.accepted, dry_run=dry_run, as_json=as_json)
    with opened(target, built(target.root, wishes.accepted), wishes, dry_run=dry_run) as made:
        if as_json:
            report.say_json(made.plan.to_json())
        else:
            show(made.plan)
        if dry_run or made.plan.blocked:
            return int(made.plan.blocked)
        _carry_out(made, quiet=as_json)
    report.show(made.tell(silent=silent, say=(lambda _: None) if as_json else report.say))
    if made.plan.steps and not as_json:
        report.say(f"{target.name} holds the show as it is built.")
    return 0


def built(root: Path, accepted: Sequence[str] = ()) -> Report:
    """The show as it is now, in its output folder. Raises as :func:`feedtool.output.build`."""
    from feedtool import output

    return output.build(root, now=now(), accepted=accepted)


@contextmanager
def opened(target: Configured, show: Report, wishes: Wishes, *, dry_run: bool) -> Iterator[Publication]:
    """A publication of a show that was built to ``target`` as planned, its connections open inside."""
    from feedtool.publish import credentials, memory
    from feedtool.publish.faults import faults_of
    from feedtool.publish.planning import prepare

    seen = memory.seen(target.root, target.name, target.site)
    with faults_of(f"target {target.name}"):
        secret = credentials.lookup(target.name, target.module.SECRETS, target.server)
        store = target.connect(secret, seen.capabilities)
    with closing(store):
        made = prepare(target, store, seen, show, now=now(), wishes=wishes, dry_run=dry_run)
        with closing(made):
            yield made


def _carry_out(made: Publication, *, quiet: bool) -> None:
    from feedtool.cli.progress import Progress
    from feedtool.findings import Finding, PartlyPublished

    progress = Progress(made.plan.cost, made.plan.steps, quiet=quiet)
    try:
        made.carry_out(progress)
    except KeyboardInterrupt:
        raise PartlyPublished(Finding(code="FT913", message=f"{made.plan.target}: stopped by Ctrl-C")) from None
    finally:
        progress.end()


def show(plan: Plan) -> None:
    """The plan for people."""
    from feedtool.cli.progress import size

    report.say(f"{plan.target}: {plan.where}")
    for kind, rows, more in fold.steps(plan.steps):
        for step in rows:
            report.say(f"  {step.action.value:6} {size(step.cost):>9}  {step.path}  {step.why}")
        if more:
            cost = sum(step.cost for step in more)
            report.say(f"  {kind.action.value:6} {size(cost):>9}  {len(more)} more{kind.where}")
    if plan.steps or plan.unchanged:  # else the show could not be built, and nothing was compared
        rest = f"{len(plan.steps)} to do, {size(plan.cost)} to send, {plan.unchanged} unchanged"
        left = f", {len(plan.left_over)} left over (--delete removes them)" if plan.left_over else ""
        report.say(f"{rest}{left}")
    fold.show_built(plan.built)
    fold.show(plan.findings)
    if plan.blocked:
        report.say("Nothing is published: correct the errors above.", err=True)
    elif plan.differences is None:
        report.say("Listeners: nothing is published there yet.")
    elif plan.differences:
        differences.show(plan.differences, fold.MOST)
    if plan.notify:
        report.say(f"To be told of the feed: {', '.join(plan.notify)}")
