"""Every finding the tool can make: one row a rule, in one table an area. ``feedtool explain CODE`` prints a row.

    FT0xx  the environment          FT1xx  project, settings, front matter     FT2xx  show notes
    FT3xx  chapters                 FT4xx  audio and its tags                  FT5xx  the feed
    FT6xx  transcripts              FT8xx  continuity: what listeners would notice
    FT9xx  publishing

A code, once released, keeps its meaning for ever.
"""

from __future__ import annotations

from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING

from feedtool.rules import (
    audio,
    chapters,
    continuity,
    environment,
    feed,
    feeds,
    notes,
    project,
    publishing,
    transcripts,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feedtool.rules.rule import Rule

RULES: Mapping[str, Rule] = MappingProxyType(
    {
        rule.code: rule
        for rule in chain(
            environment.RULES,
            project.RULES,
            feeds.RULES,
            notes.RULES,
            chapters.RULES,
            audio.RULES,
            feed.RULES,
            transcripts.RULES,
            continuity.RULES,
            publishing.RULES,
        )
    }
)
"""All rules by code, in order of their codes within an area."""
