"""What botocore raises and S3 servers answer, as the errors of :mod:`feedtool.publish.errors`.

A server's own sentence is passed on where there is one, shortened: it often says best what to do (an account's cap, the
region a bucket lies in). It is left out where it shows a signature or a header.
"""

from __future__ import annotations

import json
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from feedtool.publish import redact
from feedtool.publish.errors import DeniedError, FullError, MissingError, TargetError, TransientError, UnsupportedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class NoBucketError(MissingError):
    """It is the bucket that is not there."""


_CODES: Final[Mapping[str, tuple[type[TargetError], str]]] = {
    "NoSuchBucket": (NoBucketError, "there is no bucket of this name"),
    "InvalidAccessKeyId": (DeniedError, "the access key is not known there"),
    "SignatureDoesNotMatch": (DeniedError, "the secret key does not fit the access key"),
    "ExpiredToken": (DeniedError, "the session token has expired"),
    "InvalidToken": (DeniedError, "the session token is not accepted"),
    "RequestTimeTooSkewed": (DeniedError, "this machine's clock is wrong by many minutes"),
    "AccountProblem": (DeniedError, "the account there has a problem"),
    "AccessControlListNotSupported": (TargetError, "the bucket takes no ACL: leave out acl"),
    "EntityTooLarge": (FullError, "the file is larger than it takes"),
    "QuotaExceeded": (FullError, "its room is used up"),
    "RequestTimeout": (TransientError, "it waited too long for the file"),
    "ConditionalRequestConflict": (TransientError, "somebody else wrote in the same moment"),
    "OperationAborted": (TransientError, "something else is under way there"),
    "BadDigest": (TransientError, "what arrived was not what was sent"),
    "XAmzContentSHA256Mismatch": (TransientError, "what arrived was not what was sent"),
    "NoSuchUpload": (TransientError, "it forgot the parts that it had"),
    "InvalidPart": (TransientError, "it lost a part that it had"),
    "NotImplemented": (UnsupportedError, "it cannot do this"),
}
"""Codes that say more than their status; the names are Amazon's, which the others use too."""
_TELLING: Final = re.compile(r"X-Amz-|AWS4-HMAC|Signature=|Authorization", re.IGNORECASE)
_LONGEST: Final = 200
_NO_NAME: Final = "a bucket or a file there cannot have such a name"


@contextmanager
def said(place: str) -> Iterator[None]:
    """Turn what botocore raises within into an error of ours. ``place`` is the server's host, for the text."""
    from botocore.exceptions import BotoCoreError, ClientError
    from botocore.parsers import ResponseParserError
    from urllib3.exceptions import HTTPError

    try:
        yield
    except ClientError as error:
        raise answered(error.response, place) from None
    except (BotoCoreError, HTTPError, ResponseParserError) as error:
        raise _never_answered(error, place) from None
    except OSError:
        raise TransientError(f"{place} broke the connection off") from None
    except ValueError:
        raise TargetError(f"{place}: {_NO_NAME}") from None


def answered(response: Mapping[str, Any], place: str) -> TargetError:
    """The error that an answer means: by its code, else by its status (:func:`feedtool.publish.reply.failure`)."""
    from feedtool.publish.reply import Reply, failure

    code = str(response.get("Error", {}).get("Code", ""))
    if code in _CODES:
        kind, text = _CODES[code]
        return kind(f"{place}: {text}")
    told = response.get("ResponseMetadata", {})
    reply = Reply(
        status=int(told.get("HTTPStatusCode", 0)),
        headers=told.get("HTTPHeaders", {}),
        body=json.dumps({"message": _sentence(code, response)}).encode(),
    )
    return failure(reply, f"{place} answered")


def _sentence(code: str, response: Mapping[str, Any]) -> str:
    """``AccessDenied: Transaction cap exceeded``, as far as the server said it and it may be shown."""
    message = " ".join(str(response.get("Error", {}).get("Message") or "").split())
    shown = "" if _TELLING.search(message) else "".join(filter(str.isprintable, message))
    parts = ["" if code.isdigit() else redact.brief(code, 60), redact.brief(shown, _LONGEST)]
    return ": ".join(part for part in parts if part)


def _never_answered(error: Exception, place: str) -> TargetError:
    """What a failure without an answer means; its own text may show addresses and is not used."""
    from botocore import exceptions as boto
    from urllib3.exceptions import HTTPError

    rows: tuple[tuple[tuple[type[Exception], ...], type[TargetError], str], ...] = (
        ((boto.SSLError,), DeniedError, "has no valid certificate"),
        ((boto.ConnectTimeoutError, boto.ReadTimeoutError), TransientError, "took too long"),
        ((boto.EndpointConnectionError, boto.ProxyConnectionError), TransientError, "cannot be reached"),
        ((boto.HTTPClientError, boto.IncompleteReadError, HTTPError), TransientError, "broke the connection off"),
        ((boto.FlexibleChecksumError,), TransientError, "sent something that does not fit its checksum"),
        (
            (boto.NoCredentialsError, boto.PartialCredentialsError, boto.CredentialRetrievalError,
             boto.TokenRetrievalError, boto.ProfileNotFound),
            DeniedError,
            "no access key: give access_key and secret_key, or the profile that has them",
        ),
        ((boto.ParamValidationError,), TargetError, _NO_NAME),
    )  # fmt: skip
    for kinds, found, text in rows:
        if isinstance(error, kinds):
            return found(f"{place}: {text}" if found is not TransientError else f"{place} {text}")
    return TargetError(f"{place} did not answer as S3 does ({type(error).__name__})")


def is_refusal(error: TargetError) -> bool:
    """Whether a request was refused as such (400, 501), so that another way to ask may be taken."""
    return type(error) in {TargetError, UnsupportedError}
