"""A project into its output folder: build what changed, check it, and only then put files in place.

Files are staged beside their targets and renamed at the end, media first, then the feed, the lock and the manifest.
When anything fails, the previous output stays whole. A build with nothing to do reads stamps and imports little.
"""

from __future__ import annotations

import tempfile
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import IO, TYPE_CHECKING, Any, BinaryIO, Final

from feedtool import manifest
from feedtool.findings import FeedtoolError, Finding, Place, UsageError, has_errors

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from concurrent.futures import Executor
    from datetime import datetime
    from pathlib import Path

    from feedtool.files import Staging
    from feedtool.manifest import Manifest
    from feedtool.project import Project
    from feedtool.run import Run

OUTPUT: Final = "output"
EPISODES: Final = "episodes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a build did. ``written`` are the files put in place (or, in a dry run, that would be)."""

    episodes: int = 0
    written: tuple[Path, ...] = ()
    removed: tuple[Path, ...] = ()
    unchanged: int = 0
    findings: tuple[Finding, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether an error kept everything from being put in place."""
        return has_errors(self.findings)


def build(
    root: Path,
    out: Path | None = None,
    *,
    now: datetime,
    dry_run: bool = False,
    executor: Callable[[], Executor] | None = None,
    accepted: Collection[str] = (),
    look: Callable[[BinaryIO], None] | None = None,
) -> Report:
    """Build the project in ``root`` into ``out`` (default ``root/output``), as far as it changed since the last time.

    Episodes that are drafts or dated after ``now`` are left out. ``executor`` makes what builds episodes side by side:
    any concurrent.futures.Executor; None builds them here. ``accepted`` names the episodes whose published facts may
    change (:mod:`feedtool.gate`); ``look`` is shown the feed as it would be published, also where the gate stops it.

    Raises UsageError and SourceError for a project that
    cannot be read at all and EnvironmentFault when the disk fails; every other fault is a finding of the report.
    """
    target = out if out is not None else root / OUTPUT
    _refuse_sources(root, target)
    last = manifest.load(manifest.path_of(root, target))
    differs = manifest.changed(last) if last else set()
    if (
        last
        and not accepted
        and not look
        and not differs
        and last.listing == manifest.listing(root / EPISODES)
        and not last.due(now)
    ):
        return _nothing_to_do(last)
    from feedtool import project

    last = manifest.with_rows(last) if last else None
    loaded = project.load(root)
    if has_errors(loaded.findings):
        return Report(findings=loaded.findings)
    make = partial(_run, loaded, target, now=now, last=last, differs=differs, executor=executor, accepted=accepted)
    return _build(make, manifest.path_of(root, target), dry_run=dry_run, look=look)


def _nothing_to_do(last: Manifest) -> Report:
    """What the last build said, without building: every file it read or wrote is as it was."""
    return Report(
        episodes=last.episodes,
        unchanged=last.unchanged,
        findings=tuple(manifest.kept(found) for found in (*last.findings, *last.said)),
    )


def _run(loaded: Project, target: Path, staging: Staging, spool: IO[bytes], **given: Any) -> Run:
    from feedtool.run import Run

    return Run(loaded, target, staging, spool, **given)


def _build(
    make: Callable[[Staging, IO[bytes]], Run],
    memory: Path,
    *,
    dry_run: bool,
    look: Callable[[BinaryIO], None] | None,
) -> Report:
    """Build what ``make`` makes of a staging and a spool; ``memory`` is where the manifest goes."""
    from feedtool import files

    with files.Staging() as staging, tempfile.TemporaryFile() as spool:
        run = make(staging, spool)
        run.all_episodes()
        if not run.failed:
            run.show()
            _let_look(run, staging, look)
        if run.failed:
            return Report(findings=tuple(run.findings))
        stale = run.stale()
        written = staging.pending() if dry_run else staging.commit()
        unchanged = staging.unchanged + run.untouched
    if not dry_run:
        for path in stale:
            path.unlink(missing_ok=True)
        # without its cache the next build takes longer, and nothing else
        with suppress(FeedtoolError), files.Staging() as staging:
            staging.write(memory, manifest.dump(run.manifest()))
            staging.commit()
    return Report(
        episodes=len(run.rows) - run.left_out,
        written=tuple(written),
        removed=tuple(stale),
        unchanged=unchanged,
        findings=tuple(run.findings),
    )


def _let_look(run: Run, staging: Staging, look: Callable[[BinaryIO], None] | None) -> None:
    from feedtool.kinds import FEED_PATH

    if look:
        with staging.open(run.target / FEED_PATH) as stream:
            look(stream)


def _refuse_sources(root: Path, target: Path) -> None:
    """Outputs must never land among the sources."""
    resolved, home = target.resolve(), root.resolve()
    if resolved == home or resolved.is_relative_to(home / EPISODES) or home.is_relative_to(resolved):
        message = f"{target} holds the project's own files"
        raise UsageError(Finding(code="FT035", message=message, place=Place(str(target))))
