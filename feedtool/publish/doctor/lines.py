"""What the doctor says: one line for each check."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from feedtool.findings import EnvironmentFault, FeedtoolError, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class State(StrEnum):
    """How a check came out."""

    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


class Line(NamedTuple):
    """One check: how it came out, what was looked at, what to do. ``outside``: the cause is no setting of ours."""

    state: State
    what: str
    todo: str = ""
    outside: bool = False

    def __str__(self) -> str:
        return f"{self.state:<8}{self.what}" + (f" — {self.todo}" if self.todo else "")


def exit_code(lines: Iterable[Line]) -> int:
    """0 without an error; 3 where a disk, a network or a server failed; else 1."""
    return max((3 if line.outside else 1 for line in lines if line.state is State.ERROR), default=0)


def faults(error: FeedtoolError) -> Iterator[Line]:
    """The findings of an error as lines."""
    outside = isinstance(error, EnvironmentFault)
    for finding in error.findings:
        where = f"{finding.place}: " if finding.place else ""
        yield Line(state(finding.weight), where + finding.message, finding.advice, outside=outside)


def state(weight: Severity) -> State:
    """What a finding of this weight makes of a line."""
    return {Severity.ERROR: State.ERROR, Severity.WARNING: State.WARNING}.get(weight, State.OK)
