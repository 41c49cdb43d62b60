"""What publishing to a host would do: the episodes of a build compared with what is written down and what is there.

Nothing is changed at the host; it is listed once.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from feedtool.findings import Finding
from feedtool.publish.errors import UnsupportedError
from feedtool.publish.host import CREATE, Change, Known, plain
from feedtool.publish.published import Row
from feedtool.publish.retry import again

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from feedtool.publish.host import EpisodeUpload, Host
    from feedtool.publish.journal import Journal
    from feedtool.publish.published import Published

_OLD: Final = timedelta(days=1)
"""The age from which listeners notice that an episode has another date."""
WHOLE: Final = "episode"
"""The step of the journal that is pending for as long as an episode is on its way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One episode to be published, and what of it. ``anew``: what was noted of it before counts for nothing."""

    item: EpisodeUpload
    change: Change
    why: str
    anew: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HostPlan:
    """What will be done. By guid, ``adopted`` are taken for published as they are, ``settled`` as changed by hand;
    ``whole`` stand there as they are here.
    """

    host: Host
    tasks: tuple[Task, ...] = ()
    adopted: dict[str, Row] = field(default_factory=dict)
    settled: dict[str, Row] = field(default_factory=dict)
    whole: frozenset[str] = frozenset()
    findings: tuple[Finding, ...] = ()
    there: Known = field(default_factory=lambda: Known(()), repr=False)

    @property
    def cost(self) -> int:
        """The bytes of audio to be sent."""
        return sum(self.cost_of(task) for task in self.tasks)

    def cost_of(self, task: Task) -> int:
        """The bytes of audio that one of the tasks sends."""
        return task.item.size if self.host.uploads and "audio" in task.change.parts else 0

    @property
    def unchanged(self) -> int:
        """How many episodes stand at the host just as they are here."""
        return len(self.whole)

    def to_json(self) -> dict[str, Any]:
        """The plan as plain values: {"where", "tasks": [{"guid", "title", "new", "parts", "bytes", "why"}], …}."""
        tasks = [
            {"guid": task.item.guid, "title": task.item.title, "new": task.change.new,
             "parts": sorted(task.change.parts), "bytes": self.cost_of(task), "why": task.why}
            for task in self.tasks
        ]  # fmt: skip
        taken = {"adopted": sorted(self.adopted), "settled": sorted(self.settled)}
        counts = {"bytes": self.cost, "unchanged": self.unchanged}
        return {"where": self.host.where, "tasks": tasks, **counts, **taken}


def plan(
    host: Host,
    items: Iterable[EpisodeUpload],
    record: Published,
    journal: Journal,
    accepted: Collection[str] = (),
    *,
    now: datetime | None = None,
) -> HostPlan:
    """Compare ``items`` (newest first) with what is written down and with one listing of the host.

    ``accepted`` names episodes by guid or slug: to be created though one of their title is there or was deleted there,
    or changed by hand where the host cannot. ``now`` tells old episodes from new ones. Raises what the host raises;
    nothing is changed there.
    """
    there = Known(again(lambda: list(host.episodes())))
    planner = _Planner(host, record, journal, frozenset(accepted), there)
    rows = list(items)
    planner.titles = Counter(plain(item.title) for item in rows if item.guid not in record.rows)
    for item in rows:
        planner.place(item)
    planner.gone({item.guid for item in rows})
    limits = [Finding(code="FT938", message=" ".join(host.limits))] if planner.tasks else []
    limits += _dated_anew(host, planner.tasks, now or datetime.now(UTC))
    planner.tasks.reverse()  # the oldest first: a feed by order of arrival comes out right
    return HostPlan(
        host=host, tasks=tuple(planner.tasks), adopted=planner.adopted, settled=planner.settled,
        whole=frozenset(planner.whole), findings=(*limits, *planner.findings), there=there,
    )  # fmt: skip


class _Planner:
    def __init__(self, host: Host, record: Published, journal: Journal, accepted: frozenset[str], there: Known) -> None:
        self.host, self.record, self.journal, self.accepted, self.there = host, record, journal, accepted, there
        self.tasks: list[Task] = []
        self.adopted: dict[str, Row] = {}
        self.settled: dict[str, Row] = {}
        self.whole: set[str] = set()
        self.titles: Counter[str] = Counter()
        self.findings = [Finding(code="FT936", message=journal.damaged)] if journal.damaged else []

    def place(self, item: EpisodeUpload) -> None:
        """Find out what is to be done with one episode."""
        row = self.record.rows.get(item.guid)
        accepted = bool(self.accepted & {item.guid, item.slug})
        if row and row.id in self.there.by_id:
            self._compare(item, row, accepted=accepted)
        elif not accepted and self._is_begun(item):
            self._create(item, "was begun")
        elif not accepted and (row or self._begun_as(item)):
            row_id = row.id if row else self._begun_as(item)
            self._say("FT935", f"{item.title!r} was published as {row_id}, and {self.host.where} has it no more")
        else:
            self._recognise(item, accepted=accepted)

    def _is_begun(self, item: EpisodeUpload) -> bool:
        """Whether an earlier run created the episode, or may have."""
        mine = is_under_way(self.journal, item.guid, self.host.where, "")
        created = self._begun_as(item)
        return mine and self.journal.state(item.guid, CREATE) != "" and (not created or created in self.there.by_id)

    def _begun_as(self, item: EpisodeUpload) -> str:
        """The id that an episode got in an earlier run that did not come to its end; "" for none."""
        mine = is_under_way(self.journal, item.guid, self.host.where, "")
        return str(self.journal.facts(item.guid, CREATE).get("id", "")) if mine else ""

    def gone(self, guids: Collection[str]) -> None:
        """Say which episodes stand at the host and no longer in the feed."""
        begun = {key for key, _ in self.journal.pending() if self.journal.state(key, CREATE)}
        for guid, row in self.record.rows.items():
            if guid not in guids and row.id in self.there.by_id:
                self._say("FT934", f"{row.title!r} is not in the feed any more, but stays at {self.host.where}")
        for guid in sorted(begun - self.record.rows.keys() - set(guids)):
            self._say("FT934", f"an episode that is not in the feed any more was half published: {guid}")

    def _compare(self, item: EpisodeUpload, row: Row, *, accepted: bool) -> None:
        parts = differing(self.host, item, row)
        if not parts:
            self.whole.add(item.guid)
            return
        try:
            self.host.steps(Change(row.id, parts))
        except UnsupportedError as error:
            if accepted:
                self.settled[item.guid] = replace(row, title=item.title, parts=dict(item.parts))
            else:
                self._say("FT933", f"{item.title!r} changed here ({_named(parts)}); {self.host.where}: {error}")
            return
        if "audio" not in parts or self._has_audio(item):
            self.tasks.append(Task(item=item, change=Change(row.id, parts), why=f"changed: {_named(parts)}"))

    def _recognise(self, item: EpisodeUpload, *, accepted: bool) -> None:
        taken = {row.id for guid, row in self.record.rows.items() if guid != item.guid}
        taken |= {row.id for row in self.adopted.values()}
        found, likely = self.there.find(item, taken, alone=self.titles[plain(item.title)] <= 1)
        if found:
            parts = dict(item.parts)
            self.adopted[item.guid] = Row(id=found.id, title=item.title, url=found.url, parts=parts)
            as_what = f"as {found.id}" if found.live else f"as the draft {found.id}"
            self._say("FT931", f"{item.title!r} stands at {self.host.where} already, {as_what}")
        elif likely and not accepted:
            named = ", ".join(row.id for row in likely)
            self._say("FT932", f"{self.host.where} has an episode called {item.title!r}, perhaps another: {named}")
        else:
            self._create(item, "new", anew=accepted)

    def _create(self, item: EpisodeUpload, why: str, *, anew: bool = False) -> None:
        if self._has_audio(item):
            parts = frozenset(part for part in self.host.takes if item.parts.get(part))
            self.tasks.append(Task(item=item, change=Change("", parts), why=why, anew=anew))

    def _has_audio(self, item: EpisodeUpload) -> bool:
        if item.audio is None:
            self._say("FT937", f"{item.title!r} has no audio file in the output")
        return item.audio is not None

    def _say(self, code: str, message: str) -> None:
        self.findings.append(Finding(code=code, message=message))


def _dated_anew(host: Host, tasks: Iterable[Task], now: datetime) -> list[Finding]:
    """What is to be told of old episodes that listeners would get as new ones."""
    dates = [task.item.published for task in tasks if task.change.new]
    old = sorted(date for date in dates if date and now - date > _OLD)
    if host.dates or not old:
        return []
    which = "an old episode" if len(old) == 1 else f"{len(old)} old episodes"
    since = f"of {old[0]:%Y-%m-%d}" + (f" to {old[-1]:%Y-%m-%d}" if len(old) > 1 else "")
    return [Finding(code="FT941", message=f"{host.where} would show {which}, {since}, as published today")]


def differing(host: Host, item: EpisodeUpload, row: Row) -> frozenset[str]:
    """The parts that the host takes and has otherwise."""
    return frozenset(part for part in host.takes if item.parts.get(part, "") != row.parts.get(part, ""))


def is_under_way(journal: Journal, key: str, where: str, hosted: str) -> bool:
    """Whether an earlier run began just this: what it noted of another podcast counts for nothing."""
    facts = journal.facts(key, WHOLE)
    return journal.state(key, WHOLE) == "begun" and (facts.get("where"), facts.get("id")) == (where, hosted)


def _named(parts: Iterable[str]) -> str:
    return ", ".join(sorted(parts))
