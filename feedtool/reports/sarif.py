"""``--format sarif``: SARIF 2.1.0, which code hosts show beside the lines (OASIS, section numbers in the code)."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from feedtool import __version__
from feedtool.findings import Severity
from feedtool.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feedtool.findings import Finding, Place

_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}  # §3.27.10
_ADDRESS: Final = re.compile(r"https?://", re.IGNORECASE)
_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"


def render(findings: Sequence[Finding]) -> str:
    """The findings as one run of a SARIF log."""
    codes = sorted({finding.code for finding in findings})
    driver = {"name": "feedtool", "version": __version__, "rules": [*map(_rule, codes)]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",  # §3.14.17: columns count characters
        "results": [_result(finding, codes.index(finding.code)) for finding in findings],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _rule(code: str) -> dict[str, Any]:
    rule = RULES[code]
    return {
        "id": code,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why},
        "help": {"text": rule.fix},
        "defaultConfiguration": {"level": _LEVELS[Severity(rule.severity)]},
    }


def _result(finding: Finding, index: int) -> dict[str, Any]:
    text = f"{finding.message}. {finding.advice}" if finding.advice else finding.message
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": _LEVELS[finding.weight],
        "message": {"text": text},
    }
    if place := finding.source or finding.place:
        result["locations"] = [{"physicalLocation": _location(place)}]
    return result


def _location(place: Place) -> dict[str, Any]:
    location: dict[str, Any] = {"artifactLocation": {"uri": _uri(place.file)}}
    if place.line:
        location["region"] = {"startLine": place.line, **({"startColumn": place.column} if place.column else {})}
    return location


def _uri(file: str) -> str:
    """An address as it is, but for what no address holds; a path as a URI reference, in which a colon would be taken
    for the end of a scheme (§3.4.3, RFC 3986 §4.2).
    """
    if _ADDRESS.match(file):
        return quote(file, safe="/:?&=%#@~+,;")
    return quote(file.replace("\\", "/"), safe="/@~+,;=&", errors="replace")
