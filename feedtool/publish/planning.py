"""How a plan comes about: the store is looked at, compared with what was built, and judged for listeners."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

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
    from feedtool.publish.steps import Step, View
    from feedtool.publish.store import Capabilities, Store
    from feedtool.publish.targets import Configured

_LOCK: Final = 64 << 20
"""Bytes of a lock: some 200,000 episodes."""


def prepare(
    target: Configured, store: Store, seen: Seen, built: Report, *, now: datetime, wishes: Wishes, dry_run: bool = False
) -> Publication:
    """Find out what ``store`` lacks of the show, which was ``built`` into its output folder.

    A dry run changes neither the target nor the lock. Raises UsageError for settings that cannot be read, SourceError
    and others as a build does where audio gets a new name, EnvironmentFault where the target cannot be asked.
    """
    root, where = target.root, store.where
    show = read_show(root)
    with faults_of(where):
        journal = Journal(journal_of(root, target.name), write=not dry_run)
    made = partial(Publication, target=target, store=store, show=show, seen=seen, journal=journal, wishes=wishes)
    if built.failed:
        return made(view=steps.View(), plan=Plan(target=target.name, where=where, built=built.findings))
    try:
        with faults_of(where):
            can = _capabilities(target, store, seen, dry_run=dry_run)
            items = _items(root)
            # what this machine put there and the list on the store does not tell: feeds, and what a broken run sent
            known = seen.feeds | dict(journalled(journal, [item.path for item in items]))
            view = again(lambda: steps.look(store, known))
            planning = _Planning(target, store, show, seen, can, view, wishes, now=now, dry_run=dry_run)
            return made(view=view, plan=planning.plan(items, built.findings))
    except BaseException:
        journal.close()
        raise


def read_show(root: Path) -> Show:
    """The show of a project that was built."""
    text = project.read_bytes(root / settings.FILE, root, project.MAX_TEXT).decode("utf-8", "replace")
    show, findings = settings.read(text)
    if show is None:
        raise UsageError(*findings)
    return show


def _capabilities(target: Configured, store: Store, seen: Seen, *, dry_run: bool) -> Capabilities:
    """What the server can do: remembered, else tried; a dry run tries nothing."""
    if seen.capabilities is None and not dry_run:
        seen.capabilities = again(store.probe)
        memory.keep(target.root, target.name, seen)
    return seen.capabilities or store.capabilities


def _items(root: Path) -> list[Item]:
    hashes = memory.Hashes(root)
    items = take(root, root / output.OUTPUT, hashes)
    hashes.save()
    return items


class _Move(NamedTuple):
    """Published audio whose bytes changed, of the episode ``guid``: its path, and the one it goes out under."""

    guid: str
    old: str
    new: str

    def finding(self) -> Finding:
        """What the author is told of it."""
        reason = "its bytes changed, and apps that hold a part of the old file would mix the two"
        return Finding(code="FT912", message=f"goes out as {self.new}: {reason}", place=Place(self.old))


@dataclass(frozen=True, slots=True)
class _Planning:
    """What a plan is made of, beside the files that were built."""

    target: Configured
    store: Store
    show: Show
    seen: Seen
    can: Capabilities
    view: View
    wishes: Wishes
    now: datetime
    dry_run: bool

    def plan(self, items: list[Item], built: tuple[Finding, ...]) -> Plan:
        """The plan. What is learned on the way of files that stand there goes into the view."""
        lacking, there = steps.changed(self.store, items, self.view)
        moves = self._moves(lacking)
        if moves:
            items = self._moved(items, moves)
            lacking, there = steps.changed(self.store, items, self.view)
        self.view.known |= there
        left = steps.left_over(self.store, items, self.view)
        todo = [*steps.steps(lacking, self.view, self.store.retag_cost if self.can.retag else None)]
        too_many = [*self._too_many(left)]
        if self.wishes.delete and not too_many:
            todo += steps.deletions(left, self.view)
        differences, judged = self._listeners(items, lacking)
        topics = self._topics(lacking, items)
        return Plan(
            target=self.target.name,
            where=self.store.where,
            steps=tuple(todo),
            unchanged=len(items) - len(lacking),
            left_over=() if self.wishes.delete else tuple(left),
            built=built,
            findings=(
                *self._about(), *self.view.findings, *(move.finding() for move in moves), *too_many, *judged,
                *self._unguarded(todo),
            ),
            differences=differences,
            topics=topics,
            notify=self._notices(topics, items),
        )  # fmt: skip

    def _about(self) -> Iterator[Finding]:
        """What is to be known of the target."""
        target = self.target
        if reason := target.module.EXPERIMENTAL:
            yield Finding(code="FT914", message=f"{target.name} ({target.type}): {reason}", place=target.place)
        hints = getattr(self.store, "hints", None)
        for hint in hints() if hints and not self.view.published else ():  # said once, with the first publication
            yield Finding(code="FT918", message=f"{self.store.where}: {hint}")

    def _unguarded(self, todo: Collection[Step]) -> Iterator[Finding]:
        if todo and self.seen.capabilities and not self.can.conditional:
            message = f"{self.store.where} cannot refuse a feed when somebody else replaces it in the same moment"
            yield Finding(code="FT908", message=message)

    def _moves(self, lacking: Sequence[Item]) -> list[_Move]:
        """The published audio that goes out under a new name."""
        if self.wishes.in_place or not self.view.published:
            return []
        by_url = {row.enclosure: row.guid for row in _lock(self.target.root).episodes if not row.gone}
        return [
            _Move(by_url[url], item.path, steps.new_name(item))
            for item in lacking
            if item.turn is Turn.AUDIO
            and item.path in self.view.files
            and (url := self.show.base_url + item.path) in by_url
        ]

    def _moved(self, items: list[Item], moves: Sequence[_Move]) -> list[Item]:
        """The items under their new names, the show built again with them; a dry run writes nothing."""
        if self.dry_run:
            names = {move.old: move.new for move in moves}
            return [item.renamed(names.get(item.path, item.path)) for item in items]
        root, base = self.target.root, self.show.base_url
        rows = {move.guid: (move.new.removeprefix("audio/"), base + move.new) for move in moves}
        files.write_bytes(root / lock.FILE, lock.write(lock.renamed(_lock(root), rows)).encode())
        report = output.build(root, now=self.now, accepted=self.wishes.accepted)
        if report.failed:
            raise EnvironmentFault(*report.findings)
        return _items(root)

    def _too_many(self, left: Collection[str]) -> Iterator[Finding]:
        allowed = self.wishes.max_delete
        if self.wishes.delete and len(left) > allowed:
            message = f"{len(left)} files would be deleted at {self.store.where}, {allowed} are allowed"
            yield Finding(code="FT911", message=message)

    def _topics(self, lacking: Sequence[Item], items: Sequence[Item]) -> tuple[str, ...]:
        """The feeds to tell of: those that change, and those of earlier runs that nobody was told of yet."""
        still = {item.path for item in items}.intersection(self.seen.untold)
        return tuple(public.topics([*(item.path for item in lacking), *still], self.show.feeds.private))

    def _notices(self, topics: Sequence[str], items: Sequence[Item]) -> tuple[str, ...]:
        """Who will be told once the feeds are public."""
        sources = {item.path: item.source for item in items}
        plans = (public.plan(self.target.root, topic, sources[topic]) for topic in topics)
        return tuple(dict.fromkeys(notice.to for made in plans for notice in made.notices))

    def _listeners(
        self, items: Sequence[Item], lacking: Sequence[Item]
    ) -> tuple[tuple[Difference, ...] | None, list[Finding]]:
        """What listeners would see, where a feed is published; and what of that must not be."""
        if not self.view.published:
            return None, []
        try:
            found, digest = listeners.compared(self.store, self.view.files, items, lacking)
        except SourceError as error:
            return (), self._refused(error.findings[0].message)
        # that audio has a new name is our own doing, and said already
        ours = {row.guid for row in _lock(self.target.root).episodes if row.file}
        found = tuple(one for one in found if not (one.guid in ours and one.code == "FT802"))
        foreign = f"{FEED_PATH} on {self.store.where} is not the one that was last published from here"
        refused = self._refused(foreign) if digest and not self._is_ours(digest) else []
        return found, [*refused, *self._hurt(found)]

    def _is_ours(self, digest: str) -> bool:
        """Whether the feed there is the one this machine put or saw there; a new machine asks the list."""
        known = self.seen.feeds.get(FEED_PATH)
        return digest == known.sha256 if known else digest in self.view.listed.feeds.get(FEED_PATH, ())

    def _refused(self, message: str) -> list[Finding]:
        """Somebody else's work is not overwritten unasked."""
        return [] if self.wishes.take_over else [Finding(code="FT905", message=message)]

    def _hurt(self, found: Collection[Difference]) -> Iterator[Finding]:
        """The differences that would hurt subscribers, but those that are accepted."""
        names = set(self.wishes.accepted)
        if "all" in names:
            return
        rows = _lock(self.target.root).episodes
        let = {row.guid for row in rows if names & {row.source, row.guid, _slug(row.enclosure)}}
        for one in found:
            if one.severity is Severity.ERROR and one.guid not in let:
                yield one.finding(one.file or FEED_PATH)


def _lock(root: Path) -> lock.Lock:
    return lock.read(project.read_bytes(root / lock.FILE, root, _LOCK).decode("utf-8", "replace"))


def _slug(url: str) -> str:
    return url.rpartition("/")[2].rpartition(".")[0]
