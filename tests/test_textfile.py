"""Bytes to text, text to lines and blocks."""

from __future__ import annotations

import pytest

from feedtool.textfile import blocks, decoded, is_binary, numbered, one_line, sound


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_by_the_mark(encoding: str) -> None:
    assert decoded("é🎙️".encode(encoding)) == ("é🎙️", 0)


def test_a_guess_names_its_line() -> None:
    assert decoded(b"ok\ncaf\xe9 \x93x\x94") == ("ok\ncafé “x”", 2)


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
