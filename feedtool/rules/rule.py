"""The shape of a rule's row."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

Weight = Literal["error", "warning", "info", "off"]
"""How much a finding counts; ``off``: not at all."""

_NOWHERE: Mapping[str, Weight] = MappingProxyType({})


class Rule(NamedTuple):
    """One kind of finding: its stable ``code``, usual ``severity``, ``title``, the reason, the cure, the source.

    ``profiles`` holds the severity under a profile of the feed checker where it is another than usual.
    """

    code: str
    severity: Literal["error", "warning", "info"]
    title: str
    why: str
    fix: str
    section: str = ""
    profiles: Mapping[str, Weight] = _NOWHERE

    def weight(self, profile: str) -> Weight:
        """How much a finding of this rule counts when a feed is held to ``profile``."""
        return self.profiles.get(profile, self.severity)
