"""Findings about what a feed's addresses answer (FT59x)."""

from __future__ import annotations

from feedtool.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    Rule(
        "FT590", "error", "address does not answer",
        "Listeners' apps get no further than this.",
        "Correct the address, or mend the server.", "rss-podcast §10",
    ),
    Rule(
        "FT591", "error", "address refused",
        "Addresses inside a private network, and schemes other than http and https, are never asked.",
        "Name a public address; --allow-private asks servers of your own network.", "rss-podcast §10",
    ),
    Rule(
        "FT592", "warning", "length differs from the file",
        "Apps show a wrong size, and some take the file for damaged; inserted advertising changes it too.",
        "Write the length the server tells.", "rss-podcast §6; ambiguities 11",
    ),
    Rule(
        "FT593", "warning", "media type differs from the server's",
        "Apps believe the one or the other.",
        "Make the feed and the server say the same.", "rss-podcast §10",
    ),
    Rule(
        "FT594", "warning", "server sends no ranges",
        "Without byte ranges apps cannot seek, and Apple refuses the show.",
        "Turn on range requests (206, Accept-Ranges) at the host.", "rss-podcast §10",
        {"apple": "error"},
    ),
    Rule(
        "FT595", "warning", "redirected too often or to less",
        "Each redirect costs time, apps stop after some, and one from https to http is refused by phones.",
        "Point at the last address, or shorten the chain.", "rss-podcast §10",
    ),
    Rule(
        "FT596", "warning", "artwork outside the rules",
        "Directories want square JPEG or PNG pictures, 1400 to 3000 pixels wide, in RGB.",
        "Save the artwork anew within the rules.", "rss-podcast §5",
        {"apple": "error"},
    ),
    Rule(
        "FT597", "error", "what the address holds is broken",
        "The file is there, and apps cannot use it.",
        "Correct the file as the findings on it say.", "podcast-namespace §5, §6",
    ),
    Rule(
        "FT598", "warning", "web players are kept out",
        "A player on another web site may read the file only when the server allows it (CORS).",
        "Send Access-Control-Allow-Origin: * with feeds, chapters and transcripts.", "rss-podcast §10",
    ),
    Rule(
        "FT599", "warning", "not everything was asked",
        "There were more addresses than one check asks, or a server took too long.",
        "Check again, or check fewer episodes.", "rss-podcast §10",
    ),
)  # fmt: skip
