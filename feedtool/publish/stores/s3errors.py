"""What botocore raises and S3 servers answer, as the errors of :mod:`feedtool.publish.errors`.

A server's own sentence is passed on where there is one, shortened: it often says best what to do (an account's cap, the
region a bucket lies in). It is left out where it shows a signature or a header.
"""

from __future__ import annotations

import email.utils
import json
import re
import time
from contextlib import contextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from feedtool.publish import redact
from feedtool.publish.errors import (
    ConflictError,
    DeniedError,
    FullError,
    MissingError,
    StoppedError,
    TargetError,
    TransientError,
    UnsupportedError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class NoBucketError(MissingError):
    """It is the bucket that is not there."""


class NoUploadError(TransientError):
    """It is the upload in parts that is not there any more, or a part of it: done, given up, or forgotten."""


class _Row(NamedTuple):
    kind: type[TargetError]
    text: str
    hint: str = ""


_ANEW: Final = "Give both keys anew with `feedtool auth login TARGET`."
_BUCKET: Final = (
    "Check bucket (in small letters almost everywhere) and endpoint in feedtool.toml. "
    "A bucket is made at the operator's site, not by feedtool."
)
_RIGHTS: Final = (
    "It needs s3:ListBucket, and s3:GetObject, s3:PutObject and s3:DeleteObject for what lies in the bucket"
    " (with acl, s3:PutObjectAcl too)."
)
_CODES: Final[Mapping[str, _Row]] = {
    "NoSuchBucket": _Row(NoBucketError, "there is no bucket of this name", _BUCKET),
    "InvalidBucketName": _Row(TargetError, "a bucket cannot have such a name", _BUCKET),
    "InvalidAccessKeyId": _Row(DeniedError, "the access key is not known there", _ANEW),
    "SignatureDoesNotMatch": _Row(DeniedError, "the secret key does not fit the access key", _ANEW),
    "ExpiredToken": _Row(DeniedError, "the session token has expired", "Get a new one where this one came from."),
    "InvalidToken": _Row(DeniedError, "the session token is not accepted", "Get a new one where this one came from."),
    "AccountProblem": _Row(DeniedError, "the account there has a problem", "Look at its page at the operator's site."),
    "AccessControlListNotSupported": _Row(
        TargetError, "the bucket takes no ACL", "Leave out acl, and make the bucket public by its policy."
    ),
    "EntityTooLarge": _Row(FullError, "the file is larger than it takes"),
    "QuotaExceeded": _Row(FullError, "its room is used up"),
    "RequestTimeout": _Row(TransientError, "it waited too long for the file"),
    "ConditionalRequestConflict": _Row(TransientError, "somebody else wrote in the same moment"),
    "OperationAborted": _Row(TransientError, "something else is under way there"),
    "BadDigest": _Row(TransientError, "what arrived was not what was sent"),
    "XAmzContentSHA256Mismatch": _Row(TransientError, "what arrived was not what was sent"),
    "NoSuchUpload": _Row(NoUploadError, "it forgot the parts that it had"),
    "InvalidPart": _Row(NoUploadError, "it lost a part that it had"),
    "NotImplemented": _Row(UnsupportedError, "it cannot do this"),
}
"""Codes that say more than their status; the names are Amazon's, which the others use too."""
_STATUSES: Final[Mapping[int, _Row]] = {
    400: _Row(TargetError, "it refused"),
    401: _Row(DeniedError, "the access key is not accepted", _ANEW),
    403: _Row(DeniedError, "the access key may not {}", _RIGHTS),
    404: _Row(MissingError, "it is not there"),
    409: _Row(ConflictError, "something else changes it right now"),
    501: _Row(UnsupportedError, "it cannot do this"),
}
"""Statuses that mean something else here than elsewhere."""
_DOES: Final[Mapping[str, str]] = {
    "ListObjectsV2": "list what is there", "GetObject": "read there", "HeadObject": "read there",
    "PutObject": "write there", "CreateMultipartUpload": "write there", "UploadPart": "write there",
    "UploadPartCopy": "write there", "CompleteMultipartUpload": "write there", "DeleteObject": "delete there",
}  # fmt: skip
"""What requests do."""
_SKEWED: Final = frozenset({"RequestTimeTooSkewed", "RequestExpired"})
_ELSEWHERE: Final = frozenset(
    {"PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException"}
)
_REGION: Final = re.compile(r"[a-z0-9-]{2,40}")
_TELLING: Final = re.compile(r"X-Amz-|AWS4-HMAC|Signature=|Authorization", re.IGNORECASE)
_LONGEST: Final = 200
_NO_NAME: Final = "a bucket or a file there cannot have such a name"
_NAMES: Final = "A bucket's name has 3 to 63 small letters, digits, dots and hyphens; check bucket in feedtool.toml."
_NO_S3: Final = "what answers there is no S3 server"
_ENDPOINT: Final = "Check endpoint in feedtool.toml: it is the operator's address for S3, not that of a web page."


@contextmanager
def said() -> Iterator[None]:
    """Turn what botocore raises within into an error of ours."""
    from botocore.exceptions import BotoCoreError, ClientError
    from botocore.parsers import ResponseParserError
    from urllib3.exceptions import HTTPError

    try:
        yield
    except ClientError as error:
        raise answered(error.response, error.operation_name) from None
    except (BotoCoreError, HTTPError, ResponseParserError) as error:
        raise _never_answered(error) from None
    except OSError:
        raise TransientError("the connection broke off") from None
    except ValueError:
        raise TargetError(_NO_NAME, hint=_NAMES) from None


def no_s3(why: str = "") -> TargetError:
    """The error for an answer that S3 would not give."""
    return TargetError(f"{_NO_S3}{f' ({why})' if why else ''}", hint=_ENDPOINT)


def answered(response: Mapping[str, Any], operation: str = "") -> TargetError:
    """The error that an answer means: by its code, else by its status, with the server's own sentence behind it.

    ``operation`` is Amazon's name of what was asked.
    """
    from feedtool.publish.reply import Reply, failure

    code = str(response.get("Error", {}).get("Code", ""))
    told = response.get("ResponseMetadata", {})
    status, headers = int(told.get("HTTPStatusCode", 0)), told.get("HTTPHeaders", {})
    if code in _SKEWED:
        return _skewed(headers)
    if code in _ELSEWHERE or status == 301:
        return _elsewhere(response, headers)
    if code in _CODES:
        kind, text, hint = _CODES[code]
        return kind(text, hint=hint)
    sentence = _sentence(code, response)
    if status in _STATUSES:
        kind, text, hint = _STATUSES[status]
        return kind(f"{text.format(_DOES.get(operation, 'do this'))} ({sentence or status})", hint=hint)
    return failure(Reply(status=status, headers=headers, body=json.dumps({"message": sentence}).encode()))


def _skewed(headers: Mapping[str, str]) -> TargetError:
    """This machine's clock is wrong; by how much, if the server says what time it is."""
    try:
        minutes = round((time.time() - email.utils.parsedate_to_datetime(headers.get("date", "")).timestamp()) / 60)
    except (ValueError, TypeError, OverflowError):
        minutes = 0
    much = f": it is {abs(minutes)} minutes {'ahead' if minutes > 0 else 'behind'}" if minutes else ""
    return DeniedError(
        f"this computer's clock is wrong{much}", hint="Set it, best by the network, and run the same command again."
    )


def _elsewhere(response: Mapping[str, Any], headers: Mapping[str, str]) -> TargetError:
    """The bucket lies in another region; in which, if the server says so."""
    given = response.get("Error", {}).get("Region") or headers.get("x-amz-bucket-region") or ""
    if _REGION.fullmatch(str(given)):
        return TargetError(f"the bucket lies in the region {given}", hint=f'Set region = "{given}" in feedtool.toml.')
    hint = "Set region in feedtool.toml to the one the bucket's page shows, and endpoint to that region's address."
    return TargetError("the bucket lies in another region, or at another address", hint=hint)


def _sentence(code: str, response: Mapping[str, Any]) -> str:
    """``AccessDenied: Transaction cap exceeded``, as far as the server said it and it may be shown."""
    message = " ".join(str(response.get("Error", {}).get("Message") or "").split())
    if code.isdigit() and message in {status.phrase for status in HTTPStatus}:  # botocore's words, not the server's
        return ""
    shown = "" if _TELLING.search(message) else "".join(filter(str.isprintable, message))
    parts = ["" if code.isdigit() else redact.brief(code, 60), redact.brief(shown, _LONGEST)]
    return ": ".join(part for part in parts if part)


def _never_answered(error: Exception) -> TargetError:
    """What a failure without an answer means; its own text may show addresses and is not used."""
    from botocore import exceptions as boto
    from urllib3.exceptions import HTTPError

    within = getattr(error, "kwargs", {}).get("error")
    if isinstance(within, StoppedError):  # raised by a progress, from within the sending
        return within
    rows: tuple[tuple[tuple[type[Exception], ...], _Row], ...] = (
        (
            (boto.SSLError,),
            _Row(
                DeniedError, "its certificate is not valid, or it does not speak https",
                "Check endpoint in feedtool.toml.",
            ),
        ),
        ((boto.ConnectTimeoutError, boto.ReadTimeoutError), _Row(TransientError, "took too long to answer")),
        (
            (boto.EndpointConnectionError, boto.ProxyConnectionError),
            _Row(TransientError, "cannot be reached", "Check the network, and endpoint in feedtool.toml."),
        ),
        ((boto.HTTPClientError, boto.IncompleteReadError, HTTPError), _Row(TransientError, "the connection broke off")),
        ((boto.FlexibleChecksumError,), _Row(TransientError, "what came back was damaged on its way")),
        (
            (boto.NoCredentialsError, boto.PartialCredentialsError, boto.CredentialRetrievalError,
             boto.TokenRetrievalError, boto.ProfileNotFound),
            _Row(
                DeniedError, "there is no access key",
                "Give access_key and secret_key with `feedtool auth login`, or name the profile that has them.",
            ),
        ),
        ((boto.ParamValidationError,), _Row(TargetError, _NO_NAME, _NAMES)),
    )  # fmt: skip
    for kinds, (kind, text, hint) in rows:
        if isinstance(error, kinds):
            return kind(text, hint=hint)
    return no_s3(type(error).__name__)


def is_refusal(error: TargetError) -> bool:
    """Whether a request was refused as such (400, 501), so that another way to ask may be taken."""
    return type(error) in {TargetError, UnsupportedError}
