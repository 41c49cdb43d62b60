"""A web server as a client meets it: its clock beside ours, and how long its certificate is good for."""

from __future__ import annotations

import email.utils
import socket
import ssl
import time
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from feedtool.publish.doctor.lines import Line, State
from feedtool.publish.errors import TargetError, TransientError

if TYPE_CHECKING:
    from collections.abc import Iterator

OFF: Final = 300.0
"""Seconds that a clock may be off: servers refuse signed requests beyond, some earlier."""
EXPIRES: Final = 14.0
"""Days before the end of a certificate from which on a warning is due."""
_SECONDS: Final = 10.0


def host(address: str) -> str:
    """The host of an address, in words where it has none."""
    return urlsplit(address).hostname or "the server"


def server(who: str, address: str, *, signed: bool) -> Iterator[Line]:
    """A target's web server, asked the way its target will ask, by a proxy where one is set.

    TransientError where nobody answers. What else is wrong, connecting shows: that may know another authority.
    """
    from feedtool.publish.web import Web

    try:
        web = Web(_root(address), seconds=_SECONDS)
        try:
            answer = web.ask("HEAD", "", accept=range(300, 600))
        finally:
            web.close()
    except TransientError:
        raise
    except TargetError:
        return
    yield from clock(who, answer.headers.get("date", ""), time.time(), signed=signed)
    yield from certificate(who, address)


def _root(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}/"


def clock(who: str, date: str, now: float, *, signed: bool) -> Iterator[Line]:
    """How far our clock is from an HTTP ``date``, if it is one. An error for who signs requests with the time."""
    try:
        off = now - email.utils.parsedate_to_datetime(date).timestamp()
    except (ValueError, TypeError):
        return
    if abs(off) <= OFF:
        yield Line(State.OK, f"the clock agrees with {who}")
        return
    what = f"the clock is {_span(abs(off))} {'ahead of' if off > 0 else 'behind'} {who}"
    yield Line(State.ERROR if signed else State.WARNING, what, "set the clock, or let NTP do it", outside=True)


def _span(seconds: float) -> str:
    for word, length in (("days", 86_400), ("hours", 3600)):
        if seconds >= 2 * length:
            return f"{seconds / length:.0f} {word}"
    return f"{seconds / 60:.0f} minutes"


def certificate(who: str, address: str) -> Iterator[Line]:
    """How long the certificate of an https address is good for. A bad one was told when the server was asked."""
    parts = urlsplit(address)
    if parts.scheme != "https":
        return
    try:
        plain = socket.create_connection((parts.hostname or "", parts.port or 443), timeout=_SECONDS)
        with plain, ssl.create_default_context().wrap_socket(plain, server_hostname=parts.hostname) as secured:
            found: Any = secured.getpeercert()
            days = (ssl.cert_time_to_seconds(found["notAfter"]) - time.time()) / 86400
    except (OSError, ValueError, KeyError):
        return
    state = State.OK if days > EXPIRES else State.WARNING
    yield Line(state, f"{who}: the certificate is good for {days:.0f} days", "" if days > EXPIRES else "renew it")
