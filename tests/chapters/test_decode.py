"""Bytes to text."""

from __future__ import annotations

import pytest

from feedtool.chapters.decode import MAX_SIZE, decode
from feedtool.findings import SourceError


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_by_the_mark(encoding):
    assert decode("é🎙️".encode(encoding), "x") == ("é🎙️", [])


def test_old_code_pages_are_said():
    text, findings = decode(b"ok\ncaf\xe9 \x93x\x94", "x")
    assert text == "ok\ncafé “x”"
    assert [(f.code, str(f.place)) for f in findings] == [("FT314", "x:2")]


def test_an_xml_declaration_is_believed_where_it_can_be():
    assert decode(b'<?xml version="1.0" encoding="ISO-8859-2"?><a>\xb1</a>', "x")[0].endswith("<a>ą</a>")
    for name in (b"nonsense", b"rot13", b"hex", b"idna", b"utf-8", b"unicode_escape"):
        data = b'<?xml version="1.0" encoding="' + name + b'"?><a>\xe9\xff</a>'
        assert decode(data, "x")[0].endswith("ÿ</a>")


def test_refused():
    with pytest.raises(SourceError, match="FT317"):
        decode(b"a" * (MAX_SIZE + 1), "x")
    with pytest.raises(SourceError, match="FT310"):
        decode(b"\0\1\2\3", "x")
    assert decode(b"a" * 60 + b"\0", "x")[0].endswith("a\ufffd")
