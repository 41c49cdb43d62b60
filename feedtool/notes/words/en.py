"""English."""

from feedtool.notes.words import Words

WORDS = Words(
    months=(
        "january|jan", "february|feb", "march|mar", "april|apr", "may", "june|jun", "july|jul", "august|aug",
        "september|sept|sep", "october|oct", "november|nov", "december|dec",
    ),
    days="monday|mon|tuesday|tue|tues|wednesday|wed|thursday|thu|thur|thurs|friday|fri|saturday|sat|sunday|sun|"
    "weekdays|weekends|daily",
    roles={
        "host": "host|hosts|hosted by|your host|your hosts|our host|our hosts|moderator|moderators|moderated by|"
        "presenter|presenters|presented by",
        "co-host": "co-host|co-hosts|cohost|cohosts|co-hosted by|cohosted by",
        "guest host": "guest host|guest hosts",
        "guest": "guest|guests|special guest|special guests|our guest|our guests|today's guest|today's guests|"
        "featured guest|featured guests|guest speaker|guest speakers|featuring|interviewee|interviewees|interview with|"
        "guest(s)",
        "producer": "producer|producers|produced by|production by|show producer",
        "executive producer": "executive producer|executive producers|executive produced by",
        "senior producer": "senior producer|senior producers",
        "associate producer": "associate producer|associate producers|assistant producer",
        "editor": "editor|editors|edited by|editing by|editing",
        "audio editor": "audio editor|audio editors|audio editing|post production|post-production|audio edited by|"
        "sound editor|sound editing|audio editing by",
        "audio engineer": "audio engineer|audio engineers|sound engineer|sound engineers|engineer|engineered by|"
        "audio engineering|sound engineering|mixed by|mixing|mixing engineer|audio by|sound by|mixing and mastering|"
        "mastered by|mastering|recorded by|sound mix|sound mixing",
        "sound designer": "sound designer|sound designers|sound design|sound design by|sound designed by",
        "theme music": "theme music|theme music by|theme song|theme song by",
        "composer": "composer|composers|composed by|music|music by|intro music|intro music by|intro and outro music|"
        "original music by|original music|original score|background music|background music by",
        "writer": "writer|writers|written by",
        "researcher": "researcher|researchers|research by|researched by",
        "narrator": "narrator|narrators|narrated by|voiced by|read by",
        "director": "director|directors|directed by",
        "fact checker": "fact checker|fact checkers|fact checking|fact checking by",
        "cover art designer": "cover art|cover art by|artwork|artwork by|"
        "cover artwork|cover artwork by|podcast artwork|episode artwork|"
        "illustration|illustration by|illustrations by|cover design|logo by",
        "translator": "translator|translators|translated by",
        "transcriber": "transcriber|transcribers|transcribed by|transcript by",
        "reporter": "reporter|reporters|reported by",
        "announcer": "announcer|announcers",
        "voice actor": "voice actor|voice actors|voices|cast|performed by",
        "speaker": "starring|speaker|speakers|participants|panelists|panellists|panel|the panel|people|contributors|"
        "pastor|preacher",
    },
    chapters="timestamps|time stamps|timestamp|episode timestamps|chapters|chapter markers|chapter marks|"
    "episode chapters|timeline|timecodes|time codes|table of contents|contents|outline|episode outline|index|topics|"
    "topics covered|topics discussed|show outline|segments|track list|tracklist|tracklisting|tracks|setlist|set list|"
    "jump to|skip to|highlights|episode highlights|time markers|time marks|in this episode|agenda|rundown|minutes",
    transcript="transcript|transcription|full transcript|full transcription|episode transcript|full episode transcript|"
    "interview transcript|show transcript|captions|subtitles",
    links="links|show notes|shownotes|resources|references|mentioned|further reading|links mentioned|notes",
    published="date|published|published on|release date|released|publication date|air date|aired|aired on|posted|"
    "posted on|publish date|pub date|released on|first aired|original air date",
    recorded="recording date|recorded|recorded on|date recorded|date of recording|recorded at",
    duration="duration|length|running time|run time|runtime|play time|playtime|total time|episode length",
    episode="episode|ep.|ep|eps.|show|no.|issue",
    season="season|series|s",
    title="title|episode title",
    range="to|until|till|through|thru",
    joins="and|&|with|plus",
    beside="with|featuring|feat.|feat|ft.|ft|w/|interviewing|interview with|a conversation with",
    talks="joined by|joined today by|i'm joined by|we are joined by|talk to|talks to|talked to|"
    "talk with|talks with|talked with|speak with|speaks with|spoke with|speak to|speaks to|"
    "spoke to|chat with|chats with|chatted with|sit down with|sits down with|sat down with|"
    "interview|interviews|interviewed|in conversation with|a conversation with|"
    "conversation with|my guest is|our guest is|welcome|welcomes|welcomed|catch up with|"
    "catches up with",
    arrives="joins us|joins me|joins the show|joins the podcast|joins host|joins hosts|join us|join me|is our guest|"
    "is my guest|is today's guest|is this week's guest|stops by|stopped by|drops by|comes on the show|"
    "comes on the podcast|returns to the show|returns to the podcast|is back on the show|is here to",
    by="by",
    copula="is|are|was|were|is also",
    clock="am|pm|a.m.|p.m.|a.m|p.m|o'clock|o’clock|eastern|pacific|noon|midnight|local time",
    zones="utc|gmt|est|edt|pst|pdt|cst|cdt|mst|mdt|cet|cest|bst|et|pt|jst|msk|ist|aest",
    schedule="hours|opening hours|open|closed|schedule|timetable|program|programme|event schedule|doors|doors open|"
    "lunch|dinner|breakfast|coffee break|registration|keynote|showtimes|office hours|when|bus|train|departure|arrival|"
    "check-in|check in|service times|feeding|prayer times",
    hours="hours|hour|hrs|hr|h", minutes="minutes|minute|mins|min|m", seconds="seconds|second|secs|sec|s",
    nav="skip to content|skip to main content|menu|home|search|subscribe|share|listen now|log in|login|sign up|sign in|"
    "about|contact|play|pause|download|toggle navigation|close|next|previous|back|read more|show more|episodes|"
    "privacy policy|cookie policy|accept cookies|all episodes|back to all episodes|open menu|podcast|blog|"
    "main navigation|navigation|watch on youtube|listen on spotify|apple podcasts|spotify",
    elsewhere="previous|earlier|last|other|another|original|first appeared|see also",
    books="genesis|gen|exodus|ex|leviticus|lev|numbers|num|deuteronomy|deut|joshua|judges|ruth|samuel|kings|chronicles|"
    "ezra|nehemiah|esther|job|psalm|psalms|ps|proverbs|prov|ecclesiastes|isaiah|isa|jeremiah|jer|lamentations|ezekiel|"
    "daniel|hosea|joel|amos|obadiah|jonah|micah|nahum|habakkuk|zephaniah|haggai|zechariah|malachi|matthew|matt|mark|"
    "luke|john|acts|romans|rom|corinthians|cor|galatians|gal|ephesians|eph|philippians|phil|colossians|col|"
    "thessalonians|thess|timothy|tim|titus|philemon|hebrews|heb|james|peter|pet|jude|revelation|rev|verse|verses|"
    "quran|surah|sura",
    intro="intro|introduction|start|opening|welcome|cold open|teaser|trailer|preview|hello",
)  # fmt: skip
