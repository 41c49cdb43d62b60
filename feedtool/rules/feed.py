"""Findings about the feed: XML (FT50x), grammar (FT51x), directories (FT52x), values (FT53x-56x), agreement (FT57x)."""

from __future__ import annotations

from feedtool.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    Rule(
        "FT501", "error", "not well-formed XML",
        "An XML reader stops at the first fault, and with it every podcast app.",
        "Correct the place named; text needs &amp; for & and &lt; for <, HTML belongs in CDATA.", "XML 1.0",
    ),
    Rule(
        "FT502", "error", "DOCTYPE in the feed",
        "A document type can pull in other files and blow small texts up into huge ones; readers refuse it.",
        "Remove the <!DOCTYPE …>; RSS 2.0 has none.", "rss-podcast §1",
    ),
    Rule(
        "FT503", "error", "unknown encoding",
        "Nobody can read a feed in an encoding that is not known.",
        "Save the feed as UTF-8.", "rss-podcast §1",
    ),
    Rule(
        "FT504", "error", "an item is enormous",
        "Apps give up on items of many megabytes.",
        "Shorten the notes, or close the item that was left open.", "rss-podcast §9",
    ),
    Rule(
        "FT505", "error", "not an RSS feed",
        "Podcast apps read RSS 2.0: one rss with version 2.0, and one channel in it.",
        "Give the feed's own address or file; an Atom feed or a web page is not one.", "rss-podcast §1",
    ),
    Rule(
        "FT506", "error", "namespace written wrongly",
        "A namespace is compared letter by letter: under another name, apps pass over all of its tags.",
        "Write the name given.", "rss-podcast §1",
    ),
    Rule(
        "FT507", "warning", "not UTF-8",
        "PSP-1 wants UTF-8, the one encoding every app reads.",
        "Save the feed as UTF-8.", "rss-podcast §1",
    ),
    Rule(
        "FT510", "error", "tag missing",
        "The tag is one that the element cannot do without.",
        "Add the tag named.", "rss-podcast §2, §6",
    ),
    Rule(
        "FT511", "error", "tag repeated",
        "The tag may stand once; apps take the first, the last, or none.",
        "Keep one of them.", "rss-podcast §2, §6",
    ),
    Rule(
        "FT512", "error", "tag in the wrong place",
        "Apps look for a tag where it belongs, and find it nowhere else.",
        "Move it to where the hint says.", "rss-podcast §2, §6",
    ),
    Rule(
        "FT513", "warning", "unknown tag",
        "No specification has a tag of this name, so no app reads it. Names count with their capital letters.",
        "Correct the name, or remove the tag.", "rss-podcast §1",
    ),
    Rule(
        "FT514", "error", "attribute missing",
        "Without this attribute the tag says nothing.",
        "Add the attribute named.", "rss-podcast §6, podcast-namespace §1",
    ),
    Rule(
        "FT515", "warning", "unknown attribute",
        "No specification has this attribute, so no app reads it.",
        "Correct its name, or remove it.", "podcast-namespace §1",
    ),
    Rule(
        "FT516", "error", "attribute with a wrong value",
        "Apps take only the values the specification lists, and drop the tag otherwise.",
        "Write a value of the kind named.", "podcast-namespace §20",
    ),
    Rule(
        "FT517", "error", "tag with a wrong text",
        "Apps take only the values the specification lists, and drop the tag otherwise.",
        "Write a value of the kind named.", "rss-podcast §3",
    ),
    Rule(
        "FT518", "error", "not as the grammar has it",
        "The element breaks schemas/rss.rng in a way no other finding names.",
        "Compare it with the specification of the tag.", "schemas/rss.rng",
    ),
    Rule(
        "FT519", "warning", "loose text",
        "The text stands where only tags belong; no app shows it.",
        "Put it into a tag, or remove it.", "rss-podcast §1",
    ),
    Rule(
        "FT520", "error", "a directory requires this",
        "The directory refuses a feed, or an episode, without it.",
        "Add what is named.", "rss-podcast §12",
    ),
    Rule(
        "FT521", "warning", "a directory recommends this",
        "Apps show more, and find the show better, with it.",
        "Add what is named.", "rss-podcast §12",
    ),
    Rule(
        "FT530", "error", "not an RFC 2822 date",
        "Apps sort and show episodes by this date; one they cannot read loses the episode its place.",
        "Write it as in: Wed, 04 Mar 2026 05:06:07 +0000", "rss-podcast §8",
    ),
    Rule(
        "FT531", "warning", "weekday does not fit the date",
        "Strict readers refuse a date whose weekday is another.",
        "Correct the weekday, or leave it out.", "rss-podcast §8",
    ),
    Rule(
        "FT532", "warning", "zone as a name",
        "Names such as EST mean different hours in different places.",
        "Write the zone as a number, such as -0500.", "rss-podcast §8",
    ),
    Rule(
        "FT533", "error", "description too long",
        "Apple and PSP-1 grant 4,000 bytes, tags included; what is over is cut, or the episode refused.",
        "Shorten it; the whole notes belong in content:encoded.", "rss-podcast §9",
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
        "Write two letters, and a country if need be: en, en-us, pt-br.", "rss-podcast §2",
    ),
    Rule(
        "FT537", "warning", "language unusual for Apple",
        "Apple's rule knows languages of two letters only.",
        "Use the two-letter code if the language has one.", "rss-podcast §2",
    ),
    Rule(
        "FT538", "error", "not an Apple category",
        "A category that is not in Apple's list files the show nowhere.",
        "Take one of Apple's categories, letter by letter.", "rss-podcast §4",
    ),
    Rule(
        "FT539", "warning", "category out of use, or too many",
        "Apple reads the first category, at most two, and none of the list before 2019.",
        "Take one or two current categories.", "rss-podcast §4",
    ),
    Rule(
        "FT540", "error", "two items with one guid",
        "Apps take them for one episode, and hide one.",
        "Give each episode its own guid, and never change it.", "rss-podcast §7",
    ),
    Rule(
        "FT541", "error", "two items with one audio file",
        "Apple passes over an item whose enclosure it has seen.",
        "Point each item at its own file.", "rss-podcast §6",
    ),
    Rule(
        "FT542", "error", "guid is no permanent link",
        "isPermaLink is true unless it says false, and then the guid must be an address that opens.",
        'Write isPermaLink="false".', "rss-podcast §7",
    ),
    Rule(
        "FT543", "warning", "guid hardly unique",
        "A short number may stand in other feeds too.",
        "Keep it if it is published; use a UUID for new episodes.", "rss-podcast §7",
    ),
    Rule(
        "FT544", "warning", "http instead of https",
        "Phones refuse or warn about addresses without encryption.",
        "Write https:// if the host has it.", "podcast-namespace §0",
    ),
    Rule(
        "FT545", "warning", "audio address without a known ending",
        "Apple tells a file's kind by the ending of its address.",
        "End the path with .mp3 or .m4a.", "rss-podcast §6",
    ),
    Rule(
        "FT546", "warning", "media type does not fit",
        "Apps decide by the type whether they can play a file.",
        "Write the type named.", "rss-podcast §6",
    ),
    Rule(
        "FT547", "warning", "length not known",
        "Apps show how much there is to load, and tell a changed file, by its length.",
        "Write the file's size in bytes.", "rss-podcast §6",
    ),
    Rule(
        "FT548", "error", "something that runs in the notes",
        "Scripts, frames and event handlers are attacks or look like ones; apps strip them or refuse the feed.",
        "Remove it.", "rss-podcast §9",
    ),
    Rule(
        "FT549", "warning", "HTML that apps do not show",
        "In a description, apps show paragraphs, lists, links and emphasis; the rest vanishes or shows as text.",
        "Use p, br, ul, ol, li, a, strong, em, b and i.", "rss-podcast §9",
    ),
    Rule(
        "FT550", "warning", "HTML in a plain field",
        "Titles and the show's description are shown as they are, tags and all.",
        "Write plain text.", "rss-podcast §2",
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
        "Write the duration as seconds, such as 3600.", "rss-podcast §3",
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
        "Add a description beside content:encoded.", "rss-podcast §6",
    ),
    Rule(
        "FT558", "warning", "summary repeats the description",
        "itunes:summary is out of use and makes some apps show the text twice.",
        "Remove it, or make it one or two sentences.", "rss-podcast §3",
    ),
    Rule(
        "FT560", "warning", "role or group not in the taxonomy",
        "Apps group people by known roles only.",
        "Use a role and its group from the podcast taxonomy.", "podcast-namespace §7",
    ),
    Rule(
        "FT561", "warning", "podcast:guid not of version 5",
        "The guid of a show is a UUID of version 5, made of its first feed address.",
        "Keep it if it is published; else compute it from the address.", "podcast-namespace §2",
    ),
    Rule(
        "FT562", "warning", "transcript type unusual",
        "Players show WebVTT, SubRip, JSON, HTML and plain text.",
        "Write the type named, or offer one of these.", "podcast-namespace §5",
    ),
    Rule(
        "FT563", "warning", "chapters type unusual",
        "The type of JSON chapters is application/json+chapters.",
        "Write application/json+chapters.", "podcast-namespace §6",
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
        "Add url.", "podcast-namespace §11",
    ),
    Rule(
        "FT575", "error", "COUNT without a beginning",
        "A number of repetitions counts from somewhere.",
        "Add dtstart.", "podcast-namespace §17",
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
        "Add length in bytes.", "podcast-namespace §12",
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
)  # fmt: skip
