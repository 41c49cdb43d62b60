"""The feed in a browser: a page people can read, made by CSS alone."""

from __future__ import annotations

import json
import re
import subprocess
import threading
from dataclasses import replace
from functools import partial
from html import unescape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from feedtool.render import feed, stylesheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from feedtool.model import Episode, Show

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--virtual-time-budget=5000", "--dump-dom",
)  # fmt: skip
PAGE = """<!DOCTYPE html><title>probe</title><iframe src="feed.xml" width="800" height="800"></iframe><script>
document.querySelector("iframe").onload = (event) => {
  const inside = event.target.contentDocument, seen = {};
  for (const element of inside.querySelectorAll("*")) {
    if (!element.getClientRects().length || element.querySelector("*")) continue;
    (seen[element.parentNode.nodeName + " " + element.nodeName] ??= []).push(element.textContent);
  }
  const style = (name, pseudo) => inside.defaultView.getComputedStyle(inside.querySelector(name), pseudo);
  seen.banner = style("rss", "::before").content;
  seen.cover = style("channel", "::before").backgroundImage;
  seen.bold = style("item > title", null).fontWeight;
  document.body.textContent = JSON.stringify(seen);
};
</script>"""


@pytest.fixture
def site(tmp_path: Path, every_show: Show, every_episode: Episode) -> Path:
    show = replace(every_show, image="https://example.com/c.jpg")
    head = feed.head(show, updated=every_episode.published, stylesheet=stylesheet.PATH)
    (tmp_path / "feed.xml").write_bytes(head + feed.item(show, every_episode) + feed.TAIL)
    (tmp_path / stylesheet.PATH).write_bytes(stylesheet.render(show))
    (tmp_path / "probe.html").write_text(PAGE)
    return tmp_path


@pytest.fixture
def address(site: Path) -> Iterator[str]:
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/probe.html"
    server.shutdown()
    server.server_close()


@pytest.mark.oracle
def test_a_browser_shows_titles_dates_and_cover_and_hides_the_rest(
    address: str, tool: Callable[[str], Path], tmp_path: Path
):
    command = [str(tool("chromium")), *FLAGS, f"--user-data-dir={tmp_path / 'profile'}", address]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    match = re.search(r"<body>(\{.*?\})</body>", done.stdout, re.DOTALL)
    assert match, done.stdout[:500] + done.stderr[-500:]
    seen = json.loads(unescape(match[1]))
    assert seen.pop("banner").startswith('"This is a podcast feed.')
    assert seen.pop("cover") == 'url("https://example.com/c.jpg")'
    assert seen.pop("bold") == "600"
    assert seen == {
        "channel title": ["Questions & Answers"],
        "channel link": ["https://example.com/"],
        "channel description": ["What it is about."],
        "channel itunes:author": ["Ann Example"],
        "item title": ["One & <two>"],
        "item pubDate": ["Wed, 04 Mar 2026 05:06:07 +0000"],
        "item link": ["https://example.com/1"],
    }


def test_an_address_cannot_end_its_string(every_show: Show):
    text = stylesheet.render(replace(every_show, image='https://e.com/"); } * { display: none } \\ \n')).decode()
    assert r'url("https://e.com/\22 ); } * { display: none } \5c  \a ")' in text
    assert "url(" not in stylesheet.render(replace(every_show, image=None)).decode()
