"""Uploads in parts that were broken off, on moto's server (`make slow`: OpenStack Swift's, too)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest
from storecases import upload
from wire import Wire

from feedtool.publish.errors import ConflictError, DeniedError, FullError, StoppedError, TransientError
from feedtool.publish.store import ABSENT, Capabilities
from feedtool.publish.stores import s3, s3resume
from feedtool.publish.target import Given

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

numbers = count()
PART = 5 << 20
BODY = os.urandom(4 * PART + 1000)
NEW = replace(upload("audio/ä 1.mp3", BODY), media_type="audio/mpeg")
KILLED = """
import os, sys
from pathlib import Path
from feedtool.publish.stores import s3
from feedtool.publish.store import Upload
from feedtool.publish.target import Given
root, url, bucket, access, secret, sha256, at = sys.argv[1:]
options = {option.name: option.default for option in s3.OPTIONS} | {"bucket": bucket, "endpoint": url}
secrets = {"access_key": access, "secret_key": secret}
store = s3.connect(Given(name="t", options=options, secret=lambda n: secrets.get(n, ""), root=Path(root)))
sent = 0
def progress(count):
    global sent
    sent += count
    if sent > int(at):
        os.kill(os.getpid(), 9)
body = Path(root, "a.mp3")
store.put(Upload(path="a.mp3", body=body, size=body.stat().st_size, sha256=sha256, media_type="audio/mpeg"), progress=progress)
"""


class Place:
    """A new bucket, and stores of it as different machines have them."""

    def __init__(self, server: Any, folder: Path) -> None:
        self.server, self.folder = server, folder
        self.client, self.bucket = server.client(), f"resume-{os.getpid()}-{next(numbers)}"
        self.client.create_bucket(Bucket=self.bucket)

    def store(self, machine: str = "one", url: str = "") -> s3.S3Store:
        secrets = {"access_key": self.server.access_key, "secret_key": self.server.secret_key}
        options = {option.name: option.default for option in s3.OPTIONS}
        options |= {"bucket": self.bucket, "endpoint": url or self.server.url}
        root = self.folder / machine
        root.mkdir(exist_ok=True)
        known = Capabilities(atomic=True, conditional=self.server.name == "moto", exclusive=self.server.name == "moto")
        given = Given(name="t", options=options, secret=lambda n: secrets.get(n, ""), root=root, known=known)
        return s3.connect(given)

    def cut(self, at: int, machine: str = "one", new: Any = NEW) -> str:
        """The id of an upload that broke off when so many bytes had been sent."""
        sent = 0

        def progress(count: int) -> None:
            nonlocal sent
            sent += count
            if sent > at:
                raise StoppedError("enough")

        before = {*self.unfinished()}
        with pytest.raises(StoppedError):
            self.store(machine).put(new, progress=progress)
        (begun,) = {*self.unfinished()} - before or before
        return begun

    def unfinished(self) -> list[str]:
        return [row["UploadId"] for row in self.client.list_multipart_uploads(Bucket=self.bucket).get("Uploads", ())]

    def content(self, key: str = NEW.path) -> bytes:
        return self.client.get_object(Bucket=self.bucket, Key=key)["Body"].read()

    def notes(self) -> list[Path]:
        return [*self.folder.glob("*/.feedtool/uploads/t/*")]


@pytest.fixture
def place(s3_server: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.setattr(s3, "LARGE", PART)
    monkeypatch.setattr(s3resume, "PART", PART)
    return Place(s3_server, tmp_path)


@pytest.fixture
def wire(s3_server: Any) -> Iterator[Wire]:
    made = Wire(s3_server.port)
    yield made
    made.close()


def sent_by(wire: Wire, place: Place, new: Any = NEW, machine: str = "one", expect: str | None = None) -> int:
    """Put the file whole; the bytes that went over the wire."""
    told, wire.sent = [], 0
    made = place.store(machine, f"http://127.0.0.1:{wire.port}").put(new, expect=expect, progress=told.append)
    assert (sum(told), made.size, made.sha256) == (new.size, new.size, new.sha256)
    assert place.content(new.path) == (new.body if isinstance(new.body, bytes) else new.body.read_bytes())
    return wire.sent


def test_a_kill_in_sixty_megabytes_costs_a_part(s3_server, tmp_path, wire) -> None:
    """The goal's figure, with everything as large as it is."""
    place = Place(s3_server, tmp_path)
    body = tmp_path / "one" / "a.mp3"
    body.parent.mkdir()
    body.write_bytes(os.urandom(60 << 20))
    new = replace(upload("a.mp3", body), media_type="audio/mpeg")
    told = [body.parent, s3_server.url, place.bucket, s3_server.access_key, s3_server.secret_key, new.sha256, 35 << 20]
    killed = subprocess.run([sys.executable, "-c", KILLED, *map(str, told)], check=False)
    assert killed.returncode == -signal.SIGKILL
    sent = sent_by(wire, place, new)
    assert (60 - 35) << 20 < sent < (60 - 35 + 8) << 20
    assert (place.unfinished(), place.notes()) == ([], [])


def test_the_next_attempt_of_a_run_goes_on(place, wire) -> None:
    store, told = place.store(url=f"http://127.0.0.1:{wire.port}"), []
    wire.cut_after = 3 * PART
    with pytest.raises(TransientError):
        store.put(NEW, expect=ABSENT, progress=told.append)
    wire.cut_after, wire.sent = None, 0
    told.clear()
    store.put(NEW, expect=ABSENT, progress=told.append)
    assert wire.sent < NEW.size - 2 * PART + 50_000
    assert sum(told) == NEW.size
    assert place.content() == BODY


def test_a_stop_is_no_fault_and_is_gone_on_with(place, wire) -> None:
    place.cut(3 * PART + 10)
    assert len(place.notes()) == 1
    assert sent_by(wire, place, expect=ABSENT) < NEW.size - 3 * PART + 50_000
    assert (place.unfinished(), place.notes()) == ([], [])


def test_what_somebody_meddled_with_never_ends_in_another_file(place, wire) -> None:
    at = {"Bucket": place.bucket, "Key": NEW.path, "UploadId": place.cut(2 * PART + 10)}
    for number in (1, 99):
        place.client.upload_part(**at, PartNumber=number, Body=os.urandom(PART))
    place.client.upload_part(**at, PartNumber=2, Body=BODY[PART : 2 * PART - 1])
    assert sent_by(wire, place) > NEW.size
    assert place.unfinished() == []


def test_nobody_goes_on_with_what_another_machine_sends(place, wire) -> None:
    """Not even with the same file; both are whole in the end."""
    theirs = place.cut(3 * PART + 10, "two")
    assert sent_by(wire, place) > NEW.size
    assert place.unfinished() == [theirs]
    assert sent_by(wire, place, machine="two") < NEW.size - 3 * PART + 50_000
    assert place.unfinished() == []


def test_two_at_once_on_one_file_end_in_one_of_the_two(place) -> None:
    """Without a lock: the one who is done last finds the file changed."""
    other = upload(NEW.path, os.urandom(NEW.size))

    def meanwhile(_: int, once: list[Any] = []) -> None:  # noqa: B006 - it is to be kept
        if not once:
            once.append(place.store("two").put(other, expect=ABSENT))

    with pytest.raises(ConflictError):
        place.store("one").put(NEW, expect=ABSENT, progress=meanwhile)
    assert place.content() == other.body
    assert (place.unfinished(), place.notes()) == ([], [])


@pytest.mark.parametrize(
    "new",
    [upload(NEW.path, BODY + b"!"), replace(NEW, media_type="audio/mp4"), replace(NEW, cache_control="no-store")],
    ids=["bytes", "type", "cache"],
)
def test_an_upload_of_something_else_is_given_up(place, wire, new) -> None:
    place.cut(3 * PART + 10)
    assert sent_by(wire, place, new) > new.size
    assert (place.unfinished(), place.notes()) == ([], [])


def test_what_the_server_forgot_begins_anew(place, wire) -> None:
    begun = place.cut(3 * PART + 10)
    place.client.abort_multipart_upload(Bucket=place.bucket, Key=NEW.path, UploadId=begun)
    assert sent_by(wire, place) > NEW.size


@pytest.mark.parametrize(("status", "code"), [(403, "AccessDenied"), (400, "InvalidRequest"), (501, "NotImplemented")])
def test_what_may_not_be_looked_at_begins_anew(place, status, code) -> None:
    place.cut(3 * PART + 10)
    store = place.store()
    refuse(store, "ListParts", status, code)
    store.put(NEW)
    assert place.content() == BODY
    assert (place.unfinished(), place.notes()) == ([], [])


def test_a_server_in_trouble_is_waited_for(place) -> None:
    begun, store = place.cut(3 * PART + 10), place.store()
    refuse(store, "ListParts", 503, "SlowDown")
    with pytest.raises(TransientError):
        store.put(NEW)
    assert place.unfinished() == [begun]
    place.store().put(NEW)


@pytest.mark.parametrize(
    ("status", "code", "kind", "kept"),
    [
        (403, "ExpiredToken", DeniedError, True),
        (500, "InternalError", TransientError, True),
        (507, "x", FullError, False),
        (400, "InvalidPart", TransientError, False),
        (404, "NoSuchUpload", TransientError, False),
    ],
)
def test_only_what_can_be_gone_on_with_is_kept(place, status, code, kind, kept) -> None:
    store = place.store()
    refuse(store, "CompleteMultipartUpload", status, code)
    with pytest.raises(kind):
        store.put(NEW)
    assert (len(place.unfinished()), len(place.notes())) == (kept, kept)
    place.store().put(NEW)
    assert place.unfinished() == []


@pytest.mark.parametrize("text", [b"", b"one", b"\xff\xfe", "WHAT ", "WHAT other"])
def test_damaged_notes_cost_time_alone(place, text) -> None:
    place.cut(3 * PART + 10)
    (note,) = place.notes()
    noted = note.read_bytes().partition(b" ")[0]
    note.write_bytes(text if isinstance(text, bytes) else text.replace("WHAT", noted.decode()).encode())
    place.store().put(NEW)
    assert place.content() == BODY


def test_where_nothing_can_be_noted_files_go_all_the_same(place) -> None:
    (place.folder / "one").mkdir()
    (place.folder / "one" / ".feedtool").write_bytes(b"no folder")
    place.store().put(NEW)
    assert place.content() == BODY


def refuse(store: s3.S3Store, operation: str, status: int, code: str) -> None:
    """Let the server answer so."""
    from botocore.exceptions import ClientError

    def answer(**_: Any) -> None:
        told = {"HTTPStatusCode": status, "HTTPHeaders": {}}
        raise ClientError({"Error": {"Code": code}, "ResponseMetadata": told}, operation)

    store._bucket.client.meta.events.register(f"before-call.s3.{operation}", answer)
