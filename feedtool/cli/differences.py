"""Differences of two feeds on the terminal, or as JSON for a program."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from feedtool.cli import report
from feedtool.findings import Severity
from feedtool.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from feedtool.compare import Difference
    from feedtool.findings import Finding

_WEIGHTS = {
    Severity.ERROR: "hurt subscribers",
    Severity.WARNING: "listeners may notice",
    Severity.INFO: "only show",
}


def show(differences: Iterable[Difference], most: int | None = None) -> Counter[Severity]:
    """One line a difference on stdout, then what each kind means; how many there are of each severity.

    With ``most``, of each kind that hurts nobody no more than so many get a line.
    """
    counts: Counter[Severity] = Counter()
    codes: Counter[str] = Counter()
    shown: Counter[str] = Counter()
    for one in differences:
        counts[one.severity] += 1
        codes[one.code] += 1
        if most is None or codes[one.code] <= most or one.severity is Severity.ERROR:
            shown[one.code] += 1
            named = f"{one.file}: " if one.file else ""
            report.say(f"{named}{one.severity.value}: {one.item or 'the show'}: {one.message} [{one.code}]")
    for code, count in sorted(codes.items()):
        rule = RULES[code]
        here = "" if shown[code] == count else f", {shown[code]} shown"
        report.say(f"\n{code} {rule.title} ({count}{here}): {rule.why}")
    report.say(f"\n{_summary(counts)}" if counts else "No difference.")
    return counts


def as_json(differences: Iterable[Difference], findings: Iterable[Finding] = ()) -> Counter[Severity]:
    """The differences as one JSON object on stdout; how many there are of each severity."""
    rows = list(differences)
    counts = Counter(one.severity for one in rows)
    value = {
        "hurt": counts[Severity.ERROR],
        "differences": [one.to_json() for one in rows],
        "findings": [found.to_json() for found in findings],
    }
    report.say_json(value)
    return counts


def _summary(counts: Counter[Severity]) -> str:
    parts = [f"{counts[weight]} {said}" for weight, said in _WEIGHTS.items() if counts[weight]]
    total = sum(counts.values())
    return f"{total} difference{'' if total == 1 else 's'}: {', '.join(parts)}."
