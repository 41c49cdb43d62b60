"""Findings about chapters."""

from __future__ import annotations

from feedtool.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    Rule(
        "FT301", "error", "chapter not after the one above",
        "Players list chapters in the order of their starts; a start that goes back is nearly always a slip of the pen.",
        "Correct the time on the line named, or move the line to where its time belongs.", "spec: JSON chapters 1.2",
    ),
    Rule(
        "FT302", "error", "two chapters start together",
        "Two visible chapters with one start leave the first without length: players show one and lose the other.",
        "Give one of them its own time, or hide one with toc = false.", "spec: JSON chapters 1.2",
    ),
    Rule(
        "FT303", "error", "chapter without length",
        "A chapter that ends where it starts, or before, cannot be played; some players drop the whole list.",
        "Correct the end, or leave it out: a chapter lasts until the next one starts.", "ID3v2 Chapter Frame Addendum",
    ),
    Rule(
        "FT304", "error", "chapter past the end of the audio",
        "Nothing can be played there. Usually the audio was cut afterwards, or the list belongs to another episode.",
        "Correct the time, or check that this is the audio the notes were written for.",
    ),
    Rule(
        "FT305", "warning", "first chapter not at 0:00",
        "Apple, Spotify and YouTube take a list of times for chapters only when it starts at zero, and some players "
        "move the first chapter there.",
        "Add a line such as '0:00 Intro' at the top of the list.", "Spotify and YouTube help",
    ),
    Rule(
        "FT306", "error", "outputs disagree about the chapters",
        "The chapters JSON, the feed, the notes and the audio must hold the same list: players pick one of them, and "
        "listeners would see different chapters.",
        "Where notes and another list of the same episode differ, correct or remove one of them.",
    ),
    Rule(
        "FT307", "error", "chapter without a title",
        "Listeners would see a nameless line; players put a number there.",
        "Write a title behind the time, or hide the chapter with toc = false.", "spec: JSON chapters 1.2",
    ),
    Rule(
        "FT308", "error", "chapters file against its schema",
        "Players read the file by its specification; what breaks it may cost all chapters.",
        "Correct the place named.", "spec: JSON chapters 1.2",
    ),
    Rule(
        "FT309", "warning", "very long chapter title",
        "Players show 40 to 70 characters of a chapter's title and cut the rest.",
        "Shorten it: the details belong in the notes.",
    ),
)  # fmt: skip
