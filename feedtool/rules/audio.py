"""Findings about audio files and the tags in them."""

from __future__ import annotations

from feedtool.rules.rule import Rule

_ADDENDUM = "ID3v2 Chapter Frame Addendum 1.0"

RULES: tuple[Rule, ...] = (
    Rule(
        "FT401", "error", "not audio",
        "The file holds no audio that can be recognised, whatever its name says; players would refuse it.",
        "Export the episode again as MP3, M4A, Ogg, Opus or FLAC, and check that the file is complete.",
        "ISO 11172-3 2.4.1",
    ),
    Rule(
        "FT402", "error", "free-format MPEG audio",
        "Frames of free format do not say how long they are, so neither players nor this tool can find the next one.",
        "Encode with a fixed or variable bit rate, such as 128 kbit/s.", "ISO 11172-3 2.4.2.3",
    ),
    Rule(
        "FT403", "error", "tag too large to be read",
        "The tag claims a size no player would load before the sound; such files are broken or hostile.",
        "Take the tag off with another tool, or export the audio again.", "id3v2.3.0 3.1",
    ),
    Rule(
        "FT404", "warning", "part of the tag cannot be read",
        "A frame is cut off, compressed beyond reason, encrypted or no frame at all; the rest is used.",
        "Nothing needs doing if the new tag holds what you want; the unreadable part is left out of it.",
        "id3v2.3.0 3.3",
    ),
    Rule(
        "FT405", "error", "audio without a duration",
        "The file's headers are broken, so it cannot be said how long it plays, and chapters need an end.",
        "Export the audio again.",
    ),
    Rule(
        "FT406", "warning", "junk before the sound",
        "Bytes before the first frame are no audio. Players skip them, some with a delay; they are kept.",
        "Export the audio again if you can.",
    ),
    Rule(
        "FT407", "info", "another tag is kept",
        "Behind the sound stands a tag of another kind. It is left as it is, and may say something else.",
        "Remove it with another tool if players show outdated facts.",
    ),
    Rule(
        "FT408", "warning", "not carried over",
        "The container or tag version has no place for this, so the written file is without it.",
        "Use JPEG or PNG images; for the rest, check that you can do without.", "id3v2.3.0 4",
    ),
    Rule(
        "FT409", "error", "no tags can be written into this container",
        "Chapters can be read from this kind of file, but no player reads them there in a podcast.",
        "Publish the episode as MP3 or M4A.",
    ),
    Rule(
        "FT410", "error", "tag not as its schema says",
        "The tag's content has a shape that readers do not expect.",
        "Tag the file again with feedtool.", "schemas/id3.schema.json",
    ),
    Rule(
        "FT411", "warning", "tag version that loses chapters",
        "Players and tools read chapters best from ID3v2.3; some lose every chapter with a long title in v2.4.",
        "Tag the file again with feedtool: it writes ID3v2.3.", _ADDENDUM,
    ),
    Rule(
        "FT412", "error", "table of contents missing or wrong",
        "Without exactly one top-level table of contents that lists existing chapters, players hide the list.",
        "Tag the file again with feedtool.", _ADDENDUM,
    ),
    Rule(
        "FT413", "error", "impossible chapter time",
        "A chapter must end after it starts, and both times must fit what ID3 can hold.",
        "Correct the chapter's start or end.", _ADDENDUM,
    ),
    Rule(
        "FT414", "error", "chapter past the end of the audio",
        "Players skip or misplace a chapter that starts or ends after the sound is over.",
        "Correct the time, or check that this is the right audio file.", _ADDENDUM,
    ),
    Rule(
        "FT415", "warning", "chapters not in time order",
        "Several players show chapters in the order in which the file holds them.",
        "Tag the file again with feedtool: it writes them in order.", _ADDENDUM,
    ),
    Rule(
        "FT416", "error", "too many chapters",
        "The list counts its chapters in one byte: 255 at most. Other programs wrap around and lose the rest.",
        "Merge chapters, or keep some out of the list with toc = false.", _ADDENDUM,
    ),
    Rule(
        "FT417", "warning", "chapter link that players misread",
        "A link in another encoding, or with a NUL behind it, is shown damaged by several players.",
        "Tag the file again with feedtool.", "id3v2.3.0 4.3",
    ),
    Rule(
        "FT418", "warning", "image holds the name of a frame",
        "A player looks for the letters TIT2, WXXX and APIC in the raw bytes; this image contains them by accident.",
        "Save the image again with another quality.",
    ),
    Rule(
        "FT419", "warning", "large tag",
        "A player loads the whole tag before the sound: over 1 MB the start is slow.",
        "Use smaller images: 1000 pixels and 100 KB each are plenty.",
    ),
    Rule(
        "FT420", "error", "tag too large",
        "Many players refuse to read a tag over 16 MB.",
        "Use smaller images: 1000 pixels and 100 KB each are plenty.",
    ),
    Rule(
        "FT421", "error", "two chapters with one name",
        "Each chapter frame needs an id of its own, under 100 bytes; readers drop the second or misread what follows.",
        "Tag the file again with feedtool.", _ADDENDUM,
    ),
    Rule(
        "FT422", "warning", "chapter without a title",
        "A chapter in the list needs words to show.",
        "Give the chapter a title, or keep it out of the list with toc = false.", _ADDENDUM,
    ),
    Rule(
        "FT423", "error", "last chapter without an end",
        "In audio files each chapter has an end, and the last one's is the end of the sound.",
        "Give the audio file, or the chapter an end.", _ADDENDUM,
    ),
    Rule(
        "FT424", "warning", "audio cut off",
        "The file ends before its own header says it does.",
        "Export or upload the audio again.",
    ),
    Rule(
        "FT425", "error", "written file reads back wrong",
        "Before it was put in place the new file was read again, and chapters or sound were not as they should be.",
        "Nothing was changed. Please report this with the audio file: the fault is in this tool.",
    ),
)  # fmt: skip
