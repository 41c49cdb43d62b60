"""``feedtool build``: everything into the output folder, only what changed."""

from __future__ import annotations

import json
import os
import sys
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from feedtool import extras
from feedtool.cli.report import exit_code, show
from feedtool.findings import FeedtoolError, Finding, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor

    from feedtool.output import Report
    from feedtool.workers import Pool


@click.command(name="build")
@click.argument("shows", nargs=-1, type=click.Path(path_type=Path))
@click.option("-C", "root", type=click.Path(path_type=Path), help="The project's folder.  [default: here]")
@click.option("-o", "out", type=click.Path(path_type=Path), help="The output folder, of one show.  [default: output/]")
@click.option("--dry-run", is_flag=True, help="Build and check everything, write nothing.")
@click.option("--jobs", type=click.IntRange(1, 256), default=1, show_default=True, help="Processes to build with.")
@click.option("--cluster", metavar="ADDRESS", help="Build on the Dask scheduler at ADDRESS (needs Dask).")
@click.option(
    "--accept", "accepted", metavar="EPISODE", multiple=True, help="Let this episode's published facts change (or all)."
)
@click.option("--format", "output", type=click.Choice(["text", "json"]), default="text", help="Form of the report.")
def command(
    shows: tuple[Path, ...],
    root: Path | None,
    out: Path | None,
    *,
    dry_run: bool,
    jobs: int,
    cluster: str | None,
    accepted: tuple[str, ...],
    output: str,
) -> None:
    """Make feed, chapters and tagged audio of each of SHOWS (default: the project here).

    Nothing of a show is put in place unless every output of every episode passed its checks. A changed guid, enclosure
    address or type of a published episode stops the build, unless --accept names the episode's file, slug or guid.
    """
    from feedtool.output import build

    roots = (*shows, *([root] if root else [])) or (Path(),)
    if out and len(roots) > 1:
        raise UsageError(Finding(code="FT037", message=f"-o names one folder for {len(roots)} shows"))
    codes = [0]
    with ExitStack() as stack:
        pool = _pool(jobs, cluster, stack)
        for place in roots:
            try:
                made = build(place, out, now=now(), dry_run=dry_run, executor=pool, accepted=accepted)
            except FeedtoolError as error:
                _stopped(error, output)
                codes.append(error.exit_code)
                continue
            _report(made, place if len(roots) > 1 else None, dry_run=dry_run, output=output)
            codes.append(exit_code(made.findings))
    sys.exit(max(codes))


def now() -> datetime:
    """The moment episodes are measured against: SOURCE_DATE_EPOCH when set, so that a build can be repeated."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC)


def _pool(jobs: int, cluster: str | None, stack: ExitStack) -> Pool | None:
    """What builds the episodes of all shows side by side; None builds them in this process."""
    from feedtool.workers import Pool

    opened = _executor(jobs, cluster, stack)
    return stack.enter_context(Pool(opened)) if opened else None


def _executor(jobs: int, cluster: str | None, stack: ExitStack) -> Callable[[], Executor] | None:
    if cluster:
        try:
            from distributed import Client
        except ImportError:
            missing = Finding(code="FT038", message="--cluster needs Dask", hint=extras.hint("cluster"))
            raise UsageError(missing) from None
        connect: Any = Client
        client = stack.enter_context(connect(cluster))
        # pure=True would take a repeated call for one that was made already, and skip it
        return partial(client.get_executor, pure=False)
    if jobs > 1:
        from concurrent.futures import ProcessPoolExecutor

        return partial(ProcessPoolExecutor, jobs)
    return None


def _stopped(error: FeedtoolError, output: str) -> None:
    """Say what kept a show from being built; a program that reads the report is told in its form."""
    if output == "json":
        from feedtool.output import Report

        _report(Report(findings=error.findings), None, dry_run=False, output=output)
    else:
        show(error.findings)


def _report(made: Report, place: Path | None, *, dry_run: bool, output: str) -> None:
    if output == "json":
        click.echo(json.dumps(_as_json(made), ensure_ascii=False, indent=2))
        return
    if place:
        click.echo(f"{place}:")
    show(made.findings)
    _summary(made, dry_run=dry_run)


def _summary(made: Report, *, dry_run: bool) -> None:
    if made.failed:
        click.echo("Nothing was written: correct the errors above and build again.", err=True)
        return
    for path in made.written:
        click.echo(f"{'would write' if dry_run else 'wrote'} {_from_here(path)}")
    for path in made.removed:
        click.echo(f"{'would remove' if dry_run else 'removed'} {_from_here(path)}")
    episodes = f"{made.episodes} episode{'' if made.episodes == 1 else 's'}"
    files = f"{len(made.written)} file{'' if len(made.written) == 1 else 's'}"
    done = "to write" if dry_run else "written"
    click.echo(f"{episodes}: {files} {done}, {made.unchanged} unchanged")


def _from_here(path: Path) -> Path:
    """The path as the user would type it."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _as_json(made: Report) -> dict[str, object]:
    return {
        "episodes": made.episodes,
        "written": [_from_here(path).as_posix() for path in made.written],
        "removed": [_from_here(path).as_posix() for path in made.removed],
        "unchanged": made.unchanged,
        "findings": [f.to_json() for f in made.findings],
    }
