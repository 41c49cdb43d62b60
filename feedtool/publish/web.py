"""HTTP towards targets: one origin that is trusted with our credentials, and others that never see them.

Whatever a server answers, sizes and times are bounded, and an error's text names the host and what it said, never an
address's query, a header or a body's secrets. Redirects are followed for reading alone; a write that is redirected is
refused, because the address in the settings is then wrong.
"""

from __future__ import annotations

import email.utils
import logging
import socket
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin, urlsplit

import httpx

from feedtool import __version__, remote
from feedtool.publish.errors import (
    ConflictError,
    DeniedError,
    FullError,
    MissingError,
    TargetError,
    TransientError,
    UnsupportedError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from feedtool.publish.store import Upload

AGENT: Final = f"feedtool/{__version__}"
_CHUNK: Final = 1 << 16
_ANSWER: Final = 8 << 20
"""Bytes of an answer that are read at most."""
_SECONDS: Final = httpx.Timeout(60.0, connect=20.0)
_LATEST: Final = 300.0
"""Seconds an answer's body may take."""
_REDIRECTS: Final = 5
_MOVED: Final = frozenset({301, 302, 303, 307, 308})
_READING: Final = frozenset({"GET", "HEAD", "PROPFIND", "OPTIONS"})

for _name in ("httpx", "httpcore"):
    # they log whole addresses, and a presigned one is a secret
    logging.getLogger(_name).setLevel(logging.WARNING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a server answered: status, headers in lower case, and the body (of a failure: its beginning)."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(default=b"", repr=False)

    def json(self) -> Any:
        """The body as JSON. TargetError where it is none: a lying or half answer."""
        import json

        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            raise TargetError("answered with something that is no JSON") from None


class Web:
    """A client of the server at ``base``. ``headers`` and ``auth`` (name, password) go to its origin and nowhere else.

    ``allow_private`` lets other origins (an address the server names for an upload) lie in a private network; the
    default is what holds for ``base`` itself.
    """

    def __init__(
        self,
        base: str,
        *,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        allow_private: bool | None = None,
    ) -> None:
        self.base = base.rstrip("/") + "/"
        self._origin = _origin(self.base)
        self._own = dict(headers or {})
        self._auth = httpx.BasicAuth(*auth) if auth else None
        self._private = _is_private(self.base) if allow_private is None else allow_private
        self._client = httpx.Client(timeout=_SECONDS, follow_redirects=False, headers={"User-Agent": AGENT})

    def close(self) -> None:
        """End connections."""
        self._client.close()

    def url(self, path: str) -> str:
        """The address of ``path`` under the base; an absolute address stays."""
        return urljoin(self.base, path)

    def ask(
        self,
        method: str,
        url: str,
        *,
        accept: Collection[int] = (),
        headers: Mapping[str, str] | None = None,
        size: int = _ANSWER,
        **sent: Any,
    ) -> Reply:
        """The answer to one request; ``url`` is absolute or a path under the base.

        ``sent`` are httpx's own params, json, data, files, content. A status of 2xx or one of ``accept`` is an answer,
        any other an error of :mod:`feedtool.publish.errors`. The answer's body is read up to ``size`` bytes.
        """
        with self._open(method, url, headers or {}, sent) as (response, until):
            body = b"".join(_bounded(response, size, until))
            reply = Reply(status=response.status_code, headers=_told(response), body=body)
        if 200 <= reply.status < 300 or reply.status in accept:
            return reply
        raise failure(reply)

    def read(self, url: str, *, headers: Mapping[str, str] | None = None) -> Iterator[bytes]:
        """The body of a GET in pieces, however large."""
        with self._open("GET", url, headers or {}, {}) as (response, _):
            if response.status_code not in {200, 206}:
                reply = Reply(
                    status=response.status_code, headers=_told(response),
                    body=b"".join(_bounded(response, 4096, time.monotonic() + 20)),
                )  # fmt: skip
                raise failure(reply)
            with _said(self._host(url)):
                yield from response.iter_raw(_CHUNK)

    def _host(self, url: str) -> str:
        return urlsplit(self.url(url)).hostname or "the server"

    @contextmanager
    def _open(
        self, method: str, url: str, headers: Mapping[str, str], sent: Mapping[str, Any]
    ) -> Iterator[tuple[httpx.Response, float]]:
        url, until = self.url(url), time.monotonic() + _LATEST
        for _ in range(_REDIRECTS):
            with _said(urlsplit(url).hostname or "the server"):
                response = self._send(method, url, headers, sent)
            try:
                location = response.headers.get("location", "")
                if response.status_code not in _MOVED or not location:
                    yield response, until
                    return
                if method not in _READING:
                    raise TargetError(f"redirects to {_plain(urljoin(url, location))}: set that address")
                url = urljoin(url, location)
            finally:
                response.close()
        raise TargetError("redirects for ever")

    def _send(self, method: str, url: str, headers: Mapping[str, str], sent: Mapping[str, Any]) -> httpx.Response:
        ours = _origin(url) == self._origin
        if not ours:
            self._check(url)
        request = self._client.build_request(
            method, url, headers={"Accept-Encoding": "identity", **(self._own if ours else {}), **headers}, **sent
        )
        return self._client.send(request, auth=self._auth if ours else None, stream=True)

    def _check(self, url: str) -> None:
        """Refuse an address that a server named where it would lead into somebody's own network, or in the clear."""
        if self._private:
            return
        if urlsplit(url).scheme != "https":
            raise DeniedError(f"names an address that is not https: {_plain(url)}")
        if _is_private(url):
            raise DeniedError(f"names an address in a private network: {_plain(url)}")


def body_of(upload: Upload, progress: Callable[[int], None] | None = None) -> Iterator[bytes]:
    """The bytes of an upload in pieces, telling ``progress`` of each. Send its size as Content-Length beside."""
    with upload.open() as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk
            if progress:
                progress(len(chunk))


def failure(reply: Reply, what: str = "") -> TargetError:
    """The error that a status means: 401 and 403 denied, 404 missing, 409 and 412 conflict, 429 and 5xx transient."""
    text = f"{what or 'answered'} {reply.status}{_reason(reply)}"
    if reply.status in {408, 425, 429} or (reply.status >= 500 and reply.status not in {501, 505, 507}):
        return TransientError(text, retry_after=_retry_after(reply.headers.get("retry-after", "")))
    kinds: dict[int, type[TargetError]] = {
        401: DeniedError, 403: DeniedError, 404: MissingError, 410: MissingError, 409: ConflictError,
        412: ConflictError, 423: ConflictError, 413: FullError, 507: FullError, 405: UnsupportedError,
        501: UnsupportedError,
    }  # fmt: skip
    return kinds.get(reply.status, TargetError)(text)


def _reason(reply: Reply) -> str:
    """What the server gave as its reason, if it is short plain text or JSON with a message; never a page."""
    import json

    try:
        value = json.loads(reply.body[:4096])
    except (ValueError, RecursionError):
        return ""
    for key in ("message", "detail", "title", "description", "error_description", "error", "errors"):
        if isinstance(value, dict) and value.get(key):
            found = value[key]
            if isinstance(found, list) and found and isinstance(found[0], dict):
                found = found[0].get("detail") or found[0].get("title") or ""
            if isinstance(found, dict):
                found = found.get("message") or found.get("detail") or ""
            return f" ({str(found)[:200]})" if found else ""
    return ""


def _retry_after(text: str) -> float | None:
    """Seconds to wait, from a number or an HTTP date (RFC 9110, 10.2.3)."""
    try:
        return max(float(text), 0.0)
    except ValueError:
        pass
    try:
        return max(email.utils.parsedate_to_datetime(text).timestamp() - time.time(), 0.0)
    except (ValueError, TypeError):
        return None


@contextmanager
def _said(host: str) -> Iterator[None]:
    """What httpx raises, as an error of ours that shows no address but the host."""
    try:
        yield
    except httpx.TimeoutException:
        raise TransientError(f"{host} took too long") from None
    except httpx.ConnectError as error:
        if "CERTIFICATE" in str(error).upper():
            raise DeniedError(f"{host} has no valid certificate") from None
        raise TransientError(f"{host} cannot be reached") from None
    except (httpx.TransportError, httpx.StreamError):
        raise TransientError(f"the connection to {host} broke off") from None
    except (httpx.InvalidURL, ValueError):
        raise TargetError(f"{host}: no usable address") from None


def _bounded(response: httpx.Response, size: int, until: float) -> Iterator[bytes]:
    left = size
    with _said(response.url.host):
        for chunk in response.iter_bytes():
            yield chunk[:left]
            left -= len(chunk)
            if left <= 0:
                return
            if time.monotonic() > until:
                raise TransientError(f"{response.url.host} took too long")


def _told(response: httpx.Response) -> dict[str, str]:
    return {name.lower(): value for name, value in response.headers.items()}


def _origin(url: str) -> tuple[str, str, int]:
    parts = urlsplit(url)
    return parts.scheme, (parts.hostname or "").lower(), parts.port or (443 if parts.scheme == "https" else 80)


def _plain(url: str) -> str:
    """An address without name, password and query, for messages."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname or ''}{parts.path}"


def _is_private(url: str) -> bool:
    """Whether the host of ``url`` has an address that is not public. An unknown host has none."""
    host = urlsplit(url).hostname or ""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return False
    return not all(remote.is_public(str(where[0])) for _, _, _, _, where in found)
