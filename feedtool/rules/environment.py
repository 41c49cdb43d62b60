"""Findings about the environment: files that cannot be read or written, and calls that cannot be carried out."""

from __future__ import annotations

from feedtool.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    Rule(
        "FT001", "error", "reading or writing failed",
        "The system could not read or write a file. What stood there before is untouched.",
        "Look at the cause named, then run the command again.",
    ),
    Rule(
        "FT002", "error", "not allowed to write",
        "The file, its folder or the whole file system may not be written to by you.",
        "Check owner and mode of the folder, or write elsewhere.",
    ),
    Rule(
        "FT003", "error", "no room",
        "The disk, your quota or the largest file size allowed is used up. What stood there before is untouched.",
        "Free some space and run the command again.",
    ),
    Rule(
        "FT004", "error", "copy differs from its source",
        "What was written was read back, and is not what it should be; it was thrown away.",
        "Disk or memory may be failing: check them before anything else.",
    ),
    Rule(
        "FT005", "error", "file changed meanwhile",
        "Another program wrote to the file while it was being read, so the copy could be a mix of both.",
        "Wait until the other program is done, and run the command again.",
    ),
    Rule(
        "FT006", "error", "no regular file",
        "The name belongs to a folder, a device or a pipe.",
        "Name a file.",
    ),
    Rule(
        "FT007", "error", "file with several names",
        "The file has hard links. A safe write makes a new file, so the other names would keep the old content.",
        "Write to another file, or remove the other names.",
    ),
    Rule(
        "FT008", "error", "another run is busy with it",
        "Runs of this tool take turns at a file, and the one before has taken over a minute.",
        "Wait until it is done, or stop it, then run the command again.",
    ),
    Rule(
        "FT009", "error", "tag half written",
        "A tag written over the old one (--quick) failed in the middle, and so did putting the old one back.",
        "Run the command again once the cause is gone: it first finishes what was begun. The sound is untouched.",
    ),
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
    Rule(
        "FT036", "error", "building an episode failed",
        "The program met something it does not know, or the worker that built the episode died. Nothing was written.",
        "Try the build without --jobs; if it stays, report it with the episode's files.",
    ),
    Rule(
        "FT037", "error", "options that exclude each other",
        "Each show has an output folder of its own; one folder for several would mix them.",
        "Build the shows one by one, or leave -o out.",
    ),
    Rule(
        "FT038", "error", "a part that is not installed",
        "Some of what feedtool can do needs packages most people do without.",
        "Install the extra named.",
    ),
)  # fmt: skip
