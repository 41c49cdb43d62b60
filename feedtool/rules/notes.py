"""Findings about notes."""

from __future__ import annotations

from feedtool.rules.rule import Rule

RULES: tuple[Rule, ...] = ()
