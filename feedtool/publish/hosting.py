"""Publishing to a host: what is new and what changed is found out, then carried out step by step.

A host knows no way to send a request twice and have it count once, so every step that must not be repeated is written
down before and after it, and looked up before it is done again: in a later run after a kill, and in this one when its
answer was lost. An episode is never created twice, and never deleted.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from feedtool.findings import Finding
from feedtool.publish import published
from feedtool.publish.errors import DeniedError, FullError, TargetError, TransientError
from feedtool.publish.faults import BrokenError, fault
from feedtool.publish.host import CREATE, Change, Known, LostError, RefusedError, SpentError, StrangeError
from feedtool.publish.hostplan import WHOLE, HostPlan, Task, differing, is_under_way, plan
from feedtool.publish.journal import Journal
from feedtool.publish.published import Published, Row
from feedtool.publish.retry import again

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from feedtool.publish.host import EpisodeUpload, Host, State, Step

__all__ = ["HostPlan", "Result", "Task", "apply", "memory", "plan"]

LOOKS = (0.0, 2.0, 6.0)
"""Seconds before each look for what a lost request may have done: a slow server may still be at it."""
SETTLED = 60.0
"""Seconds after which a request that was lost in an earlier run is either done or never will be."""

_UNSURE: Final = (LostError, BrokenError)
"""Errors after which a request may have been carried out all the same."""
_END: Final = (DeniedError, TransientError, SpentError, *_UNSURE)
"""Errors after which another episode would fare no better."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of one task: the row that was written down, or the finding, and the error behind it."""

    item: EpisodeUpload
    row: Row | None = None
    finding: Finding | None = None
    error: TargetError | None = None


@contextmanager
def memory(root: Path, target: str, host: Host, *, write: bool = True) -> Iterator[tuple[Journal, Published]]:
    """The journal and the record of a target, read once nobody else can write to them; without ``write`` as they are.

    ConflictError where somebody publishes there right now.
    """
    with Journal(published.journal_of(root, target), write=write) as journal:
        yield journal, Published(published.path_of(root, target), host.where)


def apply(
    plan: HostPlan,
    journal: Journal,
    record: Published,
    say: Callable[[str], None],
    sent: Callable[[int], None] | None = None,
) -> list[Result]:
    """Carry out the plan, one episode after the other; ``say`` is told each step, ``sent`` the bytes that went out.

    What fails is a result with its error. A host that does not let us in or does not answer ends the run, any other
    fault only its episode. The journal stays as long as something is left to do. Raises EnvironmentFault.
    """
    record.keep_all({**plan.adopted, **plan.settled})
    results: list[Result] = []
    for task in plan.tasks:
        results.append(_attempt(_Run(plan, task, journal, record, say, _Tally(sent))))
        if isinstance(results[-1].error, _END):
            break
    if any(result.row for result in results):
        results += _verified(plan, results)
    _forget_done(plan, journal, results)
    journal.finish()
    return results


def _forget_done(plan: HostPlan, journal: Journal, results: Iterable[Result]) -> None:
    """Close what an earlier run wrote down whole and could not note as done."""
    left = {task.item.guid for task in plan.tasks} - {result.item.guid for result in results if result.row}
    for key in {key for key, _ in journal.pending()} & plan.whole - left:
        journal.forget(key)


def _attempt(run: _Run) -> Result:
    try:
        return Result(item=run.item, row=run.whole())
    except TargetError as error:
        told = fault(error, run.host.where, repr(run.item.title), code=_code(error))
        return Result(item=run.item, finding=told, error=error)


def _code(error: TargetError) -> str:
    own = next((code for kind, code in _CODES.items() if isinstance(error, kind)), "")
    return own or ("FT904" if isinstance(error, _END) else "FT930")


_CODES: Final[Mapping[type[Exception], str]] = {DeniedError: "FT903", FullError: "FT915", BrokenError: "FT919"}


class _Tally:
    """Tells ``sent`` how many bytes went out; what an attempt sent counts no more when the next one begins."""

    def __init__(self, sent: Callable[[int], None] | None) -> None:
        self._sent, self._count = sent, 0

    def __call__(self, count: int) -> None:
        self._count += count
        if self._sent and count:
            self._sent(count)

    def step(self) -> None:
        """A step begins."""
        self._count = 0

    def attempt(self) -> None:
        """An attempt at it begins."""
        self(-self._count)


class _Run:
    """One episode on its way."""

    def __init__(
        self,
        plan: HostPlan,
        task: Task,
        journal: Journal,
        record: Published,
        say: Callable[[str], None],
        tally: _Tally,
    ) -> None:
        self.host, self.there, self.task, self.tally = plan.host, plan.there, task, tally
        self.item = replace(task.item, sent=tally)
        self.journal, self.record, self.say = journal, record, say
        self.key = task.item.guid

    def whole(self) -> Row:
        """Carry out what is to be done, and write it down."""
        if self.task.anew:
            self.journal.forget(self.key)
            self.record.forget(self.key)
        row = self._steps(self.task.change)
        if self.task.change.new and (parts := differing(self.host, self.item, row)):
            row = self._steps(Change(row.id, parts))  # it was created in an earlier run, and edited since
        return row

    def _steps(self, change: Change) -> Row:
        steps = self.host.steps(change)
        if not is_under_way(self.journal, self.key, self.host.where, change.id):
            self.journal.forget(self.key)
            self.journal.begin(self.key, WHOLE, where=self.host.where, id=change.id)
        if self.journal.state(self.key, CREATE) == "done":  # what was before it is part of it now
            steps = steps[[step.name for step in steps].index(CREATE) :]
        known = self.record.rows.get(self.key)
        parts = dict(known.parts) if known and change.id else {}
        for step in steps:
            if not self._is_done(step):
                self._take(step, steps)
            parts |= self._sent_by(step)
        facts = self.journal.facts(self.key)
        if not facts.get("id"):
            raise TargetError("it gave the episode no id that can be kept")
        row = Row(id=facts["id"], title=self.item.title, url=facts.get("url", ""), parts=parts)
        self.record.keep(self.key, row)
        self.journal.done(self.key, WHOLE)
        return row

    def _take(self, step: Step, steps: Sequence[Step]) -> None:
        self.say(f"{step.name}: {self.item.title}")
        try:
            facts = self._carry_out(step)
        except _END:
            raise
        except TargetError:
            # it may be for what was given before, a file that the host has dropped since: give that again next time
            for before in steps[: steps.index(step)]:
                if before.gives and before.name != CREATE:
                    self.journal.begin(self.key, before.name)
            raise
        self.journal.done(self.key, step.name, **facts)

    def _sent_by(self, step: Step) -> dict[str, str]:
        """The hashes of the parts that stand at the host thanks to a step."""
        if step.name == CREATE:
            return dict(self.journal.facts(self.key, CREATE).get("carried", {}))
        return {part: self.item.parts.get(part, "") for part in self.host.takes if step.of in {part, "all"}}

    def _carry_out(self, step: Step) -> State:
        """What the step gave, also where it was carried out before and nobody heard of it."""
        if not step.repeatable and self.journal.state(self.key, step.name) == "begun":
            facts = self._look(step)
            facts = self._look_later(step) if facts is None else facts
            if facts is not None:
                return facts
        self._begin(step)
        self.tally.step()
        if step.repeatable:
            return again(lambda: self._run(step))
        try:
            return again(lambda: self._once(step))
        except TargetError as error:
            facts = self._found_after(error, step)
            if facts is not None:
                return facts
            if not isinstance(error, _UNSURE):  # it was refused: the next run has nothing to wait for
                self.journal.begin(self.key, step.name, at=0)
            raise

    def _begin(self, step: Step) -> None:
        facts: dict[str, Any] = {"of": self._mark(step), "at": int(time.time())}
        if step.name == CREATE:
            facts["carried"] = {part: self.item.parts.get(part, "") for part in self.host.takes}
            if "before" not in self.journal.facts(self.key):
                twins = self.there.twins(self.item.title, self.host.blank)
                facts["before"] = [row.id for row in twins]
        self.journal.begin(self.key, step.name, **facts)

    def _once(self, step: Step) -> State:
        """Run a step that is repeated only where the host said that it did nothing."""
        try:
            return self._run(step)
        except RefusedError:
            raise
        except (TransientError, StrangeError) as error:
            hint = "Publish again: it looks first, and makes nothing twice."
            raise LostError(f"{error}; whether it was carried out is not known", hint=hint) from None

    def _run(self, step: Step) -> State:
        self.tally.attempt()
        return step.run(self.item, self.journal.facts(self.key))

    def _found_after(self, error: TargetError, step: Step) -> State | None:
        """What the step did though it failed for us; a slow server is given time."""
        for wait in LOOKS if isinstance(error, _UNSURE) else LOOKS[:1]:
            time.sleep(wait)
            try:
                facts = self._look(step)
            except (TransientError, BrokenError):
                return None
            if facts is not None:
                self.say(f"{step.name}: had arrived")
                return facts
        return None

    def _look_later(self, step: Step) -> State | None:
        """Look once more where the run that was broken off is so short ago that its request may still arrive."""
        left = self.journal.facts(self.key, step.name).get("at", 0) + SETTLED - time.time()
        if not 0 < left <= SETTLED:
            return None
        self.say(f"{step.name}: waiting {left:.0f} s for what may have been sent")
        time.sleep(left)
        return self._look(step)

    def _look(self, step: Step) -> State | None:
        find = step.found
        if find is None:
            raise TypeError(f"{step.name} can neither be repeated nor looked up")
        return again(lambda: find(self.item, self._state()))

    def _state(self) -> State:
        """What is known of the episode, and as ``before`` the host's ids that are other episodes' for sure."""
        state = self.journal.facts(self.key)
        others = {row.id for guid, row in self.record.rows.items() if guid != self.key}
        begun = {self.journal.facts(key).get("id", "") for key, _ in self.journal.pending() if key != self.key}
        return {**state, "before": [*state.get("before", ()), *sorted(others | begun)]}

    def _is_done(self, step: Step) -> bool:
        facts = self.journal.facts(self.key, step.name)
        known = facts.get("of") == self._mark(step) and all(name in facts for name in step.gives)
        return known and self.journal.state(self.key, step.name) == "done"

    def _mark(self, step: Step) -> str:
        """What a step's result depends on."""
        if step.of == "once" or step.name == CREATE:
            return "once"
        if step.of == "all":
            return "+".join(self.item.parts.get(part, "")[:16] for part in sorted(self.host.takes))
        return self.item.parts.get(step.of, "")


def _verified(plan: HostPlan, results: Iterable[Result]) -> Iterator[Result]:
    """Look at the host once more: each episode that was sent is there, and there once."""
    try:
        now = Known(again(lambda: list(plan.host.episodes())))
    except TargetError:
        return
    sent = [(result.item, result.row) for result in results if result.row]
    ours = {row.id for _, row in sent}
    for item, row in sent:
        new = [twin.id for twin in now.twins(item.title) if twin.id not in plan.there.by_id and twin.id not in ours]
        if row.id not in now.by_id:
            message = f"{item.title!r} was taken as {row.id}, and is not in the list of {plan.host.where}"
            yield Result(item=item, finding=Finding(code="FT939", message=message))
        elif new:
            message = f"{plan.host.where} has {item.title!r} more than once: {row.id}, {', '.join(new)}"
            yield Result(item=item, finding=Finding(code="FT940", message=message))
