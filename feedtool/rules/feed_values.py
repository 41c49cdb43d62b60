"""Findings about the values in a feed: dates, texts, categories, guids, files, notes (FT53x to FT55x)."""

from __future__ import annotations

from feedtool.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    Rule(
        "FT530", "error", "not an RFC 2822 date",
        "Apps sort and show episodes by this date; one they cannot read loses the episode its place.",
        "Write it as in Wed, 04 Mar 2026 05:06:07 +0000.", "rss-podcast §8; ambiguities 10",
    ),
    Rule(
        "FT531", "warning", "weekday does not fit the date",
        "Strict readers refuse a date whose weekday is another.",
        "Correct the weekday, or leave it out.", "rss-podcast §8; ambiguities 10",
    ),
    Rule(
        "FT532", "warning", "zone as a name",
        "Names such as EST mean different hours in different places.",
        "Write the zone as a number, such as -0500.", "rss-podcast §8; ambiguities 10",
    ),
    Rule(
        "FT533", "error", "description too long",
        "Apple and PSP-1 grant 4,000 bytes, tags included; what is over is cut, or the episode refused.",
        "Shorten it; the whole notes belong in content:encoded.", "rss-podcast §9; ambiguities 7",
        {"spotify": "warning"},
    ),
    Rule(
        "FT534", "warning", "text over 255 characters",
        "Apps cut such texts after 255 characters.",
        "Shorten it.", "rss-podcast §1",
    ),
    Rule(
        "FT535", "warning", "blanks around the value",
        "Some apps compare values with their blanks, a guid above all.",
        "Remove blanks and line ends before and after it.", "rss-podcast §1",
    ),
    Rule(
        "FT536", "error", "not a language",
        "Apple refuses a language it does not know.",
        "Write two letters, and a country if need be: en, en-us, pt-br.", "rss-podcast §2; ambiguities 17",
        {"spotify": "warning"},
    ),
    Rule(
        "FT537", "warning", "language unusual for Apple",
        "Apple's rule knows languages of two letters only.",
        "Use the two-letter code if the language has one.", "rss-podcast §2; ambiguities 17",
    ),
    Rule(
        "FT538", "error", "not an Apple category",
        "A category that is not in Apple's list files the show nowhere.",
        "Take one of Apple's categories, letter by letter.", "rss-podcast §4; ambiguities 16",
        {"spotify": "warning"},
    ),
    Rule(
        "FT539", "warning", "category out of use, or too many",
        "Apple reads the first category, at most two, and none of the list before 2019.",
        "Take one or two current categories.", "rss-podcast §4; ambiguities 16",
    ),
    Rule(
        "FT540", "error", "two items with one guid",
        "Apps take them for one episode, and hide one.",
        "Give each episode its own guid, and never change it.", "rss-podcast §7",
    ),
    Rule(
        "FT541", "error", "two items with one audio file",
        "Apple passes over an item whose enclosure it has seen.",
        "Point each item at its own file.", "rss-podcast §6; ambiguities 15",
    ),
    Rule(
        "FT542", "error", "guid is no permanent link",
        "isPermaLink is true unless it says false, and then the guid must be an address that opens.",
        'Write isPermaLink="false".', "rss-podcast §7; ambiguities 5",
    ),
    Rule(
        "FT543", "warning", "guid hardly unique",
        "A short number may stand in other feeds too.",
        "Keep it if it is published; use a UUID for new episodes.", "rss-podcast §7",
    ),
    Rule(
        "FT544", "warning", "http instead of https",
        "Phones refuse or warn about addresses without encryption.",
        "Write https:// if the host has it.", "podcast-namespace §0; ambiguities 45",
    ),
    Rule(
        "FT545", "warning", "audio address without a known ending",
        "Apple tells a file's kind by the ending of its address.",
        "End the path with .mp3 or .m4a.", "rss-podcast §6; ambiguities 13",
        {"spotify": "info"},
    ),
    Rule(
        "FT546", "warning", "media type does not fit",
        "Apps decide by the type whether they can play a file.",
        "Write the type named.", "rss-podcast §6; ambiguities 12",
    ),
    Rule(
        "FT547", "warning", "length not known",
        "Apps show how much there is to load, and tell a changed file, by its length.",
        "Write the file's size in bytes.", "rss-podcast §6; ambiguities 11",
    ),
    Rule(
        "FT548", "error", "something that runs in the notes",
        "Scripts, frames and event handlers are attacks or look like ones; apps strip them or refuse the feed.",
        "Remove it.", "rss-podcast §9",
    ),
    Rule(
        "FT549", "warning", "HTML that apps do not show",
        "In a description, apps show paragraphs, lists, links and emphasis; the rest vanishes or shows as text.",
        "Use p, br, ul, ol, li, a, strong, em, b and i.", "rss-podcast §9; ambiguities 9",
        {"spotify": "info"},
    ),
    Rule(
        "FT550", "warning", "HTML in a plain field",
        "Titles and the show's description are shown as they are, tags and all.",
        "Write plain text.", "rss-podcast §2; ambiguities 6",
    ),
    Rule(
        "FT551", "warning", "HTML escaped twice",
        "Listeners see <p> and &amp; instead of paragraphs and &.",
        "Escape once, or use CDATA without escaping.", "rss-podcast §1",
    ),
    Rule(
        "FT552", "warning", "tag out of use",
        "Nobody reads this tag any more, or only some old app.",
        "Remove it.", "rss-podcast §3",
    ),
    Rule(
        "FT553", "warning", "number in the title",
        "Apps show season and episode themselves; Apple asks for titles without them.",
        "Put the number into itunes:season and itunes:episode.", "rss-podcast §6",
    ),
    Rule(
        "FT554", "warning", "duration not in seconds",
        "Whole seconds are what every app reads alike.",
        "Write the duration as seconds, such as 3600.", "rss-podcast §3; ambiguities 40",
        {"apple": "info", "spotify": "info"},
    ),
    Rule(
        "FT555", "error", "serial episode without a number",
        "A serial show is played in the order of its numbers.",
        "Add itunes:episode.", "rss-podcast §3",
    ),
    Rule(
        "FT556", "warning", "two tags tell two numbers",
        "Some apps read the one, some the other.",
        "Make podcast: and itunes: tags agree.", "podcast-namespace §10",
    ),
    Rule(
        "FT557", "warning", "description missing",
        "Many apps read only the description.",
        "Add a description beside content:encoded.", "rss-podcast §6; ambiguities 6",
    ),
    Rule(
        "FT558", "warning", "summary repeats the description",
        "itunes:summary is out of use and makes some apps show the text twice.",
        "Remove it, or make it one or two sentences.", "rss-podcast §3; ambiguities 8",
    ),
    Rule(
        "FT559", "warning", "not a word of the list",
        "The podcast namespace lists the services and protocols apps know; another word does nothing.",
        "Write a word of the list.", "podcast-namespace §3, §13 to §15",
    ),
)  # fmt: skip
