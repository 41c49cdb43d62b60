"""podping.cloud: one request, and apps that watch the podping chain know that the feed is to be fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from feedtool.publish.notify import SECONDS, Outcome, attempt
from feedtool.publish.target import Secret
from feedtool.publish.web import Web

if TYPE_CHECKING:
    from feedtool.publish.target import Given

ENDPOINT: Final = "https://podping.cloud/"
SECRETS: Final = (Secret("token", "the token that podping.cloud gave you"),)


def notify(given: Given, feed_url: str, reason: str, *, endpoint: str = ENDPOINT) -> Outcome:
    """Tell podping.cloud. It answers 200 also where its own queue failed, so no more is known than that it listened."""

    def tell() -> Outcome:
        asked = {"url": feed_url, "reason": reason, "medium": given.options.get("medium", "podcast")}
        web = Web(endpoint, headers={"Authorization": given.secret("token")}, seconds=SECONDS)
        try:
            web.ask("GET", endpoint, params=asked, size=4096)
        finally:
            web.close()
        return Outcome(ok=True, text="podping.cloud was told (it does not say whether it passed that on)")

    return attempt(tell)
