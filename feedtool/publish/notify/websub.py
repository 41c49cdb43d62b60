"""WebSub: the hub that a feed names fetches the feed when it is told, and passes it to whoever subscribed there.

Telling is what PubSubHubbub 0.4 has it (§7); WebSub leaves it to each hub, and those that are known do it so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from feedtool.publish.notify import SECONDS, Outcome, attempt
from feedtool.publish.web import Web

if TYPE_CHECKING:
    from feedtool.publish.target import Given, Secret

SECRETS: Final[tuple[Secret, ...]] = ()


def notify(given: Given, feed_url: str, reason: str) -> Outcome:  # noqa: ARG001 - a hub is not told why
    """Tell the hub in ``given.options["hub"]``; any status of 2xx means that it took it."""

    def tell() -> Outcome:
        web = Web(hub, seconds=SECONDS)
        try:
            # some hubs read hub.url, some hub.topic
            web.ask("POST", hub, data={"hub.mode": "publish", "hub.url": feed_url, "hub.topic": feed_url}, size=4096)
        finally:
            web.close()
        return Outcome(ok=True, text=f"the hub {urlsplit(hub).hostname} was told")

    hub: str = given.options["hub"]
    return attempt(tell)
