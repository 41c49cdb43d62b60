"""Every row of the tables, asked for no more than its table: a new row is tested unasked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from feedtool.model import Category, Chapter, Enclosure, Episode, Funding, Owner, Person, Show, Transcript
from feedtool.render import tags
from feedtool.render.tags.row import NAMESPACES, Tag, qualified, write

if TYPE_CHECKING:
    from pathlib import Path

ODD = 'Q&A <b> "x" ]]> \x0b\ud800 ü'
URL = "https://example.com/a b?q=ü&r=1"
SHOW = Show(
    title=ODD, link=URL, description=ODD, language="en", base_url="", feed_url=URL, author=ODD,
    owner=Owner(email="a@example.com", name=ODD), categories=(Category(name=ODD, sub=ODD),), explicit=True, image=URL,
    copyright=ODD, guid="917393e3-1b1e-5cef-ace4-edaa54e1f810", locked=False, people=(Person(name=ODD, href=URL, img=URL),),
    funding=(Funding(url=URL, text=ODD),), block=True, complete=True, new_feed_url=URL,
)  # fmt: skip
EPISODE = Episode(
    title=ODD, slug="x", description=ODD, notes_html=f"<p>{ODD}</p>", chapters=(Chapter(start=0, title=ODD, url=URL, image=URL),),
    people=(Person(name=ODD, href=URL, img=URL),), season=1, season_name=ODD, episode=2, episode_display=ODD,
    episode_type="bonus", duration=5000, author=ODD, explicit=True, block=True, guid=ODD, link=URL, image=URL,
    enclosure=Enclosure(url=URL, media_type="audio/mpeg", length=5), chapters_url=URL,
    transcripts=(Transcript(url=URL, media_type="text/vtt", language="en", rel="captions"),),
)  # fmt: skip
ROWS = [pytest.param(tag, source, id=f"{tag.where} {tag.name}") for table, source in ((tags.CHANNEL, SHOW), (tags.ITEM, EPISODE)) for tag in table]  # fmt: skip


def parent() -> etree._Element:
    return etree.Element("parent", nsmap=dict(NAMESPACES))


def strings(tag: Tag) -> list[str]:
    return [
        tag.name,
        *(name for name, _ in tag.attributes),
        *(text for child in tag.children for text in strings(child)),
    ]


@pytest.mark.parametrize(("tag", "source"), ROWS)
def test_a_full_model_gives_the_element_with_all_it_can_say(tag: Tag, source: object):
    element = parent()
    write(element, [tag], source)
    assert [child.tag for child in element] == [qualified(tag.name)]
    again = etree.fromstring(etree.tostring(element))
    assert set(again[0].attrib) == {name for name, _ in tag.attributes}
    assert len(again[0]) == len(tag.children)
    assert all(text.isascii() for text in again[0].attrib.values() if text.startswith("http"))


@pytest.mark.parametrize(("tag", "source"), ROWS)
def test_an_empty_model_gives_nothing_or_what_is_required(tag: Tag, source: object):
    empty = (
        Show(title="", link="", description="", language="", base_url="", feed_url="", medium="", type="")  # type: ignore[arg-type]
        if isinstance(source, Show)
        else Episode(title="", slug="")
    )
    element = parent()
    write(element, [tag], empty)
    assert [child.tag for child in element] in ([], [qualified(tag.name)])
    assert len(element) == ((tag.where, tag.name) in {("channel", "generator"), ("channel", "itunes:explicit")})


@pytest.mark.parametrize(("tag", "source"), ROWS)
def test_the_writer_follows_the_grammar_that_was_written_without_it(tag: Tag, source: object, repo: Path):
    text = (repo / "schemas" / "rss.rng").read_text()
    assert all(f'name="{name}"' in text for name in strings(tag))


def test_a_row_stands_in_the_table_of_its_place_and_no_tag_twice():
    for table, where in ((tags.CHANNEL, "channel"), (tags.ITEM, "item")):
        assert {tag.where for tag in table} == {where}
        names = [tag.name for tag in table]
        assert len(names) == len(set(names))


def test_what_is_many_gives_an_element_each_in_order():
    people = (Person(name="A"), Person(name="B", role="guest"))
    element = parent()
    write(element, tags.podcast.ITEM, replace(EPISODE, people=people))
    assert [child.text for child in element.findall(qualified("podcast:person"))] == ["A", "B"]


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
