"""What an author wishes of a publication, and what it would do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from feedtool.findings import has_errors

if TYPE_CHECKING:
    from feedtool.compare import Difference
    from feedtool.findings import Finding
    from feedtool.publish.steps import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """How the author wants it.

    accepted     episodes whose published facts may change, as for a build
    in_place     changed audio replaces the old under its address
    delete       remove what is no longer part of the show, ``max_delete`` files at most
    take_over    replace a feed that somebody else published
    break_lock   go on although another run holds the target
    whole        read every file back whole
    """

    accepted: tuple[str, ...] = ()
    in_place: bool = False
    delete: bool = False
    max_delete: int = 20
    take_over: bool = False
    break_lock: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a publication would do: its steps in order, and how many files stay as they are.

    ``differences`` are what listeners would see, None where nothing was published yet or a fault kept them from being
    found. ``left_over`` are files of ours that no build makes any more. ``built`` is what the build found, ``findings``
    what is to be said of publishing.
    """

    target: str
    where: str
    steps: tuple[Step, ...] = ()
    unchanged: int = 0
    left_over: tuple[str, ...] = ()
    built: tuple[Finding, ...] = ()
    findings: tuple[Finding, ...] = ()
    differences: tuple[Difference, ...] | None = None
    topics: tuple[str, ...] = ()
    notify: tuple[str, ...] = ()

    @property
    def blocked(self) -> bool:
        """Whether an error forbids it."""
        return has_errors((*self.built, *self.findings))

    @property
    def cost(self) -> int:
        """Bytes to be sent."""
        return sum(step.cost for step in self.steps)

    def to_json(self) -> dict[str, Any]:
        """The object of ``feedtool publish --json``."""
        rows = [
            {"action": one.action.value, "path": one.path, "bytes": one.cost, "why": one.why}
            | ({"from": one.base[0]} if one.base else {})
            for one in self.steps
        ]
        return {
            "target": self.target,
            "where": self.where,
            "steps": rows,
            "bytes": self.cost,
            "unchanged": self.unchanged,
            "left_over": [*self.left_over],
            "differences": [one.to_json() for one in self.differences or ()],
            "notify": [*self.notify],
            "findings": [one.to_json() for one in (*self.built, *self.findings)],
        }
