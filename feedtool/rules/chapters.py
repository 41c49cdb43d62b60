"""Findings about chapters."""

from __future__ import annotations

from feedtool.rules.rule import Rule

RULES: tuple[Rule, ...] = ()
