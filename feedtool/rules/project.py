"""Findings about the project: settings, front matter, files that belong together."""

from __future__ import annotations

from feedtool.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    Rule(
        "FT101", "error", "not TOML",
        "The file does not follow TOML, so none of its settings can be trusted.",
        "Correct the line named; a string needs quotes, a table its brackets.", "toml.io v1.0.0",
    ),
    Rule(
        "FT102", "error", "not YAML",
        "The front matter does not follow YAML, or uses parts of it that plain facts never need (tags, aliases).",
        "Quote values that hold ': ' or '#', and indent lists evenly.", "YAML 1.1",
    ),
    Rule(
        "FT103", "error", "not JSON",
        "The file does not follow JSON, so no reader will take it.",
        "Correct the place named; keys and texts need double quotes, numbers must be finite.", "RFC 8259",
    ),
)  # fmt: skip
