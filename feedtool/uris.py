"""URLs as feeds, tags and players want them: absolute, ASCII, percent-encoded exactly once."""

from __future__ import annotations

import re
from typing import Final

_SPLIT: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*)(.*)", re.DOTALL)
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]|%(?![0-9A-Fa-f]{2})")


def is_web(url: str) -> bool:
    """Whether ``url`` is an absolute http or https address with a host."""
    match = _SPLIT.fullmatch(url)
    return bool(match and match[1].lower() in {"http", "https"} and match[2])


def encode(url: str) -> str:
    """``url`` in ASCII (RFC 3986): what may not stand in a URL is percent-encoded, what is encoded stays as it is.

    An international host name becomes its ASCII form; one that has none stays and is percent-encoded.

    >>> encode("https://example.org/a b/é?q=1%20x&r=50%")
    'https://example.org/a%20b/%C3%A9?q=1%20x&r=50%25'
    """
    match = _SPLIT.fullmatch(url.strip())
    if not match:
        return _percent(url.strip())
    scheme, host, rest = match.groups()
    return f"{scheme}://{_percent(_ascii_host(host))}{_percent(rest)}"


def join(base: str, path: str) -> str:
    """The address of ``path``, relative and unencoded, under the folder address ``base``.

    >>> join("https://example.org/show", "audio/001 é.mp3")
    'https://example.org/show/audio/001%20%C3%A9.mp3'
    """
    return encode(base).rstrip("/") + "/" + _percent(re.sub(r"[%?#\[\]]", _escape, path))


def _percent(text: str) -> str:
    return _UNSAFE.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "surrogatepass"))


def _ascii_host(host: str) -> str:
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host
