"""One build under way: which episodes are built, what is staged, what the next build will know.

Memory does not grow with the episodes' size: new items wait in a spool on disk, and the items of episodes that did not
change are taken out of the feed that stands there.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import IO, TYPE_CHECKING, Final

from feedtool import feeds, gate, identity, lock, manifest, project, settings, stamps, workers
from feedtool.build import Output, local, prove, sourced
from feedtool.check import feed as check_feed
from feedtool.findings import FeedtoolError, Finding, Place, SourceError, has_errors
from feedtool.kinds import FEED_PATH, FEED_PROFILE
from feedtool.manifest import Head, Kind, Row, absolute
from feedtool.read import audio
from feedtool.render import stylesheet
from feedtool.tasks import Task, make

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from concurrent.futures import Executor
    from pathlib import Path

    from feedtool import files
    from feedtool.build import Built
    from feedtool.lock import Facts
    from feedtool.manifest import Book
    from feedtool.model import Audio, Episode
    from feedtool.notes import Reading
    from feedtool.parts import Gathered
    from feedtool.project import Entry, Project
    from feedtool.tasks import Made

_KEPT: Final = 256
"""Readings kept from the survey until their episode's turn; in a larger show the rest are read twice."""


@dataclass(slots=True)
class Run:
    """A build of ``project`` into ``target``; ``book`` are its notes.

    ``differs`` are the paths that are not as the last build left them.
    """

    project: Project
    target: Path
    staging: files.Staging
    spool: IO[bytes]
    now: datetime = field(kw_only=True)
    book: Book = field(kw_only=True)
    differs: set[str] = field(kw_only=True)
    executor: Callable[[], Executor] | workers.Pool | None = field(kw_only=True, default=None)
    accepted: Collection[str] = field(kw_only=True, default=())
    untouched: int = 0
    _said: list[Finding] = field(default_factory=list)
    _said_of: dict[str, list[Finding]] = field(default_factory=dict)
    _readings: dict[str, Reading] = field(default_factory=dict)
    _sheets: list[feeds.Sheet] = field(default_factory=list)
    _items: feeds.Items = field(init=False)
    _verdict: gate.Verdict = field(default_factory=gate.Verdict)
    _started: int = field(default_factory=time.time_ns)

    def __post_init__(self) -> None:
        shown = self.project.show
        self.book.begin()
        identity.begin(self.book.db)
        known = _read_lock(self.book, self.project.root, self.target)
        self._items = feeds.Items(db=self.book.db, spool=self.spool, target=self.target)
        guid = shown.guid or known or lock.podcast_guid(shown.feed_url)
        self.project = replace(self.project, show=replace(shown, guid=guid))
        self._said += self.project.findings

    @property
    def findings(self) -> list[Finding]:
        """Everything found: of the show, then of each episode in order."""
        names = dict.fromkeys(entry.name for entry in self.project.entries)
        return [*self._said, *(found for name in names for found in self._of(name))]

    def _of(self, name: str) -> Iterable[Finding]:
        """What was found of an episode; of one that is done without an error its row keeps it."""
        return self._said_of.get(name) or self.book.found(name)

    @property
    def failed(self) -> bool:
        """Whether an error was found."""
        return has_errors(self._said) or any(map(has_errors, self._said_of.values()))

    @property
    def episodes(self) -> int:
        """How many episodes are in the feed: no drafts, and none still to come."""
        return self.book.count("SELECT count(*) FROM row WHERE NOT left_out")

    @property
    def feed_files(self) -> list[str]:
        """The files of all feeds, below the output folder."""
        return [sheet.path for sheet in self._sheets]

    def all_episodes(self) -> None:
        """Build and stage every episode that changed; a fault of one leaves the others their turn."""
        self._survey()
        self._said += identity.recognise(self.book.db, self._guid, self.accepted)
        self.untouched = self.book.take_over(_HOLDS)
        for task, outcome in workers.each(make, self._tasks(), self.executor):
            self._finish(task, outcome)

    def show(self) -> None:
        """Stage the show's own files, and last the feed and the lock."""
        shown = self.project.show
        for copy in self._copies():
            self.staging.write(self.target / copy.path, [copy.data])
        self._sheets = feeds.sheets(shown, self._order())
        made = [*self.feed_files, *(copy.path for copy in self._copies())]
        self.book.add_files(None, Kind.MADE, map(self._output, made))
        self._judge()
        for sheet in reversed(self._sheets):  # the feed's own address last
            pieces = self._items.pieces(sheet, self._newest(sheet), note=True)
            self.staging.write(self.target / sheet.path, pieces)
        self._pass_gate()
        self._said += self._one_name()
        rows = identity.after(self.book.db, self._verdict.go)
        texts = (text.encode() for text in lock.pieces(self._guid, rows))
        self.staging.write(self.project.root / lock.FILE, texts)

    def _pass_gate(self) -> None:
        """Hold what was published to the lock; what is left out now and was not let go is told."""
        db = self.book.db
        pairs = (
            (old, gate.Candidate(row=new, slug=slug, place=Place(file))) for old, new, slug, file in identity.pairs(db)
        )
        base_url = self.project.show.places.get("base_url", Place(settings.FILE))
        self._verdict = gate.judge(pairs, identity.others(db), self.accepted, base_url)
        self._said += self._verdict.findings
        self._said += [gate.vanished(row) for row in identity.hidden(db) if row.guid not in self._verdict.go]

    def _one_name(self) -> Iterator[Finding]:
        """Audio that the lock gives a name which is another episode's slug: one of the two would be lost."""
        for file, one, other in self.book.shared(absolute(self.target / "audio")):
            message = f"{one} and {other} would both be published as audio/{file}"
            yield Finding(code="FT107", message=message, place=Place(lock.FILE))

    def _judge(self) -> None:
        """Check the feed with its new items, judged one by one before, and the head of each form of its other files."""
        first, source = self._sheets[0], Place(settings.FILE)
        judged = [replace(first, names=[*filter(self._items.is_new, first.names)])]
        judged += [replace(sheet, names=()) for sheet in feeds.forms(self._sheets[1:])]
        found: dict[tuple[str, str], Finding] = {}
        for sheet in judged:
            pieces = self._items.pieces(sheet, self._newest(first))
            for said in check_feed.check(pieces, sheet.path, profile=FEED_PROFILE):
                found.setdefault((said.code, said.message), said)
        if found:
            told = {(f.code, f.message) for f in self.findings}
            new = (said for key, said in found.items() if key not in told)
            self._said += sourced(new, self.project.show.places, source, of_show=True)
        built = self.episodes
        if elsewhere := self.book.count("SELECT count(*) FROM row WHERE NOT left_out AND audio = ''"):
            message = f"{elsewhere} of {built} episodes name audio that lies elsewhere"
            self._said.append(Finding(code="FT140", message=message, place=source))
        if built and feeds.is_list(self.project.show):
            message = f"a feed of the medium {self.project.show.medium} holds no episodes"
            self._said.append(Finding(code="FT141", message=message, place=source))

    def stale(self) -> list[Path]:
        """Files of the last build that no longer belong. One that somebody changed since is not ours to remove."""
        return [self.target / path for path in self.book.stale() if path not in self.differs]

    def manifest(self) -> Iterator[bytes]:
        """What the next build needs to know; asked for once everything is in place."""
        home, book = self.project.root, self.book
        book.add_files(None, Kind.SHOW, map(absolute, self.project.looked))
        book.add_files(None, Kind.LOCK, [absolute(home / lock.FILE)])
        book.stamp(before=self._started)
        head = Head(
            key=stamps.tool_key(),
            listing=stamps.listing(home / project.EPISODES),
            findings=[manifest.keep(found) for found in self._said if found.code not in gate.ONCE],
            episodes=self.episodes,
            unchanged=book.count("SELECT count(*) FROM file WHERE kind = 2"),
            until=book.db.execute("SELECT min(until) FROM row").fetchone()[0],
        )
        return book.dump(head)

    @property
    def _guid(self) -> str:
        return self.project.show.guid or ""

    def _copies(self) -> Iterator[Output]:
        """The files of the show but its feeds."""
        yield from self.project.copies
        if self.project.show.feeds.stylesheet:
            yield Output(kind="stylesheet", path=stylesheet.PATH, data=stylesheet.render(self.project.show))

    def _survey(self) -> None:
        """Note what each episode can be recognised by. Two of one name are an error: they would share their files."""
        holds = self._holding()
        for entry in self.project.entries:
            if twin := identity.twin(self.book.db, entry.name):
                self._twins(entry, twin, entry.name)
                continue
            row = holds(entry)
            if facts := gate.facts_of(row) if row else self._read(entry):
                identity.add(self.book.db, facts, entry.files[0], kept=bool(row))

    def _holding(self) -> Callable[[Entry], Row | None]:
        """What gives the last build's row of an episode that still holds: nothing it was made of or made changed."""
        if not self.book.last or self.differs & self.book.show_files():
            return lambda entry: None
        moved = [path for path in self.book.feeds() if absolute(self.target / path) in self.differs]
        touched = self.book.owners(self.differs, moved)

        def holds(entry: Entry) -> Row | None:
            row = None if entry.name in touched else self.book.last_row(entry.name)
            due = row and row.until is not None and row.until <= self.now.timestamp()
            return row if row and not due and row.own == "/".join(entry.files) else None

        return holds

    def _read(self, entry: Entry) -> Facts | None:
        """The facts of an episode's text; None where it cannot be read, which is said."""
        try:
            reading = project.read_notes(self.project, entry)
            if len(self._readings) < _KEPT:
                self._readings[entry.name] = reading
            return project.facts_of(self.project, entry, reading)
        except SourceError as error:
            self._say(entry, error.findings)
            return None

    def _tasks(self) -> Iterator[Task]:
        """What is to be built: what did not change was taken over, what is not for now is left out."""
        lean = replace(self.project, entries=(), copies=())
        for entry in self.project.entries:
            known = None if self.book.has(entry.name) else identity.known(self.book.db, entry.files[0])
            if known is None:
                continue
            reading = self._readings.pop(entry.name, None) or project.read_notes(self.project, entry)
            row = Row(own="/".join(entry.files), slug=reading.episode.slug, **known)
            if not self._leave_out(reading.episode, entry, row) and self._is_only(entry, row):
                yield Task(project=lean, entry=entry, reading=reading, row=row)

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
            written = [*self._stage(built, gathered)]
            titles = reading.chapters_from == "notes"
            self._say(entry, prove(self.project.show, built, written, notes_titles=titles))
            self._note(task.row, built, gathered)

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
        row.left_out, row.findings = True, json.dumps([manifest.keep(said)])
        self._keep(row, Kind.READ, map(absolute, entry.own))
        return True

    def _stage(self, built: Built, gathered: Gathered) -> Iterator[Audio]:
        """Stage the episode's files, and read its audio back as it will stand there; none for audio elsewhere."""
        for output in (*built.files, *gathered.copies):
            self.staging.write(self.target / output.path, [output.data])
        parts = gathered.parts
        if parts.audio and gathered.source:
            yield self._splice(gathered.source, parts.audio, built.tag, parts.audio_path)
        for ending, sound in parts.formats.items():
            yield self._splice(gathered.sounds[ending], sound.audio, built.tags[ending], sound.path)

    def _splice(self, source: Path, sound: Audio, tag: bytes, name: str) -> Audio:
        path = self.target / name
        self.staging.splice(source, sound.payload, tag, path)
        with self.staging.open(path) as stream:
            made = audio.read(stream, name, duration=False)
        self.staging.looked_at(path)
        return made

    def _note(self, row: Row, built: Built, gathered: Gathered) -> None:
        """Keep the item for the feed, and what the manifest says of the episode."""
        self._items.add(row.name, built.items)
        episode, moment = built.episode, built.episode.published
        if isinstance(moment, datetime):
            row.published, row.moment = moment.isoformat(), moment.timestamp()
        row.number = episode.episode or 0
        if episode.enclosure:
            row.url, row.type = episode.enclosure.url, episode.enclosure.media_type
        name = gathered.parts.audio_path.rpartition("/")[2]
        row.audio_file = name if name == row.audio_file and name.rpartition(".")[0] != row.slug else ""
        said = self._said_of[row.name]
        row.findings = json.dumps([manifest.keep(found) for found in said]) if said else None
        self._keep(row, Kind.READ, map(absolute, gathered.looked))
        paths = (*(output.path for output in (*built.files, *gathered.copies)), *gathered.sound_paths)
        self.book.add_files(row.name, Kind.MADE, map(self._output, paths))
        if not has_errors(said):
            del self._said_of[row.name]

    def _keep(self, row: Row, kind: Kind, paths: Iterable[str]) -> None:
        self.book.add(row)
        self.book.add_files(row.name, kind, paths)

    def _output(self, path: str) -> str:
        return absolute(self.target / path)

    def _order(self) -> list[str]:
        """The episodes of the feed, newest first; equal dates by number, then by slug; what has no date comes last."""
        query = "SELECT name FROM row WHERE NOT left_out ORDER BY moment IS NULL, -moment, -number, slug"
        return [name for (name,) in self.book.db.execute(query)]

    def _newest(self, sheet: feeds.Sheet) -> datetime | None:
        """When the newest episode of a file of the feed appeared: it is the first."""
        query = "SELECT published FROM row WHERE name = ?"
        date = self.book.db.execute(query, (sheet.names[0],)).fetchone()[0] if sheet.names else None
        return datetime.fromisoformat(date) if date else None

    def _is_only(self, entry: Entry, row: Row) -> bool:
        """Whether no other episode has this one's slug; then nor will one have that comes after it."""
        row.folded = row.slug.casefold()
        other = self.book.db.execute("SELECT own FROM row WHERE folded = ?", (row.folded,)).fetchone()
        if other:
            self._twins(entry, other[0].partition("/")[0], row.slug)
            return False
        self.book.add(row)
        return True

    def _twins(self, entry: Entry, other: str, slug: str) -> None:
        """Say that the episode in the file ``other`` has this one's slug."""
        message = f"the slug {slug!r} is also that of {project.shown(entry.folder / other, self.project.root)}"
        self._say(entry, [Finding(code="FT107", message=message, place=self._place(entry))])

    def _say(self, entry: Entry, findings: Iterable[Finding]) -> None:
        self._said_of.setdefault(entry.name, []).extend(findings)

    def _place(self, entry: Entry) -> Place:
        return Place(project.shown(entry.text, self.project.root))


_HOLDS: Final = (
    "SELECT fact.source FROM fact JOIN last.row AS old ON old.name = fact.source "
    "LEFT JOIN locked ON locked.guid = fact.guid WHERE fact.kept AND (old.left_out "
    "OR (old.guid = fact.guid AND old.audio_file = coalesce(locked.file, '')))"
)
"""The episodes that stay as they were built: what they were made of holds, and the lock says the same of them."""


def _read_lock(book: Book, root: Path, target: Path) -> str | None:
    """Note what the lock says of the episodes; the show's guid, where the lock has one."""
    path = root / lock.FILE
    if not path.exists():
        if (target / FEED_PATH).exists():
            message = f"there is no {lock.FILE}, but {project.shown(target / FEED_PATH, root)} was built with one"
            raise SourceError(Finding(code="FT821", message=message, place=Place(lock.FILE)))
        return None
    with project.opened(path) as stream:
        return identity.load(book.db, stream)
