"""What the tool has to say about an input: a :class:`Place`, a :class:`Finding`, and the one tree of errors.

    FeedtoolError       anything raised on purpose; carries .findings and .exit_code
      UsageError        the call itself cannot be carried out (exit 2)
      SourceError       an input cannot be understood (exit 1)
      CheckError        an output failed its check (exit 1)
      EnvironmentFault  disk, network or a host failed (exit 3)
        PartlyPublished some of it is there, a journal knows which (exit 4)
      Conflict          somebody else changed what was to be changed (exit 5)

Findings are values: checkers yield them and go on. Exceptions stop.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar

from feedtool.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterable


class Severity(StrEnum):
    """How much a finding weighs: an ``error`` stops the build, a ``warning`` and an ``info`` do not."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands: a file, and from 1 on its line and column (0: not known)."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        parts = [self.file]
        if self.line:
            parts.append(str(self.line))
            if self.column:
                parts.append(str(self.column))
        return ":".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing found: a stable ``code`` of :data:`feedtool.rules.RULES`, what is wrong, where, and what to do.

    ``severity`` is the rule's own unless given. ``source`` is the author's line behind a fault of an output.
    """

    code: str
    message: str
    place: Place | None = None
    hint: str = ""
    severity: Severity | None = None
    source: Place | None = None

    @property
    def weight(self) -> Severity:
        """The severity that counts: the one given, else the rule's."""
        return self.severity or Severity(RULES[self.code].severity)

    @property
    def advice(self) -> str:
        """What to do: the hint given, else the rule's own cure."""
        return self.hint or RULES[self.code].fix

    def __str__(self) -> str:
        where = self.source or self.place
        start = f"{where}: " if where else ""
        return f"{start}{self.weight.value}: {self.message} [{self.code}]"

    def to_json(self) -> dict[str, Any]:
        """The object of ``--format json``: code, severity, message, hint?, file, line?, column?, source?."""
        row: dict[str, Any] = {"code": self.code, "severity": self.weight.value, "message": self.message}
        if self.advice:
            row["hint"] = self.advice
        if self.place:
            row |= {"file": self.place.file}
            row |= {k: v for k, v in (("line", self.place.line), ("column", self.place.column)) if v}
        if self.source:
            row["source"] = str(self.source)
        return row


def has_errors(findings: Iterable[Finding]) -> bool:
    """Whether any finding is of severity error."""
    return any(f.weight is Severity.ERROR for f in findings)


class FeedtoolError(Exception):
    """Anything this package raises on purpose. ``findings`` says what and where; ``exit_code`` is the command's."""

    exit_code: ClassVar[int] = 1

    def __init__(self, *findings: Finding) -> None:
        super().__init__("\n".join(str(f) for f in findings))
        self.findings = findings


class UsageError(FeedtoolError):
    """The call cannot be carried out as it stands."""

    exit_code = 2


class SourceError(FeedtoolError):
    """An input cannot be understood."""


class CheckError(FeedtoolError):
    """An output failed its check."""


class EnvironmentFault(FeedtoolError):  # noqa: N818 - EnvironmentError is Python's own name for OSError
    """Disk, network or a host failed; nothing is wrong with the input."""

    exit_code = 3


class PartlyPublished(EnvironmentFault):
    """Publishing stopped on the way; what was published before is whole, and running again goes on."""

    exit_code = 4


class Conflict(FeedtoolError):  # noqa: N818 - the word people know from version control
    """Somebody else changed, or is changing, what was to be changed."""

    exit_code = 5
