"""One build under way: which episodes are built, what is staged, what the next build will know.

Memory does not grow with the episodes' size: new items wait in a spool on disk, and the items of episodes that did not
change are taken out of the feed that stands there.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import IO, TYPE_CHECKING, Final

from feedtool import feeds, gate, lock, manifest, project, settings, workers
from feedtool.build import Output, build_episode, local, prove
from feedtool.check import feed as check_feed
from feedtool.findings import FeedtoolError, Finding, Place, SourceError, has_errors
from feedtool.kinds import FEED_PATH, FEED_PROFILE
from feedtool.lock import Lock
from feedtool.manifest import Manifest, Row, absolute, row_of
from feedtool.read import audio
from feedtool.render import stylesheet

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from concurrent.futures import Executor
    from pathlib import Path

    from feedtool import files
    from feedtool.build import Built
    from feedtool.lock import Facts
    from feedtool.model import Audio, Episode
    from feedtool.notes import Reading
    from feedtool.project import Entry, Gathered, Project

_KEPT: Final = 256
"""Readings kept from the survey until their episode's turn; in a larger show the rest are read twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One episode to be built, whole enough for another process: ``project`` without its episodes."""

    project: Project
    entry: Entry
    reading: Reading
    guid: str
    row: Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What became of a task: nothing of it is written yet."""

    gathered: Gathered
    built: Built


def make(task: Task) -> Made:
    """Read an episode's files and build it. Raises SourceError or EnvironmentFault naming the file at fault."""
    gathered = project.gather(task.project, task.entry, task.reading, task.guid)
    return Made(gathered=gathered, built=build_episode(task.project.show, task.reading, gathered.parts))


@dataclass(slots=True)
class Run:
    """A build of ``project`` into ``target``. ``differs`` are the stamped paths of ``last`` that changed since."""

    project: Project
    target: Path
    staging: files.Staging
    spool: IO[bytes]
    now: datetime = field(kw_only=True)
    last: Manifest | None = field(kw_only=True)
    differs: set[str] = field(kw_only=True)
    executor: Callable[[], Executor] | None = field(kw_only=True, default=None)
    accepted: Collection[str] = field(kw_only=True, default=())
    rows: dict[str, Row] = field(default_factory=dict)
    untouched: int = 0
    _said: list[Finding] = field(default_factory=list)
    _said_of: dict[str, list[Finding]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)
    _readings: dict[str, Reading] = field(default_factory=dict)
    _slugs: dict[str, Entry] = field(default_factory=dict)
    _sheets: list[feeds.Sheet] = field(default_factory=list)
    _items: feeds.Items = field(init=False)
    _guids: dict[str, str] = field(default_factory=dict)
    _verdict: gate.Verdict = field(default_factory=gate.Verdict)
    _started: int = field(default_factory=time.time_ns)

    def __post_init__(self) -> None:
        root, shown = self.project.root, self.project.show
        self._lock = _read_lock(root, self.target)
        self._items = feeds.Items(spool=self.spool, target=self.target)
        guid = shown.guid or self._lock.podcast_guid or lock.podcast_guid(shown.feed_url)
        self.project = replace(self.project, show=replace(shown, guid=guid))
        self._said += self.project.findings

    @property
    def findings(self) -> list[Finding]:
        """Everything found: of the show, then of each episode in order."""
        names = dict.fromkeys(entry.name for entry in self.project.entries)
        return [*self._said, *(found for name in names for found in self._of(name))]

    @property
    def failed(self) -> bool:
        """Whether an error was found."""
        return has_errors(self._said) or any(map(has_errors, self._said_of.values()))

    def _of(self, name: str) -> Iterable[Finding]:
        """What was found of an episode; of one that is done without an error its row keeps it."""
        row = self.rows.get(name)
        return self._said_of.get(name) or (map(manifest.kept, row.findings) if row else ())

    @property
    def left_out(self) -> int:
        """How many episodes are drafts or still to come."""
        return sum(row.left_out for row in self.rows.values())

    def all_episodes(self) -> None:
        """Build and stage every episode that changed; a fault of one leaves the others their turn."""
        fresh = self._unchanged()
        surveyed = [*self._survey(fresh)]
        facts = [facts for _, facts in surveyed]
        self._guids, found = lock.identify(facts, self._lock, self._guid, self.accepted)
        self._said += found
        for task, outcome in workers.each(make, self._tasks(surveyed, fresh, self._guids), self.executor):
            self._finish(task, outcome)

    def show(self) -> None:
        """Stage the show's own files, and last the feed and the lock."""
        shown = self.project.show
        for copy in self._copies():
            self.staging.write(self.target / copy.path, [copy.data])
        self._sheets = feeds.sheets(shown, self._order())
        self._judge()
        self._items.standing = {name: row.item for name, row in self.rows.items()}
        for sheet in reversed(self._sheets):  # the feed's own address last
            self.staging.write(self.target / sheet.path, self._items.pieces(sheet, self._newest(sheet)))
        self._pass_gate()
        built = (gate.locked_of(name, row) for name, row in self.rows.items() if not row.left_out)
        text = lock.write(lock.updated(self._lock, self._guid, built, self._verdict.go))
        self.staging.write(self.project.root / lock.FILE, [text.encode()])

    def _pass_gate(self) -> None:
        """Hold what was published to the lock; what is left out now and was not let go is told."""
        candidates = [
            gate.Candidate(row=gate.locked_of(name, row), slug=row.slug, place=Place(row.place[0]))
            for name, row in self.rows.items()
            if not row.left_out
        ]
        base_url = self.project.show.places.get("base_url", Place(settings.FILE))
        self._verdict = gate.judge(self._lock, candidates, self.accepted, base_url)
        self._said += self._verdict.findings
        hidden = {self._guids[name] for name, row in self.rows.items() if row.left_out} - self._verdict.go
        self._said += [gate.vanished(row) for row in self._lock.episodes if row.guid in hidden and not row.gone]

    def _judge(self) -> None:
        """Check the feed with its new items; these were judged one by one, with their sources."""
        first, source = self._sheets[0], Place(settings.FILE)
        judged = replace(first, names=[name for name in first.names if name in self._items.new])
        pieces = replace(self._items, noted={}).pieces(judged, self._newest(first))
        found = [*check_feed.check(pieces, FEED_PATH, profile=FEED_PROFILE)]
        told = {(f.code, f.message) for f in found} & {(f.code, f.message) for f in self.findings}
        self._said += [replace(f, source=source) for f in found if (f.code, f.message) not in told]
        built = [row for row in self.rows.values() if not row.left_out]
        if elsewhere := sum(not row.audio for row in built):
            message = f"{elsewhere} of {len(built)} episodes name audio that lies elsewhere"
            self._said.append(Finding(code="FT140", message=message, place=source))
        if built and feeds.is_list(self.project.show):
            message = f"a feed of the medium {self.project.show.medium} holds no episodes"
            self._said.append(Finding(code="FT141", message=message, place=source))

    def stale(self) -> list[Path]:
        """Files of the last build that no longer belong. One that somebody changed since is not ours to remove."""
        if not self.last:
            return []
        before = [*self.last.outputs, *(path for row in self.last.rows.values() for path in row.outputs)]
        now = {*self._outputs(), *(path for row in self.rows.values() for path in row.outputs)}
        return [self.target / path for path in dict.fromkeys(before) if path not in now and not self._differs(path)]

    def manifest(self) -> Manifest:
        """What the next build needs to know; asked for once everything is in place."""
        home = self.project.root
        show = [*map(absolute, self.project.looked)]
        read = [*show, absolute(home / lock.FILE), *(path for row in self.rows.values() for path in row.sources)]
        made = [*self._outputs(), *(path for row in self.rows.values() for path in row.outputs)]
        for name, row in self.rows.items():
            row.item = {ending: [*found] for ending, found in self._items.noted.get(name, {}).items()}
        stamps = manifest.stamps(read, before=self._started) | manifest.stamps(map(self._output, made))
        stamps |= manifest.stamps([absolute(home / lock.FILE)])
        return Manifest(
            key=manifest.tool_key(),
            listing=manifest.listing(home / project.EPISODES),
            stamps=stamps,
            show=show,
            outputs=self._outputs(),
            findings=[manifest.keep(found) for found in self._said if found.code not in gate.ONCE],
            said=[found for row in self.rows.values() for found in row.findings],
            episodes=len(self.rows) - self.left_out,
            unchanged=len(self._outputs()) + sum(len(row.outputs) for row in self.rows.values()),
            until=min((row.until for row in self.rows.values() if row.until is not None), default=None),
            rows=self.rows,
        )

    @property
    def _guid(self) -> str:
        return self.project.show.guid or ""

    def _outputs(self) -> list[str]:
        """The outputs that belong to no episode."""
        return [*(sheet.path for sheet in self._sheets), *(copy.path for copy in self._copies())]

    def _copies(self) -> Iterator[Output]:
        """The files of the show but its feeds."""
        yield from self.project.copies
        if self.project.show.feeds.stylesheet:
            yield Output(kind="stylesheet", path=stylesheet.PATH, data=stylesheet.render(self.project.show))

    def _output(self, path: str) -> str:
        return absolute(self.target / path)

    def _differs(self, output: str) -> bool:
        return self._output(output) in self.differs

    def _unchanged(self) -> dict[str, Row]:
        """The last build's rows that still hold: nothing they were read from or wrote has changed."""
        last = self.last
        if not last or self.differs & set(last.show):
            return {}
        rows = ((entry, last.rows.get(entry.name)) for entry in self.project.entries)
        return {entry.name: row for entry, row in rows if row and self._holds(entry, row)}

    def _holds(self, entry: Entry, row: Row) -> bool:
        if row.own != [*map(absolute, entry.own)] or self.differs.intersection(row.sources):
            return False
        standing = {str(place[0]) for place in row.item.values()}
        if any(map(self._differs, (*row.outputs, *sorted(standing)))):
            return False
        return row.until is None or row.until > self.now.timestamp()

    def _survey(self, fresh: dict[str, Row]) -> Iterator[tuple[Entry, Facts]]:
        """What each episode can be recognised by. Two of one name are an error: they would share their files."""
        seen: dict[str, Entry] = {}
        for entry in self.project.entries:
            other = seen.setdefault(entry.name.casefold(), entry)
            if other is not entry:
                self._twins(entry, other, entry.name)
            elif row := fresh.get(entry.name):
                yield entry, gate.facts_of(entry.name, row)
            else:
                try:
                    reading = project.read_notes(self.project, entry)
                    if len(self._readings) < _KEPT:
                        self._readings[entry.name] = reading
                    yield entry, project.facts_of(self.project, entry, reading)
                except SourceError as error:
                    self._say(entry, error.findings)

    def _take_over(self, entry: Entry, row: Row) -> None:
        """Leave an episode as it was built, and say again what was said of it."""
        if row.left_out or self._is_only(entry, row.slug):
            self.rows[entry.name] = row
            self.untouched += len(row.outputs)

    def _tasks(
        self, surveyed: Sequence[tuple[Entry, Facts]], fresh: dict[str, Row], guids: dict[str, str]
    ) -> Iterator[Task]:
        """What is to be built: what did not change is taken over, what is not for now is left out."""
        lean = replace(self.project, entries=(), copies=())
        for entry, facts in surveyed:
            row = fresh.get(entry.name)
            if row and (row.left_out or row.guid == guids[entry.name]):
                self._take_over(entry, row)
                continue
            reading = self._readings.pop(entry.name, None) or project.read_notes(self.project, entry)
            row = row_of(entry, facts)
            if not self._leave_out(reading.episode, entry, row) and self._is_only(entry, reading.episode.slug):
                yield Task(project=lean, entry=entry, reading=reading, guid=guids[entry.name], row=row)

    def _finish(self, task: Task, outcome: Made | Exception) -> None:
        """Stage what was made of an episode, and prove it on what is staged; or say what went wrong with it."""
        entry, reading = task.entry, task.reading
        if isinstance(outcome, SourceError):
            self._say(entry, [*reading.findings, *outcome.findings])
            return
        if isinstance(outcome, FeedtoolError):
            raise outcome
        if isinstance(outcome, Exception):
            message = f"building it ended in {type(outcome).__name__}: {outcome}"
            self._say(entry, [Finding(code="FT036", message=message, place=self._place(entry))])
            return
        built, gathered = outcome.built, outcome.gathered
        self._say(entry, [*gathered.findings, *built.findings])
        if not has_errors(built.findings):
            written = self._stage(built, gathered)
            titles = reading.chapters_from == "notes"
            self._say(entry, prove(self.project.show, built, written, notes_titles=titles))
            self._note(entry, task.row, built, gathered)

    def _leave_out(self, episode: Episode, entry: Entry, row: Row) -> bool:
        """Whether the episode is not built at all: a draft, or dated in the future."""
        where = episode.places.get("draft" if episode.draft else "published") or self._place(entry)
        moment = local(episode.published, self.project.show)
        if episode.draft:
            said = Finding(code="FT111", message=f"{episode.title!r} is a draft", place=where)
        elif moment and moment > self.now:
            message = f"{episode.title!r} is dated {moment.isoformat()}, which is still to come"
            said = Finding(code="FT112", message=message, place=where)
            row.until = moment.timestamp()
        else:
            return False
        self._say(entry, [said])
        row.left_out, row.findings = True, [manifest.keep(said)]
        self.rows[entry.name] = row
        return True

    def _stage(self, built: Built, gathered: Gathered) -> Audio | None:
        """Stage the episode's files, and read its audio back as it will stand there; None for audio elsewhere."""
        for output in (*built.files, *gathered.copies):
            self.staging.write(self.target / output.path, [output.data])
        for source, target in gathered.sounds:
            self.staging.splice(source, (0, source.stat().st_size), b"", self.target / target)
        parts = gathered.parts
        if parts.audio is None or gathered.source is None:
            return None
        path = self.target / parts.audio_path
        self.staging.splice(gathered.source, parts.audio.payload, built.tag, path)
        with self.staging.open(path) as stream:
            return audio.read(stream, parts.audio_path, duration=False)

    def _note(self, entry: Entry, row: Row, built: Built, gathered: Gathered) -> None:
        """Keep the item for the feed, and what the manifest says of the episode."""
        self._items.add(entry.name, built.items)
        episode, moment = built.episode, built.episode.published
        row.slug, row.guid = episode.slug, gathered.parts.guid
        row.published = moment.isoformat() if isinstance(moment, datetime) else None
        row.number = episode.episode or 0
        row.enclosure = [episode.enclosure.url, episode.enclosure.media_type] if episode.enclosure else []
        row.sources = [*dict.fromkeys(map(absolute, gathered.looked))]
        copies = (output.path for output in (*built.files, *gathered.copies))
        sounds = (*(path for _, path in gathered.sounds), gathered.parts.audio_path)
        row.outputs = [path for path in dict.fromkeys([*copies, *sounds]) if path]
        row.findings = [manifest.keep(found) for found in self._said_of[entry.name]]
        self.rows[entry.name] = row
        if not has_errors(self._said_of[entry.name]):
            del self._said_of[entry.name]

    def _order(self) -> list[str]:
        """The episodes of the feed, newest first; equal dates by number, then by slug; what has no date comes last."""

        def key(name: str) -> tuple[float, float, str]:
            row = self.rows[name]
            moment = datetime.fromisoformat(row.published).timestamp() if row.published else float("-inf")
            return -moment, -row.number, row.slug

        return sorted((name for name, row in self.rows.items() if not row.left_out), key=key)

    def _newest(self, sheet: feeds.Sheet) -> datetime | None:
        """When the newest episode of a file of the feed appeared."""
        dates = (self.rows[name].published for name in sheet.names)
        return max((datetime.fromisoformat(date) for date in dates if date), default=None)

    def _is_only(self, entry: Entry, slug: str) -> bool:
        other = self._slugs.setdefault(slug.casefold(), entry)
        if other is not entry:
            self._twins(entry, other, slug)
        return other is entry

    def _twins(self, entry: Entry, other: Entry, slug: str) -> None:
        message = f"the slug {slug!r} is also that of {project.shown(other.text, self.project.root)}"
        self._say(entry, [Finding(code="FT107", message=message, place=self._place(entry))])

    def _say(self, entry: Entry, findings: Iterable[Finding]) -> None:
        self._said_of.setdefault(entry.name, []).extend(findings)

    def _place(self, entry: Entry) -> Place:
        return Place(project.shown(entry.text, self.project.root))


def _read_lock(root: Path, target: Path) -> Lock:
    path = root / lock.FILE
    if not path.exists():
        if (target / FEED_PATH).exists():
            message = f"there is no {lock.FILE}, but {project.shown(target / FEED_PATH, root)} was built with one"
            raise SourceError(Finding(code="FT821", message=message, place=Place(lock.FILE)))
        return Lock()
    return lock.read(project.read_bytes(path, root, project.MAX_TEXT).decode("utf-8", "replace"))
