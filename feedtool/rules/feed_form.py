"""Findings about the form of a feed: XML (FT50x), grammar (FT51x), what directories ask for (FT52x)."""

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
        "Write the name given.", "rss-podcast §1; ambiguities 18",
    ),
    Rule(
        "FT507", "warning", "not UTF-8",
        "PSP-1 wants UTF-8, the one encoding every app reads.",
        "Save the feed as UTF-8.", "rss-podcast §1",
        {"psp1": "error"},
    ),
    Rule(
        "FT508", "warning", "something after the end of the feed",
        "Some apps stumble over what follows </rss>; text there is no XML at all.",
        "Remove what stands after </rss>.", "rss-podcast §1",
    ),
    Rule(
        "FT509", "error", "RSS in a namespace",
        "RSS's own tags stand in no namespace; with a default one, apps find no title and no episode.",
        'Remove xmlns="…" from <rss>; namespaces with a prefix stay.', "rss-podcast §1",
    ),
    Rule(
        "FT510", "error", "tag missing",
        "The tag is one that the element cannot do without.",
        "Add the tag named.", "rss-podcast §2, §6",
    ),
    Rule(
        "FT511", "error", "tag repeated",
        "The tag may stand once; apps take the first, the last, or none.",
        "Keep one of them.", "rss-podcast §2, §6; ambiguities 14",
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
        "Write a value of the kind named.", "rss-podcast §3; ambiguities 1, 39",
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
        "Add what is named.", "rss-podcast §12; ambiguities 4, 19",
    ),
    Rule(
        "FT521", "warning", "a directory recommends this",
        "Apps show more, and find the show better, with it.",
        "Add what is named.", "rss-podcast §12; ambiguities 3",
    ),
    Rule(
        "FT522", "info", "copyright with more than a name",
        "PSP-1 wants the holder's name alone, no word, sign or year; Apple's own example has them.",
        "Write the name alone, or leave it as it is.", "rss-podcast §2; ambiguities 44",
        {"rss": "off", "strict": "info", "apple": "off", "spotify": "off"},
    ),
    Rule(
        "FT523", "info", "only Yes does anything",
        "itunes:block and itunes:complete act when they say Yes; with any other word they might as well not be there.",
        "Write Yes, or remove the tag.", "rss-podcast §3; ambiguities 2",
    ),
    Rule(
        "FT524", "warning", "date still to come",
        "Some apps hide an episode until then, some show it at once without a date.",
        "Publish the episode on that day, or correct the date.", "rss-podcast §8",
    ),
    Rule(
        "FT525", "warning", "author without an e-mail address",
        "RSS's author, managingEditor and webMaster hold an address; a bare name is for itunes:author.",
        "Write ann@example.com (Ann), or use itunes:author.", "rss-podcast §6",
        {"apple": "info", "spotify": "info"},
    ),
    Rule(
        "FT526", "warning", "the feed's own address differs",
        "Apps and directories move to the address a feed says it has.",
        'Write the address people subscribe to into atom:link rel="self".', "rss-podcast §2; ambiguities 19",
        {"psp1": "error"},
    ),
    Rule(
        "FT527", "warning", "channel image unlike the channel",
        "RSS's image repeats the channel's title and link, and is at most 144 by 400 pixels.",
        "Make title and link the same; leave width and height out.", "rss-podcast §2",
        {"apple": "off", "spotify": "off"},
    ),
    Rule(
        "FT528", "warning", "artwork is no JPEG or PNG",
        "Directories take JPEG and PNG, and judge by the ending of the address.",
        "Offer the artwork as .jpg or .png.", "rss-podcast §5",
        {"apple": "error"},
    ),
    Rule(
        "FT529", "info", "hosts not named again",
        "An episode's people replace those of the channel, who are then not shown with it.",
        "Name the hosts in the episode too, if they took part.", "podcast-namespace §7; ambiguities 31",
    ),
)  # fmt: skip
