"""A project into its output folder: build every episode, check everything, and only then put files in place.

Files are staged beside their targets and renamed at the end, media first and the feed last. When anything fails, the
previous output stays whole. Memory does not grow with the number of episodes: items wait in a spool on disk.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from feedtool import files, lock, project
from feedtool.build import build_episode, local, prove
from feedtool.check import feed as check_feed
from feedtool.findings import Finding, Place, SourceError, UsageError, has_errors
from feedtool.kinds import FEED_PATH, TAGS
from feedtool.read import audio
from feedtool.render import feed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from typing import IO

    from feedtool.build import Built
    from feedtool.lock import Facts, Lock
    from feedtool.model import Chapter, Episode, Show
    from feedtool.notes import Reading
    from feedtool.project import Entry, Gathered, Project

OUTPUT: Final = "output"
_KEPT: Final = 256
"""Readings kept from the survey until their episode's turn; in a larger show the rest are read twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a build did. ``written`` are the files put in place (or, in a dry run, that would be)."""

    episodes: int = 0
    written: tuple[Path, ...] = ()
    unchanged: int = 0
    findings: tuple[Finding, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether an error kept everything from being put in place."""
        return has_errors(self.findings)


def build(root: Path, out: Path | None = None, *, now: datetime, dry_run: bool = False) -> Report:
    """Build the project in ``root`` into ``out`` (default ``root/output``).

    Episodes that are drafts or dated after ``now`` are left out. Raises UsageError and SourceError for a project that
    cannot be read at all and EnvironmentFault when the disk fails; every other fault is a finding of the report.
    """
    target = out if out is not None else root / OUTPUT
    _refuse_sources(root, target)
    shown = project.load(root)
    if has_errors(shown.findings):
        return Report(findings=shown.findings)
    with files.Staging() as staging, tempfile.TemporaryFile() as spool:
        run = _Run(project=shown, target=target, staging=staging, spool=spool, lock=_read_lock(root), now=now)
        run.all_episodes()
        if not run.failed:
            run.show()
        if run.failed:
            return Report(findings=tuple(run.findings))
        written = staging.pending() if dry_run else staging.commit()
    return Report(
        episodes=len(run.rows), written=tuple(written), unchanged=staging.unchanged, findings=tuple(run.findings)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """One item waiting in the spool, and what the feed is ordered by."""

    published: datetime | None
    number: float
    slug: str
    offset: int
    length: int

    @property
    def order(self) -> tuple[float, float, str]:
        """Newest first; equal dates by number, then by slug; what has no date comes last."""
        moment = self.published.timestamp() if self.published else float("-inf")
        return -moment, -self.number, self.slug


@dataclass(slots=True, kw_only=True)
class _Run:
    """One build under way: what it has found and staged so far."""

    project: Project
    target: Path
    staging: files.Staging
    spool: IO[bytes]
    lock: Lock
    now: datetime
    findings: list[Finding] = field(default_factory=list)
    rows: list[_Row] = field(default_factory=list)
    readings: dict[str, Reading] = field(default_factory=dict)
    slugs: dict[str, Entry] = field(default_factory=dict)
    locked: list[tuple[Facts, str]] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        return has_errors(self.findings)

    @property
    def show_guid(self) -> str:
        """The ``podcast:guid``: the one given, else the one first made (spec: podcast-namespace §2)."""
        given = self.project.show.guid or self.lock.podcast_guid
        return given or lock.podcast_guid(self.project.show.feed_url)

    def all_episodes(self) -> None:
        """Build and stage every episode; a fault of one leaves the others their turn."""
        self.findings += self.project.findings
        surveyed = [*self._survey()]
        guids, found = lock.identify([facts for _, facts in surveyed], self.lock, self.show_guid)
        self.findings += found
        for entry, facts in surveyed:
            try:
                self._episode(entry, facts, guids[entry.name])
            except SourceError as error:
                self.findings += error.findings

    def show(self) -> None:
        """Stage the show's own files, and last the feed and the lock."""
        for copy in self.project.copies:
            self.staging.write(self.target / copy.path, [copy.data])
        path = self.target / FEED_PATH
        self.staging.write(path, self._feed())
        with self.staging.open(path) as stream:
            told = {(f.code, f.message) for f in self.findings}  # items were judged one by one, with their sources
            found = check_feed.check(stream, FEED_PATH)
            self.findings += (f for f in found if (f.code, f.message) not in told)
        text = lock.write(lock.updated(self.lock, self.show_guid, self.locked))
        self.staging.write(self.project.root / lock.FILE, [text.encode()])

    def _survey(self) -> Iterator[tuple[Entry, Facts]]:
        """What each episode can be recognised by. Two of one name are an error: they would share their files."""
        seen: dict[str, Entry] = {}
        for entry in self.project.entries:
            other = seen.setdefault(entry.name.casefold(), entry)
            if other is not entry:
                self._twins(entry, other, entry.name)
                continue
            try:
                reading = project.read_notes(self.project, entry)
                if len(self.readings) < _KEPT:
                    self.readings[entry.name] = reading
                yield entry, project.facts_of(self.project, entry, reading)
            except SourceError as error:
                self.findings += error.findings

    def _episode(self, entry: Entry, facts: Facts, guid: str) -> None:
        reading = self.readings.pop(entry.name, None) or project.read_notes(self.project, entry)
        left_out = self._left_out(reading.episode, entry)
        if left_out:
            self.findings.append(left_out)
            return
        other = self.slugs.setdefault(reading.episode.slug.casefold(), entry)
        if other is not entry:
            self._twins(entry, other, reading.episode.slug)
            return
        gathered = project.gather(self.project, entry, reading, guid)
        built = build_episode(self._show(), reading, gathered.parts)
        self.findings += [*gathered.findings, *built.findings]
        if has_errors(built.findings):
            return
        in_audio = self._stage(built, gathered)
        self.findings += prove(self._show(), built, in_audio, notes_titles=reading.chapters_from == "notes")
        self._keep(built)
        self.locked.append((facts, guid))

    def _left_out(self, episode: Episode, entry: Entry) -> Finding | None:
        """Why the episode is not built at all: a draft, or dated in the future."""
        where = episode.places.get("draft" if episode.draft else "published") or self._place(entry)
        if episode.draft:
            return Finding(code="FT111", message=f"{episode.title!r} is a draft", place=where)
        moment = local(episode.published, self.project.show)
        if moment and moment > self.now:
            message = f"{episode.title!r} is dated {moment.isoformat()}, which is still to come"
            return Finding(code="FT112", message=message, place=where)
        return None

    def _stage(self, built: Built, gathered: Gathered) -> Sequence[Chapter] | None:
        """Stage the episode's files; the chapters read back from its audio, where it carries a tag."""
        for output in (*built.files, *gathered.copies):
            self.staging.write(self.target / output.path, [output.data])
        parts = gathered.parts
        path = self.target / parts.audio_path
        self.staging.splice(gathered.source, parts.audio.payload, built.tag, path)
        if parts.audio.container not in TAGS:
            return None
        with self.staging.open(path) as stream:
            return audio.read(stream, parts.audio_path, duration=False).chapters

    def _keep(self, built: Built) -> None:
        offset = self.spool.tell()
        self.spool.write(built.item)
        moment = built.episode.published
        self.rows.append(
            _Row(
                published=moment if isinstance(moment, datetime) else None,
                number=built.episode.episode or 0,
                slug=built.episode.slug,
                offset=offset,
                length=len(built.item),
            )
        )

    def _feed(self) -> Iterator[bytes]:
        """The feed in pieces, newest item first."""
        newest = max((row.published for row in self.rows if row.published), default=None)
        yield feed.head(self._show(), updated=newest)
        for row in sorted(self.rows, key=lambda r: r.order):
            self.spool.seek(row.offset)
            yield self.spool.read(row.length)
        yield feed.TAIL

    def _show(self) -> Show:
        return replace(self.project.show, guid=self.show_guid)

    def _twins(self, entry: Entry, other: Entry, slug: str) -> None:
        message = f"the slug {slug!r} is also that of {project.shown(other.text, self.project.root)}"
        self.findings.append(Finding(code="FT107", message=message, place=self._place(entry)))

    def _place(self, entry: Entry) -> Place:
        return Place(project.shown(entry.text, self.project.root))


def _read_lock(root: Path) -> Lock:
    path = root / lock.FILE
    if not path.exists():
        return lock.Lock()
    return lock.read(project.read_bytes(path, root, project.MAX_TEXT).decode("utf-8", "replace"))


def _refuse_sources(root: Path, target: Path) -> None:
    """Outputs must never land among the sources."""
    resolved, home = target.resolve(), root.resolve()
    if resolved == home or resolved.is_relative_to(home / project.EPISODES) or home.is_relative_to(resolved):
        message = f"{target} holds the project's own files"
        raise UsageError(Finding(code="FT035", message=message, place=Place(str(target))))
