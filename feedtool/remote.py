"""Asking web servers, and nothing but public ones: the one place that opens connections to check an address.

Every address comes from somebody's feed, so none is trusted. http and https only; the host's name is resolved once,
each of its addresses must be a public one, and the connection goes to an address so checked; a redirect is a new
address and is checked again. No credentials, no cookies, no proxy. Time, size on the wire, inflated size and the
number of redirects are bounded (:class:`Limits`).

    get(url, …) -> Answer          raises RefusedError (FT591) or UnreachedError (FT590)
"""

from __future__ import annotations

import http.client
import io
import ipaddress
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO, Final, NamedTuple
from urllib.parse import SplitResult, urljoin, urlsplit

from feedtool import __version__, uris

if TYPE_CHECKING:
    from collections.abc import Iterator

_AGENT: Final = f"feedtool/{__version__}"
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_CHUNK: Final = 1 << 16
_EMBEDDING: Final = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))
"""IPv6 networks whose addresses stand for IPv4 ones that a gateway would reach (RFC 6052, RFC 8215)."""


class Limits(NamedTuple):
    """What one request may take: seconds in all, redirects, bytes of body kept (on the wire and inflated)."""

    seconds: float = 15.0
    redirects: int = 5
    size: int = 8 * 1024 * 1024


class RemoteError(Exception):
    """An address that gave no answer; the text says why, in words for a podcaster."""


class RefusedError(RemoteError):
    """An address that is not asked: not http or https, private, or holding a password."""


class UnreachedError(RemoteError):
    """A server that is not there, breaks off, takes too long or redirects for ever."""


class SinkError(Exception):
    """A sink that takes no more; its cause is the system's OSError."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server said: the last address asked, those before it, status, headers in lower case, and the body.

    ``length`` counts the body's bytes, also of one that went into a sink; ``whole`` is False when it was cut there.
    """

    url: str
    hops: tuple[str, ...]
    status: int
    headers: Mapping[str, str]
    body: bytes = field(default=b"", repr=False)
    length: int = 0
    whole: bool = True


Sink = Callable[[int, Mapping[str, str]], BinaryIO | None]
"""Given status and headers: where the body goes as it comes. None: it is not read."""


def get(
    url: str,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    allow_private: bool = False,
    limits: Limits = Limits(),  # noqa: B008 - immutable
    sink: Sink | None = None,
) -> Answer:
    """Ask for ``url``, following redirects. Any status is an Answer.

    With a ``sink`` the body is written there piece by piece, up to the limit, and Answer.body is empty; what a sink got
    before a server broke off is what the server sent. Without an answer, RefusedError or UnreachedError says why; for a
    sink that takes no more it is SinkError.
    """
    deadline = time.monotonic() + limits.seconds
    hops: list[str] = []
    while True:
        parts = _checked(url)
        asked = _ask(parts, method, dict(headers or {}), deadline, limits.size, sink, allow_private=allow_private)
        location = asked.headers.get("location", "")
        if asked.status not in _REDIRECTS or not location:
            return Answer(
                url=url, hops=tuple(hops), status=asked.status, headers=asked.headers, body=asked.body,
                length=asked.length, whole=asked.whole,
            )  # fmt: skip
        hops.append(url)
        if len(hops) > limits.redirects:
            raise UnreachedError(f"redirects more than {limits.redirects} times")
        url = uris.encode(urljoin(url, location.encode("latin-1", "replace").decode("utf-8", "replace")))


def without_secrets(url: str) -> str:
    """``url`` without the name and password before its host, for messages."""
    head, at, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    return f"{head}{at}{host.rpartition('@')[2]}{slash}{path}" if at else url


def _checked(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise RefusedError("is no address") from None
    if parts.scheme not in {"http", "https"} or not parts.hostname or port == 0:
        raise RefusedError("is no http or https address")
    if parts.username is not None or parts.password is not None:
        raise RefusedError("holds a name or password")
    if not url.isascii() or any(letter <= " " or letter == "\x7f" for letter in url):
        raise RefusedError("holds characters that must be percent-encoded")
    return parts


class _Asked(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes = b""
    length: int = 0
    whole: bool = True


def _ask(
    parts: SplitResult,
    method: str,
    headers: dict[str, str],
    deadline: float,
    size: int,
    sink: Sink | None,
    *,
    allow_private: bool,
) -> _Asked:
    """One request to one server, over a connection to an address that was checked."""
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    address = _resolved(host, port, allow_private=allow_private)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection = _Pinned(host, port, address, deadline, secure=parts.scheme == "https")
    try:
        connection.connect()
        with connection.watched():
            sent = {"User-Agent": _AGENT, "Accept-Encoding": "identity", "Connection": "close", **headers}
            connection.request(method, target, headers=sent)
            with connection.getresponse() as reply:
                asked = _Asked(reply.status, {name.lower(): value for name, value in reply.getheaders()})
                if method != "HEAD":
                    asked = _with_body(asked, reply, size, sink)
        if time.monotonic() >= deadline:  # what was cut off there looks like an end
            raise TimeoutError
    except (http.client.HTTPException, OSError, ValueError, zlib.error) as error:
        raise UnreachedError(_reason(error, late=time.monotonic() >= deadline)) from None
    else:
        return asked
    finally:
        connection.close()


def _resolved(host: str, port: int, *, allow_private: bool) -> tuple[int, str]:
    """The family and number of the host's first address. One that is not public refuses the host."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise UnreachedError("has a host that is not known") from None
    numbers = [(family, str(where[0])) for family, _, _, _, where in found]
    if not allow_private:
        for _, number in numbers:
            if not is_public(number):
                raise RefusedError(f"leads to {number}, which is no public address")
    return numbers[0]


def is_public(number: str) -> bool:
    """Whether an IP address is one of the public Internet: not private, loopback, link-local, multicast, reserved."""
    address = ipaddress.ip_address(number.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        if any(address in network for network in _EMBEDDING):
            return is_public(str(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)))
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if inner is not None:
            return is_public(str(inner))
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


class _Pinned(http.client.HTTPConnection):
    """A connection to one IP address, whatever the host's name would resolve to now; cut off at its deadline."""

    def __init__(self, host: str, port: int, address: tuple[int, str], deadline: float, *, secure: bool) -> None:
        self._address, self._deadline, self._secure = address, deadline, secure
        super().__init__(host, port, timeout=max(deadline - time.monotonic(), 0.01))
        self.default_port = 443 if secure else 80

    def connect(self) -> None:
        """Connect, and shake hands under the host's own name."""
        self.sock = socket.create_connection((self._address[1], self.port), self.timeout)
        if self._secure:
            context = ssl.create_default_context()
            secured = context.wrap_socket(self.sock, server_hostname=self.host, do_handshake_on_connect=False)
            self.sock = secured
            with self.watched():
                secured.do_handshake()

    def watched(self) -> _Watch:
        """A context in which the connection ends at its deadline, however slowly a server drips."""
        return _Watch(self.sock, self._deadline - time.monotonic())


class _Watch:
    def __init__(self, sock: socket.socket, seconds: float) -> None:
        self._timer = threading.Timer(max(seconds, 0.0), _shut, (sock,))
        self._timer.daemon = True

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()


def _shut(sock: socket.socket) -> None:
    with suppress(OSError):
        socket.socket.shutdown(sock, socket.SHUT_RDWR)  # under TLS too: nothing more is said, only ended


def _with_body(asked: _Asked, reply: http.client.HTTPResponse, size: int, sink: Sink | None) -> _Asked:
    """The answer with its body, or with what went into the sink. A redirect's body is nobody's."""
    if sink is None:
        kept = io.BytesIO()
        length, whole = _read(reply, asked.headers, size, kept)
        return asked._replace(body=kept.getvalue(), length=length, whole=whole)
    try:
        out = None if asked.status in _REDIRECTS else sink(asked.status, asked.headers)
    except OSError as error:
        raise SinkError from error
    length, whole = _read(reply, asked.headers, size, out) if out else (0, True)
    return asked._replace(length=length, whole=whole)


def _read(reply: http.client.HTTPResponse, headers: Mapping[str, str], size: int, out: BinaryIO) -> tuple[int, bool]:
    """Put at most ``size`` bytes of the body into ``out``, inflated where the server packed it all the same.

    How many there were, and whether that is all.
    """
    packed = headers.get("content-encoding", "identity").strip().lower()
    if packed not in {"", "identity", "gzip", "x-gzip", "deflate"}:
        raise ValueError(f"packs what it sends in a way not asked for ({packed[:20]})")
    inflater = zlib.decompressobj(47) if "gzip" in packed or packed == "deflate" else None
    length = 0
    for chunk in _chunks(reply, size):
        data = inflater.decompress(chunk, size - length + 1) if inflater else chunk
        try:
            out.write(data[: size - length])
        except OSError as error:
            raise SinkError from error
        length += len(data)
        if length > size:
            return size, False
    if reply.length:
        raise http.client.IncompleteRead(b"", reply.length)
    return length, True


def _chunks(reply: http.client.HTTPResponse, size: int) -> Iterator[bytes]:
    read = 0
    while read <= size and (chunk := reply.read1(_CHUNK)):
        read += len(chunk)
        yield chunk


_SELF_SIGNED: Final = "it is signed by itself, and apps trust none of those"
_UNKNOWN: Final = "apps do not know who signed it, or the server leaves out the certificates in between"
_OTHER_NAME: Final = "it is made out to another name"
_CERTIFICATE: Final = {
    9: "it is not valid yet",
    10: "it has expired",
    18: _SELF_SIGNED,
    19: _UNKNOWN,
    20: _UNKNOWN,
    21: _UNKNOWN,
    23: "it was revoked",
    62: _OTHER_NAME,
    64: _OTHER_NAME,
}
"""What is wrong with a certificate, by OpenSSL's numbers (X509_V_ERR_…)."""


def certificate_fault(error: ssl.SSLCertVerificationError) -> str:
    """What is wrong with a certificate, as a clause."""
    return _CERTIFICATE.get(error.verify_code) or error.verify_message


def _reason(error: Exception, *, late: bool) -> str:
    if late or isinstance(error, TimeoutError):
        return "took too long"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"has no valid certificate: {certificate_fault(error)}"
    if isinstance(error, ssl.SSLError):
        return "cannot be spoken to over TLS"
    if isinstance(error, ConnectionRefusedError):
        return "refuses connections"
    if isinstance(error, http.client.IncompleteRead):
        return "broke off in the middle"
    if isinstance(error, ValueError) and not isinstance(error, UnicodeError):
        return str(error)
    return "broke off" if isinstance(error, ConnectionError | http.client.HTTPException) else "cannot be reached"
