"""``feedtool publish`` to a podcast host, which takes episodes and makes the feed itself."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from feedtool import output
from feedtool.cli import fold, report
from feedtool.cli.build import now
from feedtool.cli.progress import Progress, size
from feedtool.cli.publish import built
from feedtool.findings import Finding, PartlyPublished, has_errors

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from feedtool.publish.hosting import HostPlan
    from feedtool.publish.journal import Journal
    from feedtool.publish.published import Published
    from feedtool.publish.targets import Configured


class Opened(NamedTuple):
    """A plan, and what carries it out."""

    plan: HostPlan
    journal: Journal
    record: Published


@contextmanager
def opened(target: Configured, accepted: Sequence[str], *, dry_run: bool) -> Iterator[Opened]:
    """What a host lacks of the show that was built; connections are open inside."""
    from contextlib import closing

    from feedtool.publish import credentials, hosting, memory, uploads
    from feedtool.publish.faults import faults_of
    from feedtool.publish.planning import read_show

    with faults_of(f"target {target.name}"):
        host = target.connect(credentials.lookup(target.name, target.module.SECRETS, target.server))
        hashes = memory.Hashes(target.root)
        with closing(host), hosting.memory(target.root, target.name, host, write=not dry_run) as (journal, record):
            items = uploads.items_of(target.root / output.OUTPUT, read_show(target.root).base_url, hashes.of)
            plan = hosting.plan(host, items, record, journal, accepted, now=now())
            hashes.save()
            yield Opened(plan, journal, record)


def run(target: Configured, accepted: Sequence[str], *, dry_run: bool, as_json: bool) -> int:
    """Publish to a host, or say what would be done; the exit code."""
    show = built(target.root, accepted)
    if show.failed:
        fold.show_built(show.findings)
        report.say("Nothing is published: correct the errors above.", err=True)
        return 1
    with opened(target, accepted, dry_run=dry_run) as made:
        findings = [*_experimental(target), *made.plan.findings]
        if as_json:
            told = made.plan.to_json() | {"findings": [found.to_json() for found in (*show.findings, *findings)]}
            report.say_json(told)
        else:
            _show(target, made.plan)
            fold.show_built(show.findings)
            fold.show(findings)
        if not dry_run:
            _carry_out(target, made, quiet=as_json)
    return report.exit_code(findings)


def summary(made: Opened) -> str:
    """What the host lacks, in a line; what keeps an episode away from it is shown."""
    plan = made.plan
    report.show(found for found in plan.findings if has_errors([found]))
    held = sum(has_errors([found]) for found in plan.findings)
    count = len(plan.tasks)
    todo = f"{count} episode{'' if count == 1 else 's'} to send ({size(plan.cost)})" if count else "nothing to send"
    return f"{todo}, {plan.unchanged} up to date{f', {held} held back by the errors above' if held else ''}"


def _show(target: Configured, plan: HostPlan) -> None:
    report.say(f"{target.name}: {plan.host.where}")
    for task in plan.tasks:
        action = "create" if task.change.new else "update"
        report.say(f"  {action}  {size(plan.cost_of(task)):>9}  {task.item.title}  {task.why}")
    report.say(f"{len(plan.tasks)} to do, {size(plan.cost)} to send, {plan.unchanged} unchanged")


def _experimental(target: Configured) -> Iterator[Finding]:
    if reason := target.module.EXPERIMENTAL:
        yield Finding(code="FT914", message=f"{target.name} ({target.type}): {reason}", place=target.place)


def _carry_out(target: Configured, made: Opened, *, quiet: bool) -> None:
    from feedtool.publish import hosting

    progress = Progress(made.plan.cost, quiet=quiet)
    try:
        results = hosting.apply(made.plan, made.journal, made.record, progress.say, progress.sent)
    except KeyboardInterrupt:
        raise PartlyPublished(Finding(code="FT913", message=f"{target.name}: stopped by Ctrl-C")) from None
    finally:
        progress.end()
    found = [result.finding for result in results if result.finding]
    if has_errors(found):
        there = sum(result.row is not None for result in results)
        last = Finding(code="FT913", message=f"{there} of {len(made.plan.tasks)} episodes are at {target.name}")
        raise PartlyPublished(*found, last)
    report.show(found)
