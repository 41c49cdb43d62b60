"""What botocore is made to do differently, by the events that it offers for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO, Final

from feedtool.publish.stores.s3errors import no_s3

if TYPE_CHECKING:
    from collections.abc import Callable

_HARMLESS: Final = frozenset({"HeadObject", "GetObject", "ListObjectsV2", "DeleteObject"})
"""Requests that change nothing, or nothing more, when they are made again."""
_CONDITIONS: Final = frozenset({"if-match", "if-none-match"})
_LITTLE: Final = 1 << 20


class Sending:
    """A stream that tells of what is read while it goes to the server, and not while it is read to be signed."""

    def __init__(self, stream: BinaryIO, progress: Callable[[int], None] | None) -> None:
        self._stream = stream
        self._progress = progress
        self._told = 0
        self._live = False

    @property
    def told(self) -> int:
        """How many bytes went out."""
        return self._told

    def start(self) -> None:
        """From now on it is sent."""
        self._live = True

    def take_back(self) -> None:
        """It was for nothing: whatever was told did not arrive."""
        if self._progress and self._told:
            self._progress(-self._told)
        self._told, self._live = 0, False

    def read(self, size: int = -1) -> bytes:
        """At most ``size`` bytes."""
        data = self._stream.read(size)
        if self._live and data:
            self._told += len(data)
            if self._progress:
                self._progress(len(data))
        return data

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to a place; its number."""
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        """The place it is at."""
        return self._stream.tell()


def install(client: Any, *, amazon: bool) -> None:
    """Give a client these habits."""
    events = client.meta.events
    events.register("before-send.s3", _start_telling)
    events.register("needs-retry.s3", _on_a_new_connection)
    # with this star it comes before botocore's own, which makes 500 of it
    events.register("before-parse.*.ListObjectsV2", _refuse_a_page)
    if not amazon:
        events.register("before-call.s3", _stay)


def _start_telling(request: Any, **_: Any) -> None:
    if isinstance(request.body, Sending):
        request.body.start()


def _refuse_a_page(response_dict: Any, **_: Any) -> None:
    """Take a web page for what it is where a list was asked for; botocore takes most for a fault that may pass."""
    body = response_dict["body"]
    if response_dict["status_code"] == 200 and isinstance(body, bytes) and b"<html" in body[:1024].lower():
        raise no_s3()


def _on_a_new_connection(
    attempts: int, caught_exception: Exception | None, operation: Any, request_dict: Any, **_: Any
) -> int | None:
    """Ask once more, at once, where a kept connection was closed by the server before it saw the request.

    Swift closes one after each upload that it refused. Where nobody can know whether the server did what it was asked
    for, only what may be done twice is repeated: no write with a condition, and none that was well under way.
    """
    from botocore.exceptions import ConnectionClosedError

    if attempts > 1 or not isinstance(caught_exception, ConnectionClosedError):
        return None
    body = request_dict.get("body")
    if isinstance(body, Sending):
        if body.told > _LITTLE or _CONDITIONS & {name.lower() for name in request_dict["headers"]}:
            return None
        body.take_back()
        return 0
    return 0 if operation.name in _HARMLESS else None


def _stay(params: Any, **_: Any) -> None:
    """Look for the bucket in no other region. Only Amazon tells of one; others would be asked again without end."""
    params["context"].setdefault("s3_redirect", {})["redirected"] = True
