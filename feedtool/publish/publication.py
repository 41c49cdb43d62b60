"""One publication to a store of files: what was planned is sent, proven, and remembered, under the target's lock."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from feedtool.findings import Conflict, FeedtoolError, Finding, PartlyPublished
from feedtool.kinds import FEED_PATH
from feedtool.publish import errors, memory, public, record
from feedtool.publish.faults import fault, faults_of
from feedtool.publish.holding import Lock
from feedtool.publish.inventory import Turn, turn_of
from feedtool.publish.retry import again
from feedtool.publish.sending import Sending, StepError
from feedtool.publish.steps import Action
from feedtool.publish.store import ABSENT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from feedtool.model import Show
    from feedtool.publish.journal import Journal
    from feedtool.publish.memory import Seen
    from feedtool.publish.plans import Plan, Wishes
    from feedtool.publish.record import Known
    from feedtool.publish.sending import Watcher
    from feedtool.publish.steps import Step, View
    from feedtool.publish.store import Store
    from feedtool.publish.targets import Configured


@dataclass(slots=True, kw_only=True)
class Publication:
    """A publication under way: the plan and what it was made of."""

    target: Configured
    store: Store
    show: Show
    seen: Seen
    journal: Journal
    view: View
    plan: Plan
    wishes: Wishes

    def carry_out(self, watcher: Watcher) -> None:
        """Do what the plan says.

        Raises Conflict where somebody else publishes or published, PartlyPublished where it stopped on the way and
        EnvironmentFault where it could not begin. In every case listeners have the old feed or the new one, whole.
        """
        lock = Lock(target=self.target, store=self.store, seen=self.seen)
        if not self.plan.steps and not self.view.outdated:
            lock.sweep()
            self._remember(self.view.known)
            return
        with lock.held(by_force=self.wishes.break_lock):
            self._recheck()
            self._send(watcher)

    def tell(self, *, silent: bool, say: Callable[[str], None]) -> list[Finding]:
        """Look at the feeds that changed where listeners do, and tell who wants to know; the findings on it, each once.

        ``silent``: nobody is told. ``say`` hears who took the notice. Of what is not public yet, the next run tells.
        """
        found: dict[Finding, None] = {}
        self.seen.untold = []
        for topic in self.plan.topics if self._is_public() else ():
            told = dict.fromkeys(self._told(topic, silent=silent, say=say))
            if not silent and any(finding.code == "FT909" for finding in told):
                self.seen.untold.append(topic)
            found |= told
        if self.plan.topics:
            memory.keep(self.target.root, self.target.name, self.seen)
        return [*found]

    def _is_public(self) -> bool:
        """Whether listeners see the target; some folders are brought to the public by something else."""
        return self.target.type != "local" or bool(self.target.options["public_url"])

    def _told(self, topic: str, *, silent: bool, say: Callable[[str], None]) -> Iterator[Finding]:
        options = self.target.options
        base = f"{(options['public_url'] or self.show.base_url).rstrip('/')}/"
        private = options["allow_private"]
        return public.tell(self.target.root, base, topic, allow_private=private, silent=silent, say=say)

    def close(self) -> None:
        """Let other runs publish."""
        self.journal.close()

    def _send(self, watcher: Watcher) -> None:
        sending = Sending(
            store=self.store,
            journal=self.journal,
            known=dict(self.view.known),
            record=self.view.record,
            watcher=watcher,
            feeds=self._feeds(),
            parallel=self.target.options["parallel"],
            whole=self.wishes.whole,
        )
        if self.plan.topics:  # before they are there: a run that is killed right behind them tells nobody
            self.seen.untold = [*self.plan.topics]
            memory.keep(self.target.root, self.target.name, self.seen)
        kept = [step for step in self.plan.steps if step.action is not Action.DELETE]
        try:
            if kept or self.view.outdated:
                sending.all(kept)
            sending.remove([step for step in self.plan.steps if step.action is Action.DELETE])
        except StepError as error:
            raise self._fault(error) from error
        self._remember(sending.known)
        self.journal.finish()

    def _feeds(self) -> dict[str, frozenset[str]]:
        """The hashes by which any machine will know each feed as ours: what it is now, and what it will be."""
        found = {path: frozenset([row.sha256]) for path, row in _feeds_of(self.view.known).items()}
        for step in self.plan.steps:
            if step.item and step.item.turn >= Turn.FURTHER_FEED:
                now = found.get(step.path) or self.view.listed.feeds.get(step.path, frozenset())
                found[step.path] = now | {step.item.digest.sha256}
        return found

    def _fault(self, error: StepError) -> FeedtoolError:
        said = fault(error.cause, self.plan.where, error.step.path)
        if isinstance(error.cause, errors.ConflictError):
            if not self._is_in_the_way(error.step):
                return Conflict(said)
            place = f"{error.step.path} at {self.plan.where}"
            message = f"{place}: a folder, or something else that is no file, stands there"
            said = Finding(code="FT920", message=message)
        message = f"{self.plan.target} was published in part; {_seen_of(error.step)}"
        return PartlyPublished(said, Finding(code="FT913", message=message))

    def _is_in_the_way(self, step: Step) -> bool:
        """Whether what stands where a new file was to go is no file: no listing shows it, and it cannot be replaced."""
        with suppress(errors.TargetError):
            return step.expect == ABSENT and self.store.stat(step.path) is None
        return False

    def _remember(self, known: Mapping[str, Known]) -> None:
        """Keep what the feeds are now: the list on the store was written before them."""
        feeds = _feeds_of(known)
        if feeds != self.seen.feeds:
            self.seen.feeds = feeds
            memory.keep(self.target.root, self.target.name, self.seen)

    def _recheck(self) -> None:
        """What was planned on must still hold, now that nobody else may change it."""
        for before, path in ((self.view.files.get(FEED_PATH), FEED_PATH), (self.view.record, record.PATH)):
            with faults_of(self.plan.where):
                there = again(partial(self.store.stat, path))
            if (before.version if before else None) != (there.version if there else None):
                message = f"{self.plan.where}: {path} was replaced while this run was looking"
                raise Conflict(Finding(code="FT905", message=message, hint="Run the same command again."))


def _feeds_of(known: Mapping[str, Known]) -> dict[str, Known]:
    return {path: row for path, row in known.items() if turn_of(path) >= Turn.FURTHER_FEED}


def _seen_of(step: Step) -> str:
    """What listeners see when a step failed."""
    if step.action is Action.DELETE:
        return "the new feed stands, and some files are left over"
    if turn_of(step.path) < Turn.FURTHER_FEED:
        return "the feed is the old one"
    return "it stopped while the feed was replaced"
