"""S3 against moto's server; `make slow` runs all of it against OpenStack Swift, too."""

from __future__ import annotations

import email.utils
import logging
import os
import re
import subprocess
import sys
import time
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, replace
from functools import cache
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest
from s3server import Server, strict
from storecases import StoreCases, upload
from wire import Wire

from feedtool.findings import UsageError
from feedtool.publish.errors import (
    ConflictError,
    CorruptError,
    DeniedError,
    FullError,
    MissingError,
    TargetError,
    TransientError,
    UnsupportedError,
)
from feedtool.publish.store import ABSENT, LOCK, Capabilities, Retag
from feedtool.publish.stores import s3, s3errors, s3parts, s3probe, s3resume
from feedtool.publish.stores.s3bucket import Bucket
from feedtool.publish.target import Given

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from feedtool.publish.stores.s3 import S3Store

ALL = Capabilities(conditional=True, exclusive=True, retag=True, atomic=True, typed=True)
TRUTH = {"moto": ALL, "swift": ALL._replace(conditional=False, exclusive=False)}
PREFIX = "shows/ä b"
numbers = count()


@dataclass(frozen=True)
class Key:
    """A key of a bucket, looked at by a plain client, as if it were a path."""

    client: Any
    bucket: str
    key: str

    def __truediv__(self, name: str) -> Key:
        return replace(self, key=f"{self.key}/{name}")

    @property
    def name(self) -> str:
        return self.key.rpartition("/")[2]

    def head(self) -> dict[str, Any]:
        return self.client.head_object(Bucket=self.bucket, Key=self.key)

    def read_bytes(self) -> bytes:
        return self.client.get_object(Bucket=self.bucket, Key=self.key)["Body"].read()

    def rglob(self, _: str) -> list[Key]:
        rows = self.client.list_objects_v2(Bucket=self.bucket, Prefix=self.key).get("Contents", [])
        return [replace(self, key=row["Key"]) for row in rows]

    def unfinished(self) -> list[str]:
        return [row["Key"] for row in self.client.list_multipart_uploads(Bucket=self.bucket).get("Uploads", [])]


@pytest.fixture(scope="module", autouse=True)
def read_models_once() -> Iterator[None]:
    """botocore reads its description of S3 anew for each session: 70 ms, and here are hundreds."""
    import botocore.session

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(botocore.session, "create_loader", cache(botocore.session.create_loader))
        yield


@pytest.fixture
def there(s3_server: Server) -> Key:
    """An empty bucket's folder."""
    client, bucket = s3_server.client(), f"show-{os.getpid()}-{next(numbers)}"
    client.create_bucket(Bucket=bucket)
    return Key(client, bucket, PREFIX)


@pytest.fixture
def make(s3_server: Server, there: Key, tmp_path: Path) -> Iterator[Callable[..., S3Store]]:
    """One more client of the folder, of a server that was probed as `known`; in the end no part lies about."""
    made = []
    own = {"access_key": s3_server.access_key, "secret_key": s3_server.secret_key}

    def one(known: Capabilities | None = None, secrets: dict[str, str] | None = None, **changed: Any) -> S3Store:
        options = {option.name: option.default for option in s3.OPTIONS}
        options |= {"bucket": there.bucket, "prefix": f"/{PREFIX}/", "endpoint": s3_server.url, **changed}
        asked = own if secrets is None else secrets
        made.append(
            s3.connect(Given(name="t", options=options, secret=lambda n: asked.get(n, ""), root=tmp_path, known=known))
        )
        return made[-1]

    yield one
    for store in made:
        store.close()
    assert there.unfinished() == []


@pytest.fixture
def known(s3_server: Server) -> Capabilities:
    """What the server can do."""
    return TRUTH[s3_server.name]


@pytest.fixture
def wire(s3_server: Server) -> Iterator[Wire]:
    """A wire to the server."""
    made = Wire(s3_server.port)
    yield made
    made.close()


def far(wire: Wire) -> str:
    """The server's address by wire."""
    return f"http://127.0.0.1:{wire.port}"


class TestUnprobed:
    """A server of which nothing is known: what is expected is looked at just before."""

    store = StoreCases.store
    test_root = StoreCases.test_a_root_that_is_not_there_holds_none
    test_put_stat_read_list_delete = StoreCases.test_put_stat_read_list_delete
    test_empty_file = StoreCases.test_empty_file
    test_replace = StoreCases.test_replace_changes_the_version_even_within_one_second
    test_twenty_megabytes = StoreCases.test_twenty_megabytes_from_a_file_with_progress
    test_expect_absent = StoreCases.test_expect_absent
    test_expect_version = StoreCases.test_expect_version
    test_promised = StoreCases.test_a_body_that_is_not_what_was_promised_is_not_put
    test_lock_of_two_clients = StoreCases.test_lock_of_two_clients
    test_four_threads_one_store = StoreCases.test_four_threads_one_store
    test_own_folder_is_listed = StoreCases.test_own_folder_is_listed
    test_its_name = StoreCases.test_its_name_says_where


class TestProbed:
    """A server that keeps conditions where it can."""

    @pytest.fixture
    def make(self, make: Callable[..., S3Store], known: Capabilities) -> Callable[..., S3Store]:
        return lambda: make(known)

    store = StoreCases.store
    test_expect_absent = StoreCases.test_expect_absent
    test_expect_version = StoreCases.test_expect_version
    test_lock_of_two_clients = StoreCases.test_lock_of_two_clients


class TestLarge(TestProbed):
    """Every file goes in parts."""

    @pytest.fixture(autouse=True)
    def everything_is_large(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(s3, "LARGE", 0)
        monkeypatch.setattr(s3resume, "PART", 5 << 20)

    test_four_threads_one_store = StoreCases.test_four_threads_one_store
    test_empty_file = StoreCases.test_empty_file
    test_twenty_megabytes = StoreCases.test_twenty_megabytes_from_a_file_with_progress
    test_promised = StoreCases.test_a_body_that_is_not_what_was_promised_is_not_put


def test_probe_finds_out_what_is_so(make, known, there) -> None:
    store = make()
    assert store.capabilities == Capabilities()
    assert store.probe() == known == store.capabilities
    assert there.rglob("*") == []


def test_files_keep_type_cache_control_and_hash(make, there) -> None:
    new = replace(upload("feed.xml", b"<rss/>"), media_type="application/rss+xml", cache_control="max-age=300")
    store = make()
    made = store.put(new)
    head = (there / "feed.xml").head()
    assert (head["ContentType"], head["CacheControl"]) == ("application/rss+xml", "max-age=300")
    assert head["Metadata"] == {"sha256": new.sha256}
    assert store.stat("feed.xml") == made
    assert (made.sha256, made.media_type) == (new.sha256, "application/rss+xml")


def test_large_files_keep_them_too(make, there, monkeypatch) -> None:
    monkeypatch.setattr(s3, "LARGE", 0)
    new = replace(upload("a.mp3", os.urandom(20 << 20)), media_type="audio/mpeg", cache_control="max-age=9")
    store, told = make(), []
    made = store.put(new, progress=told.append)
    assert (made.size, made.sha256, made.media_type) == (20 << 20, new.sha256, "audio/mpeg")
    assert made.version == store.stat("a.mp3").version == next(store.files()).version
    assert made.version.endswith("-3")
    assert (there / "a.mp3").head()["CacheControl"] == "max-age=9"
    assert (sum(told), max(told) <= 1 << 20) == (20 << 20, True)


def test_listing_pages_and_leaves_other_folders_and_no_names_out(make, there, monkeypatch) -> None:
    for key in ("outside.txt", "shows/ä bc/x", f"{PREFIX}/folder/", f"{PREFIX}/a/../b", f"{PREFIX}/yes"):
        there.client.put_object(Bucket=there.bucket, Key=key, Body=b"")
    store = make()
    asked = []
    store._bucket.client.meta.events.register(
        "before-parameter-build.s3.ListObjectsV2", lambda params, **_: asked.append(params.setdefault("MaxKeys", 2))
    )
    assert [f.path for f in store.files()] == ["yes"]
    assert len(asked) == 2
    assert len(list(make(prefix="").files())) == 3


def test_a_bucket_that_is_not_there_is_missing(make) -> None:
    store = make(bucket="no-such-bucket-at-all")
    for do in (lambda: list(store.files()), store.probe, lambda: store.put(upload("a", b"a"))):
        with pytest.raises(MissingError, match="no bucket of this name"):
            do()
    assert store.hints() == ()
    with pytest.raises((MissingError, ConflictError)):  # Swift refuses the condition before it looks
        make(bucket="no-such-bucket-at-all", known=ALL).put(upload("a", b"a"), expect="0" * 32)


def test_wrong_keys_are_denied_and_not_told(make, s3_server) -> None:
    secrets = {"access_key": "CANARYACCESS1234", "secret_key": "canary-secret-5678", "session_token": "canary-token-90"}
    if s3_server.name == "swift":
        secrets["access_key"] = s3_server.access_key
    with strict(s3_server) if s3_server.name == "moto" else nullcontext():
        store = make(secrets=secrets)
        doings = (store.probe, lambda: list(store.files()), lambda: store.put(upload("a", b"a")), store.locked,
                  lambda: store.stat("feed.xml"), lambda: store.delete("a"), lambda: store.lock(b"me"))  # fmt: skip
        for do in doings:
            with pytest.raises(DeniedError) as caught:
                do()
            assert "canary" not in f"{caught.value}{caught.value!r}{store!r}{store.where}".lower()
            assert caught.value.__suppress_context__


def test_nothing_is_logged(make, caplog) -> None:
    caplog.set_level(logging.DEBUG)
    store = make(secrets={"access_key": "CANARYACCESS1234", "secret_key": "s" * 20, "session_token": "canary-token"})
    with suppress(DeniedError):
        list(store.files())
    assert "canary" not in caplog.text.lower()


def test_half_a_key_and_no_key(make, monkeypatch, tmp_path) -> None:
    with pytest.raises(DeniedError, match="go together"):
        make(secrets={"access_key": "only"})
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    with pytest.raises(DeniedError, match="no access key"):
        list(make(secrets={}).files())
    with pytest.raises(DeniedError, match="no access key"):
        make(secrets={}, profile="nobody")


def test_a_profile_has_the_key(make, monkeypatch, tmp_path, s3_server) -> None:
    file = tmp_path / "credentials"
    file.write_text(
        f"[pod]\naws_access_key_id = {s3_server.access_key}\naws_secret_access_key = {s3_server.secret_key}\n"
    )
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(file))
    before = file.read_bytes()
    assert list(make(secrets={}, profile="pod").files()) == []
    assert file.read_bytes() == before


def test_server_gone(make, wire) -> None:
    store = make(endpoint=far(wire))
    wire.close()
    began = time.monotonic()
    for do in (lambda: list(store.files()), store.probe, lambda: store.put(upload("a", b"a")), lambda: store.stat("a")):
        with pytest.raises(TransientError, match="cannot be reached"):
            do()
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("after", [100, 3 << 20, 13 << 20])
def test_server_dies_during_an_upload(make, wire, there, known, monkeypatch, after, large) -> None:
    monkeypatch.setattr(s3, "LARGE", 0 if large else 1 << 30)
    monkeypatch.setattr(s3resume, "PART", 5 << 20)
    store = make(known, endpoint=far(wire))
    first = store.put(upload("a.mp3", b"old"))
    wire.cut_after = after
    with pytest.raises(TransientError):
        store.put(upload("a.mp3", os.urandom(14 << 20)), expect=first.version)
    assert [f.path for f in make().files()] == ["a.mp3"]
    assert (there / "a.mp3").read_bytes() == b"old"
    wire.cut_after = None
    for row in there.client.list_multipart_uploads(Bucket=there.bucket).get("Uploads", []):
        there.client.abort_multipart_upload(Bucket=there.bucket, Key=row["Key"], UploadId=row["UploadId"])


def test_an_answer_that_is_lost_is_transient_and_the_file_is_there(make, wire, there) -> None:
    store = make(endpoint=far(wire))
    wire.mute = True
    with pytest.raises(TransientError):
        store.put(upload("a.mp3", b"new"))
    assert (there / "a.mp3").read_bytes() == b"new"


def test_a_kept_connection_that_the_server_closed_is_no_failure(make, wire, there) -> None:
    store, told = make(endpoint=far(wire)), []
    wire.once = True
    for do in (
        lambda: store.stat("a"), lambda: list(store.files()), lambda: store.delete("a"),
        lambda: store.put(upload("a.mp3", b"new"), progress=told.append), lambda: list(store.read("a.mp3")),
    ):  # fmt: skip
        wire.cut_after = 0
        do()
        assert wire.cut_after is None
    assert (there / "a.mp3").read_bytes() == b"new"
    assert sum(told) == 3
    conditional = make(ALL, endpoint=far(wire))
    for wire.cut_after, do in (
        (6 << 20, lambda: store.put(upload("a.mp3", os.urandom(8 << 20)), progress=told.append)),
        (0, lambda: conditional.put(upload("a.mp3", b"3"), expect=ABSENT, progress=told.append)),
    ):
        with pytest.raises(TransientError):
            do()
        assert sum(told) == 3


def test_a_download_that_breaks_off_is_not_taken_for_whole(make, wire) -> None:
    make().put(upload("a.mp3", bytes(3 << 20)))
    wire.lose_after = 1 << 20
    with pytest.raises(TransientError):
        list(make(endpoint=far(wire)).read("a.mp3"))


def test_bytes_that_arrive_broken_are_noticed(make, wire, known) -> None:
    """moto takes no notice of Content-MD5; the ETag shows it."""
    store = make(known, endpoint=far(wire))
    store.put(upload("a", b"sound"))
    wire.swap = (b"as it was made", b"as it was read")
    with pytest.raises((CorruptError, TransientError)):
        store.put(upload("b", b"just as it was made"))


def test_a_server_that_keeps_less_is_noticed(make, monkeypatch) -> None:
    store = make()
    monkeypatch.setattr(Bucket, "is_md5", lambda *_: False)
    store.put(upload("a", b"whole"))
    monkeypatch.setattr(Bucket, "stat", lambda self, path: replace(upload("a", b"hal"), path=path))
    with pytest.raises(CorruptError, match="3 of 5 bytes"):
        store.put(upload("a", b"whole"))


@pytest.mark.parametrize("large", [False, True])
def test_a_server_that_turns_out_to_know_no_conditions(make, wire, there, known, monkeypatch, large) -> None:
    """What Swift answers with 501, for which moto must be helped."""
    monkeypatch.setattr(s3, "LARGE", 0 if large else 1 << 30)
    store = make(ALL, endpoint=far(wire))
    first = store.put(upload("feed.xml", b"one"), expect=ABSENT)
    refused = []

    def refuse(model: Any, params: dict[str, Any], **_: Any) -> None:
        if {"If-Match", "If-None-Match"} & params["headers"].keys():
            refused.append(model.name)
            raise s3errors_refusal()

    store._bucket.client.meta.events.register("before-call.s3.*", refuse)
    second = store.put(upload("feed.xml", b"two"), expect=first.version)
    assert len(refused) == (1 if known == ALL or large else 0)
    assert (there / "feed.xml").read_bytes() == b"two"
    assert store.capabilities == (ALL if large else ALL._replace(conditional=False, exclusive=False))
    with pytest.raises(ConflictError):
        store.put(upload("feed.xml", b"six"), expect=first.version)
    store.put(upload("feed.xml", b"three"), expect=second.version)


def s3errors_refusal() -> Exception:
    from botocore.exceptions import ClientError

    answer = {"Error": {"Code": "NotImplemented"}, "ResponseMetadata": {"HTTPStatusCode": 501, "HTTPHeaders": {}}}
    return ClientError(answer, "PutObject")


def test_a_completion_is_refused_only_if_something_changed(make, there, monkeypatch) -> None:
    """Swift compares the condition with a file of its own there and refuses whatever is right."""
    monkeypatch.setattr(s3, "LARGE", 0)
    store = make(ALL)
    complete, conditions = s3parts.Parts._complete, []

    def refusing(self: Any, condition: dict[str, str]) -> None:
        conditions.append(condition)
        if condition:
            raise ConflictError("412")
        complete(self, condition)

    monkeypatch.setattr(s3parts.Parts, "_complete", refusing)
    first = store.put(upload("a.mp3", b"one"), expect=ABSENT)
    store.put(upload("a.mp3", b"two"), expect=first.version)
    assert conditions == [{"IfNoneMatch": "*"}, {}, {"IfMatch": f'"{first.version}"'}, {}]
    with pytest.raises(ConflictError):
        store.put(upload("a.mp3", b"six"), expect=first.version)
    assert (there / "a.mp3").read_bytes() == b"two"


def test_a_file_that_goes_meanwhile_is_a_conflict(make, known) -> None:
    store = make(known)
    first = store.put(upload("feed.xml", b"one"))
    store.delete("feed.xml")
    with pytest.raises(ConflictError, match="gone"):
        store.put(upload("feed.xml", b"two"), expect=first.version)


def test_one_of_many_gets_the_lock_where_the_server_can(make, known) -> None:
    store = make(known)
    assert store.lock(b"one") is None
    assert make(known).lock(b"one") == b"one"
    assert store.put(upload("feed.xml", b"x"), expect=ABSENT)
    assert LOCK in [f.path for f in store.files()]


# ---- retag

AUDIO = os.urandom(13 << 20)


def spliced(made: Any, old: bytes, head: bytes, target: str, skip: int = 1000) -> Retag:
    new = replace(upload(target, head + old[skip:]), media_type="audio/mpeg", cache_control="max-age=7")
    return Retag(source=made.path, version=made.version, skip=skip, head=head, upload=new)


@pytest.mark.parametrize("target", ["audio/ä +1.mp3", "audio/%20 2.mp3"])
@pytest.mark.parametrize("head", [500, 7 << 20, 0])
def test_retag(make, there, known, wire, target, head) -> None:
    store, old, told = make(known, endpoint=far(wire)), AUDIO, []
    made = store.put(upload("audio/ä +1.mp3", old))
    wire.sent = 0
    retag = spliced(made, old, os.urandom(head), target)
    done = store.retag(retag, progress=told.append)
    sent = 10 << 20 if head > 5 << 20 else 5 << 20 if head else 0
    assert (sum(told), wire.sent < sent + 50_000) == (sent, True)
    assert store.retag_cost(head=head, size=retag.upload.size, source=len(old)) == sent
    assert (there / target).read_bytes() == retag.upload.body
    found = (there / target).head()
    assert (found["ContentType"], found["CacheControl"]) == ("audio/mpeg", "max-age=7")
    assert (done.size, done.sha256) == (retag.upload.size, retag.upload.sha256)
    assert done.version == store.stat(target).version
    assert done.version != made.version


def test_retag_what_was_retagged(make, there, known) -> None:
    """Its version is no MD5 any more, and its parts are not where the new ones will be."""
    store, old = make(known), AUDIO
    made = store.put(upload("a.mp3", old))
    for head in (b"first", b"second tag", b""):
        retag = spliced(made, old, head, "a.mp3", skip=3)
        made, old = store.retag(retag), retag.upload.body
        assert made.version == next(store.files()).version
    assert (there / "a.mp3").read_bytes() == old
    assert store.capabilities == known


def test_retag_of_sixty_megabytes_sends_six_at_most(make, there, known, wire) -> None:
    """The goal's figure, counted on the wire."""
    store = make(known, endpoint=far(wire))
    audio, head = os.urandom(60 << 20), os.urandom(250_000)
    made = store.put(upload("audio/1.mp3", audio))
    wire.sent = 0
    retag = spliced(made, audio, head, "audio/1.mp3", skip=200_000)
    store.retag(retag)
    assert wire.sent <= 6 << 20
    assert (there / "audio/1.mp3").read_bytes() == retag.upload.body
    assert store.capabilities.retag


@pytest.mark.parametrize("length", [0, 10, 3 << 20, (5 << 20) - 1, 5 << 20, (5 << 20) + 1, (10 << 20) - 500])
def test_retag_of_small_files(make, there, known, length) -> None:
    store = make(known)
    made = store.put(upload("a.mp3", AUDIO[:length]))
    for head, skip in ((b"tag", 0), (b"", min(length, 7)), (b"t" * 600, length)):
        retag = spliced(made, AUDIO[:length], head, "b.mp3", skip=skip)
        told: list[int] = []
        store.retag(retag, progress=told.append)
        assert (there / "b.mp3").read_bytes() == retag.upload.body
        assert sum(told) == store.retag_cost(head=len(head), size=retag.upload.size, source=length)
    assert store.capabilities == known


@pytest.mark.parametrize("target", ["a.mp3", "b.mp3"])
def test_retag_refuses_another_source(make, there, known, target) -> None:
    """moto copies in spite of the condition; then the parts' sums, or a last look, tell."""
    store = make(known)
    made = store.put(upload("a.mp3", AUDIO))
    retag = spliced(made, AUDIO, b"tag", target)
    other = AUDIO[:-1] + b"!"
    store.put(upload("a.mp3", other))
    with pytest.raises(ConflictError):
        store.retag(retag)
    assert (there / "a.mp3").read_bytes() == other
    store.delete("a.mp3")
    with pytest.raises((MissingError, ConflictError)):
        store.retag(retag)
    assert there.rglob("*") == []


def test_retag_refuses_a_source_that_changes_during_it(make, there, known, monkeypatch) -> None:
    store, other = make(known), AUDIO[:-1] + b"!"
    made = store.put(upload("a.mp3", AUDIO))
    copy = s3parts.Parts.copy

    def late(self: Any, *args: Any) -> None:
        copy(self, *args)
        make().put(upload("a.mp3", other))

    monkeypatch.setattr(s3parts.Parts, "copy", late)
    monkeypatch.setattr(Bucket, "is_md5", lambda *_: False)
    with pytest.raises(ConflictError):
        store.retag(spliced(made, AUDIO, b"tag", "a.mp3"))
    assert (there / "a.mp3").read_bytes() == other


@pytest.mark.parametrize("told", [True, False])
@pytest.mark.parametrize("target", ["a.mp3", "b.mp3"])
def test_a_server_that_copies_something_else_gets_the_whole_file(
    make, there, known, wire, s3_server, monkeypatch, told, target
) -> None:
    """It reads no ranges: found out by the parts' sums, or where ETags are none, by size, beginning and end."""
    store = make(known, endpoint=far(wire))
    made = store.put(upload("a.mp3", AUDIO))
    if not told:
        monkeypatch.setattr(Bucket, "is_md5", lambda *_: False)
    if s3_server.name == "swift":
        pytest.skip("Swift checks the signature of every header")
    wire.swap = (b"x-amz-copy-source-range", b"x-amz-copy-source-ranch")
    retag = spliced(made, AUDIO, b"tag", target)
    done = store.retag(retag)
    assert (there / target).read_bytes() == retag.upload.body
    assert done.sha256 == retag.upload.sha256
    assert not store.capabilities.retag
    with pytest.raises(UnsupportedError):
        store.retag(retag)


def test_a_server_that_refuses_to_copy_gets_the_whole_file(make, there, known) -> None:
    store = make(known)
    made = store.put(upload("a.mp3", AUDIO))

    def refuse(**_: Any) -> None:
        raise s3errors_refusal()

    store._bucket.client.meta.events.register("before-call.s3.UploadPartCopy", refuse)
    retag = spliced(made, AUDIO, b"tag", "a.mp3")
    store.retag(retag)
    assert (there / "a.mp3").read_bytes() == retag.upload.body
    assert not store.capabilities.retag


def test_retag_is_not_tried_where_it_was_not_probed(make) -> None:
    store = make()
    made = store.put(upload("a.mp3", b"old"))
    with pytest.raises(UnsupportedError):
        store.retag(spliced(made, b"old", b"tag", "a.mp3", skip=1))


@pytest.mark.parametrize("least", [5 << 20, 8 << 20])
@pytest.mark.parametrize("size", [0, 1, 5 << 20, 60 << 20, (8 << 20) * 1000, (8 << 20) * 1000 + 1, 5 << 30, 5 * 10**12])
def test_parts_stay_within_the_limits_of_all_servers(size, least) -> None:
    """1,000 parts at most (Scaleway; 10,000 elsewhere), each of 5 MiB to 5 GiB, up to the largest file of 5 TB."""
    part = s3parts._part_size(size, least)
    assert -(-size // part) <= 1000
    assert least <= part <= 5 << 30


def test_retag_cut_off(make, there, known, wire) -> None:
    store = make(known, endpoint=far(wire))
    made = store.put(upload("a.mp3", AUDIO))
    for after in (1000, 3 << 20, (5 << 20) + 3000):
        wire.cut_after = after
        with pytest.raises(TransientError):
            store.retag(spliced(made, AUDIO, b"tag", "a.mp3"))
        wire.cut_after = None
        assert (there / "a.mp3").read_bytes() == AUDIO
    with ages_later(), suppress(TargetError):
        store.probe()
    assert there.unfinished() == []


# ---- what lies about, and what is not set


@contextmanager
def ages_later() -> Iterator[None]:
    was, s3probe._OLD = s3probe._OLD, -s3probe._OLD
    try:
        yield
    finally:
        s3probe._OLD = was


def test_probing_sweeps_what_is_a_day_old_in_its_own_folder(make, there, s3_server) -> None:
    client, bucket = there.client, there.bucket
    for key in (".feedtool/probe-0", "feed.xml"):
        client.put_object(Bucket=bucket, Key=f"{PREFIX}/{key}", Body=b"x")
    client.create_multipart_upload(Bucket=bucket, Key=f"{PREFIX}/a.mp3")
    other = client.create_multipart_upload(Bucket=bucket, Key="elsewhere/a.mp3")["UploadId"]
    store = make()
    store.probe()
    if s3_server.name != "moto":  # which says of every upload that it is of 2010
        assert sorted(there.unfinished()) == ["elsewhere/a.mp3", f"{PREFIX}/a.mp3"]
    assert [f.path for f in store.files()] == [".feedtool/probe-0", "feed.xml"]
    with ages_later():
        store.probe()
    assert there.unfinished() == ["elsewhere/a.mp3"]
    assert [f.path for f in store.files()] == ["feed.xml"]
    client.abort_multipart_upload(Bucket=bucket, Key="elsewhere/a.mp3", UploadId=other)


def test_hints_at_cors(make, there, s3_server) -> None:
    if s3_server.name == "swift":
        assert make().hints() == ()
        return
    assert "CORS" in make().hints()[0]
    for origins, methods, told in ((["*"], ["PUT"], 1), (["https://a.example"], ["GET"], 1), (["*"], ["GET"], 0)):
        rule = {"AllowedOrigins": origins, "AllowedMethods": methods}
        there.client.put_bucket_cors(Bucket=there.bucket, CORSConfiguration={"CORSRules": [rule]})
        assert len(make().hints()) == told


def test_acl_is_for_what_listeners_fetch(make, there, s3_server) -> None:
    if s3_server.name == "swift":
        pytest.skip("Swift's ACLs are the bucket's")
    store = make(acl="public-read")
    store.probe()
    store.put(upload("feed.xml", b"x"))
    assert store.lock(b"me") is None

    def grants(key: str) -> list[str]:
        found = there.client.get_object_acl(Bucket=there.bucket, Key=f"{PREFIX}/{key}")["Grants"]
        return [grant["Permission"] for grant in found if grant["Grantee"].get("URI", "").endswith("AllUsers")]

    assert grants("feed.xml") == ["READ"]
    assert grants(LOCK) == []


# ---- connecting


def test_the_module_is_light() -> None:
    code = "import feedtool.publish.stores.s3, sys; print({'boto3', 'botocore', 'httpx', 'urllib3'} & {*sys.modules})"
    assert subprocess.check_output([sys.executable, "-c", code]) == b"set()\n"


def test_without_boto3(make, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "boto3", None)
    with pytest.raises(UsageError) as caught:
        make()
    assert caught.value.findings[0].code == "FT038"
    assert "-m pip install 'boto3>=" in caught.value.findings[0].hint


@pytest.mark.parametrize(
    ("endpoint", "address"),
    [
        ("", "https://show.s3.amazonaws.com"),
        ("s3.fr-par.scw.example", "https://s3.fr-par.scw.example/show"),
        ("https://s3.example:9000/", "https://s3.example:9000/show"),
        ("http://nas.local:9000", "http://nas.local:9000/show"),
    ],
)
def test_addresses(make, endpoint, address) -> None:
    seen = []
    store = make(endpoint=endpoint, bucket="show")

    def stop(request: Any, **_: Any) -> None:
        seen.append(request.url)
        raise TimeoutError

    store._bucket.client.meta.events.register("before-send.s3", stop)
    with pytest.raises(TransientError):
        store.delete("feed.xml")
    assert seen == [f"{address}/shows/%C3%A4%20b/feed.xml"]


@pytest.mark.parametrize("changed", [
    {"endpoint": "ftp://a.example"}, {"endpoint": "https://a:b@a.example"}, {"endpoint": "https://a.example/bucket"},
    {"endpoint": "https://"}, {"endpoint": "https://a.example:x"}, {"addressing": "sideways"},
])  # fmt: skip
def test_settings_that_cannot_be(make, changed) -> None:
    with pytest.raises(UsageError) as caught:
        make(**changed)
    assert caught.value.findings[0].code == "FT902"


@pytest.mark.parametrize(("endpoint", "region", "used"), [
    ("", "", "us-east-1"), ("", "eu-central-1", "eu-central-1"), ("https://x.r2.cloudflarestorage.com", "", "auto"),
])  # fmt: skip
def test_regions(make, monkeypatch, tmp_path, endpoint, region, used) -> None:
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    assert make(endpoint=endpoint, region=region)._bucket.client.meta.region_name == used


# ---- what servers say


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (403, "AccessDenied", DeniedError), (403, "SignatureDoesNotMatch", DeniedError), (404, "NoSuchKey", MissingError),
        (404, "NoSuchBucket", s3errors.NoBucketError), (400, "RequestTimeout", TransientError),
        (409, "ConditionalRequestConflict", TransientError), (412, "PreconditionFailed", ConflictError),
        (412, "InvalidRequest", ConflictError), (501, "NotImplemented", UnsupportedError),
        (400, "NotImplemented", UnsupportedError), (503, "SlowDown", TransientError), (500, "InternalError", TransientError),
        (429, "TooManyRequests", TransientError), (400, "EntityTooLarge", FullError), (507, "x", FullError),
        (400, "BadDigest", TransientError), (400, "InvalidArgument", TargetError), (301, "PermanentRedirect", TargetError),
    ],
)  # fmt: skip
def test_answers(status, code, kind) -> None:
    response = {
        "Error": {"Code": code, "Message": "Cap exceeded.\n\x1b[1m See the page " + "x" * 500},
        "ResponseMetadata": {"HTTPStatusCode": status, "HTTPHeaders": {"retry-after": "7"}},
    }
    error = s3errors.answered(response)
    assert type(error) is kind
    assert not re.search("[A-Z]", str(error)[0])
    assert re.fullmatch(r"[ -~]{,330}", str(error))
    if status in {429, 503}:
        assert error.retry_after == 7
    response["Error"]["Message"] = "bad Authorization: AWS4-HMAC-SHA256 Credential=AKIA/2026, Signature=abc"
    assert "AKIA" not in str(s3errors.answered(response))


@pytest.mark.parametrize(("minutes", "said"), [(62, "62 minutes ahead"), (-60, "60 minutes behind"), (None, "wrong$")])
def test_a_clock_that_is_wrong(minutes, said) -> None:
    now = "" if minutes is None else email.utils.formatdate(time.time() - 60 * minutes, usegmt=True)
    told = {"HTTPStatusCode": 403, "HTTPHeaders": {"date": now}}
    error = s3errors.answered({"Error": {"Code": "RequestTimeTooSkewed"}, "ResponseMetadata": told})
    assert isinstance(error, DeniedError)
    assert re.search(f"this computer's clock is wrong.*{said}" if minutes else "clock is wrong$", str(error))
    assert "Set it" in error.hint


@pytest.mark.parametrize(
    ("status", "code", "region", "header"),
    [
        (301, "PermanentRedirect", "", "eu-west-1"), (301, "301", "", "eu-west-1"),
        (400, "AuthorizationHeaderMalformed", "eu-west-1", ""),
    ],
)  # fmt: skip
def test_a_bucket_of_another_region(status, code, region, header) -> None:
    told = {"HTTPStatusCode": status, "HTTPHeaders": {"x-amz-bucket-region": header}}
    error = s3errors.answered({"Error": {"Code": code, "Region": region}, "ResponseMetadata": told})
    assert (str(error), error.hint) == (
        "the bucket lies in the region eu-west-1",
        'Set region = "eu-west-1" in feedtool.toml.',
    )
    odd = {"Error": {"Code": "PermanentRedirect", "Region": 'x"\n[a]'}, "ResponseMetadata": told | {"HTTPHeaders": {}}}
    assert str(s3errors.answered(odd)) == "the bucket lies in another region, or at another address"


@pytest.mark.parametrize(
    ("operation", "may_not"),
    [("ListObjectsV2", "list what is there"), ("PutObject", "write there"), ("GetBucketCors", "do this")],
)
def test_what_a_key_may_not_do_is_named(operation, may_not) -> None:
    told = {"HTTPStatusCode": 403, "HTTPHeaders": {}}
    error = s3errors.answered({"Error": {"Code": "AccessDenied"}, "ResponseMetadata": told}, operation)
    assert str(error) == f"the access key may not {may_not} (AccessDenied)"
    assert "s3:PutObject" in error.hint


PAGE = b"<!DOCTYPE html><html><head><title>Wi-Fi</title></head><body>Please log in<br></body></html>"


@pytest.mark.parametrize(
    ("status", "body"),
    [(status, PAGE) for status in ("200 OK", "404 Not Found", "403 Forbidden", "502 Bad Gateway", "302 Found")]
    + [("200 OK", body) for body in (b"", b"{}", b"<a/>", b"\xff\xfe")]
    + [("301 Moved", b""), ("307 Elsewhere", b"<Error><Code>PermanentRedirect</Code></Error>")],
)
def test_what_is_no_s3_never_looks_like_an_empty_bucket(make, status, body) -> None:
    with answering(status, body) as url:
        with pytest.raises(TargetError):
            list(make(endpoint=url).files())
        if status != "404 Not Found":
            with suppress(TargetError):
                assert make(endpoint=url).stat("feed.xml")


def test_what_is_no_s3_can_do_nothing(make) -> None:
    for status in ("200 OK", "404 Not Found"):
        with answering(status, PAGE) as url, pytest.raises(TargetError, match="is no S3 server") as caught:
            make(endpoint=url).probe()
        assert "endpoint" in caught.value.hint


@contextmanager
def answering(status: str, body: bytes) -> Iterator[str]:
    import threading
    from wsgiref.simple_server import WSGIRequestHandler, make_server

    class Quiet(WSGIRequestHandler):
        def log_message(self, *_: Any) -> None:
            pass

    def app(environ: Any, start: Any) -> list[bytes]:
        environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        start(status, [("Content-Type", "text/html"), ("Location", "http://127.0.0.1:1/")])
        return [body]

    with make_server("127.0.0.1", 0, app, handler_class=Quiet) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_the_servers_log_tells_the_order(make, s3_server, there) -> None:
    store = make()
    for name in ("audio/1.mp3", "feed.xml"):
        store.put(upload(name, b"x"))
    put = [row for row in s3_server.log() if row.startswith("PUT") and there.bucket in row]
    assert put[-2:] == [f"PUT /{there.bucket}/{PREFIX}/{name}" for name in ("audio/1.mp3", "feed.xml")]
