"""The feed reader: other people's feeds, in any pieces and encodings, read leniently and in the memory of one item."""

from __future__ import annotations

import io
import tracemalloc
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from feedtool.findings import SourceError
from feedtool.model import Chapter, Enclosure, Person
from feedtool.read import feed, feed_pieces, feed_xml

if TYPE_CHECKING:
    from pathlib import Path

HEAD = """<?xml version="1.0"?>
<!-- an <item> in a comment -->
<rss version="2.0" xmlns:itunes="http://www.itunes.com/DTDs/Podcast-1.0.dtd"
     xmlns:pod="https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md"
     xmlns:c="http://purl.org/rss/1.0/modules/content/" xmlns:sc="http://podlove.org/simple-chapters/">
<channel><title>A Show</title><link>https://example.com/</link>
<itunes:explicit>clean</itunes:explicit><itunes:image href="https://example.com/c.jpg"/>
<pod:locked owner="a@example.com">yes</pod:locked>
"""
ITEM = """<item>
  <title>One</title>
  <guid>https://example.com/1</guid>
  <pubDate>4 Mar 2026 05:06:07 GMT</pubDate>
  <enclosure url="https://example.com/1.mp3" length="" type="audio/mpeg"/>
  <c:encoded><![CDATA[<p>An </item><item> in CDATA</p>]]></c:encoded>
  <itunes:duration>1:02:03</itunes:duration>
  <itunes:explicit>yes</itunes:explicit>
  <itunes:episode>5</itunes:episode>
  <pod:person role="Guest">Bob</pod:person>
  <sc:chapters><sc:chapter start="1:02" title="B"/><sc:chapter start="0" title="A"/><sc:chapter start="x" title="C"/></sc:chapters>
</item>
"""  # fmt: skip
TAIL = "<language>de</language></channel></rss>\n"


def items(data: str | bytes) -> list[feed.FeedItem]:
    return list(feed.items(io.BytesIO(data.encode() if isinstance(data, str) else data), "f.xml"))


def test_an_item_of_other_peoples_making():
    (item,) = items(HEAD + ITEM + TAIL)
    assert item == feed.FeedItem(
        title="One",
        guid="https://example.com/1",
        guid_is_permalink=True,
        published=datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC),
        enclosure=Enclosure(url="https://example.com/1.mp3", media_type="audio/mpeg", length=0),
        notes_html="<p>An </item><item> in CDATA</p>",
        chapters=(Chapter(start=0, title="A"), Chapter(start=62_000, title="B")),
        people=(Person(name="Bob", role="guest"),),
        duration=3_723_000,
        explicit=True,
        episode=5,
    )
    assert str(item.place) == "f.xml:9:1"
    assert str(item.chapters[1].place) == "f.xml:19"


def test_the_channel_is_read_wherever_its_tags_stand():
    show = feed.channel(io.BytesIO((HEAD + ITEM + TAIL).encode()), "f.xml")
    assert (show.title, show.language, show.image, show.explicit) == (
        "A Show",
        "de",
        "https://example.com/c.jpg",
        False,
    )
    assert show.locked is True


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Wed, 04 Mar 2026 05:06:07 +0100", "2026-03-04T05:06:07+01:00"),
        ("Wed, 04 Mar 2026 05:06:07 EST", "2026-03-04T05:06:07-05:00"),
        ("2026-03-04T05:06:07Z", "2026-03-04T05:06:07+00:00"),
        ("Wed, 04 Mar 2026 05:06:07 -0000", "2026-03-04T05:06:07+00:00"),
        ("2026-03-04", None),
        ("soon", None),
        ("", None),
        ("Wed, 04 Mar 99999999999999 05:06:07 +0100", None),
    ],
)
def test_dates_are_read_leniently_but_never_without_a_zone(text: str, moment: str | None):
    (item,) = items(f"<rss><channel><item><pubDate>{text}</pubDate></item></channel></rss>")
    assert (item.published.isoformat() if item.published else None) == moment


def test_numbers_that_are_none_are_left_out():
    text = "<rss><channel><item><enclosure url='u' length='9e99'/></item></channel></rss>"
    (item,) = items(text)
    assert item.enclosure == Enclosure(url="u", media_type="", length=int(9e99))
    for word in ("nan", "inf", "1" * 20, "²", "x"):
        (item,) = items(text.replace("9e99", word))
        assert item.enclosure
        assert item.enclosure.length == 0


def read_all(data: str) -> None:
    items(data)
    feed.channel(io.BytesIO(data.encode()), "f.xml")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("", "FT501"),
        ("<rss><channel><item>&nope;</item></channel></rss>", "FT501"),
        ("<!DOCTYPE x []><rss/>", "FT502"),
        ("<?xml version='1.0' encoding='punycode'?><rss/>", "FT503"),
        ("<rss><channel><item>" + "x" * 9_000_000, "FT504"),
    ],
)
def test_what_cannot_be_read_is_a_finding(data: str, code: str):
    with pytest.raises(SourceError) as raised:
        read_all(data)
    assert raised.value.findings[0].code == code


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(1, 40), min_size=1, max_size=30), st.integers(0, 3))
def test_pieces_are_the_same_however_the_bytes_arrive(sizes: list[int], count: int):
    data = (HEAD + ITEM * count + TAIL).encode()
    parts, at = [], 0
    while at < len(data):
        size = sizes[len(parts) % len(sizes)]
        parts.append(data[at : at + size])
        at += size
    pieces = list(feed_pieces.split(iter(parts), "f.xml"))
    assert b"".join(piece.data for piece in pieces) == data
    assert [piece.data.decode().rstrip() for piece in pieces if piece.is_item] == [ITEM.rstrip()] * count


_PARTS = (
    "<item>",
    "</item>",
    "<item/>",
    "<!-- ",
    " -->",
    "<![CDATA[",
    "]]>",
    "<?x ",
    "?>",
    "<items>",
    "<item a='>'",
    ">",
    "\n",
)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(_PARTS), max_size=30).map("".join))
def test_nothing_is_lost_or_misplaced_whatever_the_bytes(text: str):
    data = text.encode()
    line, column = 1, 1
    for piece in feed_pieces.split(iter([data]), "f.xml"):
        assert (piece.line, piece.column) == (line, column)
        last = piece.data.rpartition(b"\n")
        line, column = line + piece.data.count(b"\n"), len(last[2]) + (1 if last[1] else column)
        data = data.removeprefix(piece.data)
    assert data == b""


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(["<item>", "</item>", "<item/>", "<!-- <item> -->", "<![CDATA[</item>]]>", "<a/>", "x"])
    ).map("".join)
)
def test_items_of_well_formed_feeds_are_those_a_parser_sees(text: str):
    data = f"<rss><channel>{text}</channel></rss>".encode()
    try:
        root = etree.fromstring(data)
    except etree.XMLSyntaxError:
        return
    found = [piece.data for piece in feed_pieces.split(iter([data]), "f.xml") if piece.is_item]
    assert len(found) == len(root.findall("channel/item"))


def test_a_feed_of_any_size_needs_the_memory_of_one_item():
    def run(count: int) -> int:
        parts = (HEAD if n == 0 else TAIL if n > count else ITEM for n in range(count + 2))
        tracemalloc.start()
        assert sum(1 for _ in feed.items((part.encode() for part in parts), "f.xml")) == count
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    run(10)
    assert run(4000) < 300_000  # of 2.8 MB


def test_namespaces_are_known_by_their_wrong_names_too():
    assert feed_xml.name_of("{https://podcastindex.org/namespace/1.0/}guid") == "podcast:guid"
    assert feed_xml.name_of("{http://w3.org/2005/Atom}link") == "atom:link"
    assert feed_xml.name_of("{urn:x}y") == "{urn:x}y"
    assert feed_xml.name_of("title") == "title"


@pytest.mark.corpus
def test_feeds_in_the_wild_are_read_or_refused(repo: Path):
    folder = repo.parent / "shared" / "corpus" / "feeds"
    if not folder.is_dir():
        pytest.skip("no outside material here")
    count = 0
    for path in sorted(folder.glob("*.xml")):
        try:
            with path.open("rb") as stream:
                count += sum(1 for _ in feed.items(stream, path.name))
        except SourceError as error:
            assert error.findings  # noqa: PT017
    assert count > 2000


@settings(max_examples=400, deadline=None)
@given(
    st.lists(st.sampled_from([*_PARTS, "<item>x</item>", " "]), max_size=30).map("".join),
    st.integers(1, 4),
    st.integers(0, 60),
    st.integers(1, 40),
)
def test_items_in_runs_are_the_items_one_by_one(text: str, most: int, size: int, step: int):
    def parts():
        data = text.encode()
        return (data[at : at + step] for at in range(0, len(data), step))

    runs = list(feed_pieces.split(parts(), "f.xml", most=most, size=size))
    assert b"".join(run.data for run in runs) == text.encode()
    found = [single for run in runs if run.is_item for single in feed_pieces.singles(run, "f.xml")]
    whole = [piece for piece in feed_pieces.split(parts(), "f.xml") if piece.is_item]
    assert [piece.data.strip() for piece in found] == [piece.data.strip() for piece in whole]
    # An item that is never closed takes the blanks before it along.
    closed = len(whole) - 1
    assert [piece.line for piece in found[:closed]] == [piece.line for piece in whole[:closed]]


def test_a_run_ends_when_it_is_full_and_where_anything_but_blanks_follows():
    def runs(text: str, most: int, size: int) -> list[bytes]:
        return [p.data for p in feed_pieces.split(iter([text.encode()]), "f.xml", most=most, size=size) if p.is_item]

    one = "<item>1</item>"
    assert [run.count(b"<item>") for run in runs(f"{one}\n " * 5, 2, 1000)] == [2, 2, 1]
    assert [run.count(b"<item>") for run in runs(f"{one}\n " * 5, 9, 20)] == [2, 2, 1]
    assert runs(f"{one} {one}<!-- -->{one}x{one}", 9, 1000) == [f"{one} {one}".encode(), one.encode(), one.encode()]
