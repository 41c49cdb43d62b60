"""Findings about notes."""

from __future__ import annotations

from feedtool.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    Rule(
        "FT201", "info", "no chapters found",
        "The text lists no times that could be chapters, so the episode has none.",
        "List them one a line, as in “0:00 Intro”, under a heading such as “Chapters”.",
    ),
    Rule(
        "FT202", "info", "times not taken as chapters",
        "A wrong chapter is worse than none: times of day, lengths, verses, transcripts, stray times are left alone.",
        "If they are chapters, list them one a line under a heading, or put them into the front matter.",
    ),
    Rule(
        "FT203", "info", "a second list of times",
        "Notes may hold a second list for another language or another edition; only one can be the chapters.",
        "Put the chapters you mean into the front matter.",
    ),
    Rule(
        "FT204", "warning", "unknown key, perhaps misspelt",
        "A misspelt key changes nothing, and nobody notices.",
        "Correct the key to the one named.",
    ),
    Rule(
        "FT205", "error", "a value of the wrong kind",
        "The key is known, but its value cannot be what it stands for.",
        "Give the kind of value the hint names.",
    ),
    Rule(
        "FT206", "error", "not a date",
        "The date decides the order of the feed, so a doubtful one is not guessed.",
        "Write 2024-05-31, or 2024-05-31T18:00:00+02:00 for a moment.", "RFC 3339",
    ),
    Rule(
        "FT207", "error", "not a chapter",
        "A chapter needs a start and a title; one that cannot be read would be missing without a word.",
        "Write start: 1:06 and title: …, or the two in one text, as in “1:06 Diffusion”.",
    ),
    Rule(
        "FT208", "error", "a slug that cannot name files",
        "The slug names files and addresses on every system, so it keeps to plain letters and digits.",
        "Use letters, digits, dots, hyphens and underscores, at most 100, and no device name of Windows.",
    ),
    Rule(
        "FT209", "error", "no title",
        "An episode without a title can stand in no feed.",
        "Put title: … into the front matter, or begin the notes with a heading.",
    ),
    Rule(
        "FT211", "info", "tracking parameters in links",
        "Parameters such as utm_source follow your listeners; links are published as you wrote them.",
        "Take them off the address if you do not want that.",
    ),
    Rule(
        "FT212", "warning", "not UTF-8",
        "The text was read as Windows-1252, because it is not UTF-8; letters may have come out wrong.",
        "Save the file as UTF-8.", "RFC 3629",
    ),
    Rule(
        "FT214", "info", "unknown key",
        "The key is neither ours nor one that site generators are known to use, so it changes nothing.",
        "Take it out, or leave it for your site.",
    ),
    Rule(
        "FT216", "error", "no text",
        "The file holds bytes that no text has: an audio file, a picture or a word processor's file, perhaps misnamed.",
        "Save the notes as plain text, Markdown or HTML in UTF-8.",
    ),
    Rule(
        "FT217", "warning", "front matter without an end",
        "All of the text is read as settings, so that none of it is left to be the notes.",
        "Put a second line of the same signs (--- or +++) below the last key.",
    ),
)  # fmt: skip
