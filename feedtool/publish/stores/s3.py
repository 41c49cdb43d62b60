"""S3 and what speaks like it: Amazon, Cloudflare R2, Backblaze B2, MinIO, Ceph, OpenStack Swift and many hosts.

boto3 is asked for single requests and never tries again by itself. Bytes are proven by a checksum that the server
compares, and by the ETag where it is their MD5; our own SHA-256 stands in each file's metadata.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from feedtool import __version__, extras, manifest
from feedtool.findings import Finding, UsageError
from feedtool.publish.errors import CorruptError, DeniedError, TargetError, UnsupportedError
from feedtool.publish.store import ABSENT, Capabilities, Store
from feedtool.publish.stores import s3hooks, s3probe
from feedtool.publish.stores.s3bucket import Bucket, condition_of
from feedtool.publish.stores.s3errors import is_refusal, said
from feedtool.publish.stores.s3parts import is_spliced, look_at_source, splice, spliced_cost
from feedtool.publish.stores.s3resume import put_in_parts
from feedtool.publish.target import Option, Secret

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from feedtool.publish.store import Remote, Retag, Upload
    from feedtool.publish.target import Given

KIND: Final = "store"
EXPERIMENTAL: Final = ""
OPTIONS: Final = (
    Option("bucket", "the bucket's name", required=True),
    Option("endpoint", "the server's address, as its operator names it; default: Amazon's", default=""),
    Option("region", "the region the bucket lies in; default: what the profile says, else us-east-1", default=""),
    Option("prefix", "the folder of the bucket to publish in; default: all of it", default=""),
    Option("addressing", "how the bucket is named in addresses: auto, path or virtual", default="auto"),
    Option("acl", "the canned ACL of every file, such as public-read; default: none is sent", default=""),
    Option("profile", "the profile of ~/.aws that has the access key", default=""),
)
SECRETS: Final = (
    Secret("access_key", "the access key's id; not needed with a profile or a role", required=False),
    Secret("secret_key", "the secret that belongs to the access key", required=False),
    Secret("session_token", "the token of a temporary access key", required=False),
)
LARGE: Final = 32 << 20
"""Bytes from which on a file goes in parts."""
_KEYS: Final = {
    "aws_access_key_id": "access_key",
    "aws_secret_access_key": "secret_key",
    "aws_session_token": "session_token",
}
"""Our secrets by boto3's names."""
_STYLES: Final = ("auto", "path", "virtual")


def connect(given: Given) -> S3Store:
    """The bucket of a target; nothing is asked of the server yet."""
    options = given.options
    host, address = _endpoint(options["endpoint"] or "")
    amazon = not host or host.endswith((".amazonaws.com", ".amazonaws.com.cn"))
    bucket = Bucket(
        client=_client(given, host, address, amazon=amazon),
        name=options["bucket"],
        prefix=f"{options['prefix'].strip('/')}/".lstrip("/"),
        host=host or "Amazon S3",
        amazon=amazon,
        acl=options["acl"] or "",
        notes=given.root / manifest.FOLDER / "uploads" / given.name,
    )
    return S3Store(bucket, given.known)


class S3Store(Store):
    """The files of a bucket, or of a folder of one. See :class:`feedtool.publish.store.Store`."""

    def __init__(self, bucket: Bucket, known: Capabilities | None = None) -> None:
        self._bucket = bucket
        self._known = known or Capabilities()

    @property
    def where(self) -> str:
        """``s3://bucket/prefix at HOST``."""
        return f"s3://{self._bucket.name}/{self._bucket.prefix} at {self._bucket.host}"

    @property
    def capabilities(self) -> Capabilities:
        """What is known of the server."""
        return self._known

    def probe(self) -> Capabilities:
        """Find out what the server does, and remove what broken-off runs left more than a day ago."""
        self._known = s3probe.probe(self._bucket)
        return self._known

    def hints(self) -> tuple[str, ...]:
        """What to set at the bucket so that listeners' players can use what is there."""
        return s3probe.hints(self._bucket)

    def files(self) -> Iterator[Remote]:
        """Every file under the prefix."""
        return self._bucket.files()

    def stat(self, path: str) -> Remote | None:
        """The file at ``path``, with our hash of it."""
        return self._bucket.stat(path)

    def read(self, path: str, start: int = 0, size: int | None = None) -> Iterator[bytes]:
        """The bytes from ``start`` on, at most ``size``."""
        return self._bucket.read(path, start, size)

    def put(
        self, upload: Upload, *, expect: str | None = None, progress: Callable[[int], None] | None = None
    ) -> Remote:
        """Put a file; it is seen once all of it is there, and stays unseen if it is not."""
        if upload.size > LARGE:
            return put_in_parts(self._bucket, upload, expect, progress, conditional=self._can(expect))
        condition = condition_of(expect) if self._can(expect) else {}
        if condition:
            try:
                return self._bucket.put(upload, condition, progress)
            except TargetError as error:
                if not is_refusal(error):
                    raise
        if expect is not None:
            self._bucket.look(upload.path, expect)
        made = self._bucket.put(upload, {}, progress)
        if condition:  # it took the file without; so it was the condition that it does not know
            self._known = self._known._replace(conditional=False, exclusive=False)
        return made

    def retag(self, retag: Retag, *, progress: Callable[[int], None] | None = None) -> Remote:
        """Make a file of a new tag and audio that the bucket has; ``progress`` is told of what is really sent.

        Where the server turns out not to do it right, the whole file is sent instead.
        """
        if not self._known.retag:
            raise UnsupportedError("it cannot copy a part of a file")
        upload = retag.upload
        expect = retag.version if upload.path == retag.source else None
        source = upload.size - len(retag.head) + retag.skip
        if self.retag_cost(head=len(retag.head), size=upload.size, source=source) == upload.size:
            return self.put(upload, expect=expect, progress=progress)
        made = self._splice(retag, expect, progress)
        if made and is_spliced(self._bucket, upload, made):
            return made
        self._known = self._known._replace(retag=False)
        return self.put(upload, expect=made.version if made else expect, progress=progress)

    def retag_cost(self, *, head: int, size: int, source: int) -> int:
        """What is sent for a new tag: its part is filled up with sound."""
        return spliced_cost(head=head, size=size, source=source)

    def delete(self, path: str) -> None:
        """Remove a file."""
        self._bucket.delete(path)

    def close(self) -> None:
        """End connections."""
        self._bucket.client.close()

    def _can(self, expect: str | None) -> bool:
        return self._known.exclusive if expect == ABSENT else self._known.conditional

    def _splice(self, retag: Retag, expect: str | None, progress: Callable[[int], None] | None) -> Remote | None:
        """The file made of parts; None if the server refused it or would have made another of it."""
        try:
            return splice(self._bucket, retag, expect, progress, conditional=self._can(expect))
        except CorruptError:  # it copied something else, perhaps because the source is another by now
            look_at_source(self._bucket, retag.source, retag.version)
            return None
        except TargetError as error:
            if is_refusal(error):
                return None
            raise


def _endpoint(text: str) -> tuple[str, str]:
    """Host and address of the endpoint; https unless it says http. Empty for Amazon's own."""
    if not text:
        return "", ""
    address = text if "://" in text else f"https://{text}"
    parts = urlsplit(address)
    try:
        host = f"{parts.hostname or ''}{f':{parts.port}' if parts.port else ''}"
    except ValueError:
        host = ""
    odd = parts.username or parts.password or parts.query or parts.fragment or parts.path.strip("/")
    if parts.scheme not in {"http", "https"} or not host or odd:
        raise _unusable("endpoint is no address of a server", "Write it as https://HOST, and the bucket by itself.")
    return host, f"{parts.scheme}://{host}"


def _client(given: Given, host: str, address: str, *, amazon: bool) -> Any:
    """A client that asks once, does not wait for ever, and signs with the secrets given or those of boto3's chain."""
    boto3, config = _library()
    options = given.options
    style = options["addressing"]
    if style not in _STYLES:
        raise _unusable(f"addressing is {style!r}", f"It is one of: {', '.join(_STYLES)}.")
    keys = {name: given.secret(secret) or None for name, secret in _KEYS.items()}
    if bool(keys["aws_access_key_id"]) != bool(keys["aws_secret_access_key"]):
        raise DeniedError(
            "access_key and secret_key go together, and one is missing", hint=f"Run `feedtool auth login {given.name}`."
        )
    with said():
        session = boto3.Session(**keys, profile_name=options["profile"] or None, region_name=options["region"] or None)
        client = session.client(
            "s3",
            endpoint_url=address or None,
            region_name=session.region_name or ("auto" if host.endswith(".r2.cloudflarestorage.com") else "us-east-1"),
            config=config(
                user_agent_extra=f"feedtool/{__version__}",
                signature_version="s3v4",
                retries={"total_max_attempts": 1, "mode": "standard"},
                connect_timeout=20,
                read_timeout=60,
                max_pool_connections=32,
                request_checksum_calculation="when_required",
                response_checksum_validation="when_supported" if amazon else "when_required",
                s3={"addressing_style": "path" if address and style == "auto" else style},
            ),
        )
    s3hooks.install(client, amazon=amazon)
    return client


def _library() -> tuple[Any, Any]:
    """boto3 and its Config."""
    try:
        import boto3
        from botocore.config import Config
    except ImportError:
        message = "a target of type s3 needs boto3"
        raise UsageError(Finding(code="FT038", message=message, hint=extras.hint("s3"))) from None
    for name in ("boto3", "botocore", "urllib3"):
        # they log whole requests, and a session token is among the headers
        logging.getLogger(name).setLevel(logging.WARNING)
    return boto3, Config


def _unusable(message: str, hint: str) -> UsageError:
    return UsageError(Finding(code="FT902", message=message, hint=hint))
