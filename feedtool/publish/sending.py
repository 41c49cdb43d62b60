"""Carrying out the steps: files side by side within their turn, each proven before the next turn, the feed last.

Nothing that listeners see changes before the feed, and the feed is replaced only if it is still the one that was seen.
Every file that arrived is journalled, so that a run that was broken off is gone on with.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from functools import partial
from itertools import groupby
from threading import Event
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

from feedtool.publish import record
from feedtool.publish.errors import ConflictError, CorruptError, StoppedError, TargetError, TransientError
from feedtool.publish.inventory import Turn
from feedtool.publish.proof import prove
from feedtool.publish.record import Known
from feedtool.publish.retry import again
from feedtool.publish.steps import Action, Step, known_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from feedtool.publish.journal import Journal
    from feedtool.publish.store import Remote, Store, Upload

_MOST: Final = 64
"""Files sent at once, whatever the settings say."""

T = TypeVar("T")


class Watcher(Protocol):
    """Who wants to see how it goes."""

    def begun(self, step: Step) -> None:
        """A step begins."""

    def sent(self, count: int) -> None:
        """So many bytes more are on their way; fewer than none when an attempt is made again."""

    def done(self, step: Step) -> None:
        """A step is done and proven."""


class StepError(Exception):
    """A step that could not be done; its cause is the target's error."""

    def __init__(self, step: Step, cause: Exception) -> None:
        super().__init__(str(cause))
        self.step = step
        self.cause = cause


@dataclass(slots=True, kw_only=True)
class Sending:
    """Steps on their way to a store. ``known`` is what stands there, and grows with what arrives.

    ``record`` is the list as it was seen, None where there was none; ``feeds`` are the hashes it is to give for each
    feed. ``whole``: read large files back entirely too.
    """

    store: Store
    journal: Journal
    known: dict[str, Known]
    record: Remote | None
    watcher: Watcher
    feeds: dict[str, frozenset[str]] = field(default_factory=dict)
    parallel: int = 4
    whole: bool = False
    _retries: set[str] = field(default_factory=set)
    _stop: Event = field(default_factory=Event)

    def all(self, steps: Sequence[Step]) -> None:
        """Do these steps, no deletion among them, and put the list of what stands there before the feeds.

        StepError for the first that fails; what was under way is waited for.
        """
        media = [step for step in steps if step.item and step.item.turn < Turn.FURTHER_FEED]
        for _, turn in groupby(media, key=lambda step: step.item.turn if step.item else Turn.PAGE):
            self._side_by_side([*turn])
        feeds = [step for step in steps if step.item and step.item.turn >= Turn.FURTHER_FEED]
        self._keep_record()
        for step in feeds:
            self._one(step)

    def remove(self, steps: Sequence[Step]) -> None:
        """Carry out deletions, once the new feed stands."""
        for step in steps:
            self.watcher.begun(step)
            _told(step, partial(again, partial(self.store.delete, step.path)))
            self.known.pop(step.path, None)
            self.feeds.pop(step.path, None)
            self.watcher.done(step)
        if steps:
            self._keep_record()

    def _side_by_side(self, steps: Sequence[Step]) -> None:
        with ThreadPoolExecutor(max_workers=min(max(self.parallel, 1), _MOST)) as pool:
            futures = [pool.submit(self._one, step) for step in steps]
            try:
                for future in futures:
                    future.result()
            except BaseException as error:
                if not isinstance(error, Exception):
                    self._stop.set()  # asked to leave: an upload under way ends with its next piece
                pool.shutdown(wait=False, cancel_futures=True)
                raise

    def _one(self, step: Step) -> None:
        self.watcher.begun(step)
        _told(step, partial(self._do, step))
        self.watcher.done(step)

    def _do(self, step: Step) -> None:
        """Send or retag one file, prove it, and note it."""
        item = step.item
        if item is None:
            return
        self.journal.begin(step.path, step.action.value, sha256=item.digest.sha256)
        upload = item.upload()
        there = again(partial(self._put, step, upload))
        begin = item.digest.head if step.action is Action.RETAG else 0
        whole = self.whole or item.turn >= Turn.FURTHER_FEED
        again(partial(prove, self.store, upload, whole=whole, begin=begin))
        made = known_of(item, there)
        self.known[step.path] = made
        self.journal.done(step.path, step.action.value, **asdict(made))

    def _put(self, step: Step, upload: Upload) -> Remote:
        """One attempt. A conflict after an attempt whose answer was lost may be our own file: then it is there."""
        # the list is no part of what the plan counts
        counted = _Counted(self.watcher.sent if step.item else _nobody, self._stop)
        try:
            if step.action is Action.RETAG:
                return self.store.retag(step.retag(), progress=counted)
            return self.store.put(upload, expect=step.expect, progress=counted)
        except TransientError:
            self._retries.add(step.path)
            counted.take_back()
            raise
        except ConflictError:
            if step.path in self._retries and (there := self._ours(upload)):
                return there
            raise

    def _ours(self, upload: Upload) -> Remote | None:
        try:
            prove(self.store, upload, whole=True)
        except CorruptError:
            return None
        return self.store.stat(upload.path)

    def _keep_record(self) -> None:
        """Put the list of what stands there; if somebody else put one meanwhile, that is a conflict."""
        upload = record.upload(self.known, self.feeds)
        step = Step(action=Action.SEND, path=record.PATH, expect=self.record.version if self.record else "", why="list")
        self.record = _told(step, partial(again, partial(self._put, step, upload)))


def _nobody(_: int) -> None:
    """Who wants no progress."""


@dataclass(slots=True)
class _Counted:
    """Bytes told of one attempt, which are taken back when it fails."""

    tell: Callable[[int], None]
    stop: Event
    sum: int = 0

    def __call__(self, count: int) -> None:
        if self.stop.is_set():
            raise StoppedError("was not waited for")
        self.sum += count
        self.tell(count)

    def take_back(self) -> None:
        """The attempt failed: what it told of does not count."""
        self.tell(-self.sum)


def _told(step: Step, do: Callable[[], T]) -> T:
    """Do it; any error names its step."""
    try:
        return do()
    except (TargetError, OSError) as error:
        raise StepError(step, error) from error


def journalled(journal: Journal, paths: Sequence[str]) -> Iterator[tuple[str, Known]]:
    """What a run that was broken off had put on the store, of the files asked for."""
    for path in paths:
        if known := _known(journal.facts(path)):
            yield path, known


def _known(facts: Mapping[str, Any]) -> Known | None:
    """What a journal tells of a file; None of one that was begun and not done."""
    with suppress(TypeError):
        return record.fitting(Known, facts)
    return None
