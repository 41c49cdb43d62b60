"""Front matter: what sites call things, what cannot be taken, and where it stands."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from feedtool.notes import Reading


@pytest.mark.parametrize(
    ("lines", "field", "value"),
    [
        ("episodeNumber: 12", "episode", 12),
        ("itunes:\n  duration: 01:02:03", "duration", 3_723_000),
        ("podcast_time: 187min", "duration", 11_220_000),
        ("duration: 3705", "duration", 3_705_000),
        ("pubDate: Mon, 03 Jul 2023 06:00:00 GMT", "published", "2023-07-03T06:00:00+00:00"),
        ("date: 1564578000672", "published", "2019-07-31T13:00:00.672000+00:00"),
        ("publicationDate: 14 Jun 2023", "published", date(2023, 6, 14)),
        ("audioUrl: https://example.org/a.mp3", "audio", "https://example.org/a.mp3"),
        ("podcast: https://example.org/a.mp3", "audio", "https://example.org/a.mp3"),
        ("episodeArtwork: a.png", "image", "a.png"),
        ("explicit: clean", "explicit", False),
        ("published: false", "draft", True),
        ("authors:\n- Ada\n- name: Mary", "author", "Ada, Mary"),
        ("enclosure:\n  url: https://example.org/a.mp3", "audio", "https://example.org/a.mp3"),
        ("season: '02'", "season", 2),
        ("slug: Loom_1", "slug", "Loom_1"),
    ],
)
def test_aliases(notes: Callable[..., Reading], lines: str, field: str, value: object) -> None:
    made = notes(f"---\ntitle: A\n{lines}\n---\nText")
    got = getattr(made.episode, field)
    assert (got.isoformat() if isinstance(value, str) and field == "published" else got) == value
    assert [str(f) for f in made.findings if f.code != "FT201"] == []


@pytest.mark.parametrize(
    ("lines", "code", "place", "hint"),
    [
        ("tilte: A", "FT204", "a.md:2:1", "title"),
        ("wholly_own: A", "FT214", "a.md:2:1", ""),
        ("season: two", "FT205", "a.md:2:1", "whole number"),
        ("title: [a]", "FT205", "a.md:2:1", "text"),
        ("date: 2024-13-45", "FT206", "a.md:2:1", "2024-05-31"),
        (
            "chapters:\n- {start: 0, title: A}\n- {start: 5, title: B}\n- {start: soon, title: C}",
            "FT207",
            "a.md:5:3",
            "1:06",
        ),
        ("chapters: none", "FT207", "a.md:2:1", "rows of a start such as 1:06 and a title"),
        ("slug: ../up", "FT208", "a.md:2:1", "up"),
        ("slug: CON", "FT208", "a.md:2:1", "episode-con"),
    ],
)
def test_what_cannot_be_taken_is_found(
    notes: Callable[..., Reading], lines: str, code: str, place: str, hint: str
) -> None:
    found = [f for f in notes(f"---\n{lines}\n---\nText").findings if f.code == code]
    assert [str(f.place) for f in found] == [place]
    assert hint in found[0].hint


def test_housekeeping_is_passed_over(notes: Callable[..., Reading]) -> None:
    made = notes(
        "---\ntitle: A\nlayout: post\npermalink: /a/\ntags: [x]\ncategories: y\ntopics: [a, b]\nevents: []\n---\nText"
    )
    assert {f.code for f in made.findings} == {"FT201"}


@pytest.mark.parametrize(
    "lines",
    [
        "chapters:\n- {start: 0, title: A}\n- {start: 66.5, title: B}",
        "chapters:\n- {startTime: 0, title: A}\n- {startTime: '1:06.5', title: B}",
        "chapters:\n- 0:00 A\n- 1:06.5 B",
        "chapters:\n- 00:00:00.000 A\n- 00:01:06.500 B",
        "chapters: |\n  0:00 A\n  1:06.5 B",
        "chapters:\n  0:00: A\n  '1:06.5': B",
        "chapters:\n- 0:00: A\n- '1:06.5': B",
        "events:\n- {time: 00:00:00, text: A}\n- {time: '00:01:06.5', text: B}",
        "timestamps:\n- {at: 0, label: _A_}\n- {at: 66.5, label: '**B**'}",
        "chapters:\n- title: A\n  start: PT0S\n- title: B\n  start: 0:01:06.5",
    ],
)
def test_shapes_of_chapters(notes: Callable[..., Reading], lines: str) -> None:
    made = notes(f"---\ntitle: T\n{lines}\n---\n").episode
    assert [(c.start, c.title) for c in made.chapters] == [(0, "A"), (66_500, "B")]


def test_chapter_with_all_it_may_have(notes: Callable[..., Reading]) -> None:
    lines = "chapters:\n- {start: 0, end: 9, title: A, url: 'https://example.org', image: a.png, toc: false}"
    (chapter,) = notes(f"---\ntitle: T\n{lines}\n---\n").episode.chapters
    assert (chapter.end, chapter.url, chapter.image, chapter.toc) == (9_000, "https://example.org", "a.png", False)


@pytest.mark.parametrize(
    ("lines", "people"),
    [
        ("hosts: [Ada Byron]\nguest: Mary Shaw", [("Ada Byron", "host"), ("Mary Shaw", "guest")]),
        ("guests: Ada Byron, Mary Shaw", [("Ada Byron", "guest"), ("Mary Shaw", "guest")]),
        ("hosts:\n- Ada Byron (Narrator)", [("Ada Byron", "host")]),
        ("people:\n- {name: Ada Byron, role: Producer}", [("Ada Byron", "producer")]),
        ("moderation: Ada Byron", [("Ada Byron", "host")]),
        ("speaker:\n- name: Ada Byron", [("Ada Byron", "speaker")]),
        ("pastor: Pastor Ada Byron", [("Ada Byron", "speaker")]),
        ("guests:\n- Ada Byron: https://example.org/ada", [("Ada Byron", "guest")]),
    ],
)
def test_people(notes: Callable[..., Reading], lines: str, people: list[tuple[str, str]]) -> None:
    made = notes(f"---\ntitle: T\n{lines}\n---\n").episode.people
    assert sorted((p.name, p.role) for p in made) == sorted(people)


def test_links_and_transcripts(notes: Callable[..., Reading]) -> None:
    lines = (
        "links:\n- {title: A, url: 'https://example.org/a'}\n- https://example.org/b\n- '[C](https://example.org/c)'\n"
        "transcripts:\n- a.vtt\n- {url: a.srt, language: de}"
    )
    made = notes(f"---\ntitle: T\n{lines}\n---\n").episode
    assert [(link.url[-1], link.text) for link in made.links][::2] == [("a", "A"), ("c", "C")]
    assert [(t.url, t.media_type) for t in made.transcripts] == [
        ("a.vtt", "text/vtt"),
        ("a.srt", "application/x-subrip"),
    ]


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("a.md", "+++\ntitle = 'T'\nepisode = 3\n+++\nText"),
        ("a.md", '{\n  "title": "T",\n  "episode": 3\n}\n\nText'),
        ("a.yml", "title: T\nepisode: 3\n"),
        ("a.toml", "title = 'T'\nepisode = 3\n"),
        ("a.json", '{"title": "T", "episode": 3}'),
        ("a.md", "\ufeff---\r\ntitle: T\r\nepisode: 3\r\n---\r\nText"),
    ],
)
def test_kinds_of_front_matter(notes: Callable[..., Reading], file: str, text: str) -> None:
    made = notes(text, file)
    assert (made.episode.title, made.episode.episode) == ("T", 3)


def test_a_rule_is_no_front_matter(notes: Callable[..., Reading]) -> None:
    made = notes("---\n\n# Looms\n\nText\n\n---\n")
    assert made.episode.title == "Looms"


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("date: 1850-01-01", "date is 1850-01-01"),
        ("date: soon", "date is soon"),
        ("chapters:\n- {title: Intro}\n- {title: The plan}", "the first row of chapters is { title: Intro }"),
        ("chapters:\n- {start: 0, title: A}\n- {start: 5, title: B}\n- [1, 2]", "a row of chapters is [1, 2]"),
        ("chapters: 12", "chapters is 12"),
        ("explicit: [maybe]", "explicit is [maybe]"),
        ("duration: false", "duration is false"),
    ],
)
def test_messages_show_values_as_they_were_written(notes: Callable[..., Reading], lines: str, message: str) -> None:
    found = notes(f"---\n{lines}\n---\nText").findings
    assert message in [f.message for f in found]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("---\ntitle: T\n\nWe talk.\n", "a.md:1:1"),
        ("\n---\ntitle: T\nhost: Ada Byron\n", "a.md:2:1"),
        ("+++\ntitle = 'T'\n", "a.md:1:1"),
    ],
)
def test_front_matter_that_never_ends_is_found(notes: Callable[..., Reading], text: str, place: str) -> None:
    made = notes(text)
    assert made.episode.title == "T"
    assert [str(f.place) for f in made.findings if f.code == "FT217"] == [place]


@pytest.mark.parametrize(
    ("text", "file"),
    [
        ("---\ntitle: T\n---\n", "a.md"),
        ("---\ntitle: T\n...\n", "a.md"),
        ("---\ntitle: T\n---", "a.md"),
        ("---\ntitle: T\n", "a.yml"),
        ("title: T\n", "a.yaml"),
        ("---\n\nText below a rule.\n", "a.md"),
    ],
)
def test_front_matter_that_ends_is_not(notes: Callable[..., Reading], text: str, file: str) -> None:
    assert "FT217" not in [f.code for f in notes(text, file).findings]
