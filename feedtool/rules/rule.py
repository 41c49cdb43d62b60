"""The shape of a rule's row."""

from __future__ import annotations

from typing import Literal, NamedTuple


class Rule(NamedTuple):
    """One kind of finding: its stable ``code``, usual ``severity``, ``title``, the reason, the cure, the source."""

    code: str
    severity: Literal["error", "warning", "info"]
    title: str
    why: str
    fix: str
    section: str = ""
