"""XML without entities, DTDs and network."""

from __future__ import annotations

import pytest

from feedtool.chapters.xmltext import attributes, escaped, local, parse, place, root_name
from feedtool.findings import SourceError


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("<a/>", "a"),
        ('<?xml version="1.0"?>\n<!-- <b> -->\n<!DOCTYPE c SYSTEM "d.dtd">\n<x:Chapters y="z">', "Chapters"),
        ("<!-- open", None),
        ("text <a>", None),
        ("", None),
    ],
)
def test_root_name(text, name):
    assert root_name(text) == name


def test_parse():
    root = parse('<?xml version="1.0" encoding="ISO-8859-1"?>\n<a xmlns="u:x"><!-- c -->\n<b>é</b></a>', "f")
    assert (local(root), local(root[0]), root[0].text, str(place(root[0], "f"))) == ("a", "b", "é", "f:3")


@pytest.mark.parametrize(
    ("text", "code"),
    [("<a>&undefined;</a>", "FT318"), ("<a>", "FT318"), ("", "FT318"), ("<!ENTITY", "FT317")],
)
def test_refused(text, code):
    with pytest.raises(SourceError, match=code):
        parse(text, "f")


def test_written():
    assert attributes(a='"<&', b=None, c="") == ' a="&quot;&lt;&amp;"'
    assert escaped('"<&>') == '"&lt;&amp;&gt;'
