"""How a plan comes about: the show is built, the store is looked at, and what listeners would see is judged."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from feedtool import files, lock, output, project, settings
from feedtool.findings import EnvironmentFault, Finding, Place, Severity, SourceError, UsageError
from feedtool.kinds import FEED_PATH
from feedtool.publish import listeners, memory, public, steps
from feedtool.publish.faults import faults_of
from feedtool.publish.inventory import Turn, take
from feedtool.publish.journal import Journal
from feedtool.publish.plans import Plan
from feedtool.publish.publication import Publication
from feedtool.publish.published import journal_of
from feedtool.publish.retry import again
from feedtool.publish.sending import journalled

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from feedtool.compare import Difference
    from feedtool.model import Show
    from feedtool.output import Report
    from feedtool.publish.inventory import Item
    from feedtool.publish.memory import Seen
    from feedtool.publish.plans import Wishes
    from feedtool.publish.record import Known
    from feedtool.publish.steps import Step
    from feedtool.publish.store import Capabilities, Store
    from feedtool.publish.targets import Configured

_LOCK: Final = 64 << 20
"""Bytes of a lock: some 200,000 episodes."""


def prepare(
    target: Configured, store: Store, seen: Seen, built: Report, *, now: datetime, wishes: Wishes, dry_run: bool = False
) -> Publication:
    """Find out what ``store`` lacks of the show, which was ``built`` into its output folder. A dry run writes nothing.

    Raises UsageError for settings that cannot be read, EnvironmentFault where the target cannot be asked.
    """
    root, where = target.root, store.where
    show = read_show(root)
    with faults_of(where):
        journal = Journal(journal_of(root, target.name), write=not dry_run)
    made = Publication(
        target=target, store=store, show=show, seen=seen, journal=journal, view=steps.View(), wishes=wishes,
        plan=Plan(target=target.name, where=where, built=built.findings),
    )  # fmt: skip
    if built.failed:
        return made
    try:
        with faults_of(where):
            _Planning(made, now=now, dry_run=dry_run).make()
    except BaseException:
        journal.close()
        raise
    return made


def read_show(root: Path) -> Show:
    """The show of a project that was built."""
    text = project.read_bytes(root / settings.FILE, root, project.MAX_TEXT).decode("utf-8", "replace")
    show, findings = settings.read(text)
    if show is None:
        raise UsageError(*findings)
    return show


@dataclass(slots=True)
class _Planning:
    """How a plan comes about."""

    made: Publication
    now: datetime = field(kw_only=True)
    dry_run: bool = field(kw_only=True)
    findings: list[Finding] = field(default_factory=list)

    def make(self) -> None:
        """Fill in the view and the plan."""
        made = self.made
        can = self._capabilities()
        items = self._items()
        view = made.view = again(lambda: steps.look(made.store, self._remembered(items)))
        self.findings += [*self._about(), *view.findings]
        lacking, there = steps.changed(made.store, items, view)
        if view.published and not made.wishes.in_place and (moved := self._under_new_names(items, lacking)):
            items = moved
            lacking, there = steps.changed(made.store, items, view)
        view.known |= there
        todo = [*steps.steps(lacking, view, made.store.retag_cost if can.retag else None)]
        left = steps.left_over(made.store, items, view)
        if made.wishes.delete:
            todo += self._deletions(left)
            left = []
        differences = self._listeners(items, lacking)
        if todo and made.seen.capabilities and not can.conditional:
            message = f"{made.store.where} cannot refuse a feed when somebody else replaces it in the same moment"
            self.findings.append(Finding(code="FT908", message=message))
        made.plan = replace(
            made.plan, steps=tuple(todo), unchanged=len(items) - len(lacking), left_over=tuple(left),
            findings=tuple(self.findings), differences=differences, notify=self._notices(lacking),
        )  # fmt: skip

    def _about(self) -> Iterator[Finding]:
        """What is to be known of the target."""
        target = self.made.target
        if reason := target.module.EXPERIMENTAL:
            yield Finding(code="FT914", message=f"{target.name} ({target.type}): {reason}", place=target.place)
        hints = getattr(self.made.store, "hints", None)
        for hint in hints() if hints and not self.made.view.published else ():  # said once, with the first publication
            yield Finding(code="FT918", message=f"{self.made.store.where}: {hint}")

    def _capabilities(self) -> Capabilities:
        """What the server can do: remembered, else tried; a dry run tries nothing."""
        made = self.made
        if made.seen.capabilities is None and not self.dry_run:
            made.seen.capabilities = again(made.store.probe)
            memory.keep(made.target.root, made.target.name, made.seen)
        return made.seen.capabilities or made.store.capabilities

    def _items(self) -> list[Item]:
        root = self.made.target.root
        hashes = memory.Hashes(root)
        items = take(root, root / output.OUTPUT, hashes)
        hashes.save()
        return items

    def _remembered(self, items: Sequence[Item]) -> dict[str, Known]:
        """What this machine put there and the list on the store does not tell: feeds, and what a broken run sent."""
        return self.made.seen.feeds | dict(journalled(self.made.journal, [item.path for item in items]))

    def _under_new_names(self, items: list[Item], lacking: Sequence[Item]) -> list[Item]:
        """The items, with published audio whose bytes changed under new names, the show built again; [] if none did."""
        made, base = self.made, self.made.show.base_url
        known = _lock(made.target.root)
        by_url = {row.enclosure: row for row in known.episodes if not row.gone}
        moves: dict[str, tuple[str, str]] = {}
        renamed: dict[str, str] = {}
        for item in lacking:
            row = by_url.get(base + item.path)
            if item.turn is Turn.AUDIO and item.path in made.view.files and row:
                path = renamed[item.path] = steps.new_name(item)
                moves[row.guid] = (path.removeprefix("audio/"), base + path)
                reason = "its bytes changed, and apps that hold a part of the old file would mix the two"
                message = f"goes out as {path}: {reason}"
                self.findings.append(Finding(code="FT912", message=message, place=Place(item.path)))
        if not moves:
            return []
        if self.dry_run:
            return [item.renamed(renamed.get(item.path, item.path)) for item in items]
        files.write_bytes(made.target.root / lock.FILE, lock.write(lock.renamed(known, moves)).encode())
        report = output.build(made.target.root, now=self.now, accepted=made.wishes.accepted)
        if report.failed:
            raise EnvironmentFault(*report.findings)
        return self._items()

    def _notices(self, lacking: Sequence[Item]) -> tuple[str, ...]:
        """Who will be told once the feeds that change are public."""
        sources = {item.path: item.source for item in lacking}
        plans = (
            public.plan(self.made.target.root, topic, sources[topic])
            for topic in public.topics(sources, self.made.show.feeds.private)
        )
        return tuple(dict.fromkeys(notice.to for made in plans for notice in made.notices))

    def _deletions(self, left: Collection[str]) -> list[Step]:
        if len(left) > self.made.wishes.max_delete:
            message = f"{len(left)} files would be deleted at {self.made.store.where}"
            self.findings.append(Finding(code="FT911", message=f"{message}, {self.made.wishes.max_delete} are allowed"))
            return []
        return steps.deletions(left, self.made.view)

    def _listeners(self, items: Sequence[Item], lacking: Sequence[Item]) -> tuple[Difference, ...] | None:
        """What listeners would see, where a feed is published; and what of that must not be."""
        made = self.made
        if not made.view.published:
            return None
        try:
            found, digest = listeners.compared(made.store, made.view.files, items, lacking)
        except SourceError as error:
            self._refuse(error.findings[0].message)
            return ()
        if digest and not self._is_ours(digest):
            self._refuse(f"{FEED_PATH} on {made.store.where} is not the one that was last published from here")
        # that audio has a new name is our own doing, and said already
        ours = {row.guid for row in _lock(self.made.target.root).episodes if row.file}
        found = tuple(one for one in found if not (one.guid in ours and one.code == "FT802"))
        self.findings += self._hurt(found)
        return found

    def _is_ours(self, digest: str) -> bool:
        """Whether the feed there is the one this machine put or saw there; a new machine asks the list."""
        known = self.made.seen.feeds.get(FEED_PATH)
        return digest == known.sha256 if known else digest in self.made.view.listed.feeds.get(FEED_PATH, ())

    def _refuse(self, message: str) -> None:
        """Somebody else's work is not overwritten unasked."""
        if not self.made.wishes.take_over:
            self.findings.append(Finding(code="FT905", message=message))

    def _hurt(self, found: Collection[Difference]) -> list[Finding]:
        """The differences that would hurt subscribers, but those that are accepted."""
        names = set(self.made.wishes.accepted)
        if "all" in names:
            return []
        rows = _lock(self.made.target.root).episodes
        let = {row.guid for row in rows if names & {row.source, row.guid, _slug(row.enclosure)}}
        return [
            one.finding(one.file or FEED_PATH)
            for one in found
            if one.severity is Severity.ERROR and one.guid not in let
        ]


def _lock(root: Path) -> lock.Lock:
    return lock.read(project.read_bytes(root / lock.FILE, root, _LOCK).decode("utf-8", "replace"))


def _slug(url: str) -> str:
    return url.rpartition("/")[2].rpartition(".")[0]
