"""Every row of the tables, asked for no more than its table: a new row is tested unasked."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from lxml import etree

from feedtool.model import Category, Chapter, Enclosure, Episode, Funding, Owner, Person, Show, Transcript
from feedtool.render import tags
from feedtool.render.tags.row import NAMESPACES, Tag, write

if TYPE_CHECKING:
    from pathlib import Path

ODD = 'Q&A <b> "x" ]]> ü'
URL = "https://example.com/a b?q=ü&r=1"
TABLES = (
    ("show", (*tags.CHANNEL, *tags.RETIRED_CHANNEL, *tags.LIVE)),
    ("episode", (*tags.NAMED, *tags.ITEM, *tags.RETIRED_ITEM)),
)
ROWS = [pytest.param(tag, of, id=f"{tag.where} {tag.name}") for of, table in TABLES for tag in table]
DECLARED = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())


@pytest.fixture
def sources(every_show: Show, every_episode: Episode) -> dict[str, Any]:
    """Everything, with letters in it that markup, addresses and XML stumble over."""
    show = replace(
        every_show, title=ODD, link=URL, description=ODD, feed_url=URL, author=ODD, image=URL, copyright=ODD,
        owner=Owner(email="a@example.com", name=ODD), categories=(Category(name=ODD, sub=ODD),),
        people=(Person(name=ODD, href=URL, img=URL),), funding=(Funding(url=URL, text=ODD),), new_feed_url=URL,
    )  # fmt: skip
    episode = replace(
        every_episode, title=ODD, description=ODD, notes_html=f"<p>{ODD}</p>", season_name=ODD, episode_display=ODD,
        chapters=(Chapter(start=0, title=ODD, url=URL, image=URL),), people=(Person(name=ODD, href=URL, img=URL),),
        author=ODD, guid=ODD, link=URL, image=URL, chapters_url=URL,
        enclosure=Enclosure(url=URL, media_type="audio/mpeg", length=5),
        transcripts=(Transcript(url=URL, media_type="text/vtt", language="en", rel="captions"),),
    )  # fmt: skip
    return {"show": show, "episode": episode}


def written(rows: Any, source: Any) -> etree._Element:
    """What the rows write, parsed."""
    lines: list[str] = []
    write(lines, rows, source)
    assert all(line.endswith("\n") for line in lines)
    return etree.fromstring(f"<parent{DECLARED}>{''.join(lines)}</parent>")


def qualified(name: str) -> str:
    prefix, _, local = name.rpartition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}" if prefix else local


def strings(tag: Tag) -> list[str]:
    return [
        tag.name,
        *(name for name, _ in tag.attributes),
        *(text for child in tag.children for text in strings(child)),
    ]


@pytest.mark.parametrize(("tag", "of"), ROWS)
def test_a_full_model_gives_the_element_with_all_it_can_say(tag: Tag, of: str, sources: dict[str, Any]):
    element = written([tag], sources[of])
    assert {child.tag for child in element} == {qualified(tag.name)}
    assert tag.many or len(element) == 1
    assert {name for child in element for name in child.attrib} == {name for name, _ in tag.attributes}
    said = {child.tag for row in element for child in row}
    assert said == {qualified(child.name) for child in tag.children} - ABSENT_IN_LIVE.get(tag.name, set())
    assert all(text.isascii() for child in element for text in child.attrib.values() if text.startswith("http"))


LIVE_SAYS = {"title", "guid", "enclosure", "description", "content:encoded", "itunes:image", "podcast:person",
             "podcast:chat", "podcast:alternateEnclosure", "podcast:contentLink"}  # fmt: skip
ABSENT_IN_LIVE = {
    "podcast:liveItem": {qualified(child.name) for child in tags.LIVE[0].children if child.name not in LIVE_SAYS}
}


@pytest.mark.parametrize(("tag", "of"), ROWS)
def test_an_empty_model_gives_nothing_or_what_is_required(tag: Tag, of: str):
    empty = {
        "show": Show(title="", link="", description="", language="", base_url="", feed_url="", medium="", type=""),  # type: ignore[arg-type]
        "episode": Episode(title="", slug=""),
    }
    element = written([tag], empty[of])
    assert [child.tag for child in element] in ([], [qualified(tag.name)])
    assert len(element) == ((tag.where, tag.name) in {("channel", "generator"), ("channel", "itunes:explicit")})


@pytest.mark.parametrize(("tag", "of"), ROWS)
def test_the_writer_follows_the_grammar_that_was_written_without_it(tag: Tag, of: str, repo: Path):
    text = (repo / "schemas" / "rss.rng").read_text()
    assert all(f'name="{name}"' in text for name in strings(tag))


def test_a_row_stands_in_the_table_of_its_place_and_no_tag_twice():
    for table, where in (
        ((*tags.CHANNEL, *tags.RETIRED_CHANNEL, *tags.LIVE), "channel"),
        ((*tags.NAMED, *tags.ITEM, *tags.RETIRED_ITEM), "item"),
    ):
        assert {tag.where for tag in table} == {where}
        names = [tag.name for tag in table]
        assert len(names) == len(set(names))


def test_what_is_many_gives_an_element_each_in_order(every_episode: Episode):
    people = (Person(name="A"), Person(name="B", role="guest"))
    element = written(tags.podcast.ITEM, replace(every_episode, people=people))
    assert [child.text for child in element.findall(qualified("podcast:person"))] == ["A", "B"]


@pytest.mark.corpus
def test_every_tag_of_the_specification_has_a_row(shared: Path):
    """The summary table of the podcast namespace and the table of iTunes tags, each in each place it names."""
    rows = {where: {tag.name for tag in table} for where, table in (("C", (*tags.CHANNEL, *tags.RETIRED_CHANNEL, *tags.LIVE)), ("I", (*tags.NAMED, *tags.ITEM, *tags.RETIRED_ITEM)), ("L", tags.LIVE[0].children))}  # fmt: skip
    summary = (shared / "spec" / "podcast-namespace.md").read_text().split("## 1. ")[1].split("## 2. ")[0]
    wanted = re.findall(r"^\| (\w+) \| ((?:[CIL] ?)+)", summary, re.MULTILINE)
    assert len(wanted) > 22
    missing = [
        (tag, where) for tag, places in wanted for where in places.split() if f"podcast:{tag}" not in rows[where]
    ]
    assert missing == []


def test_the_page_on_adding_a_tag_names_what_there_is(repo: Path):
    page = (repo / "docs" / "how-to" / "add-a-podcast-tag.md").read_text()
    for path in (
        "feedtool/render/tags/podcast.py",
        "schemas/rss.rng",
        "feedtool/read/feed.py",
        "tests/render/tags/test_rows.py",
    ):
        assert path in page
        assert (repo / path).is_file()
