"""What httpx raises where no answer came, as errors of ours. For answers see :mod:`feedtool.publish.reply`."""

from __future__ import annotations

import socket
import ssl
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final
from urllib.request import getproxies

import httpx

from feedtool import remote
from feedtool.publish.errors import DeniedError, TargetError, TransientError

if TYPE_CHECKING:
    from collections.abc import Iterator


class SilenceError(TransientError):
    """The server took a request, and said nothing for as long as it may."""


@contextmanager
def said(who: str) -> Iterator[None]:
    """What httpx raises inside, as an error of ours that shows no address. ``who`` stands before, "" for the target."""
    try:
        yield
    except httpx.ConnectTimeout:
        raise TransientError(f"{who}cannot be reached", hint=_proxy()) from None
    except httpx.TimeoutException:
        raise SilenceError(f"{who}took too long to answer") from None
    except httpx.ConnectError as error:
        raise _unconnected(who, error) from None
    except httpx.ProxyError:
        raise TransientError(f"{who}cannot be reached: the proxy in between refuses", hint=_proxy()) from None
    except httpx.LocalProtocolError:
        raise TargetError(f"{who}was to be asked in a way that HTTP does not know") from None
    except (httpx.TransportError, httpx.StreamError):
        raise TransientError(f"{who}broke the connection off") from None
    except zlib.error:
        raise TargetError(f"{who}sends what cannot be unpacked") from None
    except (httpx.InvalidURL, ValueError):
        raise TargetError(f"{who}has no usable address") from None


def _unconnected(who: str, error: BaseException) -> TargetError:
    """Why there is no connection, as far as the system told: httpx keeps its error as the cause of a cause."""
    causes = [error]
    while cause := causes[-1].__cause__ or causes[-1].__context__:
        causes.append(cause)
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            hint = _CERTIFICATES.get(cause.verify_code, _AUTHORITY)
            return DeniedError(f"{who}has no valid certificate: {remote.certificate_fault(cause)}", hint=hint)
        if isinstance(cause, ssl.SSLError):
            return TargetError(f"{who}does not speak https at this address", hint=_PLAIN)
        if isinstance(cause, socket.gaierror):
            return TransientError(f"{who}has a name that is not known, or there is no network", hint=_proxy() or _NAME)
        if isinstance(cause, ConnectionRefusedError):
            return TransientError(f"{who}refuses connections: nothing listens there", hint=_proxy() or _NAME)
    return TransientError(f"{who}cannot be reached", hint=_proxy())


_CLOCK: Final = "Look at this machine's clock first; if it is right, the server needs a new certificate."
_OTHER: Final = "Write the address with the name that the certificate is made out to."
_CERTIFICATES: Final = {9: _CLOCK, 10: _CLOCK, 62: _OTHER, 64: _OTHER}
"""What to do by OpenSSL's numbers: not valid yet, or no longer; made out to another name."""
_AUTHORITY: Final = "Where the certificate is your own, set SSL_CERT_FILE to the file of its authority."
_PLAIN: Final = "Look at the address: perhaps its port is another, or it begins with http://."
_NAME: Final = "Look at the address in the settings, and at your network."


def _proxy() -> str:
    """What to look at where connections go through a proxy, "" where none is set."""
    return (
        "Look at HTTPS_PROXY: connections go through that proxy." if {"https", "http", "all"} & {*getproxies()} else ""
    )
