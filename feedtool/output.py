"""A project into its output folder: build what changed, check it, and only then put files in place.

Files are staged beside their targets and renamed at the end, media first, then the feed, the lock and the manifest.
When anything fails, the previous output stays whole. A build with nothing to do reads stamps and imports little.
"""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, BinaryIO, Final

from feedtool import manifest, stamps
from feedtool.findings import EnvironmentFault, FeedtoolError, Finding, Place, UsageError, has_errors

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from concurrent.futures import Executor
    from datetime import datetime

    from feedtool.files import Staging
    from feedtool.manifest import Book, Head
    from feedtool.project import Project
    from feedtool.run import Run
    from feedtool.workers import Pool

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
    executor: Callable[[], Executor] | Pool | None = None,
    accepted: Collection[str] = (),
    look: Callable[[str, BinaryIO], None] | None = None,
) -> Report:
    """Build the project in ``root`` into ``out`` (default ``root/output``), as far as it changed since the last time.

    Episodes that are drafts or dated after ``now`` are left out. ``executor`` makes what builds episodes side by side:
    any concurrent.futures.Executor, or a :class:`feedtool.workers.Pool` of one that several builds share; None builds
    them here. ``accepted`` names the episodes whose published facts may change (:mod:`feedtool.gate`). ``look`` is
    shown every file of the feeds, by its path, as it would be published, also where the gate stops it.

    Raises UsageError and SourceError for a project that cannot be read at all and EnvironmentFault when the disk fails;
    every other fault is a finding of the report.
    """
    target = out if out is not None else root / OUTPUT
    _refuse_sources(root, target)
    memory = manifest.path_of(root, target)
    try:
        with manifest.opened(memory) as book:
            differs = book.changed() if book.last else set()
            if book.last and not accepted and not look and not differs and _is_current(book.last, root, now):
                return _nothing_to_do(book)
            from feedtool import project

            loaded = project.load(root)
            if has_errors(loaded.findings):
                return Report(findings=loaded.findings)
            make = partial(
                _run, loaded, target, now=now, book=book, differs=differs, executor=executor, accepted=accepted
            )
            return _build(make, memory, dry_run=dry_run, look=look)
    except sqlite3.Error as error:
        message = f"the notes of the build cannot be kept in the folder for temporary files: {error}"
        raise EnvironmentFault(Finding(code="FT001", message=message)) from None


def _is_current(last: Head, root: Path, now: datetime) -> bool:
    """Whether no episode came or went, and none is due, since the last build."""
    return last.listing == stamps.listing(root / EPISODES) and not last.due(now)


def _nothing_to_do(book: Book) -> Report:
    """What the last build said, without building: every file it read or wrote is as it was."""
    last = book.last
    findings = tuple(map(manifest.kept, book.said()))
    return Report(episodes=last.episodes, unchanged=last.unchanged, findings=findings) if last else Report()


def _run(loaded: Project, target: Path, staging: Staging, spool: IO[bytes], **given: Any) -> Run:
    from feedtool.run import Run

    return Run(loaded, target, staging, spool, **given)


def _build(
    make: Callable[[Staging, IO[bytes]], Run],
    memory: Path,
    *,
    dry_run: bool,
    look: Callable[[str, BinaryIO], None] | None,
) -> Report:
    """Build what ``make`` makes of a staging and a spool; ``memory`` is where the manifest goes."""
    from feedtool import files

    with _staging(dry_run=dry_run) as staging, tempfile.TemporaryFile() as spool:
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
        with suppress(FeedtoolError, sqlite3.Error), files.Staging() as staging:
            staging.write(memory, run.manifest())
            staging.commit()
    return Report(
        episodes=run.episodes,
        written=tuple(written),
        removed=tuple(stale),
        unchanged=unchanged,
        findings=tuple(run.findings),
    )


@contextmanager
def _staging(*, dry_run: bool) -> Iterator[Staging]:
    """Where files wait to be put in place; in a dry run, away from the project, which may be for reading only."""
    from feedtool import diskio, files

    if not dry_run:
        with files.Staging() as staging:
            yield staging
        return
    with diskio.told(Path(tempfile.gettempdir())):
        scratch = tempfile.TemporaryDirectory(prefix=files.PREFIX, ignore_cleanup_errors=True)
    with scratch, files.Staging(sync=False, scratch=Path(scratch.name)) as staging:
        yield staging


def _let_look(run: Run, staging: Staging, look: Callable[[str, BinaryIO], None] | None) -> None:
    if look:
        for path in run.feed_files:
            with staging.open(run.target / path) as stream:
                look(path, stream)


def _refuse_sources(root: Path, target: Path) -> None:
    """Outputs must never land among the sources."""
    resolved, home = target.resolve(), root.resolve()
    if resolved == home or resolved.is_relative_to(home / EPISODES) or home.is_relative_to(resolved):
        message = f"{target} holds the project's own files"
        raise UsageError(Finding(code="FT035", message=message, place=Place(str(target))))
