"""Findings about the feed, in the order of their codes. The rows stand in four tables, by what they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedtool.rules import feed_form, feed_podcast, feed_remote, feed_values

if TYPE_CHECKING:
    from feedtool.rules.rule import Rule

RULES: tuple[Rule, ...] = (*feed_form.RULES, *feed_values.RULES, *feed_podcast.RULES, *feed_remote.RULES)
