"""How people write chapters: one row a style, all read by one engine; and what must never become a chapter."""

from __future__ import annotations

import pytest

from feedtool.notes import read

ABC = [(0, "Intro"), (66, "The plan"), (3723, "Goodbye")]

STYLES: list[tuple[str, str, str, list[tuple[float, str]]]] = [
    ("plain", "a.txt", "0:00 Intro\n1:06 The plan\n1:02:03 Goodbye", ABC),
    ("two digits and hours", "a.txt", "00:00:00 Intro\n00:01:06 The plan\n01:02:03 Goodbye", ABC),
    ("dash", "a.txt", "0:00 - Intro\n1:06 - The plan\n1:02:03 - Goodbye", ABC),
    ("en dash", "a.txt", "0:00 – Intro\n1:06 – The plan\n1:02:03 – Goodbye", ABC),
    ("colon", "a.txt", "0:00: Intro\n1:06: The plan\n1:02:03: Goodbye", ABC),
    ("pipe", "a.txt", "0:00 | Intro\n1:06 | The plan\n1:02:03 | Goodbye", ABC),
    ("arrow", "a.txt", "0:00 → Intro\n1:06 → The plan\n1:02:03 → Goodbye", ABC),
    ("tab", "a.txt", "0:00\tIntro\n1:06\tThe plan\n1:02:03\tGoodbye", ABC),
    ("square brackets", "a.txt", "[0:00] Intro\n[1:06] The plan\n[1:02:03] Goodbye", ABC),
    ("round brackets", "a.txt", "(0:00) Intro\n(1:06) The plan\n(1:02:03) Goodbye", ABC),
    ("corner brackets", "a.txt", "【0:00】Intro\n【1:06】The plan\n【1:02:03】Goodbye", ABC),
    ("bullets", "a.txt", "• 0:00 Intro\n• 1:06 The plan\n• 1:02:03 Goodbye", ABC),
    ("Markdown list", "a.md", "- 0:00 Intro\n- 1:06 The plan\n- 1:02:03 Goodbye", ABC),
    ("Markdown star list", "a.md", "* **0:00** Intro\n* **1:06** The plan\n* **1:02:03** Goodbye", ABC),
    ("numbered", "a.txt", "1. 0:00 Intro\n2. 1:06 The plan\n3. 1:02:03 Goodbye", ABC),
    ("numbered Markdown", "a.md", "1. 0:00 Intro\n2. 1:06 The plan\n3. 1:02:03 Goodbye", ABC),
    ("numbered behind the time", "a.txt", "0:00 1. Intro\n1:06 2. The plan\n1:02:03 3. Goodbye", ABC),
    ("emoji bullets", "a.txt", "🎙 0:00 Intro\n📍 1:06 The plan\n👋 1:02:03 Goodbye", ABC),
    ("clock emoji", "a.txt", "⏱️ 0:00 Intro\n⏱️ 1:06 The plan\n⏱️ 1:02:03 Goodbye", ABC),
    ("title first, brackets", "a.txt", "Intro (0:00)\nThe plan (1:06)\nGoodbye (1:02:03)", ABC),
    ("title first, dash", "a.txt", "Intro - 0:00\nThe plan - 1:06\nGoodbye - 1:02:03", ABC),
    ("title first, bare", "a.txt", "Intro 0:00\nThe plan 1:06\nGoodbye 1:02:03", ABC),
    ("title first, dots", "a.txt", "Intro ..... 0:00\nThe plan ..... 1:06\nGoodbye ..... 1:02:03", ABC),
    ("title first, numbered", "a.txt", "01. Intro 0:00\n02. The plan 1:06\n03. Goodbye 1:02:03", ABC),
    ("title first, at", "a.md", "- Intro @ 0:00\n- The plan @ 1:06\n- Goodbye @ 1:02:03", ABC),
    ("units", "a.txt", "0h00m00s Intro\n0h01m06s The plan\n1h02m03s Goodbye", ABC),
    ("units without hours", "a.txt", "0m00s Intro\n1m06s The plan\n1h2m3s Goodbye", ABC),
    ("full-width colon", "a.txt", "0：00 Intro\n1：06 The plan\n1：02：03 Goodbye", ABC),
    ("full-width digits", "a.txt", "０：００ Intro\n１：０６ The plan\n１：０２：０３ Goodbye", ABC),
    ("minutes over 59", "a.txt", "0:00 Intro\n1:06 The plan\n62:03 Goodbye", ABC),
    ("blank lines between", "a.txt", "0:00 Intro\n\n1:06 The plan\n\n1:02:03 Goodbye", ABC),
    ("CRLF", "a.txt", "0:00 Intro\r\n1:06 The plan\r\n1:02:03 Goodbye\r\n", ABC),
    ("old Mac line ends", "a.txt", "0:00 Intro\r1:06 The plan\r1:02:03 Goodbye\r", ABC),
    ("no-break spaces", "a.txt", "0:00\u00a0Intro\n1:06\u00a0The plan\n1:02:03\u00a0Goodbye", ABC),
    ("zero-width spaces", "a.txt", "\u200b0:00 Intro\n\u200b1:06 The plan\n\u200b1:02:03 Goodbye", ABC),
    ("below prose", "a.txt", "Ada visits us today and tells of engines.\n\nChapters:\n0:00 Intro\n1:06 The plan\n1:02:03 Goodbye\n\nFollow us!", ABC),
    ("headings", "a.md", "## 0:00 Intro\n\nSome words.\n\n## 1:06 The plan\n\nMore words.\n\n## 1:02:03 Goodbye\n\nLast words.", ABC),
    ("headings, time last", "a.md", "### Intro (0:00)\n\nWords.\n\n### The plan (1:06)\n\nWords.\n\n### Goodbye (1:02:03)", ABC),
    ("table", "a.md", "| Time | Topic |\n|---|---|\n| 0:00 | Intro |\n| 1:06 | The plan |\n| 1:02:03 | Goodbye |", ABC),
    ("table, numbered", "a.md", "| # | Topic | Start |\n|---|---|---|\n| 1 | Intro | 0:00 |\n| 2 | The plan | 1:06 |\n| 3 | Goodbye | 1:02:03 |", ABC),
    ("HTML list", "a.html", "<ul><li>0:00 Intro</li><li>1:06 The plan</li><li>1:02:03 Goodbye</li></ul>", ABC),
    ("HTML br", "a.html", "<p>0:00 Intro<br>1:06 The plan<br/>1:02:03 Goodbye</p>", ABC),
    ("HTML paragraphs", "a.html", "<p>0:00 Intro</p><p>1:06 The plan</p><p>1:02:03 Goodbye</p>", ABC),
    ("HTML definition list", "a.html", "<dl><dt>0:00</dt><dd>Intro</dd><dt>1:06</dt><dd>The plan</dd><dt>1:02:03</dt><dd>Goodbye</dd></dl>", ABC),
    ("HTML table", "a.html", "<table><tr><td>0:00</td><td>Intro</td></tr><tr><td>1:06</td><td>The plan</td></tr><tr><td>1:02:03</td><td>Goodbye</td></tr></table>", ABC),
    ("HTML with bare line ends", "a.html", "<p>Hello &amp; welcome</p>\n0:00 Intro\n1:06 The plan\n1:02:03 Goodbye", ABC),
    ("HTML spans", "a.html", "<div><span>0:00</span> <span>Intro</span></div><div><span>1:06</span> <span>The plan</span></div><div><span>1:02:03</span> <span>Goodbye</span></div>", ABC),
    ("HTML entities", "a.html", "<p>0:00&nbsp;&ndash;&nbsp;Intro<br>1:06&nbsp;&ndash; The plan<br>1:02:03 &#8211; Goodbye</p>", ABC),
    ("time linked", "a.md", "- [0:00](https://youtu.be/abcdefghijk?t=0) Intro\n- [1:06](https://youtu.be/abcdefghijk?t=66) The plan\n- [1:02:03](https://youtu.be/abcdefghijk?t=3723) Goodbye", ABC),
    ("footnotes", "a.md", "0:00 Intro\n1:06 The plan[^1]\n1:02:03 Goodbye\n\n[^1]: Of the loom.", ABC),
    ("time linked within", "a.md", "- **[00:00](#t=00:00)** Intro\n- **[01:06](#t=01:06)** The plan\n- **[1:02:03](#t=1:02:03)** Goodbye", ABC),
    ("whole line linked", "a.html", '<a href="?t=0">0:00 Intro</a><br><a href="?t=66">1:06 The plan</a><br><a href="?t=3723">1:02:03 Goodbye</a>', ABC),
    ("emphasised", "a.md", "*0:00* Intro  \n*1:06* The plan  \n*1:02:03* Goodbye", ABC),
    ("italic time behind", "a.md", "- Intro - *0:00*.\n- The plan - *1:06*.\n- Goodbye - *1:02:03*.", ABC),
    ("one line", "a.txt", "Chapters: 0:00 Intro 1:06 The plan 1:02:03 Goodbye", ABC),
    ("one line, commas", "a.txt", "0:00 Intro, 1:06 The plan, 1:02:03 Goodbye", ABC),
    ("one line, title first", "a.txt", "Intro (0:00), The plan (1:06), Goodbye (1:02:03)", ABC),
    ("one line, slashes", "a.txt", "(0:00) Intro / (1:06) The plan / (1:02:03) Goodbye", ABC),
    ("time on its own line", "a.txt", "0:00\nIntro\n1:06\nThe plan\n1:02:03\nGoodbye", ABC),
    ("code block", "a.md", "```\n0:00 Intro\n1:06 The plan\n1:02:03 Goodbye\n```", ABC),
    ("quoted", "a.md", "> 0:00 Intro\n> 1:06 The plan\n> 1:02:03 Goodbye", ABC),
    ("nested list", "a.md", "- 0:00 Intro\n  - a note\n- 1:06 The plan\n  - another note\n- 1:02:03 Goodbye", ABC),
    ("links below", "a.md", "- 0:00 Intro\n- [A page](https://example.org/a)\n- 1:06 The plan\n- [B page](https://example.org/b)\n- 1:02:03 Goodbye", ABC),
    ("groups", "a.md", "## Part one\n\n- 0:00 Intro\n- 1:06 The plan\n\n## Part two\n\n- 1:02:03 Goodbye\n- 1:10:00 Really", [*ABC, (4200, "Really")]),
    ("two editions a line", "a.txt", "0:00 / 0:30 Intro\n1:06 / 1:36 The plan\n1:02:03 / 1:02:33 Goodbye", ABC),
    ("label before", "a.txt", "Chapter 1: 0:00 Intro\nChapter 2: 1:06 The plan\nChapter 3: 1:02:03 Goodbye", ABC),
    ("fractions", "a.txt", "0:00.000 Intro\n1:06.500 The plan\n1:02:03.250 Goodbye", [(0, "Intro"), (66.5, "The plan"), (3723.25, "Goodbye")]),
    ("quotes as units", "a.txt", "0'00\" Intro\n1'06\" The plan\n62'03\" Goodbye", ABC),
    ("dots as colons", "a.txt", "00.00.00 Intro\n00.01.06 The plan\n01.02.03 Goodbye", ABC),
    ("minutes before", "a.txt", "Minute 0:00: Intro\nMinute 1:06: The plan\nMinute 62:03: Goodbye", ABC),
    ("time elements", "a.html", "<ul><li><time>0:00</time> Intro</li><li><time>1:06</time> The plan</li><li><time>1:02:03</time> Goodbye</li></ul>", ABC),
    ("Arabic digits", "a.txt", "٠:٠٠ Intro\n١:٠٦ The plan\n١:٠٢:٠٣ Goodbye", ABC),
    ("one slip among three", "a.md", "0:00 Intro\n0:40 Middle\n0:20 Back again", [(0, "Intro"), (40, "Middle"), (20, "Back again")]),
    ("one time twice", "a.md", "0:00 Intro\n0:20 One\n0:20 Two\n0:30 End", [(0, "Intro"), (20, "One"), (20, "Two"), (30, "End")]),
    ("a slip in the order", "a.md", "## Timestamps\n- 0:00 Intro\n- 1:06 One\n- 12:00 Two\n- 2:40 Three\n- 15:00 Four", [(0, "Intro"), (66, "One"), (720, "Two"), (160, "Three"), (900, "Four")]),
    ("second language", "a.md", "## Chapters\n\n0:00 Intro\n\n1:06 The plan\n\n1:02:03 Goodbye\n\n## Kapitel\n\n0:00 Anfang\n\n1:06 Der Plan\n\n1:02:03 Abschied", ABC),
    ("Unix escapes", "a.md", "0:00 Intro\\\n1:06 The plan\\\n1:02:03 Goodbye", ABC),
    ("Chinese", "a.txt", "时间轴\n00:00 开场\n01:06 计划\n1:02:03 再见", [(0, "开场"), (66, "计划"), (3723, "再见")]),
    ("Chinese units", "a.txt", "0分00秒 开场\n1分06秒 计划\n1小时02分03秒 再见", [(0, "开场"), (66, "计划"), (3723, "再见")]),
    ("Arabic digits", "a.txt", "٠:٠٠ مقدمة\n١:٠٦ الخطة\n١:٠٢:٠٣ وداعا", [(0, "مقدمة"), (66, "الخطة"), (3723, "وداعا")]),
    ("Russian", "a.md", "Таймкоды:\n\n- 00:00 — Вступление\n- 01:06 — План\n- 1:02:03 — Прощание", [(0, "Вступление"), (66, "План"), (3723, "Прощание")]),
    ("emoji kept", "a.txt", "0:00 🎉 Intro\n1:06 The plan 🚀\n1:02:03 Goodbye", [(0, "🎉 Intro"), (66, "The plan 🚀"), (3723, "Goodbye")]),
    ("what belongs is kept", "a.txt", "0:00 “Intro”\n1:06 The plan (part one)\n1:02:03 Q&A: what now?", [(0, "“Intro”"), (66, "The plan (part one)"), (3723, "Q&A: what now?")]),
    ("bracket at the start", "a.txt", "0:00 Intro\n1:06 (An aside)\n1:02:03 .NET and C#", [(0, "Intro"), (66, "(An aside)"), (3723, ".NET and C#")]),
    ("two chapters", "a.md", "## Chapters\n\n- 0:00 Intro\n- 1:06 The plan", ABC[:2]),
    ("markup in titles", "a.md", "- 0:00 *Intro*\n- 1:06 The `plan`\n- 1:02:03 ~~So long~~ Goodbye", [(0, "Intro"), (66, "The plan"), (3723, "So long Goodbye")]),
    ("range, square", "a.txt", "[0:00 - 1:06] Intro\n[1:06 - 1:02:03] The plan\n[1:02:03 - 1:05:00] Goodbye", ABC),
    ("range, dash", "a.txt", "0:00–1:06 Intro\n1:06–1:02:03 The plan\n1:02:03–1:05:00 Goodbye", ABC),
    ("range, word", "a.txt", "0:00 to 1:06 Intro\n1:06 to 1:02:03 The plan\n1:02:03 to 1:05:00 Goodbye", ABC),
    ("range behind", "a.txt", "Intro (0:00 - 1:06)\nThe plan (1:06 - 1:02:03)\nGoodbye (1:02:03 - 1:05:00)", ABC),
]  # fmt: skip


@pytest.mark.parametrize(("file", "text", "expected"), [s[1:] for s in STYLES], ids=[s[0] for s in STYLES])
def test_style_is_read(file: str, text: str, expected: list[tuple[float, str]]) -> None:
    made = read(text, file=file)
    assert [(c.start / 1000, c.title) for c in made.episode.chapters] == expected
    assert made.chapters_from == "notes"


NEGATIVES: list[tuple[str, str, str]] = [
    ("films to watch", "a.md", "1. [A](https://v.example.org/1) (12:05)\n2. [B](https://v.example.org/2) (18:40)\n3. [C](https://v.example.org/3) (24:12)"),
    ("stops of a bus", "a.md", "- 23:05 Depot\n- 23:12 Market\n- 23:20 Hospital\n- 23:41 Lighthouse"),
    ("stops within some hours", "a.md", "- 6:50 Depot\n- 7:12 Market\n- 7:40 Hospital\n- 8:11 Lighthouse"),
    ("opening hours", "a.txt", "We are at the fair.\nMonday 9:00 - 17:00\nTuesday 9:00 - 17:00\nSaturday 10:00 - 14:00"),
    ("opening hours, day behind", "a.txt", "9:00-17:00 Mon-Fri\n10:00-16:00 Saturday\n11:00-15:00 Sunday"),
    ("timetable", "a.md", "## Schedule\n\n- 9:00 Doors\n- 9:30 Keynote\n- 11:00 Coffee\n- 12:30 Lunch"),
    ("timetable without a heading", "a.md", "- 10:00 Welcome desk\n- 10:30 First talk\n- 11:15 Second talk\n- 12:00 Lunch"),
    ("times of day", "a.txt", "It was 10:15 am when it began.\n11:30 am the train left\n12:45 pm we arrived"),
    ("German times of day", "a.txt", "20:15 Uhr Film\n21:45 Uhr Nachrichten\n22:15 Uhr Ende"),
    ("French times of day", "a.txt", "19h00 Ouverture\n20h30 Concert\n22h15 Fermeture"),
    ("verses", "a.md", "- Genesis 1:10\n- Exodus 3:14\n- John 11:35\n- Romans 12:10"),
    ("verse ranges", "a.txt", "John 3:16-18\nLuke 10:25-37\nActs 17:22-31"),
    ("scores", "a.txt", "Lions 21:15 Tigers\nBears 25:20 Wolves\nHawks 30:28 Doves"),
    ("ratios", "a.txt", "We mix it 1:10 and later 1:20, never more than 1:50."),
    ("prices", "a.txt", "Tickets $10:50, $12:50 and $15:00 at the door."),
    ("a stray time", "a.md", "We begin with news. Skip to 11:52 for the main topic, which is worth it."),
    ("stray times", "a.txt", "At 5:30 Ada explains the engine and around 12:10 she laughs, while 40:05 is the best moment."),
    ("correction", "a.md", "Correction: the year was 1843, not 1842 (2:20)\n\nThanks for writing in."),
    ("transcript", "a.txt", "[00:00] Ada: " + "We speak about engines and what they may do. " * 6 + "\n[00:21] Mary: "
     + "And I ask about the numbers they can weave. " * 6 + "\n[00:40] Ada: " + "It weaves algebra as looms weave leaves. " * 6
     + "\n[01:02] Mary: " + "That is a fine way of putting it, I think. " * 6),
    ("transcript with names before", "a.md", "*Ada (0:05)* Welcome to the show.\n\n*Mary (0:08)* Thank you for having me.\n\n*Ada (0:12)* Let us begin."),
    ("transcript with lines of names", "a.txt", ("Ada Byron 0:05\nWelcome to the show, everyone.\nMary Shaw 0:08\nThank you.\n"
     "Ada Byron 0:12\nLet us begin then.\nMary Shaw 0:15\nYes.\nAda Byron 0:19\nGood.\nMary Shaw 0:22\nFine.")),
    ("transcript under its heading", "a.md", "# A talk\n\n## Transcript\n\n0:00 Hello there\n\n0:04 Hello to you\n\n0:09 How are you"),
    ("track lengths", "a.md", "1. One song 3:45\n2. Two songs 4:10\n3. Three songs 2:59\n4. Four songs 5:01"),
    ("rising track lengths", "a.txt", "One song 3:10\nTwo songs 3:45\nThree songs 4:02"),
    ("lengths of videos", "a.md", "- [A talk (12:10)](https://example.org/a)\n- [B talk (19:11)](https://example.org/b)\n- [C talk (33:01)](https://example.org/c)"),
    ("another video", "a.md", ("Watch us: https://www.youtube.com/watch?v=aaaaaaaaaaa\n\nAda made a film about this:\n\n"
     "- The loom [[00:02](https://www.youtube.com/watch?v=bbbbbbbbbbb&t=2)]\n- The cards [[00:43](https://www.youtube.com/watch?v=bbbbbbbbbbb&t=43)]\n"
     "- The end [[01:22](https://www.youtube.com/watch?v=bbbbbbbbbbb&t=82)]")),
    ("times in addresses", "a.md", "- [One](https://example.org/1#00:10)\n- [Two](https://example.org/2#00:20)\n- [Three](https://example.org/3#00:30)"),
    ("dates", "a.txt", "2024-01-10 12:30 One\n2024-02-10 13:30 Two\n2024-03-10 14:30 Three"),
    ("log lines", "a.md", "```\nI0831 15:41:20.041778 main.go starting\nI0831 15:41:21.042070 main.go going\nI0831 15:41:22.053126 main.go done\n```"),
    ("zones", "a.txt", "Berlin UTC+01:00\nMumbai UTC+05:30\nTokyo UTC+09:00"),
    ("MAC address", "a.txt", "00:1B:44:11:3A:B7\n00:1B:44:11:3A:B8\n00:1B:44:11:3A:B9"),
    ("track lengths under their heading", "a.txt", "Tracks:\n\n3:12 A song\n4:05 B song\n2:50 C song"),
    ("a set list with lengths", "a.md", "Setlist:\n- Alpha 3:12\n- Beta 4:05\n- Gamma 2:50\n- Delta 6:01\n- Epsilon 3:00"),
    ("short turns of speakers", "a.txt", "[00:00:04] Ada: Welcome.\n[00:00:09] Kit: Thanks.\n[00:00:14] Ada: Let us begin.\n[00:00:17] Kit: Yes."),
    ("prayer times", "a.txt", "Prayer times\nFajr 4:10\nDhuhr 12:30\nAsr 16:05\nMaghrib 19:40"),
    ("results of a race", "a.txt", "Results:\n1. Ann 21:30\n2. Bob 21:45\n3. Cy 22:01"),
    ("scores", "a.txt", "Reds 3:1 Blues\nGreens 2:2 Whites\nBlacks 0:4 Yellows"),
    ("lengths of other episodes", "a.md", "Related episodes:\n\n- #11 Cards (45:10)\n- #12 Threads (50:02)\n- #13 Shuttles (58:44)"),
    ("corrections", "a.txt", "Corrections: at 12:30 Ada says 1805, it is 1804. At 15:10 the name is Jacquard."),
    ("a talk in other zones", "a.txt", "9:00 Europe/Berlin\n8:00 Europe/London\n3:00 America/New_York"),
    ("nothing", "a.txt", ""),
]  # fmt: skip


@pytest.mark.parametrize(("file", "text"), [n[1:] for n in NEGATIVES], ids=[n[0] for n in NEGATIVES])
def test_no_chapter_is_invented(file: str, text: str) -> None:
    made = read(text, file=file)
    assert made.episode.chapters == ()
    assert "FT201" in {f.code for f in made.findings}


def test_a_journey_among_chapters_is_none() -> None:
    text = "### 0:00 Intro\n\n### 8:10 Trains\n\n- 8:58 North 〜 9:14 South\n- 9:30 South 〜 9:58 West\n\n### 17:02 End\n\n### 20:00 More"
    assert [c.title for c in read(text, file="a.md").episode.chapters] == ["Intro", "Trains", "End", "More"]


def test_range_keeps_its_end() -> None:
    made = read("[0:00 - 1:06] Intro\n[1:06 - 2:00] Plan\n[2:00 - 3:00] End", file="a.txt")
    assert [c.end for c in made.episode.chapters] == [66_000, 120_000, 180_000]


@pytest.mark.parametrize("line", ["0:20 - 0:20 Middle", "0:20 - 0:10 Middle"])
def test_an_end_that_is_a_slip_is_kept_for_the_check(line: str) -> None:
    made = read(f"0:00 Intro\n{line}\n0:30 End", file="a.md").episode.chapters
    assert [(c.start, c.end is not None and c.end <= c.start) for c in made] == [
        (0, False),
        (20_000, True),
        (30_000, False),
    ]


def test_address_behind_a_title_is_its_url() -> None:
    made = read(
        "0:00 Intro https://example.org/a\n1:06 Plan - https://example.org/b.\n2:00 [End](https://example.org/c)",
        file="a.md",
    )
    assert [c.title for c in made.episode.chapters] == ["Intro", "Plan", "End"]
    assert [c.url for c in made.episode.chapters] == [f"https://example.org/{x}" for x in "abc"]


def test_what_is_left_alone_is_reported_with_its_line() -> None:
    made = read("Hello.\n\n9:00 Doors\n10:00 Talk\n12:00 Lunch\n", file="a.txt")
    found = next(f for f in made.findings if f.code == "FT202")
    assert found.place is not None
    assert found.place.line == 3
    assert "times of day" in found.message


def test_second_list_is_reported() -> None:
    text = "## Chapters\n\n- 0:00 Intro\n- 1:06 Plan\n- 2:00 End\n\n## Video edition\n\n- 0:10 Intro\n- 1:30 Plan\n- 2:20 End"
    made = read(text, file="a.md")
    assert [c.start for c in made.episode.chapters] == [0, 66_000, 120_000]
    assert "FT203" in {f.code for f in made.findings}
