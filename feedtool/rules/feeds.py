"""Findings about the layout of feeds: what stands in them and where audio lies."""

from __future__ import annotations

from feedtool.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    Rule(
        "FT140", "info", "audio lies elsewhere",
        "The episode names an enclosure that is published already: it is neither copied nor tagged, and its length is "
        "taken on trust.",
        "Put the audio beside the text to have it tagged and published from here.",
    ),
    Rule(
        "FT141", "warning", "a list feed with episodes",
        "A feed whose medium is a list names items of other feeds and holds none of its own, so the episodes are left "
        "out of it.",
        "Correct the medium, or list the items as remoteItem tables.", "podcast-namespace §9",
    ),
)  # fmt: skip
