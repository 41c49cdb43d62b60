"""Podlove Simple Chapters."""

from __future__ import annotations

import time

import pytest

from feedtool.chapters import psc, read_any
from feedtool.findings import SourceError

HEAD = '<psc:chapters version="1.2" xmlns:psc="http://podlove.org/simple-chapters">'


def test_every_form_of_normal_play_time():
    rows = ["0", "37", "3:07", "8:26.25", "1:02:03.5", "90:00"]
    text = HEAD + "".join(f'<psc:chapter start="{r}" title="t"/>' for r in rows) + "</psc:chapters>"
    starts = [c.start for c in psc.read(text, "x").chapters]
    assert starts == [0, 37_000, 187_000, 506_250, 3_723_500, 5_400_000]


def test_another_prefix_inside_a_feed():
    text = (
        '<rss xmlns:sc="http://podlove.org/simple-chapters"><channel>\n<item><sc:chapters>\n'
        '<sc:chapter start="1" title="A &amp; B" href="https://example.com/?a&#38;b" image=" "/>\n'
        '<sc:chapter start="soon" title="no"/>\n<sc:chapter title="no"/></sc:chapters></item>\n'
        '<item><sc:chapters><sc:chapter start="5" title="other"/></sc:chapters></item></channel></rss>'
    )
    made = read_any(text.encode(), "f.xml")
    assert [(c.title, c.url, c.image, c.place.line) for c in made.chapters] == [
        ("A & B", "https://example.com/?a&b", None, 3)
    ]
    assert [(f.code, f.place.line) for f in made.findings] == [("FT319", 6), ("FT312", 4), ("FT312", 5)]


def test_another_namespace_is_none_of_ours():
    with pytest.raises(SourceError, match="FT311"):
        psc.read("<psc:chapters xmlns:psc='https://example.com/podlove.org/simple-chapters'/>", "x")


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + HEAD + '<psc:chapter start="0" title="&x;"/></psc:chapters>',
        "<!DOCTYPE a [" + "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12)) + "]>" + HEAD + "&e11;</psc:chapters>",
        '<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x">%p;]>' + HEAD + "</psc:chapters>",
        HEAD + "<a>" * 100_000,
        HEAD + '<psc:chapter start="0" title="' + "&#x41;" * 10 + "<",
    ],
    ids=["external entity", "entity bomb", "parameter entity", "depth", "cut off"],
)  # fmt: skip
def test_hostile(text, no_io):
    began = time.monotonic()
    with pytest.raises(SourceError) as caught:
        read_any(text.encode(), "x")
    assert caught.value.findings[0].code in {"FT317", "FT318"}
    assert time.monotonic() - began < 2


def test_an_external_dtd_is_never_fetched(no_io):
    text = '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">' + HEAD + '<psc:chapter start="0" title="t"/></psc:chapters>'
    psc.read(text, "x")
    with no_io():
        assert len(psc.read(text, "x").chapters) == 1
