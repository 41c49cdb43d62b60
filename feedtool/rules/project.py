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
    Rule(
        "FT104", "error", "a setting that cannot be used",
        "The feed would lack something directories insist on, or carry something no reader understands.",
        "Correct the key named; `feedtool schema feedtool` prints what each key takes.", "schemas/feedtool.schema.json",
    ),
    Rule(
        "FT105", "error", "unknown setting",
        "A key nobody reads is nearly always a misspelt one, and the setting meant is missing in silence.",
        "Use the name proposed, or remove the key.", "schemas/feedtool.schema.json",
    ),
    Rule(
        "FT106", "error", "no project here",
        "A project is a folder with feedtool.toml in it.",
        "Change into the project's folder, or name it with -C.",
    ),
    Rule(
        "FT107", "error", "two episodes with one slug",
        "The slug names an episode's files and addresses: the second would overwrite the first.",
        "Rename one of the files, or give one its own slug.",
    ),
    Rule(
        "FT108", "error", "audio file missing",
        "An episode in the feed needs its audio.",
        "Put the audio beside the text under the same name, or name it with audio = '…'; draft: true keeps an "
        "unfinished episode out.",
    ),
    Rule(
        "FT109", "error", "path outside the project",
        "Only files of the project are published; anything else could leak by a slip of the pen.",
        "Copy the file into the project and name it from there.",
    ),
    Rule(
        "FT110", "error", "date without a time zone",
        "A feed's dates are moments. Without a zone the same text would mean another moment on each machine.",
        "Set timezone under [show] in feedtool.toml, or write the zone behind the time.", "RFC 2822 §3.3",
    ),
    Rule(
        "FT111", "info", "draft left out",
        "A draft is never written to the output.",
        "Remove draft: true when the episode is ready.",
    ),
    Rule(
        "FT112", "info", "future episode left out",
        "An episode dated in the future is never written to the output: apps hide such items or show them at once.",
        "Build again when its time has come.",
    ),
    Rule(
        "FT113", "warning", "no publication date",
        "Apps order episodes by their dates; Spotify leaves out an item without one.",
        "Give the episode a date, such as 2026-03-04 or 2026-03-04T06:00:00+01:00.", "spec: RSS item pubDate",
    ),
    Rule(
        "FT114", "error", "one guid for two episodes",
        "Apps know an episode by its guid: of two with the same one, listeners get only one.",
        "Remove the guid from the episode that was copied.", "spec: RSS guid",
    ),
    Rule(
        "FT115", "error", "feedtool.lock cannot be used",
        "The lock keeps the guids of published episodes. Building without it would give new ones, and every "
        "subscriber would get every episode again.",
        "Restore feedtool.lock from version control. Only for a show never published: delete it.",
    ),
    Rule(
        "FT116", "error", "guid differs from the lock",
        "The episode was built under another guid. Under a new one every subscriber gets it once more.",
        "Remove the guid from the episode's text, or correct it to the one in feedtool.lock.",
    ),
    Rule(
        "FT117", "warning", "episode gone",
        "The lock knows an episode that is no longer there: it would vanish from the feed.",
        "Put its text back, or let it go for good: feedtool build --accept, and the episode's name.",
    ),
    Rule(
        "FT118", "error", "no episodes",
        "The folder episodes/ holds no text an episode could be made of.",
        "Add episodes/NAME.md, .txt or .html.",
    ),
    Rule(
        "FT119", "warning", "characters that may not be published",
        "Control characters and lone surrogates are illegal in XML: one of them makes a whole feed unreadable.",
        "Remove them; they are left out of every output.", "XML 1.0 §2.2",
    ),
    Rule(
        "FT120", "error", "a file named in the text is missing",
        "The episode names a file that is not there.",
        "Correct the name; it is looked for beside the text, then from the project's root.",
    ),
    Rule(
        "FT121", "error", "not a JPEG or PNG image",
        "Apps and tags take JPEG and PNG; the name's ending says nothing about the content.",
        "Save the picture as JPEG or PNG.", "spec: artwork",
    ),
    Rule(
        "FT122", "warning", "artwork outside the directories' rules",
        "Apple takes square artwork of 1400 to 3000 pixels and refuses the show otherwise.",
        "Save it square, 3000 x 3000 at best.", "spec: artwork",
    ),
    Rule(
        "FT123", "warning", "heavy picture in the audio",
        "A picture in a tag is loaded before the first sound. Beyond 200 kB each it delays the start.",
        "Save chapter pictures as JPEG of at most 1000 x 1000 pixels.", "spec: ID3 APIC",
    ),
    Rule(
        "FT124", "info", "where the chapters come from",
        "An episode's chapters can stand in several places; one of them is used.",
        "The order is: front matter or sidecar, a NAME.chapters.* file, the notes, the audio file.",
    ),
    Rule(
        "FT125", "error", "file too large to read",
        "Texts, pictures and chapter files are read whole; beyond the limit the file is hardly what it says.",
        "Check that this is the file meant.",
    ),
    Rule(
        "FT126", "warning", "not a web address",
        "A chapter's link and picture must be http or https addresses, or the picture a file of the project.",
        "Correct the address; it is left out of the outputs.", "spec: JSON chapters 1.2",
    ),
    Rule(
        "FT127", "warning", "no chapters in the audio",
        "This kind of audio file is published as it is: the chapters stand in the feed and in the JSON file only.",
        "Publish MP3 when listeners' players read chapters from the file.",
    ),
    Rule(
        "FT128", "error", "a project is there already",
        "init never writes over a project.",
        "Name an empty folder, or edit the feedtool.toml that is there.",
    ),
    Rule(
        "FT129", "error", "an episode of that name is there already",
        "new never writes over an episode.",
        "Give the episode another title, or edit the file that is there.",
    ),
    Rule(
        "FT130", "warning", "a file name that is no text",
        "Names of episodes stand in addresses and in feedtool.lock, which are UTF-8.",
        "Rename the file.",
    ),
)  # fmt: skip
