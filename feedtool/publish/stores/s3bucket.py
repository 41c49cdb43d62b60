"""A bucket, or a folder of one: every request to it but those for uploads in parts, and what all of them share."""

from __future__ import annotations

import base64
import hashlib
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO, Final, NamedTuple

from feedtool.publish.errors import ConflictError, CorruptError, MissingError, TargetError, UnsupportedError
from feedtool.publish.store import ABSENT, OWN, Remote
from feedtool.publish.stores.s3errors import NoBucketError, no_s3, said
from feedtool.publish.stores.s3hooks import Sending

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from feedtool.publish.store import Upload

_CHUNK: Final = 1 << 18


class Sums(NamedTuple):
    """The sums of a file's bytes."""

    md5: str
    sha256: str


@dataclass(slots=True, kw_only=True)
class Bucket:
    """Where files are kept: a boto3 client, the bucket's name, the keys' prefix ("" or with ``/`` at its end).

    ``host`` is for messages; ``amazon`` says that it is Amazon's own S3; ``acl`` goes to every file listeners fetch;
    ``notes`` is the target's folder on this machine, for uploads that are under way.
    """

    client: Any = field(repr=False)
    name: str
    prefix: str
    host: str
    amazon: bool
    acl: str
    notes: Path
    _md5: set[str] = field(default_factory=set)

    def at(self, path: str) -> dict[str, str]:
        """Bucket and key of a path."""
        return {"Bucket": self.name, "Key": self.prefix + path}

    def headers(self, upload: Upload) -> dict[str, Any]:
        """What a file carries beside its bytes."""
        given = {"ContentType": upload.media_type, "CacheControl": upload.cache_control}
        if not upload.path.startswith(f"{OWN}/"):
            given["ACL"] = self.acl
        return {key: value for key, value in given.items() if value} | {"Metadata": {"sha256": upload.sha256}}

    def stat(self, path: str) -> Remote | None:
        """The file at ``path``."""
        try:
            with said():
                found = self.client.head_object(**self.at(path))
        except MissingError:
            return None
        return Remote(
            path=path,
            size=found["ContentLength"],
            version=bare(found),
            sha256=found.get("Metadata", {}).get("sha256", ""),
            media_type=found.get("ContentType", ""),
        )

    def files(self) -> Iterator[Remote]:
        """Every file under the prefix, page by page."""
        for row in self.rows():
            path = row["Key"][len(self.prefix) :]
            if path and not path.endswith("/") and ".." not in path.split("/"):
                yield Remote(path=path, size=row["Size"], version=bare(row))

    def rows(self, under: str = "") -> Iterator[Mapping[str, Any]]:
        """The rows of a listing of what lies ``under`` a path."""
        pages = self.client.get_paginator("list_objects_v2")
        try:
            with said():
                for page in pages.paginate(Bucket=self.name, Prefix=self.prefix + under):
                    if "IsTruncated" not in page:  # the page of a proxy, which must not look like an empty bucket
                        raise no_s3()
                    yield from page.get("Contents", ())
        except NoBucketError:
            raise
        except MissingError:
            raise no_s3("404") from None

    def read(self, path: str, start: int = 0, size: int | None = None) -> Iterator[bytes]:
        """The bytes from ``start`` on, at most ``size``."""
        end = "" if size is None else start + max(size, 1) - 1
        asked = {"Range": f"bytes={start}-{end}"} if start or size is not None else {}
        with said():
            found = self._get(path, asked)
            if found is None:
                return
            with closing(found["Body"]) as body:
                if start and not found.get("ContentRange"):
                    raise UnsupportedError("it gives no part of a file")
                yield from _cut(body.iter_chunks(_CHUNK), size)

    def _get(self, path: str, asked: Mapping[str, str]) -> Mapping[str, Any] | None:
        """The answer to a GET; None where the file has no byte of the range asked for."""
        from botocore.exceptions import ClientError

        try:
            found: Mapping[str, Any] = self.client.get_object(**self.at(path), **asked)
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] == 416:
                return None
            raise
        return found

    def put(
        self, upload: Upload, condition: Mapping[str, str], progress: Callable[[int], None] | None = None
    ) -> Remote:
        """Put a file by one request that holds if ``condition`` does (IfMatch or IfNoneMatch), and prove its size."""
        sums = sums_of(upload)
        with opened(upload) as stream:
            body = Sending(stream, progress)
            try:
                with said():
                    answer = self.client.put_object(
                        **self.at(upload.path), **self.headers(upload), **condition, **self._checksum(sums),
                        Body=body, ContentLength=upload.size,
                    )  # fmt: skip
            except TargetError as error:
                body.take_back()
                if isinstance(error, MissingError) and not isinstance(error, NoBucketError):
                    raise ConflictError("is gone") from None  # Amazon's answer to If-Match then
                raise
        if not self.is_md5("file", bare(answer), sums.md5):
            return self.kept(upload)
        return Remote(
            path=upload.path, size=upload.size, version=bare(answer), sha256=upload.sha256, media_type=upload.media_type
        )

    def _checksum(self, sums: Sums) -> dict[str, str]:
        """The header by which the server refuses what arrives broken; others than Amazon may not know the newer one."""
        if self.amazon:
            return {"ChecksumSHA256": base64.b64encode(bytes.fromhex(sums.sha256)).decode()}
        return {"ContentMD5": md5_header(sums.md5)}

    def is_md5(self, what: str, tag: str, md5: str) -> bool:
        """Whether the ETag that the server gave proves what it holds. CorruptError where it proves the contrary.

        An ETag need not be the MD5 of the bytes: with encryption by KMS it is not. Once it was for one ``what`` ("file"
        or "part"), it is for all.
        """
        if tag == md5:
            self._md5.add(what)
            return True
        if what in self._md5:
            raise CorruptError("holds other bytes than were sent")
        return False

    def kept(self, upload: Upload) -> Remote:
        """What stands there after an upload. CorruptError unless it has its size."""
        found = self.stat(upload.path)
        if found is None or found.size != upload.size:
            raise CorruptError(f"{found.size if found else 'none'} of {upload.size} bytes sent stand there")
        return found

    def look(self, path: str, expect: str) -> None:
        """Raise ConflictError unless the file is the one expected."""
        found = self.stat(path)
        if expect == ABSENT and found:
            raise ConflictError("stands there already")
        if expect != ABSENT and (found is None or found.version != expect):
            raise ConflictError("was changed by somebody else" if found else "is gone")

    def delete(self, path: str) -> None:
        """Remove a file, whether it is there or not."""
        with said():
            self.client.delete_object(**self.at(path))


def condition_of(expect: str | None) -> dict[str, str]:
    """The condition of a write by what is expected."""
    if expect is None:
        return {}
    return {"IfMatch": f'"{expect}"'} if expect else {"IfNoneMatch": "*"}


def bare(answer: Mapping[str, Any]) -> str:
    """The ETag of an answer or of a row of a listing, without the quotes that not every server sets."""
    return str(answer.get("ETag", "")).strip('"')


def md5_header(md5: str) -> str:
    """Content-MD5 (RFC 1864)."""
    return base64.b64encode(bytes.fromhex(md5)).decode()


def md5_of(data: bytes) -> str:
    """The MD5 (hex): what S3 compares with, no protection against anybody."""
    return hashlib.md5(data, usedforsecurity=False).hexdigest()


@contextmanager
def opened(upload: Upload) -> Iterator[BinaryIO]:
    """The bytes of an upload. TargetError where they cannot be had."""
    try:
        stream = upload.open()
    except OSError as error:
        raise TargetError(f"cannot be read on this computer ({error.strerror})") from None
    with stream:
        yield stream


def sums_of(upload: Upload) -> Sums:
    """The sums of what is about to be sent. TargetError if the file is not the one that was to be published."""
    md5, sha = hashlib.md5(usedforsecurity=False), hashlib.sha256()
    with opened(upload) as stream:
        while chunk := stream.read(_CHUNK):
            md5.update(chunk)
            sha.update(chunk)
    if sha.hexdigest() != upload.sha256:
        raise changed()
    return Sums(md5.hexdigest(), sha.hexdigest())


def changed() -> TargetError:
    """The error for a file that was changed here under the hands of publishing."""
    return TargetError("changed while it was being published", hint="Run the same command again.")


def _cut(chunks: Iterator[bytes], size: int | None) -> Iterator[bytes]:
    """The chunks, ``size`` bytes at most."""
    for chunk in chunks:
        yield chunk if size is None else chunk[:size]
        if size is not None and (size := size - len(chunk)) <= 0:
            return
