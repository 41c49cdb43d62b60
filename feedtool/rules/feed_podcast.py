"""Findings about the podcast namespace and simple chapters in a feed (FT56x to FT58x)."""

from __future__ import annotations

from feedtool.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    Rule(
        "FT560", "warning", "role or group not in the taxonomy",
        "Apps group people by known roles only.",
        "Use a role and its group from the podcast taxonomy.", "podcast-namespace §7; ambiguities 31",
    ),
    Rule(
        "FT561", "warning", "podcast:guid not of version 5",
        "The guid of a show is a UUID of version 5, made of its first feed address.",
        "Keep it if it is published; else compute it from the address.", "podcast-namespace §2; ambiguities 33",
    ),
    Rule(
        "FT562", "warning", "transcript type unusual",
        "Players show WebVTT, SubRip, JSON, HTML and plain text.",
        "Write the type named, or offer one of these.", "podcast-namespace §5",
    ),
    Rule(
        "FT563", "warning", "chapters type unusual",
        "The type of JSON chapters is application/json+chapters.",
        "Write application/json+chapters.", "podcast-namespace §6; ambiguities 20",
    ),
    Rule(
        "FT564", "warning", "text longer than apps keep",
        "Directories cut the texts of podcast: tags: 128 characters, 32 for an episode's display, 4,000 for txt.",
        "Shorten it.", "podcast-namespace §0",
    ),
    Rule(
        "FT565", "warning", "chapters out of order",
        "Not every app sorts chapters.",
        "Put them in the order of their starts.", "chapters §2",
    ),
    Rule(
        "FT566", "warning", "place not where it should be",
        "A wrong sign or swapped numbers put the place on the other side of the world.",
        "Write geo:LATITUDE,LONGITUDE; south and west are negative.", "podcast-namespace §8; ambiguities 32",
    ),
    Rule(
        "FT567", "info", "location does not say whose",
        "Without rel a place is that of the subject; apps are advised to take it for the maker's.",
        'Write rel="subject" or rel="creator".', "podcast-namespace §8; ambiguities 32",
    ),
    Rule(
        "FT568", "warning", "zone without a colon",
        "RFC 3339 times have a colon in their zone; some readers refuse one without.",
        "Write -06:00, not -0600.", "podcast-namespace §13; ambiguities 38",
    ),
    Rule(
        "FT569", "warning", "live item ends before it starts",
        "Apps may never show it.",
        "Correct start or end.", "podcast-namespace §13",
    ),
    Rule(
        "FT570", "error", "time split with both or neither",
        "A time split sends to another show's item, or to its own recipients.",
        "Keep the one or the other.", "podcast-namespace §15",
    ),
    Rule(
        "FT571", "error", "publisher without its feed",
        "A publisher is named by the feed it keeps.",
        'Add medium="publisher" to its podcast:remoteItem.', "podcast-namespace §16",
    ),
    Rule(
        "FT572", "error", "a list with items of its own",
        "A list feed only points at other feeds' items.",
        "Use podcast:remoteItem, or another medium.", "podcast-namespace §9",
    ),
    Rule(
        "FT573", "error", "nothing to interact with",
        "socialInteract names the post that comments belong to.",
        'Add uri, or protocol="disabled".', "podcast-namespace §14",
    ),
    Rule(
        "FT574", "error", "license that cannot be read",
        "A license nobody knows by name must be found somewhere.",
        "Add url.", "podcast-namespace §11; ambiguities 34",
    ),
    Rule(
        "FT575", "error", "COUNT without a beginning",
        "A number of repetitions counts from somewhere.",
        "Add dtstart.", "podcast-namespace §17; ambiguities 36",
    ),
    Rule(
        "FT576", "error", "live item incomplete",
        "A live item is an item: title, guid and enclosure.",
        "Add what is missing.", "podcast-namespace §13",
    ),
    Rule(
        "FT577", "warning", "live item without contentLink",
        "Apps that cannot play the stream open this link.",
        "Add podcast:contentLink.", "podcast-namespace §13",
    ),
    Rule(
        "FT578", "error", "alternate without an enclosure",
        "Apps that do not know alternateEnclosure need the enclosure.",
        "Add the enclosure.", "podcast-namespace §12",
    ),
    Rule(
        "FT579", "warning", "alternate without length",
        "Apps choose by size.",
        "Add length in bytes.", "podcast-namespace §12; ambiguities 35",
    ),
    Rule(
        "FT580", "error", "more than one default",
        "One of the alternates is the enclosure itself.",
        'Keep default="true" on that one.', "podcast-namespace §12",
    ),
    Rule(
        "FT581", "error", "soundbite past the end",
        "The soundbite is a part of the episode.",
        "Correct startTime or duration.", "podcast-namespace §6",
    ),
    Rule(
        "FT582", "error", "address of a recipient wrong",
        "Money goes to this address, or nowhere.",
        "Correct the address, or its type.", "podcast-namespace §15",
    ),
    Rule(
        "FT583", "warning", "podcast:images out of use",
        "podcast:image took its place.",
        "Write one podcast:image for each picture.", "podcast-namespace §18",
    ),
    Rule(
        "FT584", "warning", "default alternate unlike the enclosure",
        "The alternate marked default is the enclosure's own file; apps compare length and type.",
        "Make length and type agree.", "podcast-namespace §12",
    ),
    Rule(
        "FT585", "warning", "not a hash",
        "An app that checks the file against it refuses the file.",
        "Write sha384- and the base64 hash of the file.", "podcast-namespace §12",
    ),
    Rule(
        "FT586", "warning", "not a recurrence rule",
        "Apps read the rule as RFC 5545 has it.",
        "Write it as in FREQ=WEEKLY;BYDAY=MO.", "podcast-namespace §17; ambiguities 36",
    ),
    Rule(
        "FT587", "info", "bold and italics vanish",
        "Apple and Spotify show the words, and no emphasis.",
        "Leave it; do not let meaning hang on it.", "rss-podcast §9; ambiguities 9",
        {"rss": "off", "strict": "off", "psp1": "off"},
    ),
    Rule(
        "FT588", "warning", "chapter start in plain seconds",
        "Some apps read 90 as 0: all such chapters start at the beginning.",
        "Write HH:MM:SS.mmm, such as 00:01:30.000.", "chapters §2; ambiguities 23",
    ),
    Rule(
        "FT589", "warning", "first chapter not at the beginning",
        "YouTube, Spotify and Apple want a first chapter at 0; some apps move it there.",
        "Add a chapter at 00:00:00.000.", "chapters §4; ambiguities 22",
    ),
)  # fmt: skip
