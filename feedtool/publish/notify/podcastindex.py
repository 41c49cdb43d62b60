"""The Podcast Index: told that a feed changed, which needs no key; a new feed is added to it, which needs one."""

from __future__ import annotations

import hashlib
import time
from typing import TYPE_CHECKING, Any, Final

from feedtool.publish.errors import DeniedError, TargetError
from feedtool.publish.notify import SECONDS, Outcome, attempt
from feedtool.publish.redact import brief
from feedtool.publish.target import Secret
from feedtool.publish.web import Web

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feedtool.publish.target import Given

ENDPOINT: Final = "https://api.podcastindex.org/api/1.0/"
SECRETS: Final = (
    Secret("key", "an API key with write permission, to add a new feed", required=False),
    Secret("secret", "the API key's secret", required=False),
)
_ADD: Final = (
    "If the feed is new, add it once at https://podcastindex.org/add, or give an API key that may add it: "
    "`feedtool auth login podcastindex`."
)
_KEY: Final = "Look at `feedtool auth show podcastindex`, and at this machine's clock: requests carry the time."


def notify(
    given: Given,
    feed_url: str,
    reason: str,  # noqa: ARG001 - it is not asked for
    *,
    endpoint: str = ENDPOINT,
) -> Outcome:
    """Tell the Podcast Index of the feed, and add the feed where it is not known there yet and a key is given."""

    def tell() -> Outcome:
        told = _ask(endpoint, "hub/pubnotify", feed_url, {})
        if _said_yes(told):
            return Outcome(ok=True, text="the Podcast Index was told")
        if not (key := given.secret("key")) or not (secret := given.secret("secret")):
            return Outcome(ok=False, text=f"does not know the feed{_why(told)}", hint=_ADD)
        try:
            added = _ask(endpoint, "add/byfeedurl", feed_url, signed(key, secret, int(time.time())))
        except DeniedError as error:
            return Outcome(ok=False, text=f"does not add the feed: {error}", hint=_KEY)
        if not _said_yes(added):
            return Outcome(ok=False, text=f"does not add the feed{_why(added)}")
        return Outcome(ok=True, text=f"the Podcast Index has the feed now, under the number {added.get('feedId')}")

    return attempt(tell)


def signed(key: str, secret: str, now: int) -> dict[str, str]:
    """The headers that a request with a key carries at ``now``, in seconds since 1970; they hold for three minutes."""
    digest = hashlib.sha1(f"{key}{secret}{now}".encode(), usedforsecurity=False).hexdigest()  # what the API asks for
    return {"X-Auth-Key": key, "X-Auth-Date": str(now), "Authorization": digest}


def _ask(endpoint: str, path: str, feed_url: str, headers: Mapping[str, str]) -> dict[str, Any]:
    web = Web(endpoint, headers=headers, seconds=SECONDS)
    try:
        reply = web.ask("GET", path, params={"url": feed_url}, accept={400}, size=1 << 16)
    finally:
        web.close()
    told = reply.json()
    if not isinstance(told, dict):
        raise TargetError("gave an answer that makes no sense here")
    return told


def _said_yes(told: Mapping[str, Any]) -> bool:
    return str(told.get("status", "")).lower() == "true"


def _why(told: Mapping[str, Any]) -> str:
    return f" ({brief(str(told['description']))})" if told.get("description") else ""
