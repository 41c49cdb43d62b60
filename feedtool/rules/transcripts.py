"""Findings about transcripts."""

from __future__ import annotations

from feedtool.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    Rule(
        "FT601", "error", "no transcript",
        "The content is what tells a transcript's format, and this file holds nothing that could be one.",
        "Export the transcript again as WebVTT, SRT, podcast JSON, HTML or plain text in UTF-8.",
    ),
    Rule(
        "FT602", "warning", "ending and content disagree",
        "Players go by the media type, which comes from the ending. The file is published as what it is.",
        "Rename the file to the ending named.", "spec: podcast-namespace §5",
    ),
    Rule(
        "FT603", "error", "no cue could be read",
        "The file is of a known format, but not one cue in it can be understood; players would show nothing.",
        "See the findings beside this one for what is wrong in each line.",
    ),
    Rule(
        "FT604", "warning", "words without usable times, left out",
        "A cue is shown from its start to its end. Players pass over words outside of any cue, and cues without times.",
        "Write the line as 00:01:02.500 --> 00:01:04.000 (a comma in SRT), with the text right below it.",
        "W3C WebVTT",
    ),
    Rule(
        "FT606", "error", "too large to read",
        "Ten hours of speech word by word fit into the limits; what is beyond is hardly a transcript.",
        "Check that this is the file meant.",
    ),
    Rule(
        "FT607", "warning", "transcript in an old encoding",
        "The bytes are not UTF-8 and carry no mark, so accents and quotes are read as Windows-1252, a guess. Players "
        "read UTF-8 only.",
        "Save the file as UTF-8.", "W3C WebVTT",
    ),
    Rule(
        "FT608", "warning", "segment of the wrong shape",
        "Podcast JSON has segments with startTime and endTime as numbers of seconds, and a body of text.",
        "Correct the value; the rest of the segment is read.", "spec: podcast-namespace §5",
    ),
    Rule(
        "FT609", "warning", "a dialect not all players read",
        "Players go by the letter: SRT wants a number above each cue, two-digit hours and a comma; WebVTT two-digit "
        "hours and a point; JSON the podcast namespace's keys. A build publishes the file rewritten.",
        "Nothing, or convert it once and keep the result: feedtool transcript convert.", "spec: podcast-namespace §5",
    ),
    Rule(
        "FT620", "error", "cue before the one above",
        "Players go through the cues in order; one that goes back is skipped or stops the captions.",
        "Correct the time named, or move the cue to where it belongs.", "W3C WebVTT",
    ),
    Rule(
        "FT621", "warning", "cues overlap",
        "Two captions stand on the screen at once. Rolling captions of video sites are made so; transcripts are not.",
        "Let each cue end where the next one starts.",
    ),
    Rule(
        "FT622", "error", "cue past the end of the audio",
        "Nothing is heard there. Usually the audio was cut afterwards, or the transcript belongs to another episode.",
        "Correct the time, or check that this is the transcript of this audio.",
    ),
    Rule(
        "FT623", "error", "cue ends before it starts",
        "Players drop a cue that ends where it starts, or before.", "Correct the end.", "W3C WebVTT",
    ),
    Rule(
        "FT624", "warning", "cue without text", "Nothing would be shown.",
        "Remove the cue, or write what is said there.",
    ),
    Rule(
        "FT625", "info", "speaker not among the episode's people",
        "Players show a speaker's name as the transcript has it; the people of the episode are named otherwise.",
        "Use one name for a person in both, or add the person to the episode.",
    ),
    Rule(
        "FT630", "warning", "times lost", "The format has no place for times: nothing can follow the audio.",
        "Keep a file with times beside this one.",
    ),
    Rule(
        "FT631", "info", "times in whole seconds", "The format tells times to the second; they are rounded down.",
        "Nothing: this is exact enough to find a place.",
    ),
    Rule(
        "FT632", "info", "ends lost", "The format tells when a paragraph starts, and not when it ends.",
        "Keep a file with ends beside this one.",
    ),
    Rule(
        "FT633", "warning", "names that cannot be told from the text",
        "Where speakers stand before the text, one in lower case, with a colon or of many words is read as text.",
        "Shorten the name, or convert to WebVTT or JSON, which have a place for it.",
    ),
    Rule(
        "FT634", "info", "long cues divided",
        "A cue that fills more lines than the format takes becomes several, which share its time by length.",
        "Nothing, if times between the original ones may be a second off.", "spec: podcast-namespace §5",
    ),
    Rule(
        "FT635", "error", "no times to write",
        "Captions say when each line is heard, and this transcript does not know.",
        "Use a transcript with times, or publish this one as HTML or text.",
    ),
    Rule(
        "FT636", "info", "times worked out",
        "Where the file does not say when words start or end, they last until the next ones, or get their share by "
        "length.",
        "Nothing, if these times may be seconds off.",
    ),
    Rule(
        "FT637", "warning", "words broken", "A word longer than a line is broken into parts.",
        "Shorten it, as the host of a long address.",
    ),
    Rule(
        "FT638", "info", "layout not carried over",
        "Styles, positions, notes and markup are of one format; text, times and speakers are kept.",
        "Keep the original beside this file if you need them.",
    ),
    Rule(
        "FT639", "info", "cues joined to paragraphs",
        "Text for reading is joined until the speaker changes or a pause follows.",
        "Nothing: this is how such transcripts are read.",
    ),
    Rule(
        "FT640", "warning", "two transcripts of one kind",
        "A player takes one transcript of a language and type; the second one would overwrite the first.",
        "Remove one of the two, or name their languages: NAME.de.vtt.",
    ),
    Rule(
        "FT641", "warning", "transcript wanted but not made",
        "The settings ask for a format with times, and the episode's transcript has none.",
        "Add a transcript with times, or take the format out of show.transcripts.",
    ),
)  # fmt: skip
