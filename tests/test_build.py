"""The path of one episode: pure, repeatable, and honest about where its facts come from."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from feedtool import notes
from feedtool.build import Built, Parts, build_episode, local, prove, sourced
from feedtool.chapters import podcasting2
from feedtool.check.feed.profiles import NEEDS
from feedtool.findings import Finding, Place, has_errors
from feedtool.model import Audio, Chapter, Picture, Show
from feedtool.read import id3
from feedtool.read.feed import items
from feedtool.rules import authored

if TYPE_CHECKING:
    from collections.abc import Callable

SHOW = Show(
    title="Q&A <Show>",
    link="https://example.org/",
    description="About.",
    language="en",
    base_url="https://example.org/",
    feed_url="https://example.org/feed.xml",
    guid="9b024349-ccf0-5f69-a609-6b82873eab3c",
    timezone="Europe/Berlin",
)
TEXT = """---
title: One & <only> 🎧
date: 2026-01-02
---
Words about it.

0:00 Intro
0:20 [Middle & more](https://example.org/m?a=1&b=2)
0:40 שלום
"""
AUDIO = Audio(container="mp3", media_type="audio/mpeg", size=60_000, payload=(0, 60_000), duration=60_000)


def parts(**changes: Any) -> Parts:
    made = Parts(
        file="episodes/one.md", guid="guid-1", audio=AUDIO, audio_file="episodes/one.mp3", audio_path="audio/one.mp3"
    )
    return replace(made, **changes)


def built(text: str = TEXT, show: Show = SHOW, **changes: Any) -> Built:
    return build_episode(show, notes.read(text, file="episodes/one.md", show=show.title), parts(**changes))


def codes(made: Built) -> list[str]:
    return [f.code for f in made.findings]


def test_carriers_hold_the_same_and_the_proof_says_so() -> None:
    made = built()
    assert not has_errors(made.findings), made.findings
    (chapters,) = (o for o in made.files if o.kind == "chapters")
    in_json = podcasting2.read(chapters.data.decode(), "x").chapters
    in_tag = id3.read(made.tag).chapters
    expected = [(0, "Intro", None), (20_000, "Middle & more", "https://example.org/m?a=1&b=2"), (40_000, "שלום", None)]
    for carrier in (in_json, in_tag):
        assert [(c.start, c.title, c.url) for c in carrier] == expected
    assert prove(SHOW, made, [replace(AUDIO, chapters=in_tag)], notes_titles=True) == []


@pytest.mark.parametrize("number", range(3))
def test_proof_goes_red_for_each_carrier(number: int) -> None:
    made = built()
    in_tag = [*id3.read(made.tag).chapters]
    in_tag[number] = replace(in_tag[number], start=in_tag[number].start + 1)
    forged_tag = replace(AUDIO, chapters=tuple(in_tag))
    assert [f.code for f in prove(SHOW, made, [forged_tag], notes_titles=True)] == ["FT306"]
    for old, new in (
        (b'"startTime": 20', b'"startTime": 20.001'),
        (b"00:00:20.000", b"00:00:20.001"),
        (b"0:20", b"0:21"),
    ):
        outputs = tuple(replace(o, data=o.data.replace(old, new)) for o in made.outputs)
        assert outputs != made.outputs
        forged = replace(made, outputs=outputs)
        assert [f.code for f in prove(SHOW, forged, [], notes_titles=True)], old


def test_same_input_same_bytes_and_no_io(no_io: Callable[[], Any]) -> None:
    first = built()
    with no_io():
        assert built() == first


def test_enclosure_has_the_published_length() -> None:
    made = built()
    assert made.episode.enclosure
    assert made.episode.enclosure.length == len(made.tag) + 60_000
    assert f'length="{len(made.tag) + 60_000}"'.encode() in made.item


@pytest.mark.parametrize(
    ("text", "changes", "first", "said"),
    [
        (TEXT, {"chapters": (Chapter(start=0, title="File"),), "chapters_file": "one.chapters.json"}, "File", "FT124"),
        (TEXT, {"audio": replace(AUDIO, chapters=(Chapter(start=0, title="Tag"),))}, "Intro", ""),
        ("Only words.\n", {"audio": replace(AUDIO, chapters=(Chapter(start=0, title="Tag"),))}, "Tag", "FT124"),
        (TEXT.replace("---\nWords", "chapters: [{start: 0, title: Front}]\n---\nWords"), {"chapters": (Chapter(start=0, title="File"),)}, "Front", ""),
    ],
)  # fmt: skip
def test_where_chapters_come_from(text: str, changes: dict[str, Any], first: str, said: str) -> None:
    made = built(text, **changes)
    assert made.episode.chapters[0].title == first
    assert ("FT124" in codes(made)) == (said == "FT124")


def test_notes_get_the_list_they_lack_and_only_then() -> None:
    text = "---\ntitle: T\ndate: 2026-01-02\nchapters: [{start: 0, title: A}, {start: 12.5, title: B}]\n---\nWords.\n"
    made = built(text)
    (item,) = items(io.BytesIO(wrapped(made)), "feed.xml")
    listed = notes.read(item.notes_html or "", file="x", format="html").listed
    assert [(c.start, c.title) for c in listed] == [(0, "A"), (12_500, "B")]
    again = built()
    assert again.episode.notes_html.count("0:20") == 1


def wrapped(made: Built) -> bytes:
    from feedtool.render import feed

    return feed.head(SHOW, updated=None) + made.item + feed.TAIL


def test_dates() -> None:
    assert local(date(2026, 7, 1), SHOW) == datetime(2026, 6, 30, 22, tzinfo=UTC)
    assert local(datetime(2026, 3, 29, 12), SHOW) == datetime(2026, 3, 29, 10, tzinfo=UTC)  # noqa: DTZ001
    assert local(datetime(2026, 7, 1, tzinfo=UTC), SHOW) == datetime(2026, 7, 1, tzinfo=UTC)
    assert local(date(2026, 7, 1), replace(SHOW, timezone=None)) is None
    assert codes(built(show=replace(SHOW, timezone=None))) == ["FT110"]


def test_pictures_are_published_under_their_address() -> None:
    picture = Picture(
        url="https://example.org/images/a-1.png", media_type="image/png", data=b"\x89PNG", width=1, height=1
    )
    text = TEXT.replace(
        "---\nWords",
        'chapters: [{start: 0, title: A, image: a.png}, {start: 9, title: B, image: "ftp://x"}]\n---\nWords',
    )
    made = built(text.replace("0:00 Intro\n0:20", "x\n0.20").replace("0:40", "x"), pictures={"a.png": picture})
    assert [c.image for c in made.episode.chapters] == [picture.url, None]
    assert "FT126" in codes(made)


def test_control_characters_cost_themselves_and_are_told() -> None:
    made = built('---\ntitle: "A\\x07B"\ndate: 2026-01-02\n---\nWords.\n')
    assert made.episode.title == "AB"
    assert "FT119" in codes(made)


def test_other_containers_go_out_as_they_are() -> None:
    made = built(audio=replace(AUDIO, container="wav", media_type="audio/wav"))
    assert made.tag == b""
    assert "FT127" in codes(made)


def test_what_the_feed_misses_is_told_in_the_authors_own_keys():
    place, key = Place("feedtool.toml"), Place("feedtool.toml", 7, 1)
    said = [
        Finding(code="FT521", message="<channel> has no <podcast:locked>", hint="Add <podcast:locked>."),
        Finding(code="FT544", message="<link> has an address without encryption: http://e.org/"),
        Finding(code="FT546", message="type audio/x fits nothing", hint="Write audio/mpeg."),
    ]
    missed, plain, other = sourced(said, {"link": key}, place, of_show=True)
    assert (missed.hint, missed.source) == (authored.SHOW["podcast:locked"], place)
    assert "locked = true" in missed.hint
    assert (plain.source, other.source, other.hint) == (key, place, "Write audio/mpeg.")


def test_every_tag_a_build_may_miss_has_a_key():
    missed = {(need.parent, need.name) for need in NEEDS if "rss" in need.required or "strict" in need.required}
    missed |= {(need.parent, need.name) for need in NEEDS if "rss" in need.recommended}
    by_parent = {"channel": authored.SHOW, "item": {**authored.EPISODE, "enclosure": "", "guid": ""}}
    assert [name for parent, name in sorted(missed) if name not in by_parent[parent]] == []
    assert not any("<" in hint for hint in (*authored.SHOW.values(), *authored.EPISODE.values()))


def test_findings_of_an_item_stand_at_the_key_they_come_from():
    text = TEXT.replace("date:", "link: http://example.org/1\ndate:").replace("One & <only> 🎧", "Episode 3 Hello")
    told = {f.code: f for f in built(text).findings}
    assert told["FT544"].source
    assert told["FT544"].source.line == 3
    assert "season and episode" in told["FT553"].hint
