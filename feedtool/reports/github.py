"""``--format github``: workflow commands, which GitHub Actions turn into marks beside the lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from feedtool.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feedtool.findings import Finding

_COMMANDS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_DATA: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def render(findings: Sequence[Finding]) -> str:
    """One command a finding."""
    return "\n".join(map(_command, findings))


def _command(finding: Finding) -> str:
    place = finding.source or finding.place
    facts = {"title": finding.code}
    if place:
        facts = {"file": place.file, "line": str(place.line or ""), "col": str(place.column or ""), **facts}
    properties = ",".join(f"{name}={value.translate(_PROPERTY)}" for name, value in facts.items() if value)
    text = f"{finding.message}. {finding.advice}" if finding.advice else finding.message
    return f"::{_COMMANDS[finding.weight]} {properties}::{text.translate(_DATA)}"
