"""Links of notes: bare, in Markdown, in HTML; complete, each once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from feedtool.notes import Reading

ROWS: list[tuple[str, list[str]]] = [
    ("[A](https://a.example) and <https://b.example> and https://c.example/x_(y). Also [d][1] and [e].\n\n[1]: https://d.example 'D'\n[e]: <https://e.example>", ["https://a.example", "https://b.example", "https://c.example/x_(y)", "https://d.example", "https://e.example"]),
    ("![pic](https://i.example/p.png) [![pic](https://i.example/p.png)](https://a.example)", ["https://a.example"]),
    ("- [A](https://a.example/?a=1&b=2)\n- https://a.example/?a=1&b=2", ["https://a.example/?a=1&b=2"]),
    ('Links: https://a.example, https://b.example; https://c.example.\n(https://d.example) "https://e.example" https://f.example…', ["https://a.example", "https://b.example", "https://c.example", "https://d.example", "https://e.example", "https://f.example"]),
    ("| A | https://a.example |\n|---|---|\n| [B](https://b.example) | c |", ["https://a.example", "https://b.example"]),
    ("Text[^1]\n\n[^1]: https://a.example", ["https://a.example"]),
    ("参考：https://a.example/あ、https://b.example。次", ["https://a.example/あ", "https://b.example"]),
    ("<a href='https://a.example'>A</a> <a href=\"https://a.example\">again</a> <a href='/rel'>D</a>", ["https://a.example"]),
    ("[unused]: https://z.example\n\ntext", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "urls"), ROWS)
def test_links(notes: Callable[..., Reading], text: str, urls: list[str]) -> None:
    assert [link.url for link in notes(f"---\ntitle: T\n---\n{text}").episode.links] == urls
