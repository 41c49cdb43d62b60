"""A show taken over builds to the feed it came from; what is broken costs itself and is told."""

from __future__ import annotations

import importlib.util
import io
import tempfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from feedtool import lock
from feedtool.cli import main
from feedtool.compare import Difference, compare
from feedtool.findings import EnvironmentFault, Finding, SourceError, UsageError
from feedtool.importer import Fetch, Taken, take_over
from feedtool.output import build
from feedtool.rawfeed import RawFeed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NOW = datetime(2100, 1, 1, tzinfo=UTC)
HEAD = """<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:podcast="https://podcastindex.org/namespace/1.0"
 xmlns:psc="http://podlove.org/simple-chapters" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:x="urn:x"><channel>
<title>Show &amp; tell</title><link>https://example.org/</link><description>About.</description>
<language>de</language><itunes:explicit>false</itunes:explicit><itunes:category text="Technology"/>
<atom:link rel="self" type="application/rss+xml" href="https://example.org/pod/feed.xml"/>
<itunes:image href="https://example.org/art.jpg"/><x:hub mode="push">https://hub.example/</x:hub>
<podcast:guid>917393e3-1b1e-5cef-ace4-edaa54e1f810</podcast:guid><podcast:person>Ann</podcast:person>"""
ITEM = """<item><title>One: &quot;two&quot; #3</title><guid isPermaLink="true">https://example.org/1</guid>
<enclosure url="https://cdn.example/1.mp3" type="audio/mpeg" length="1000"/>
<pubDate>Thu, 01 Jan 2026 10:00:00 -0500</pubDate><itunes:duration>1:00:00</itunes:duration>
<description>Short words.</description>
<content:encoded><![CDATA[<p>Long <b>words</b> {{ not a shortcode }}</p>

<p>With Host: Ida Quist, at 0:00 Intro</p>]]></content:encoded>
<itunes:summary>A summary</itunes:summary><itunes:season>2</itunes:season><itunes:episode>7</itunes:episode>
<podcast:transcript url="https://cdn.example/1.vtt" type="text/vtt" language="de"/>
<podcast:soundbite startTime="73.5" duration="60">Bite</podcast:soundbite>
<x:rating level="3">good</x:rating></item>"""


def feed(*items: str, head: str = HEAD) -> bytes:
    return f"{head}{''.join(items)}</channel></rss>".encode()


def taken(data: bytes, root: Path, **given: object) -> Taken:
    return take_over(io.BytesIO(data), "old.xml", root, **given)


def differences(data: bytes, root: Path) -> list[Difference]:
    """How the feed that the project in ``root`` builds differs from ``data``, but for what every build makes anew."""
    made = build(root, now=NOW)
    assert not made.failed, made.findings
    with (root / "output/feed.xml").open("rb") as new, tempfile.TemporaryFile() as spool:
        found = [*compare(RawFeed([data], "old"), RawFeed(new, "new"), spool)]
    return [one for one in found if one.code != "FT814"]


def codes(made: Taken) -> list[str]:
    return sorted(found.code for found in made.findings)


def test_the_same_feed_comes_out(tmp_path: Path) -> None:
    made = taken(feed(ITEM), tmp_path)
    assert (made.episodes, codes(made)) == (1, [])
    assert differences(feed(ITEM), tmp_path) == []
    text = (tmp_path / "episodes/2026-01-01-one-two-3.md").read_text()
    assert 'date: "2026-01-01T10:00:00-05:00"' in text
    assert b"-0500" in (tmp_path / "output/feed.xml").read_bytes()


def test_the_lock_holds_what_subscribers_know(tmp_path: Path) -> None:
    taken(feed(ITEM), tmp_path)
    held = lock.read((tmp_path / "feedtool.lock").read_text())
    assert held.podcast_guid == "917393e3-1b1e-5cef-ace4-edaa54e1f810"
    assert [(row.guid, row.enclosure, row.published) for row in held.episodes] == [
        ("https://example.org/1", "https://cdn.example/1.mp3", "2026-01-01T10:00:00-05:00")
    ]
    path = next((tmp_path / "episodes").glob("*.md"))
    path.write_text(path.read_text().replace("cdn.example/1.mp3", "cdn.example/other.mp3"))
    assert "FT802" in {found.code for found in build(tmp_path, now=NOW).findings}


@pytest.mark.parametrize(
    "inner",
    [
        "<itunes:keywords>a, b</itunes:keywords>",
        "<itunes:order>4</itunes:order>",
        "<itunes:episodeType>bonus</itunes:episodeType>",
        "<itunes:block>Yes</itunes:block>",
        "<itunes:duration>0:67:16</itunes:duration>",
        "<podcast:person role='guest' href='https://example.org/b'>Bob</podcast:person>",
        "<podcast:person role='host'>Bob</podcast:person><podcast:person role='host' group='crew'>Bob</podcast:person>",
        "<podcast:location geo='geo:1,2'>Here</podcast:location>",
        "<podcast:episode display='Ch.3'>204</podcast:episode>",
        "<podcast:license>cc-by-4.0</podcast:license>",
        "<category domain='d'>c</category><category>e</category>",
        "<comments>https://example.org/c</comments><author>a@example.org (A)</author>",
        "<source url='https://example.org/s'>Source</source>",
        "<podcast:socialInteract protocol='activitypub' uri='https://example.org/s'/>",
        "<podcast:txt purpose='verify'>x</podcast:txt>",
        "<x:a y='1'><x:b>deep</x:b></x:a>",
        "<media:content xmlns:media='http://search.yahoo.com/mrss/' url='https://example.org/m'/>",
        "<podcast:chapters url='https://example.org/c.json' type='application/json+chapters'/>",
    ],
)
def test_every_tag_comes_back(inner: str, tmp_path: Path) -> None:
    bare = ITEM.replace("<itunes:duration>1:00:00</itunes:duration>", "") if "duration" in inner else ITEM
    data = feed(bare.replace("</item>", f"{inner}</item>"))
    assert codes(taken(data, tmp_path)) == []
    assert differences(data, tmp_path) == []


def test_chapters_become_a_file_as_well(tmp_path: Path) -> None:
    chapters = '<psc:chapters><psc:chapter start="0" title="A"/><psc:chapter start="1:05.5" title="B"/></psc:chapters>'
    data = feed(ITEM.replace("</item>", f"{chapters}</item>"))
    taken(data, tmp_path)
    assert [(one.field, one.old) for one in differences(data, tmp_path)] == [("podcast:chapters", "")]
    assert len(list((tmp_path / "output/chapters").iterdir())) == 1


@pytest.mark.parametrize(
    ("data", "expected", "episodes"),
    [
        (feed(ITEM.replace("<guid", "<x").replace("</guid>", "</x>").replace("isPermaLink", "y")), ["FT832"], 1),
        (feed(ITEM.replace("One:", "A & B")), ["FT831"], 1),
        (feed(ITEM, ITEM), ["FT835"], 1),
        (feed(ITEM, ITEM.replace("org/1<", "org/2<")), ["FT835"], 2),
        (feed(ITEM, "<item><title>No sound</title></item>"), ["FT835"], 1),
        (feed(ITEM.replace("10:00:00 -0500", "99:00:00")), ["FT833"], 1),
        (feed(ITEM.replace("<x:r", '<h:p xmlns:h="http://www.w3.org/1999/xhtml">x</h:p><x:r')), ["FT833"], 1),
        (feed(ITEM, head=HEAD.replace("<language>de</language>", "")), ["FT838"], 1),
    ],
)
def test_what_is_broken_is_told_and_the_rest_builds(
    data: bytes, expected: list[str], episodes: int, tmp_path: Path
) -> None:
    made = taken(data, tmp_path)
    assert (codes(made), made.episodes) == (expected, episodes)
    assert not build(tmp_path, now=NOW).failed


def test_a_category_out_of_use_is_told_in_words_and_kept(tmp_path: Path) -> None:
    old = '<itunes:category text="Technology"><itunes:category text="Tech News"/></itunes:category>'
    data = feed(ITEM, head=HEAD.replace('<itunes:category text="Technology"/>', old))
    (found,) = taken(data, tmp_path).findings
    assert found.message.startswith("'Technology > Tech News' is not taken by the setting categories: ")
    assert not differences(data, tmp_path)


def test_media_is_fetched_or_referred_to(tmp_path: Path, silence: Callable[[float], bytes]) -> None:
    sound = silence(10)

    def media(url: str, path: Path) -> int:
        if "broken" in url:
            raise EnvironmentFault(Finding(code="FT836", message=f"{url}: gone"))
        path.write_bytes(sound)
        return len(sound)

    other = ITEM.replace("org/1<", "org/2<").replace("cdn.example/1.mp3", "cdn.example/broken.mp3")
    made = taken(feed(ITEM, other), tmp_path, fetch=Fetch(media=media))
    assert codes(made) == ["FT834", "FT834", "FT836"]  # one has another length than the feed says
    texts = [path.read_text() for path in sorted((tmp_path / "episodes").glob("*.md"))]
    assert sorted("enclosure" in text for text in texts) == [False, True]


def test_chapters_of_a_file_are_fetched(tmp_path: Path) -> None:
    inner = "<podcast:chapters url='https://example.org/c.json' type='application/json+chapters'/>"
    data = b'{"version": "1.2.0", "chapters": [{"startTime": 0, "title": "A"}, {"startTime": 9.5, "title": "B"}]}'
    made = taken(feed(ITEM.replace("</item>", f"{inner}</item>")), tmp_path, fetch=Fetch(document=lambda url: data))
    assert made.episodes == 1
    assert '{"start": "0:09.500", "title": "B"}' in next((tmp_path / "episodes").glob("*.md")).read_text()


def test_a_project_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "feedtool.toml").write_text("")
    with pytest.raises(UsageError, match="FT128"):
        taken(feed(ITEM), tmp_path)


@pytest.mark.parametrize("data", [b"", b"<html><body/></html>", b'<feed xmlns="http://www.w3.org/2005/Atom"/>'])
def test_no_feed_is_refused(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(SourceError):
        taken(data, tmp_path)
    assert not (tmp_path / "feedtool.toml").exists()


def test_an_atom_feed_is_told_from_a_website(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        taken(b'<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title></feed>', tmp_path)
    assert "Atom" in caught.value.findings[0].hint


def test_commands(tmp_path: Path) -> None:
    (tmp_path / "old.xml").write_bytes(feed(ITEM))
    old, root = str(tmp_path / "old.xml"), str(tmp_path / "show")
    run = CliRunner().invoke
    made = run(main, ["import", old, "-o", root, "--no-media"])
    assert (made.exit_code, "1 episode taken over" in made.output) == (0, True)
    assert run(main, ["import", old, "-o", root]).exit_code == 2
    begun = run(main, ["init", "--from", old, str(tmp_path / "begun")])
    assert begun.exit_code == 0, begun.output
    assert "FT834" in begun.output  # there is no such host
    assert (tmp_path / "begun/feedtool.toml").exists()
    planned = run(main, ["plan", "-C", root, "--against", old])
    assert planned.exit_code == 0, planned.output
    assert run(main, ["build", "-C", root]).exit_code == 0
    assert run(main, ["diff", old, f"{root}/output/feed.xml"]).exit_code == 0


@pytest.mark.corpus
def test_the_namespaces_own_example(shared: Path, tmp_path: Path) -> None:
    data = (shared / "spec/data/repo-examples/example.xml").read_bytes()
    made = taken(data, tmp_path)
    assert made.episodes == 3
    assert {found.message.split(":")[0] for found in made.findings if found.code != "FT838"} <= {
        "guid",
        "podcast",
        "<podcast",
    } | {found.message.split(":")[0] for found in made.findings if "guid" in found.message}
    assert [one.field for one in differences(data, tmp_path)] == ["podcast:guid"]  # no UUID there: a real fault


@pytest.mark.corpus
@pytest.mark.slow
def test_feeds_of_others_come_back_without_an_unexplained_difference(shared: Path, repo: Path) -> None:
    spec = importlib.util.spec_from_file_location("continuity", repo / "bench" / "continuity.py")
    assert spec
    assert spec.loader
    bench = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(bench)
    verdicts = [bench.judged(path)[0] for path in sorted((shared / "corpus" / "feeds").glob("*.xml"))]
    podcasts = [verdict for verdict in verdicts if verdict != "no podcast feed"]
    assert len(podcasts) >= 30
    assert sum(verdict in {"same", "explained"} for verdict in podcasts) >= 0.95 * len(podcasts)
