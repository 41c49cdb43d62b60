"""Findings about the environment: files that cannot be read or written, and calls that cannot be carried out."""

from __future__ import annotations

from feedtool.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    Rule(
        "FT031", "error", "file cannot be read",
        "The system refused to give out the file's content.",
        "Check that it is there, and who may read it.",
    ),
    Rule(
        "FT032", "error", "no such code",
        "Codes have the form FT301; `feedtool explain` lists them all.",
        "Copy the code out of the brackets behind a finding.",
    ),
    Rule(
        "FT033", "error", "no such schema",
        "`feedtool schema` lists the schemas there are.",
        "Use one of the names listed.",
    ),
    Rule(
        "FT034", "error", "nothing here that can be checked",
        "The file is no feed, no chapters file, no audio file and no project.",
        "Name a project's folder, feed.xml, a chapters .json or an .mp3 file.",
    ),
    Rule(
        "FT035", "error", "output folder inside the sources",
        "Building into episodes/ or over the project itself would mix what you wrote with what is made from it.",
        "Name another folder with -o.",
    ),
)  # fmt: skip
