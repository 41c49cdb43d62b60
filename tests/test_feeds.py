"""Feeds in pages, formats and a private one: every episode once, links that lead on, nothing rendered twice."""

from __future__ import annotations

import base64
import hashlib
import io
import os
import shutil
import tracemalloc
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import settings as example_settings
from hypothesis import strategies as st
from lxml import etree

from feedtool import feeds, manifest, output
from feedtool.model import Feeds, Show
from feedtool.read import audio
from feedtool.read import feed as reader
from feedtool.render import feed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SHOW = Show(
    title="S", link="https://e.org/", description="d", language="en", base_url="https://e.org/",
    feed_url="https://feeds.e.org/s", guid="9b024349-ccf0-5f69-a609-6b82873eab3c",
)  # fmt: skip
NOW = datetime(2026, 10, 31, tzinfo=UTC)
ATOM = "{http://www.w3.org/2005/Atom}link"


def names(count: int) -> list[str]:
    """Episodes, newest first."""
    return [f"e{n}" for n in range(count, 0, -1)]


def paged(count: int, **options: Any) -> list[feeds.Sheet]:
    return feeds.sheets(replace(SHOW, feeds=Feeds(**options)), names(count))


@example_settings(max_examples=100, deadline=None)
@given(count=st.integers(0, 60), size=st.integers(0, 12), paging=st.sampled_from(["paged", "archived"]))
def test_every_episode_stands_once_in_its_order(count: int, size: int, paging: str):
    made = paged(count, page_size=size, paging=paging)
    assert [name for sheet in made for name in sheet.names] == names(count)
    assert len({sheet.path for sheet in made}) == len(made)
    assert made[0].path == "feed.xml"
    assert made[0].show.feed_url == SHOW.feed_url
    assert len(made) == 1 or size


def test_pages_link_to_their_neighbours():
    made = paged(5, page_size=2)
    two, three = "https://e.org/feed.2.xml", "https://e.org/feed.3.xml"
    assert [sheet.path for sheet in made] == ["feed.xml", "feed.2.xml", "feed.3.xml"]
    assert [dict(sheet.links) for sheet in made] == [
        {"first": SHOW.feed_url, "next": two, "last": three},
        {"first": SHOW.feed_url, "prev": SHOW.feed_url, "next": three, "last": three},
        {"first": SHOW.feed_url, "prev": two, "last": three},
    ]
    assert [sheet.show.feed_url for sheet in made] == [SHOW.feed_url, two, three]


def test_an_archive_never_changes_and_leads_to_the_one_before():
    before = {sheet.path: sheet for sheet in paged(23, page_size=5, paging="archived") if sheet.archive}
    after = {sheet.path: sheet for sheet in paged(31, page_size=5, paging="archived") if sheet.archive}
    assert len(before) == 3
    assert {path: after[path] for path in before} == before
    made = paged(23, page_size=5, paging="archived")
    assert len(made[0].names) == 8
    assert dict(made[0].links) == {"prev-archive": "https://e.org/feed.archive-3.xml"}
    assert dict(made[1].links) == {"current": SHOW.feed_url, "prev-archive": "https://e.org/feed.archive-2.xml"}
    assert dict(made[-1].links) == {"current": SHOW.feed_url}
    root = etree.fromstring(made[1].head(None) + feed.TAIL)
    assert root.find(".//{http://purl.org/syndication/history/1.0}archive") is not None
    assert [link.get("rel") for link in root.iter(ATOM)] == ["self", "current", "prev-archive"]


def test_a_private_feed_asks_directories_to_leave_it_out():
    public, private = paged(2, private="members/f.xml")
    assert (private.path, private.show.feed_url) == ("members/f.xml", "https://e.org/members/f.xml")
    shown = reader.channel(io.BytesIO(private.head(None) + feed.TAIL), "f.xml")
    assert shown.block
    assert [block.blocked for block in shown.blocks] == [True]
    assert b'href="../feed.css"' in private.head(None)
    assert not reader.channel(io.BytesIO(public.head(None) + feed.TAIL), "f.xml").block


def test_a_list_holds_no_episodes():
    for medium in ("podcastL", "musicL", "mixed"):
        (only,) = feeds.sheets(replace(SHOW, medium=medium), names(3))
        assert only.names == ()
    assert feeds.sheets(replace(SHOW, medium="music"), names(3))[0].names == names(3)


def test_live_streams_stand_on_the_first_page_alone(every_live_show: Show):
    made = feeds.sheets(replace(every_live_show, feeds=Feeds(page_size=2)), names(5))
    assert [b"<podcast:liveItem" in sheet.head(None) for sheet in made] == [True, False, False]


@pytest.fixture
def every_live_show() -> Show:
    from feedtool.model import Enclosure, Episode, LiveItem

    item = Episode(
        title="L", slug="l", guid="l", enclosure=Enclosure(url="https://e.org/l", media_type="a/b", length=0)
    )
    return replace(SHOW, live_items=(LiveItem(status="live", start=NOW, item=item),))


@pytest.fixture
def project(tmp_path: Path, repo: Path, silence: Callable[[float], bytes]) -> Path:
    """The project that says everything, with sound."""
    root = tmp_path / "project"
    shutil.copytree(repo / "tests" / "golden" / "good" / "every-tag" / "in", root)
    (root / "audio.toml").unlink()
    for name in ("01-first", "02-second"):
        (root / "episodes" / f"{name}.mp3").write_bytes(silence(60))
    return root


def built(root: Path) -> dict[str, bytes]:
    report = output.build(root, now=NOW)
    assert not report.failed, report.findings
    out = root / "output"
    return {p.relative_to(out).as_posix(): p.read_bytes() for p in sorted(out.rglob("*.xml"))}


def test_another_build_takes_the_items_that_stand(project: Path, monkeypatch: pytest.MonkeyPatch):
    for path in project.rglob("*"):
        os.utime(path, (1_700_000_000, 1_700_000_000))  # written a moment ago, a file may change again unnoticed
    first = built(project)
    rendered: list[str] = []
    write = feed._item

    def noted(show: Show, episode: Any) -> str:
        rendered.append(episode.slug)
        return write(show, episode)

    monkeypatch.setattr(feed, "_item", noted)
    text = project / "episodes" / "02-second.md"
    text.write_text(text.read_text().replace("Only words", "Other words"))
    second = built(project)
    assert rendered == ["02-second"]
    assert first.keys() == second.keys()
    assert {p for p in first if first[p] != second[p]} == {"feed.xml", "feed.opus.xml", "private/feed.xml"}
    shutil.rmtree(project / "output")
    shutil.rmtree(project / ".feedtool", ignore_errors=True)
    assert built(project) == second


def test_a_feed_that_was_spoilt_is_made_again(project: Path):
    first = built(project)
    (project / "output" / "feed.2.xml").write_text("spoilt, and longer than nothing")
    assert built(project) == first


def test_the_format_feed_has_its_own_enclosure_where_there_is_one(project: Path):
    made = built(project)
    items = [
        item for path in ("feed.opus.xml", "feed.opus.2.xml") for item in reader.items(io.BytesIO(made[path]), path)
    ]
    assert [item.enclosure.media_type for item in items if item.enclosure] == ["audio/mpeg", "audio/mpeg", "audio/opus"]
    assert [item.guid for item in items] == [
        item.guid for path in ("feed.xml", "feed.2.xml") for item in reader.items(io.BytesIO(made[path]), path)
    ]


def test_pages_that_are_no_longer_wanted_go(project: Path):
    built(project)
    settings = project / "feedtool.toml"
    settings.write_text(settings.read_text().replace("page_size = 2", "page_size = 0").replace("private = true\n", ""))
    assert sorted(built(project)) == ["feed.opus.xml", "feed.xml"]


def test_many_items_are_put_together_in_the_memory_of_one(tmp_path: Path):
    count, size = 3000, 4000
    with (tmp_path / "spool").open("w+b") as spool, manifest.opened(None) as book:
        book.begin()
        items = feeds.Items(db=book.db, spool=spool, target=tmp_path)
        for name in names(count):
            items.add(name, {"": b"x" * size})
        (sheet,) = feeds.sheets(SHOW, names(count))
        tracemalloc.start()
        assert sum(map(len, items.pieces(sheet, None))) > count * size
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak < 300_000


def test_of_heads_that_differ_in_addresses_alone_one_is_judged():
    made = feeds.sheets(replace(SHOW, feeds=Feeds(page_size=2, formats=("mp3", "opus"), private="p.xml")), names(20))
    assert len(made) == 30
    assert [sheet.path for sheet in feeds.forms(made)] == [
        "feed.xml", "feed.2.xml", "feed.10.xml", "p.xml", "p.2.xml", "p.10.xml",
    ]  # fmt: skip


def test_audio_of_a_further_format_is_tagged_and_stated_as_it_is_published(project: Path):
    made = built(project)
    (path,) = (project / "output" / "audio").glob("*.opus")
    data = path.read_bytes()
    (source,) = (project / "episodes").glob("*.opus")
    assert data != source.read_bytes()
    with path.open("rb") as stream:
        titles = [chapter.title for chapter in audio.read(stream, path.name).chapters]
    by_guid = {
        item.guid: item for name in ("feed.xml", "feed.2.xml") for item in reader.items(io.BytesIO(made[name]), name)
    }
    (item,) = [
        item for item in by_guid.values() for other in item.alternates if other.sources[0].uri.endswith(path.name)
    ]
    assert titles == [chapter.title for chapter in item.chapters]
    assert titles
    (stated,) = [other for other in item.alternates if other.sources[0].uri.endswith(path.name)]
    digest = base64.b64encode(hashlib.sha384(data).digest()).decode()
    assert stated.integrity
    assert (stated.length, stated.integrity.value) == (len(data), f"sha384-{digest}")
    (own,) = [i for i in reader.items(io.BytesIO(made["feed.opus.2.xml"]), "f") if i.guid == item.guid]
    assert own.enclosure
    assert own.enclosure.length == len(data)
