"""Findings about what listeners would notice: a feed against the one before it, the lock, taking over a show."""

from __future__ import annotations

from feedtool.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    Rule(
        "FT801", "error", "an episode's guid changed",
        "Apps know an episode by its guid alone. Under another one it is new: every subscriber gets it again, and "
        "what was played or saved of it is lost.",
        "Put the old guid back; feedtool build --accept EPISODE takes the new one for good.", "spec: RSS guid",
    ),
    Rule(
        "FT802", "error", "an episode's enclosure address changed",
        "Many apps download an episode again when its audio stands at another address; others go on asking for the "
        "old one, and play nothing once it is gone.",
        "Keep the old name with slug: in the front matter, or redirect the old address; feedtool build --accept "
        "EPISODE takes the new one for good.", "spec: RSS enclosure",
    ),
    Rule(
        "FT803", "error", "an episode's enclosure type changed",
        "Apps choose their player by the type. Another one for an episode they know is downloaded again, or is not "
        "shown at all where they cannot play it.",
        "Publish the episode in the format it had; feedtool build --accept EPISODE takes the new one for good.",
        "spec: RSS enclosure",
    ),
    Rule(
        "FT804", "warning", "an episode's audio has another size",
        "The file at the enclosure's address is another one. Those who have the episode keep the old sound; some apps "
        "download it again.",
        "Nothing, when the audio or its tag was meant to change.", "spec: RSS enclosure",
    ),
    Rule(
        "FT805", "error", "an episode vanished",
        "Apps drop an episode that is no longer in the feed, also for those who have not heard it yet.",
        "Put it back; feedtool build --accept EPISODE lets it go.",
    ),
    Rule(
        "FT806", "info", "a new episode",
        "Subscribers are told of it, and their apps download it.",
        "Nothing, when it was meant.",
    ),
    Rule(
        "FT807", "warning", "an episode has another date",
        "Apps sort by date: the episode moves in everybody's list, and one that becomes recent may be announced again.",
        "Put the old date back unless it was wrong.", "spec: RSS pubDate",
    ),
    Rule(
        "FT808", "warning", "episodes stand in another order",
        "Apps order by date, and where dates are equal or missing by the order of the feed.",
        "Give the episodes dates that differ.",
    ),
    Rule(
        "FT809", "info", "a title or notes changed",
        "Listeners see the new text; nothing is downloaded again.",
        "Nothing, when it was meant.",
    ),
    Rule(
        "FT810", "info", "a tag of an episode changed",
        "Apps that know the tag show what it says now.",
        "Nothing, when it was meant.",
    ),
    Rule(
        "FT811", "info", "the show says something else",
        "Directories take over what the channel says within a day or so.",
        "Nothing, when it was meant.",
    ),
    Rule(
        "FT812", "error", "the show's own guid changed",
        "Directories and apps know the show itself by its podcast:guid. Under another one it is another show.",
        "Put the old one into feedtool.toml as guid.", "spec: podcast-namespace §2",
    ),
    Rule(
        "FT813", "warning", "the show is hidden, closed or moved",
        "itunes:block takes a show out of directories, itunes:complete stops apps from looking for episodes, "
        "itunes:new-feed-url sends every subscriber elsewhere.",
        "Nothing, when it was meant; otherwise remove it from feedtool.toml before anybody reads the feed.",
        "spec: iTunes tags",
    ),
    Rule(
        "FT814", "info", "made anew by every build",
        "What names the program and the day of a build, or what a feed should have and did not: nobody notices.",
        "Nothing.",
    ),
    Rule(
        "FT820", "error", "all enclosure addresses change",
        "base_url is another one than that the episodes were published under: every subscriber's app may download the "
        "whole archive again.",
        "Put base_url back. When the files move with redirects from the old addresses: feedtool build --accept all.",
        "spec: RSS enclosure",
    ),
    Rule(
        "FT821", "error", "feedtool.lock is missing",
        "A feed stands in the output folder, and the lock that keeps its guids does not: without it every episode may "
        "get a new guid, and every subscriber the whole archive again.",
        "Restore feedtool.lock from version control, or make it anew from the feed that was published: "
        "feedtool plan --rebuild-lock FEED. Only for a show never published: delete the feed.",
    ),
    Rule(
        "FT822", "info", "accepted",
        "A change that subscribers notice was accepted by name: feedtool.lock keeps the new state as the right one.",
        "Nothing.",
    ),
    Rule(
        "FT823", "error", "nothing to accept under this name",
        "--accept takes an episode's file name, slug or guid, or all.",
        "See the names in the findings of the build.",
    ),
    Rule(
        "FT824", "info", "the lock was made anew",
        "feedtool.lock was made from a feed. What the feed does not say, such as the sound an episode is recognised "
        "by, is added by the next build.",
        "Look at feedtool plan before the next build.",
    ),
    Rule(
        "FT830", "error", "no RSS feed",
        "Only RSS with a channel and items can be compared and taken over.",
        "Give the address of the show's feed itself, not of its website.",
    ),
    Rule(
        "FT831", "warning", "broken XML in the feed",
        "What can mean but one thing was put right in memory; what could not be read is left out.",
        "Compare with the feed: feedtool diff FEED output/feed.xml.",
    ),
    Rule(
        "FT832", "warning", "episode without a guid",
        "Apps know such an episode by its enclosure's address, which becomes its guid.",
        "Nothing; the guid is kept from now on.", "spec: RSS guid",
    ),
    Rule(
        "FT833", "warning", "cannot be taken over as it is",
        "The feed says something that may not stand in a feed; it is left out.",
        "Correct it in the episode's text, or in feedtool.toml.",
    ),
    Rule(
        "FT834", "warning", "media not downloaded",
        "The episode refers to its audio where it is published now.",
        "Put the file beside the episode's text, under the same name, to bring it home.",
    ),
    Rule(
        "FT835", "warning", "item left out",
        "An episode needs an enclosure with an address; what stands in the feed without one is a note, not an episode.",
        "Add an episode's text where it was meant to be one.",
    ),
    Rule(
        "FT836", "error", "download failed",
        "The host did not answer as it should, or the file is larger than is taken.",
        "Try again later; a file that was begun is gone on with.",
    ),
    Rule(
        "FT837", "error", "private address refused",
        "A feed is somebody else's text: it must not send this tool into your own network.",
        "With --allow-private such addresses are read; only for a feed you trust.",
    ),
    Rule(
        "FT838", "info", "taken over",
        "What the feed does not say and a show must have was filled in.",
        "Correct it in feedtool.toml.",
    ),
)  # fmt: skip
