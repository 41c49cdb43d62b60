"""Bytes to text, text to lines and blocks."""

from __future__ import annotations

import pytest

from feedtool.findings import SourceError
from feedtool.textfile import blocks, decode, decoded, is_binary, numbered, one_line, sound


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_by_the_mark(encoding: str) -> None:
    assert decoded("é🎙️".encode(encoding)) == ("é🎙️", 0)


def test_a_guess_names_its_line() -> None:
    assert decoded(b"ok\ncaf\xe9 \x93x\x94") == ("ok\ncafé “x”", 2)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b'<meta charset="iso-8859-2">\xbe', '<meta charset="iso-8859-2">ž'),
        (b'<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">\xc1', "а"),
        (b'<?xml version="1.0" encoding="iso-8859-5"?>\xd0', "а"),
    ],
)
def test_as_a_page_declares_it(data: bytes, text: str) -> None:
    assert decoded(data)[0].endswith(text)
    assert decoded(data)[1] == 0


def test_decode_says_what_it_guessed_and_refuses_what_is_no_text() -> None:
    text, findings = decode(b"a\nb\x93", "a.txt")
    assert text == "a\nb“"
    assert [(f.code, str(f.place)) for f in findings] == [("FT212", "a.txt:2")]
    with pytest.raises(SourceError, match="FT216"):
        decode(b"\0\1", "a.txt")


def test_binary() -> None:
    assert is_binary("\0\1")
    assert not is_binary("a" * 60 + "\0")


def test_lines_whatever_ends_them() -> None:
    assert list(numbered("\ufeffa\r\nb\rc\nd")) == [(1, "a"), (2, "b"), (3, "c"), (4, "d")]


def test_blocks() -> None:
    assert [(b.line, b.lines) for b in blocks("a\n\n\nb\nc\n")] == [(1, ["a"]), (4, ["b", "c"])]
    assert [(b.line, b.lines) for b in blocks("\nb\nc")] == [(2, ["b", "c"])]


def test_one_line() -> None:
    assert one_line(" a\n\u2028 b\x07 \ud800") == "a b \ufffd"
    assert sound("\udfff") == "\ufffd"
