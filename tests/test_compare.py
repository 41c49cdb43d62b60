"""What listeners would notice is told, with its weight; what no app tells apart is no difference."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedtool.compare import Difference, compare
from feedtool.findings import SourceError
from feedtool.rawfeed import RawFeed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

HEAD = """<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:podcast="https://podcastindex.org/namespace/1.0"
 xmlns:x="urn:x"><channel><title>Show</title><link>https://example.org/</link><itunes:explicit>no</itunes:explicit>"""
ITEM = """<item><title>One</title><guid isPermaLink="false">g1</guid>
<enclosure url="https://example.org/1.mp3" type="audio/mpeg" length="1000"/>
<pubDate>Thu, 01 Jan 2026 10:00:00 +0000</pubDate><itunes:duration>1:00:00</itunes:duration>
<description><![CDATA[<p>Hello</p>]]></description></item>"""


def feed(*items: str, head: str = HEAD) -> str:
    return f"{head}{''.join(items)}</channel></rss>"


def differences(old: str, new: str) -> list[Difference]:
    return list(compare(RawFeed([old.encode()], "old.xml"), RawFeed([new.encode()], "new.xml"), io.BytesIO()))


def codes(found: Iterable[Difference]) -> list[str]:
    return [one.code for one in found]


def numbered(*numbers: int, date: str = "01") -> list[str]:
    return [ITEM.replace("g1", f"g{n}").replace("/1.mp3", f"/{n}.mp3").replace("One", f"Nr {n}") for n in numbers]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Thu, 01 Jan 2026 10:00:00 +0000", "2026-01-01T12:00:00+02:00"),
        ("1:00:00", "3600"),
        (
            "<description><![CDATA[<p>Hello</p>]]></description>",
            "<description>&lt;p&gt;Hello&lt;/p&gt;\n</description>",
        ),
        ("<description>", "<content:encoded><![CDATA[<p>Hello</p>]]></content:encoded><description>"),
        ("</item>", "<itunes:subtitle/></item>"),
        ("</item>", "<itunes:block>no</itunes:block></item>"),
        ("<title>One</title>", "<title>\n  One </title>"),
        ('url="https://example.org/1.mp3"', "url='https://example.org/1.mp3' "),
        ('length="1000"', 'length="1000" '),
    ],
)
def test_the_same_in_other_words_is_no_difference(old: str, new: str) -> None:
    assert old in ITEM
    assert differences(feed(ITEM), feed(ITEM.replace(old, new))) == []


def test_of_long_values_the_difference_is_seen() -> None:
    words = " ".join(f"word{n}" for n in range(100))
    one = Difference(code="FT809", field="notes", old=words, new=words.replace("word60", "other"))
    assert one.message.startswith("notes was '…56 word57 word58 word59 word60 word61")
    assert ", is '…56 word57 word58 word59 other word61" in one.message
    assert len(one.message) < 400
    short = Difference(code="FT809", field="title", old="The one", new="The two")
    assert short.message == "title was 'The one', is 'The two'"


def test_prefixes_and_defaults_make_no_difference() -> None:
    other = (
        feed(ITEM).replace("itunes:", "it:").replace(":itunes=", ":it=").replace("<it:explicit>no</it:explicit>", "")
    )
    assert differences(feed(ITEM), other) == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (">g1<", ">g2<", "FT801"),
        ("/1.mp3", "/one.mp3", "FT802"),
        ("audio/mpeg", "audio/mp4", "FT803"),
        ('"1000"', '"1001"', "FT804"),
        ("01 Jan 2026", "02 Jan 2026", "FT807"),
        (">One<", ">Two<", "FT809"),
        ("Hello", "Good bye", "FT809"),
        ("1:00:00", "1:00:01", "FT810"),
        ("</item>", "<x:y>new</x:y></item>", "FT810"),
        ("</item>", "<itunes:season>2</itunes:season></item>", "FT810"),
        ("</item>", '<enclosure url="https://example.org/2.mp3" type="audio/mpeg" length="1"/></item>', "FT802"),
    ],
)
def test_each_change_has_its_code(old: str, new: str, code: str) -> None:
    assert old in ITEM
    found = differences(feed(ITEM), feed(ITEM.replace(old, new, 1)))
    assert code in codes(found)
    assert all(one.item and one.why and one.message for one in found)


def test_an_item_without_guid_is_known_by_its_address() -> None:
    bare = re.sub("<guid.*?</guid>", "", ITEM)
    assert codes(differences(feed(bare), feed(ITEM))) == ["FT801", "FT814"]
    same = ITEM.replace(">g1<", ">https://example.org/1.mp3<")
    assert codes(differences(feed(bare), feed(same))) == ["FT814"]


def test_new_vanished_and_in_another_order() -> None:
    found = differences(feed(*numbered(1, 2, 3, 4)), feed(*numbered(5, 4, 2, 3)))
    assert sorted((one.code, one.item) for one in found) == [("FT805", "Nr 1"), ("FT806", "Nr 5"), ("FT808", "")]
    assert next(one.message for one in found if one.code == "FT808").startswith("1 of 3 ")
    assert next(one.severity for one in found if one.code == "FT805") == "error"


def test_items_of_one_guid_are_told_apart() -> None:
    twins = numbered(1, 2)
    twins[1] = twins[1].replace("g2", "g1")
    assert differences(feed(*twins), feed(*twins)) == []
    assert codes(differences(feed(*twins), feed(twins[0]))) == ["FT805"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("<title>Show</title>", "<title>Other</title>", "FT811"),
        ("<title>Show", "<podcast:guid>x</podcast:guid><title>Show", "FT814"),
        ("<title>Show", "<itunes:block>Yes</itunes:block><title>Show", "FT813"),
        ("<title>Show", "<lastBuildDate>Thu, 01 Jan 2026 10:00:00 +0000</lastBuildDate><title>Show", "FT814"),
    ],
)
def test_the_show(old: str, new: str, code: str) -> None:
    found = differences(feed(ITEM), feed(ITEM, head=HEAD.replace(old, new)))
    assert codes(found) == [code]
    assert not found[0].item
    assert "item" not in found[0].to_json()


def test_another_guid_of_the_show_hurts() -> None:
    heads = [HEAD.replace("<title>", f"<podcast:guid>{n}</podcast:guid><title>") for n in "ab"]
    found = differences(feed(head=heads[0]), feed(head=heads[1]))
    assert [(one.code, one.severity) for one in found] == [("FT812", "error")]


def test_people_of_the_show_count_for_items_that_name_none() -> None:
    person = "<podcast:person>Ann</podcast:person>"
    head = HEAD.replace("<title>", f"{person}<title>")
    assert differences(feed(ITEM, head=head), feed(ITEM.replace("</item>", f"{person}</item>"), head=head)) == []
    assert codes(differences(feed(ITEM), feed(ITEM.replace("</item>", f"{person}</item>")))) == ["FT810"]


def test_a_broken_item_costs_itself() -> None:
    broken = ITEM.replace("<title>One", "<title>A & B").replace("g1", "g0")
    old = RawFeed([feed(broken, ITEM).encode()], "old.xml")
    found = list(compare(old, RawFeed([feed(ITEM).encode()], "new.xml"), io.BytesIO()))
    assert [(one.code, one.item) for one in found][:1] == [("FT805", "A & B")]
    assert [f.code for f in old.findings] == ["FT831"]


@pytest.mark.parametrize("text", ["", "no xml", '<feed xmlns="http://www.w3.org/2005/Atom"/>'])
def test_no_feed(text: str) -> None:
    with pytest.raises(SourceError) as caught:
        differences(text, feed())
    assert caught.value.findings[0].code in {"FT830", "FT501"}


@settings(max_examples=60, deadline=None)
@given(st.permutations(range(6)), st.permutations(range(6)))
def test_only_the_order_of_shuffled_items_differs(old: list[int], new: list[int]) -> None:
    found = differences(feed(*numbered(*old)), feed(*numbered(*new)))
    assert codes(found) == ([] if old == new else ["FT808"])


@pytest.mark.corpus
def test_every_feed_equals_itself(shared: Path) -> None:
    for path in sorted((shared / "corpus" / "feeds").glob("*.xml")):
        with path.open("rb") as one, path.open("rb") as other:
            try:
                assert list(compare(RawFeed(one, "a"), RawFeed(other, "b"), io.BytesIO())) == [], path.name
            except SourceError as error:
                assert {f.code for f in error.findings} <= {"FT502", "FT830"}  # noqa: PT017
