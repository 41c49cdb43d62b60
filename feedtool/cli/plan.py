"""``feedtool plan``: what listeners will see of the next build."""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

import click

from feedtool.cli import differences, report
from feedtool.cli.build import now
from feedtool.findings import Severity, has_errors


@click.command(name="plan")
@click.argument("target", required=False)
@click.option("-C", "root", type=click.Path(path_type=Path), default=Path(), help="The project's folder.")
@click.option("-o", "out", type=click.Path(path_type=Path), help="The output folder.  [default: output/]")
@click.option("--against", metavar="FEED", help="Compare with this feed (file or address), not with output/feed.xml.")
@click.option("--accept", "accepted", metavar="EPISODE", multiple=True, help="As for build.")
@click.option("--rebuild-lock", "lock", metavar="FEED", help="Make feedtool.lock anew from this feed, and do no more.")
@click.option("--json", "as_json", is_flag=True, help="Print the plan for a program.")
@click.option("--allow-private", is_flag=True, help="Also read feeds from your own network.")
def command(
    target: str | None,
    root: Path,
    out: Path | None,
    against: str | None,
    accepted: tuple[str, ...],
    lock: str | None,
    *,
    as_json: bool,
    allow_private: bool,
) -> None:
    """Say what listeners will see of the next build: new, changed, downloaded again, vanished, in another order.

    Builds without writing and compares with the feed that stands. Leaves with 1 when something would hurt subscribers.
    With TARGET: builds, and compares with what is published there, as `publish --dry-run` does.
    """
    if target:
        from feedtool.cli.publish import run
        from feedtool.publish import plans, targets

        chosen = targets.choose(root, target)
        sys.exit(run(chosen, plans.Wishes(accepted=accepted), dry_run=True, silent=True, as_json=as_json))
    from feedtool import plan
    from feedtool.download import opened

    with ExitStack() as stack:
        if lock:
            published = stack.enter_context(opened(lock, allow_private=allow_private))
            report.show(plan.rebuild_lock(root, published, lock)[1])
            return
        feed = stack.enter_context(opened(against, allow_private=allow_private)) if against else None
        made = plan.plan(root, out, now=now(), against=feed, accepted=accepted)
    if as_json:
        counts = differences.as_json(made.differences or (), made.findings)
    else:
        report.show(made.findings)
        counts = differences.show(made.differences) if made.differences is not None else Counter()
    sys.exit(int(has_errors(made.findings) or bool(counts[Severity.ERROR])))
