"""Findings about chapters."""

from __future__ import annotations

from feedtool.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    Rule(
        "FT301", "error", "chapter not after the one above",
        "Players list chapters in the order of their starts; one that goes back is nearly always a slip of the pen.",
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
    Rule(
        "FT310", "error", "no chapter format known here",
        "The content is what tells a format, and nothing in this file looks like any of them.",
        "Name the format with --from if you know it, or export the chapters in another one.",
    ),
    Rule(
        "FT311", "error", "no chapter could be read",
        "The file is of a known format, but not one chapter in it can be understood; going on would lose them all.",
        "See the findings beside this one for what is wrong in each line.",
    ),
    Rule(
        "FT312", "warning", "a line without a usable time, left out",
        "A chapter is where it starts. One that does not say so costs only itself; the others are read.",
        "Write the start as H:MM:SS or H:MM:SS.mmm (a number of seconds in JSON), or remove the line.",
    ),
    Rule(
        "FT313", "warning", "chapters not in order of time",
        "Players expect ascending starts, so the list is sorted; often a time out of order is a mistyped one.",
        "Check the time named; if it is right, only the order of the lines changes.", "Podlove Simple Chapters",
    ),
    Rule(
        "FT314", "warning", "text in an old encoding",
        "The bytes are not UTF-8 and carry no mark, so accents and quotes are read as Windows-1252, a guess.",
        "Save the file as UTF-8.",
    ),
    Rule(
        "FT315", "warning", "time written as text",
        "JSON chapters give times as numbers of seconds; players that follow the format skip a text.",
        "Write the number: 94.5 for 1:34.5.", "JSON chapters 1.2",
    ),
    Rule(
        "FT316", "warning", "value of the wrong kind, left out",
        "The key is known, its value is not what the format allows there; the rest of the chapter is read.",
        "Correct the value, or remove the key.",
    ),
    Rule(
        "FT317", "error", "too large or unsafe to read",
        "Chapter files are small and plain. Huge ones, and XML that declares entities, are how readers are attacked.",
        "Take the chapters out of the file, or remove its <!ENTITY …> declarations.",
    ),
    Rule(
        "FT318", "error", "not XML",
        "The file starts as XML but is not well-formed, so no reader will take it.",
        "Correct the place named: usually a bare & (write &amp;) or a tag that is not closed.", "XML 1.0",
    ),
    Rule(
        "FT319", "warning", "several lists in one file",
        "The file holds more than one list of chapters, as a feed or a film with editions does; the first is read.",
        "If another one is meant, save it in a file of its own.",
    ),
    Rule(
        "FT320", "error", "times count from several audio files",
        "In this cue sheet times start again with every FILE, so a chapter's time in one joined audio is not known.",
        "Use the cue sheet of the joined audio, with one FILE line.",
    ),
    Rule(
        "FT321", "error", "times in a unit that cannot be converted",
        "Bars and beats need a tempo map, samples a rate: the file holds neither.",
        "Set the editor's time display to minutes and seconds and export again.",
    ),
    Rule(
        "FT322", "warning", "frame rate guessed",
        "The file counts frames and does not say how many make a second; a wrong guess moves chapters.",
        "Give the timeline's rate with --rate, such as 24, 25, 29.97 or 30.",
    ),
    Rule(
        "FT323", "info", "timeline does not start at zero",
        "Editors start timelines at 01:00:00:00; that hour is taken off every chapter.",
        "Give the timeline's start with --origin, 0 to keep the times as they are.",
    ),
    Rule(
        "FT330", "warning", "hidden chapters lost",
        "The format has no way to keep a chapter out of the list, so hidden ones are not written.",
        "Convert to a format that keeps toc (Podcasting 2.0 JSON, Matroska) if you need them.",
    ),
    Rule(
        "FT331", "warning", "ends lost",
        "The format says only where chapters start: each lasts until the next.",
        "Add a chapter where the gap begins, or convert to a format that keeps ends.",
    ),
    Rule(
        "FT332", "warning", "links lost", "The format has no place for a chapter's link.",
        "Convert to a format that keeps url.",
    ),
    Rule(
        "FT333", "warning", "images lost", "The format has no place for a chapter's image.",
        "Convert to a format that keeps image.",
    ),
    Rule(
        "FT334", "warning", "locations lost", "Only Podcasting 2.0 JSON knows where a chapter plays.",
        "Keep the JSON file beside this one.",
    ),
    Rule(
        "FT335", "warning", "further keys lost",
        "Keys beyond the common ones survive only in Podcasting 2.0 JSON.",
        "Keep the JSON file beside this one.",
    ),
    Rule(
        "FT336", "warning", "times rounded", "The format counts in coarser steps than milliseconds.",
        "Nothing, if the steps are fine enough; chapters never merge nor change their order.",
    ),
    Rule(
        "FT337", "warning", "titles changed",
        "The format cannot hold line breaks or some characters of a title.",
        "Shorten or reword the title if the change matters.",
    ),
    Rule(
        "FT338", "warning", "untitled chapters numbered", "The format needs a title for each chapter.",
        "Write the titles before converting.",
    ),
    Rule(
        "FT339", "warning", "chapters beyond the format's number lost",
        "The format numbers its chapters with few digits.",
        "Convert to another format, or split the list.",
    ),
    Rule(
        "FT340", "warning", "URLs percent-encoded",
        "Blanks, quotes and angle brackets in a URL would break the line.",
        "Nothing: the encoded form names the same page.", "RFC 3986",
    ),
    Rule(
        "FT341", "warning", "last chapter's end not known", "The format needs an end for each chapter.",
        "Give the audio's length with --end.",
    ),
    Rule(
        "FT342", "warning", "chapter numbers above 99",
        "AntennaPod reads two digits of a CHAPTERxxx field and then finds no chapters at all.",
        "Keep the list under 100 chapters in Ogg, Opus and FLAC files.",
    ),
    Rule(
        "FT350", "warning", "too few chapters for a description",
        "Apple, Spotify and YouTube take times in a description for chapters only from three on.",
        "Add chapters, or expect plain text.", "Apple, Spotify and YouTube help",
    ),
    Rule(
        "FT351", "warning", "chapter too short for a description",
        "YouTube shows no chapters at all if one is shorter than 10 seconds.",
        "Join it with its neighbour.", "YouTube help",
    ),
    Rule(
        "FT352", "info", "title Spotify would not take",
        "Spotify refuses titles with emoji or HTML and advises fewer than 40 characters.",
        "Shorten the title or take the signs out.", "Spotify help",
    ),
    Rule(
        "FT360", "warning", "chapter moved before the start",
        "After the shift this chapter would begin before the audio does.",
        "Check --offset; chapters that end before 0:00 are left out.",
    ),
    Rule(
        "FT361", "warning", "chapter after the end left out",
        "After the shift, or by --end, this chapter would begin when the audio is over.",
        "Check --offset, --scale and --end.",
    ),
    Rule(
        "FT362", "info", "chapter not snapped",
        "No silence or cue is near enough to this chapter's start, so it stays.",
        "Widen --within, or add the place to the file of silences.",
    ),
)  # fmt: skip
