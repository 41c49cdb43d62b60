"""The style sheet that makes a page of the feed when somebody opens its address in a browser.

It is CSS and not XSLT, which browsers are taking out (docs/explanation/why.md). CSS cannot make links; the page says
what the address is for and lists what the show has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from feedtool.render.tags.row import NAMESPACES

if TYPE_CHECKING:
    from feedtool.model import Show

PATH: Final = "feed.css"
"""Where it stands under the output folder, beside the feed."""

_BANNER: Final = "This is a podcast feed. Copy the address of this page into your podcast app to subscribe."
_PAGE: Final = """\
rss { display: block; max-width: 44rem; margin: 0 auto; padding: 1rem 1.25rem 4rem; color: #222; background: #fff;
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
rss::before { content: BANNER; display: block; padding: .75rem 1rem; border-radius: .5rem; background: #eef3fb; }
channel { display: block; }
channel > *, item > * { display: none; }
channel::before { content: ""; display: COVER; float: right; width: 9rem; height: 9rem; margin: 1.5rem 0 1rem 1.5rem;
  border-radius: .5rem; background: URL center / cover; }
channel > |title { display: block; margin-top: 1.5rem; font-size: 2rem; font-weight: 700; line-height: 1.2; }
channel > |description { display: block; margin: 1rem 0; white-space: pre-line; }
channel > itunes|author, channel > |link, item > |pubDate, item > |link { display: block; color: #555; }
channel > |item { display: block; clear: both; padding: .9rem 0; border-top: 1px solid #ddd; }
item > |title { display: block; font-weight: 600; }
item > |pubDate, item > |link { font-size: .875rem; }
@media (prefers-color-scheme: dark) {
  rss { color: #eee; background: #16181c; }
  rss::before { background: #242a36; }
  channel > |item { border-color: #3a3f48; }
  channel > itunes|author, channel > |link, item > |pubDate, item > |link { color: #aaa; }
}
"""


def render(show: Show) -> bytes:
    """The style sheet of the feeds of ``show``, with its artwork."""
    url = f"url({_quoted(show.image)})" if show.image else "none"
    page = _PAGE.replace("COVER", "block" if show.image else "none").replace("URL", url)
    return f'@namespace itunes "{NAMESPACES["itunes"]}";\n{page.replace("BANNER", _quoted(_BANNER))}'.encode()


def _quoted(text: str) -> str:
    r"""A CSS string: what could end it is escaped.

    >>> _quoted('a"b')
    '"a\\22 b"'
    """
    return '"' + "".join(f"\\{ord(c):x} " if c in '"\\' or ord(c) < 32 else c for c in text) + '"'
