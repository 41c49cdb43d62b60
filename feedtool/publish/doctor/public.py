"""What listeners' apps get: each address that the feed is published under."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from urllib.request import getproxies

from feedtool import project, remote, settings, uris
from feedtool.findings import FeedtoolError
from feedtool.kinds import FEED_PATH
from feedtool.located import load_toml
from feedtool.output import OUTPUT
from feedtool.publish import reply
from feedtool.publish.doctor import servers
from feedtool.publish.doctor.lines import Line, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from feedtool.publish.targets import Configured


def feeds(root: Path, chosen: Iterable[Configured]) -> Iterator[Line]:
    """A look at each address."""
    try:
        path = project.require(root)
        show = load_toml(path.read_text("utf-8", "replace"), settings.FILE).value["show"]
        base = show["base_url"].rstrip("/") + "/"
        own = show.get("feed_url", base + FEED_PATH)
    except (FeedtoolError, OSError, LookupError, TypeError, AttributeError):
        return  # the project's own lines say it
    private: dict[str, bool] = {}
    for one in chosen:
        if one.kind == "store":
            url = one.options.get("public_url")
            private[url.rstrip("/") + "/" + FEED_PATH if url else own] = bool(one.options.get("allow_private"))
    for url, allowed in (private or {own: False}).items():
        yield from _feed(uris.encode(url), root / OUTPUT / FEED_PATH, allow_private=allowed)


def _feed(url: str, built: Path, *, allow_private: bool) -> Iterator[Line]:
    who = remote.without_secrets(url)
    try:
        answer = remote.get(url, allow_private=allow_private, limits=remote.Limits(size=64 << 20))
    except remote.RefusedError as error:
        yield Line(State.WARNING, f"{who} {error}", "correct the address, or set allow_private = true for the target")
        return
    except remote.RemoteError as error:
        yield _unreached(who, error)
        return
    yield _given(who, answer, built)
    yield from servers.clock(servers.host(url), answer.headers.get("date", ""), time.time(), signed=False)
    yield from servers.certificate(servers.host(url), url)


def _unreached(who: str, error: remote.RemoteError) -> Line:
    if getproxies():  # listeners have none: it is asked for without, and some networks let nobody out so
        return Line(State.WARNING, f"{who} {error}", "it was looked at without the proxy; look at it in a browser")
    return Line(State.ERROR, f"{who} {error}", "look at the address and the server", outside=True)


def _given(who: str, answer: remote.Answer, built: Path) -> Line:
    if answer.status in {404, 410}:
        return Line(State.WARNING, f"{who} is not there yet", "feedtool publish brings it")
    if answer.status != 200:
        return Line(State.ERROR, f"{who} {reply.to_listeners(answer.status)}", "look at the server", outside=True)
    if b"<rss" not in answer.body[:8192]:
        return Line(State.ERROR, f"{who} is no feed", "look at base_url, and at what the server answers", outside=True)
    if not built.is_file() or built.read_bytes() != answer.body:
        return Line(
            State.OK, f"{who} gives another feed than {OUTPUT}/{FEED_PATH}", "feedtool publish --dry-run says how"
        )
    return Line(State.OK, f"{who} gives the feed that was built last")
