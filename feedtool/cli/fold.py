"""What people need not read line by line: many files of one kind, many findings of one code. Programs get them all."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from feedtool.cli import report
from feedtool.findings import Finding, Severity
from feedtool.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from feedtool.publish.inventory import Turn
    from feedtool.publish.steps import Action, Step

MOST: Final = 12
"""Files of one kind that get a line each."""
_FIRST: Final = 10
"""How many of more than :data:`MOST` do."""
_ALIKE: Final = 3
"""Findings of one code, none an error, that are said one by one; and names that stand for more."""
_WARNINGS: Final = 20
"""Findings of a build, none an error, that are said where somebody asked for something else."""


class Kind(NamedTuple):
    """What steps have in common: what is done, when, and in which folder, "" for the target's root."""

    action: Action
    turn: Turn
    folder: str

    @property
    def where(self) -> str:
        """The folder, as it ends a clause."""
        return f" in {self.folder}/" if self.folder else ""


def kind(step: Step) -> Kind:
    """What a step is one of many of."""
    from feedtool.publish.inventory import turn_of

    return Kind(step.action, turn_of(step.path), step.path.rpartition("/")[0])


def steps(planned: Iterable[Step]) -> Iterator[tuple[Kind, Sequence[Step], Sequence[Step]]]:
    """The kinds of what is planned, each with the steps that get a line and those that are counted."""
    kinds: dict[Kind, list[Step]] = {}
    for step in planned:
        kinds.setdefault(kind(step), []).append(step)
    for one, members in kinds.items():
        shown = len(members) if len(members) <= MOST else _FIRST
        yield one, members[:shown], members[shown:]


def show(findings: Iterable[Finding]) -> None:
    """Findings on publishing: errors one by one, of the others one for each code where many files have it."""
    codes: dict[str, list[Finding]] = {}
    for found in findings:
        codes.setdefault(found.code, []).append(found)
    for alike in codes.values():
        report.show([_as_one(alike)] if len(alike) > _ALIKE and all(map(_names_its_file, alike)) else alike)


def _names_its_file(found: Finding) -> bool:
    return found.place is not None and found.weight is not Severity.ERROR


def _as_one(alike: Sequence[Finding]) -> Finding:
    names = ", ".join(str(found.place) for found in alike[:_ALIKE])
    message = f"{RULES[alike[0].code].title}: {names} and {len(alike) - _ALIKE} more"
    return Finding(code=alike[0].code, message=message, hint=alike[0].hint, severity=alike[0].severity)


def show_built(findings: Sequence[Finding]) -> None:
    """Findings of a build: errors one by one; many warnings as a line for each code."""
    others = [found for found in findings if found.weight is not Severity.ERROR]
    if len(others) <= _WARNINGS:
        report.show(findings)
        return
    report.say(f"{len(others)} warnings and notes of the build; `feedtool build` shows them:", err=True)
    for code, count in sorted(Counter(found.code for found in others).items()):
        report.say(f"  {count:>5}  {code}  {RULES[code].title}", err=True)
    report.show(found for found in findings if found.weight is Severity.ERROR)
