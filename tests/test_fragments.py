"""Elements that are not known: parsed, self-contained, and nothing that runs."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from feedtool import fragments


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("<a/>", "<a/>"),
        (" <a>1</a>\n", "<a>1</a>"),
        ('<x:a xmlns:x="urn:x" xmlns:y="urn:y"/>', '<x:a xmlns:x="urn:x"/>'),
        ("<a><![CDATA[<b>]]></a>", "<a>&lt;b&gt;</a>"),
        ("<a><!-- c --><?p i?>1</a>", "<a>1</a>"),
    ],
)
def test_an_element_comes_back_as_a_parser_understands_it(text: str, made: str):
    assert fragments.parsed(text) == made


@pytest.mark.parametrize(
    "text",
    [
        "", "x", "<a>", "<a/><b/>", "<x:a/>", "</item>", "<a>\x00</a>", "<a>\ud800</a>", "<a>&nbsp;</a>",
        '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>',
        '<!DOCTYPE a [<!ENTITY e "eeee"><!ENTITY f "&e;&e;">]><a>&f;</a>',
        '<script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script>',
        '<a><s:svg xmlns:s="http://www.w3.org/2000/svg" onload="x()"/></a>',
        "<a>" + "x" * 70_000 + "</a>",
    ],
)  # fmt: skip
def test_what_is_no_element_or_runs_is_refused(text: str):
    assert fragments.parsed(text) is None


def test_depth_is_bounded_at_once():
    started = time.process_time()
    assert fragments.parsed("<a>" * 9000 + "</a>" * 9000) is None
    assert time.process_time() - started < 1


@given(st.text(alphabet="<>/ab:='\" &;x!-[]", max_size=60))
def test_what_is_kept_is_one_whole_element(text: str):
    made = fragments.parsed(text)
    assert made is None or fragments.parsed(made) == made


def test_what_stands_in_a_feed_takes_only_the_names_it_uses():
    root = etree.fromstring('<r xmlns:x="urn:x" xmlns:y="urn:y"><x:a y:b="1"/>tail</r>')
    assert fragments.written(root[0]) == '<x:a xmlns:x="urn:x" xmlns:y="urn:y" y:b="1"/>'
    assert len(root) == 1
