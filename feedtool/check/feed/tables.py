"""The lists a feed is checked against: Apple's categories, people's roles, media types by ending.

Facts of the specifications (rss-podcast §4, podcast-namespace §7, rss-podcast §6), written out here so that a checker
shares nothing with a writer.
"""

from __future__ import annotations

from typing import Final

CATEGORIES: Final[dict[str, tuple[str, ...]]] = {
    "Arts": ("Books", "Design", "Fashion & Beauty", "Food", "Performing Arts", "Visual Arts"),
    "Business": ("Careers", "Entrepreneurship", "Investing", "Management", "Marketing", "Non-Profit"),
    "Comedy": ("Comedy Interviews", "Improv", "Stand-Up"),
    "Education": ("Courses", "How To", "Language Learning", "Self-Improvement"),
    "Fiction": ("Comedy Fiction", "Drama", "Science Fiction"),
    "Government": (),
    "Health & Fitness": ("Alternative Health", "Fitness", "Medicine", "Mental Health", "Nutrition", "Sexuality"),
    "History": (),
    "Kids & Family": ("Education for Kids", "Parenting", "Pets & Animals", "Stories for Kids"),
    "Leisure": (
        "Animation & Manga",
        "Automotive",
        "Aviation",
        "Crafts",
        "Games",
        "Hobbies",
        "Home & Garden",
        "Video Games",
    ),
    "Music": ("Music Commentary", "Music History", "Music Interviews"),
    "News": (
        "Business News",
        "Daily News",
        "Entertainment News",
        "News Commentary",
        "Politics",
        "Sports News",
        "Tech News",
    ),
    "Religion & Spirituality": ("Buddhism", "Christianity", "Hinduism", "Islam", "Judaism", "Religion", "Spirituality"),
    "Science": (
        "Astronomy",
        "Chemistry",
        "Earth Sciences",
        "Life Sciences",
        "Mathematics",
        "Natural Sciences",
        "Nature",
        "Physics",
        "Social Sciences",
    ),
    "Society & Culture": ("Documentary", "Personal Journals", "Philosophy", "Places & Travel", "Relationships"),
    "Sports": (
        "Baseball",
        "Basketball",
        "Cricket",
        "Fantasy Sports",
        "Football",
        "Golf",
        "Hockey",
        "Rugby",
        "Running",
        "Soccer",
        "Swimming",
        "Tennis",
        "Volleyball",
        "Wilderness",
        "Wrestling",
    ),
    "TV & Film": ("After Shows", "Film History", "Film Interviews", "Film Reviews", "TV Reviews"),
    "Technology": (),
    "True Crime": (),
}
"""Apple's categories and their subcategories, letter by letter."""

RETIRED: Final[dict[str, tuple[str, ...]]] = {
    "Arts": ("Literature",),
    "Arts & Entertainment": (
        "Architecture",
        "Design",
        "Entertainment",
        "Games",
        "Performing Arts",
        "Photography",
        "Poetry",
        "Science Fiction",
    ),
    "Audio Blogs": (),
    "Business": ("Careers", "Finance", "Investing", "Management & Marketing", "News", "Shopping"),
    "Comedy": (),
    "Education": ("Education Technology", "Higher Education", "K-12", "Language Courses", "Training"),
    "Family": (),
    "Food": (),
    "Games & Hobbies": ("Automotive", "Aviation", "Hobbies", "Other Games", "Video Games"),
    "Government & Organizations": ("Local", "National", "Non-Profit", "Regional"),
    "Health": (
        "Alternative Health",
        "Diet & Nutrition",
        "Fitness",
        "Fitness & Nutrition",
        "Relationships",
        "Self-Help",
        "Sexuality",
    ),
    "International": (
        "Australian",
        "Belgian",
        "Brazilian",
        "Canadian",
        "Chinese",
        "Dutch",
        "French",
        "German",
        "Hebrew",
        "Italian",
        "Japanese",
        "Norwegian",
        "Polish",
        "Portuguese",
        "Spanish",
        "Swedish",
    ),
    "Movies & Television": (),
    "News & Politics": (),
    "Politics": (),
    "Public Radio": (),
    "Religion & Spirituality": (
        "Buddhism",
        "Christianity",
        "Islam",
        "Judaism",
        "New Age",
        "Philosophy",
        "Other",
        "Spirituality",
    ),
    "Science & Medicine": ("Medicine", "Natural Sciences", "Social Sciences"),
    "Society & Culture": ("History",),
    "Sports & Recreation": ("Amateur", "College & High School", "Outdoor", "Professional"),
    "Talk Radio": (),
    "Technology": (
        "Computers",
        "Developers",
        "Gadgets",
        "Information Technology",
        "News",
        "Operating Systems",
        "Podcasting",
        "Smart Phones",
        "Software How-To",
        "Tech News",
        "Text/Speech",
    ),
    "Transportation": ("Automotive", "Aviation", "Bicycles", "Commuting"),
    "Travel": (),
}
"""Apple's categories before 2019, which file a show nowhere today."""

ROLES: Final[dict[str, tuple[str, ...]]] = {
    "creative direction": (
        "director",
        "assistant director",
        "executive producer",
        "senior producer",
        "producer",
        "associate producer",
        "development producer",
        "creative director",
    ),
    "cast": ("host", "co-host", "guest host", "guest", "voice actor", "narrator", "announcer", "reporter"),
    "writing": (
        "author",
        "editorial director",
        "co-writer",
        "writer",
        "songwriter",
        "guest writer",
        "story editor",
        "managing editor",
        "script editor",
        "script coordinator",
        "researcher",
        "editor",
        "fact checker",
        "translator",
        "transcriber",
        "logger",
    ),
    "audio production": (
        "studio coordinator",
        "technical director",
        "technical manager",
        "audio engineer",
        "remote recording engineer",
        "post production engineer",
    ),
    "audio post-production": (
        "audio editor",
        "sound designer",
        "foley artist",
        "composer",
        "theme music",
        "music production",
        "music contributor",
    ),
    "administration": (
        "production coordinator",
        "booking coordinator",
        "production assistant",
        "content manager",
        "marketing manager",
        "sales representative",
        "sales manager",
    ),
    "visuals": ("graphic designer", "cover art designer"),
    "community": ("social media manager",),
    "misc.": ("consultant", "intern"),
    "video production": ("camera operator", "lighting designer", "camera grip", "assistant camera"),
    "video post-production": ("editor", "assistant editor"),
}
"""The podcast taxonomy: groups and their roles, in lower case. ``misc.`` is also written ``misc``."""

MEDIA_TYPES: Final[dict[str, tuple[str, ...]]] = {
    "mp3": ("audio/mpeg",),
    "m4a": ("audio/x-m4a", "audio/m4a", "audio/mp4"),
    "mp4": ("video/mp4", "audio/mp4"),
    "m4v": ("video/x-m4v", "video/m4v", "video/mp4"),
    "mov": ("video/quicktime",),
    "pdf": ("application/pdf",),
    "epub": ("application/epub+zip",),
}
"""The endings Apple knows, each with the media types that fit; the first is Apple's."""

TRANSCRIPT_TYPES: Final = ("text/vtt", "application/x-subrip", "application/json", "text/html", "text/plain")
CHAPTER_TYPE: Final = "application/json+chapters"
RETIRED_TAGS: Final = ("keywords", "subtitle", "summary", "order", "isClosedCaptioned", "pubDate")
"""iTunes tags out of use (rss-podcast §3)."""
CHAPTER_TYPES_READ: Final = ("application/json", "application/audio-chapters+json", "application/chapters+json")
"""Types that players take for JSON chapters too."""

CHAT: Final = ("irc", "xmpp", "nostr", "matrix")
SOCIAL: Final = ("disabled", "activitypub", "twitter", "lightning", "atproto", "hive", "matrix", "nostr")
VALUE: Final = (
    "lightning", "keysend", "lnaddress", "amp", "default", "bitcoin", "wallet", "node", "webmonetization", "ilp",
)  # fmt: skip
SERVICES: Final = (
    "acast", "amazon", "anchor", "apple", "audible", "audioboom", "backtracks", "bitcoin", "blubrry", "buzzsprout",
    "captivate", "castos", "castopod", "facebook", "fireside", "fyyd", "google", "gpodder", "hypercatcher", "kasts",
    "libsyn", "mastodon", "megafono", "megaphone", "omnystudio", "overcast", "paypal", "pinecast", "podbean",
    "podcastaddict", "podcastguru", "podcastindex", "podcasts", "podchaser", "podcloud", "podfriend", "podiant",
    "podigee", "podnews", "podomatic", "podserve", "podverse", "redcircle", "relay", "resonaterecordings", "rss",
    "shoutengine", "simplecast", "slack", "soundcloud", "spotify", "spreaker", "tiktok", "transistor", "twitter",
    "whooshkaa", "youtube", "zencast",
)  # fmt: skip
"""Words of the namespace's lists (podcast-namespace §3, §13 to §15)."""

QUARTERS: Final[dict[str, str]] = {
    **dict.fromkeys(("CA", "CR", "CU", "DO", "GT", "HN", "HT", "IE", "IS", "JM", "MX", "NI", "PA", "PT", "SV", "US",
                     "VE"), "NW"),
    **dict.fromkeys(("AR", "BO", "CL", "PE", "PY", "UY"), "SW"),
    **dict.fromkeys(("AE", "AT", "BD", "BE", "BG", "CH", "CN", "CZ", "DE", "DK", "EE", "EG", "FI", "GR", "HR", "HU",
                     "IL", "IN", "IQ", "IR", "IT", "JO", "JP", "KR", "LB", "LK", "LT", "LU", "LV", "MT", "MY", "NG",
                     "NO", "NP", "PH", "PK", "PL", "RO", "RS", "SA", "SE", "SG", "SI", "SK", "TH", "TN", "TR", "TW",
                     "UA", "VN"), "NE"),
    **dict.fromkeys(("AU", "LS", "MG", "MW", "MZ", "NA", "TZ", "ZA", "ZM", "ZW"), "SE"),
    **dict.fromkeys(("BR", "CO", "EC"), "W"),
    **dict.fromkeys(("ES", "GB"), "N"),
}  # fmt: skip
"""The sides of equator (N, S) and meridian (E, W) that a whole country is on, for those that are on one."""
