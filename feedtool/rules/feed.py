"""Findings about the feed."""

from __future__ import annotations

from feedtool.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    Rule(
        "FT501", "error", "not well-formed XML",
        "An XML reader stops at the first fault, and with it every podcast app.",
        "Correct the place named; text needs &amp; for & and &lt; for <, HTML belongs in CDATA.", "XML 1.0",
    ),
    Rule(
        "FT502", "error", "DOCTYPE in the feed",
        "A document type can pull in other files and blow up small texts into huge ones; readers refuse it.",
        "Remove the <!DOCTYPE …>; RSS 2.0 has none.", "rss-podcast §1",
    ),
    Rule(
        "FT503", "error", "unknown encoding",
        "Nobody can read a feed in an encoding that is not known.",
        "Save the feed as UTF-8.", "rss-podcast §1",
    ),
    Rule(
        "FT504", "error", "one item is enormous",
        "Apps give up on items of many megabytes.",
        "Shorten the notes, or close the item that was left open.", "rss-podcast §9",
    ),
)  # fmt: skip
