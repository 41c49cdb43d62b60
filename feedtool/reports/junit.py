"""``--format junit``: JUnit's XML, which build servers show as tests: one suite a file, one case a finding."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

from feedtool.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from feedtool.findings import Finding

_ILLEGAL: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(findings: Sequence[Finding]) -> str:
    """The findings as XML. Errors are failures; warnings and remarks are cases that pass and say what they are."""
    errors = sum(finding.weight is Severity.ERROR for finding in findings)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines.append(f'<testsuites name="feedtool" tests="{max(len(findings), 1)}" failures="{errors}">')
    by_file = sorted(findings, key=_file)  # stable: the order within a file stays
    for file, group in groupby(by_file, key=_file):
        lines += _suite(file, list(group))
    if not findings:
        lines += ['  <testsuite name="feedtool" tests="1" failures="0">', '    <testcase name="nothing found"/>']
        lines.append("  </testsuite>")
    return "\n".join([*lines, "</testsuites>"])


def _file(finding: Finding) -> str:
    place = finding.source or finding.place
    return place.file if place else "feedtool"


def _suite(file: str, findings: Sequence[Finding]) -> Iterator[str]:
    errors = sum(finding.weight is Severity.ERROR for finding in findings)
    yield f'  <testsuite name={_quoted(file)} tests="{len(findings)}" failures="{errors}">'
    for finding in findings:
        place = finding.source or finding.place
        name = _quoted(f"{finding.code} {finding.message}")
        yield f"    <testcase name={name} classname={_quoted(str(place or ''))}>"
        kind = "failure" if finding.weight is Severity.ERROR else "system-out"
        opening = f"failure type={_quoted(finding.code)} message={_quoted(finding.message)}"
        text = _text(f"{finding}\n{finding.advice}")
        yield f"      <{opening if kind == 'failure' else kind}>{text}</{kind}>"
        yield "    </testcase>"
    yield "  </testsuite>"


def _quoted(text: str) -> str:
    return quoteattr(_ILLEGAL.sub("\ufffd", text))


def _text(text: str) -> str:
    return escape(_ILLEGAL.sub("\ufffd", text))
