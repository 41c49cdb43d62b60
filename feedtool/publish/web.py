"""HTTP towards targets: one origin that is trusted with our credentials, and others that never see them.

Whatever a server answers, sizes and times are bounded, and an error's text names no host but another than the target's
own, and never an address's query, a header or a body's secrets. Redirects are followed for reading alone; a write that
is redirected is refused, because the address in the settings is then wrong.
"""

from __future__ import annotations

import logging
import re
import socket
import time
import zlib
from contextlib import contextmanager, suppress
from hashlib import sha256
from http.cookiejar import DefaultCookiePolicy
from typing import TYPE_CHECKING, Any, BinaryIO, Final
from urllib.parse import urljoin, urlsplit
from urllib.request import getproxies
from weakref import WeakSet

import httpx

from feedtool import __version__, remote, uris
from feedtool.publish import redact
from feedtool.publish.errors import DeniedError, TargetError, TransientError
from feedtool.publish.reply import LONGEST_REASON, Reply, failure
from feedtool.publish.weberrors import said
from feedtool.publish.webwatch import Watch

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from contextlib import AbstractContextManager

    from feedtool.publish.store import Upload

__all__ = ["AGENT", "Reply", "Web", "body_of", "failure"]

AGENT: Final = f"feedtool/{__version__}"
_CHUNK: Final = 1 << 16
_ANSWER: Final = 8 << 20
"""Bytes of an answer that are read at most."""
_SECONDS: Final = 60.0
_CONNECT: Final = 20.0
_LATEST: Final = 300.0
"""Seconds an answer's body may take; a large file's longer, if it comes with _SLOWEST bytes a second."""
_SLOWEST: Final = 1024
_REDIRECTS: Final = 5
_SHOWN: Final = 300
"""Characters of an address that a message shows."""
_MOVED: Final = frozenset({301, 302, 303, 307, 308})
_READING: Final = frozenset({"GET", "HEAD", "PROPFIND", "OPTIONS"})
"""Methods that follow a redirect."""
_ABROAD: Final = frozenset({"GET", "HEAD"})
"""Those that follow one to another origin: a list of files that lies elsewhere is none of ours."""
_HARMLESS: Final = frozenset({"accept", "depth", "if-match", "if-none-match", "range"})
"""Headers of one request that a redirect takes along to another origin."""

_WHO: Final = "Write user = … into the settings; its password goes to `feedtool auth login TARGET`."
_PAGE: Final = "Perhaps that is a page to log in; look at the address in the settings."
_BASIC: Final = "Ask those who run the server to allow Basic logins (over https): feedtool speaks no other."

for _name in ("httpx", "httpcore"):
    # they log whole addresses, and a presigned one is a secret
    logging.getLogger(_name).setLevel(logging.WARNING)


class Web:
    """A client of the server at ``base``. ``headers`` and ``auth`` (name, password) go to its origin and nowhere else.

    ``allow_private`` lets other origins (an address the server names for an upload) lie in a private network; the
    default is what holds for ``base`` itself. ``seconds`` are how long the server may be silent. Cookies are not kept.
    DeniedError where ``base`` holds a name or password, TargetError where it is no address.
    """

    def __init__(
        self,
        base: str,
        *,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        allow_private: bool | None = None,
        seconds: float = _SECONDS,
    ) -> None:
        self.base = base.rstrip("/") + "/"
        with said(""):
            self._origin = _origin(self.base)
            if "@" in urlsplit(self.base).netloc:
                raise DeniedError("a name and password must not stand in the address")
        self._own = dict(headers or {})
        self._auth = httpx.BasicAuth(*auth) if auth else None
        self._private = allow_private
        self._client = httpx.Client(timeout=waits(seconds), follow_redirects=False, headers={"User-Agent": AGENT})
        self._sockets: WeakSet[socket.socket] = WeakSet()
        self._client.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=()))
        _hide(auth, self._own)

    def close(self) -> None:
        """End connections."""
        self._client.close()

    def url(self, path: str) -> str:
        """The address of ``path`` (percent-encoded) under the base; an absolute address stays."""
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
        any other an error of :mod:`feedtool.publish.errors`; a redirect that is accepted is not followed. The answer's
        body is read up to ``size`` bytes.
        """
        with self._open(method, url, headers or {}, sent, accept) as response:
            reply = self._reply(response, size)
        if 200 <= reply.status < 300 or reply.status in accept:
            return reply
        raise self._failure(reply)

    def read(
        self, url: str, *, headers: Mapping[str, str] | None = None, start: int = 0, size: int | None = None
    ) -> Iterator[bytes]:
        """The body of a GET in pieces, however large: from byte ``start`` on, at most ``size`` bytes.

        A server that sends the whole all the same is read to where it matters.
        """
        wanted = dict(headers or {})
        if start or size is not None:
            wanted["Range"] = f"bytes={start}-{'' if size is None else start + max(size, 1) - 1}"
        with self._open("GET", url, wanted, {}) as response:
            if response.status_code == 416 and "Range" in wanted:
                return  # there is nothing from there on
            if response.status_code not in {200, 206}:
                raise self._failure(self._reply(response, LONGEST_REASON))
            yield from _part(response, start, size, self._elsewhere(str(response.url)))

    @contextmanager
    def _open(
        self, method: str, url: str, headers: Mapping[str, str], sent: Mapping[str, Any], accept: Collection[int] = ()
    ) -> Iterator[httpx.Response]:
        url = self.url(url)
        for _ in range(_REDIRECTS + 1):
            with self._said(url):
                response = self._send(method, url, headers, sent)
            try:
                onward = self._onward(response, url, accept)
                if not onward:
                    yield response
                    return
                if method not in (_READING if _origin(onward) == _origin(url) else _ABROAD):
                    raise _redirected(self.base, url, onward)
            finally:
                response.close()
            # what the query held is in the new address, or was not meant for it; nor is the rest for somebody else
            sent = {name: value for name, value in sent.items() if name != "params"}
            if _origin(onward) != _origin(url):
                headers, sent = {name: value for name, value in headers.items() if name.lower() in _HARMLESS}, {}
            url = onward
        raise TargetError("sends us from one address to the next without end")

    def _onward(self, response: httpx.Response, url: str, accept: Collection[int]) -> str:
        """The address that an answer sends us on to, "" for one that does not, or that was asked for as it is."""
        location = response.headers.get("location", "")
        if response.status_code not in _MOVED or response.status_code in accept or not location:
            return ""
        with self._said(url):
            onward = uris.encode(urljoin(url, location))
            _origin(onward)
            return onward

    def _failure(self, reply: Reply) -> TargetError:
        """The error that an answer means, to who gave what we gave."""
        offered = reply.headers.get("www-authenticate", "").strip()
        if reply.status == 401 and not (self._auth or self._own):
            return DeniedError("a login is wanted, and the settings name none (401)", hint=_WHO)
        if reply.status == 401 and self._auth and offered and "basic" not in offered.lower():
            return DeniedError("the server takes no plain password (401)", hint=_BASIC)
        return failure(reply)

    def _said(self, url: str) -> AbstractContextManager[None]:
        return said(self._elsewhere(url))

    def _reply(self, response: httpx.Response, size: int) -> Reply:
        return _reply(response, size, self._elsewhere(str(response.url)))

    def _elsewhere(self, url: str) -> str:
        """The host of an address that is not the base's, and a space: an error's text names no other."""
        with suppress(ValueError):
            return "" if _origin(url) == self._origin else f"{urlsplit(url).hostname or 'the server'} "
        return ""

    def _send(self, method: str, url: str, headers: Mapping[str, str], sent: Mapping[str, Any]) -> httpx.Response:
        if urlsplit(url).scheme not in {"http", "https"}:
            raise DeniedError(f"names an address that is neither https nor http: {_plain(url)}")
        ours = _origin(url) == self._origin
        public = not ours and self._must_be_public(url)
        request = self._client.build_request(
            method, url, headers={"Accept-Encoding": "identity", **(self._own if ours else {}), **headers},
            extensions={"trace": Watch(self._sockets, public=public)}, **sent,
        )  # fmt: skip
        return self._client.send(request, auth=self._auth if ours else None, stream=True)

    def _must_be_public(self, url: str) -> bool:
        """Refuse an address that a server named where it would lead into somebody's own network, or in the clear.

        Tells whether to refuse it too when the host's name leads elsewhere a moment later. A proxy connects for us, so
        there the address that was looked up must do.
        """
        if self._private is None:
            self._private = _is_private(self.base, all)
        if self._private:
            return False
        if urlsplit(url).scheme != "https":
            raise DeniedError(f"names an address that is not https: {_plain(url)}")
        if _is_private(url):
            raise DeniedError(f"names an address in a private network: {_plain(url)}")
        return not getproxies()


def waits(seconds: float) -> httpx.Timeout:
    """How long a server may be silent, as ``timeout`` of one request has it; for connecting there is less."""
    return httpx.Timeout(seconds, connect=min(seconds, _CONNECT))


def body_of(upload: Upload, progress: Callable[[int], None] | None = None) -> Iterator[bytes]:
    """The bytes of an upload in pieces, telling ``progress`` of each. Send its size as Content-Length beside.

    TargetError where the file cannot be read or is not what was promised: known before the last piece goes out, so
    that the server never has the whole of a wrong file.
    """
    try:
        with upload.open() as stream:
            for piece in _proven(stream, upload):
                yield piece
                if progress:
                    progress(len(piece))
    except OSError as error:
        raise TargetError(f"cannot be read on this machine: {error.strerror}") from None


def _proven(stream: BinaryIO, upload: Upload) -> Iterator[bytes]:
    digest, left, last = sha256(), upload.size, b""
    while left >= 0 and (piece := stream.read(_CHUNK)):
        if last:
            yield last
        digest.update(piece)
        left, last = left - len(piece), piece
    if left or (upload.sha256 and digest.hexdigest() != upload.sha256):
        raise TargetError("changed while it was sent", hint="Build and publish again.")
    if last:
        yield last


def _redirected(base: str, url: str, onward: str) -> TargetError:
    """A write, or the list of our own files, that a server wants to be asked for elsewhere."""
    ours, theirs = urlsplit(url), urlsplit(onward)
    same = ours.path == theirs.path and not theirs.query
    wanted = _plain(urljoin(onward, urlsplit(base).path))
    hint = f"If that server is yours, write this address into the settings: {wanted}" if same else _PAGE
    return TargetError(f"sends us on to {_plain(onward)}", hint=hint)


def _reply(response: httpx.Response, size: int, who: str) -> Reply:
    """The answer with the first ``size`` bytes of its body, which may take :data:`_LATEST` seconds."""
    until = time.monotonic() + _LATEST
    kept = bytearray()
    for piece in _pieces(response, who):
        kept += piece[: size + 1 - len(kept)]
        if len(kept) > size:
            break
        if time.monotonic() > until:
            raise TransientError(f"{who}took too long to answer")
    told = {name.lower(): value for name, value in response.headers.items()}
    return Reply(status=response.status_code, headers=told, body=bytes(kept[:size]), whole=len(kept) <= size)


def _part(response: httpx.Response, start: int, size: int | None, who: str) -> Iterator[bytes]:
    """The bytes of a body that were wanted, from an answer with just these (206) or with all (200)."""
    if response.status_code == 206:
        if not response.headers.get("content-range", "").startswith(f"bytes {start}-"):
            raise TargetError(f"{who}sends another part than was asked for")
        start = 0
    end = None if size is None else start + size
    began, at = time.monotonic(), 0
    for piece in _pieces(response, who):
        if wanted := piece[max(start - at, 0) : None if end is None else max(end - at, 0)]:
            yield wanted
        at += len(piece)
        if end is not None and at >= end:
            return
        spent = time.monotonic() - began
        if spent > _LATEST and at < spent * _SLOWEST:
            raise TransientError(f"{who}took too long to answer")


def _pieces(response: httpx.Response, who: str) -> Iterator[bytes]:
    """The body as it was before a server packed it, though it was asked not to. No piece is large."""
    packed = response.headers.get("content-encoding", "").strip().lower()
    with said(who):
        if packed in {"", "identity"}:
            yield from response.iter_raw()
            return
        if packed not in {"gzip", "x-gzip", "deflate"}:
            raise TargetError(f"{who}packs what it sends in a way not asked for")
        inflater, any_came = zlib.decompressobj(47), False
        for piece in response.iter_raw():
            rest, any_came = piece, True
            while rest:
                yield inflater.decompress(rest, _CHUNK)
                rest = inflater.unconsumed_tail
        if any_came and not inflater.eof:
            raise TransientError(f"{who}broke the connection off")


def _hide(auth: tuple[str, str] | None, headers: Mapping[str, str]) -> None:
    """Have what proves who we are masked wherever something is printed."""
    if auth:
        redact.remember(auth[1])
    for name, value in headers.items():
        if re.search("auth|key|token|secret", name, re.IGNORECASE):
            for word in (*value.split(), *re.split(r"[\s:=\"]+", value)):
                redact.remember(word) if len(word) > len("Bearer") else None


def _origin(url: str) -> tuple[str, str, int]:
    """Scheme, host and port. ValueError where the address has none."""
    parts = urlsplit(url)
    return parts.scheme, (parts.hostname or "").lower(), parts.port or (443 if parts.scheme == "https" else 80)


def _plain(url: str) -> str:
    """An address without name, password and query, for messages."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"[:_SHOWN]


def _is_private(url: str, how_many: Callable[[Iterable[bool]], bool] = any) -> bool:
    """Whether any address of the host of ``url`` is not public, or ``all`` are. An unknown host has none.

    A server that is trusted to lie in one's own network must lie there wholly: who runs its names may add any address.
    """
    host = urlsplit(url).hostname or ""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return False
    return bool(found) and how_many(not remote.is_public(str(where[0])) for _, _, _, _, where in found)
