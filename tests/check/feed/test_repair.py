"""Broken characters: each told at its byte, replaced by the one thing it can mean, lines kept."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from feedtool.check.feed.repair import declared_in, mended, only_comments, undeclared


@pytest.mark.parametrize(
    ("wrong", "right", "says"),
    [
        (b"a & b", b"a &amp; b", "bare &"),
        (b"a &amp; b &#65; &#x41; &lt;", b"a &amp; b &#65; &#x41; &lt;", ""),
        (b"?a=1&b=2", b"?a=1&amp;b=2", "bare &"),
        (b"a&nbsp;b", b"a&#160;b", "HTML's"),
        (b"a &nosuch; b", b"a &amp;nosuch; b", "stands for nothing"),
        (b"1 < 2", b"1 &lt; 2", "bare <"),
        (b"a\x0bb", b"a b", "U+000B"),
        (b"a&#11;b", b"a b", "no character"),
        (b"a&#xD800;b", b"a b", "no character"),
        (b"caf\xe9", "café".encode(), "not UTF-8"),
        (b"<![CDATA[a & b < c]]>", b"<![CDATA[a & b < c]]>", ""),
        (b"<![CDATA[a\x00b]]>", b"<![CDATA[a b]]>", "U+0000"),
        (b"<!-- a & b -->", b"<!-- a & b -->", ""),
    ],
)
def test_each_fault_is_told_and_put_right(wrong: bytes, right: bytes, says: str) -> None:
    made, faults = mended(wrong)
    assert made == right
    assert [says in fault.message for fault in faults] == ([True] if says else [])


def test_faults_stand_at_their_bytes() -> None:
    data = "ä & ö &nbsp; \x01".encode()
    _, faults = mended(data)
    assert [data[fault.offset :][:1] for fault in faults] == [b"&", b"&", b"\x01"]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from(["&", "<", "&nbsp;", "&#1;", "\x00", "\n", "ä", "<![CDATA[", "]]>", "<!--", "-->", "x"]))
)
def test_lines_stay_and_repairing_again_changes_nothing(parts: list[str]) -> None:
    data = "".join(parts).encode()
    made, _ = mended(data)
    assert made.count(b"\n") == data.count(b"\n")
    assert mended(made) == (made, [])


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from([b"&", b"< ", b"&nbsp;", b"&#1;", b"\x00", b"\n", b"\xe4", b"x", b"&amp", b"&lt;"])))
def test_repaired_text_is_xml(parts: list[bytes]) -> None:
    etree.fromstring(b"<a>" + mended(b"".join(parts))[0] + b"</a>")


def test_endless_faults_cost_no_more_than_reading() -> None:
    _, faults = mended(b"& " * 500_000)
    assert len(faults) == 100


def test_prefixes_declared_nowhere() -> None:
    data = b'<a xmlns:x="u"><x:b/><y:c z:d="1"/><![CDATA[<q:r>]]><!-- <s:t> --></a>'
    assert undeclared(data, ()) == {"y": data.index(b"<y"), "z": data.index(b"z:d")}
    assert undeclared(data, {"y", "z"}) == {}
    assert declared_in(data) == {"x"}


def test_what_may_follow_a_feed() -> None:
    assert only_comments(b"\n<!-- a --><?b c?>\n")
    assert not only_comments(b"\n<!-- a -->b")
