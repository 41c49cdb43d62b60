"""What is sent to each host, beside what is known of its API from its own source, documentation or several clients.

A row is a request as the host takes it: method, path, how its fields travel, those it must have, those it may have.
The tables are written from what the hosts say of themselves, not from the code or the fakes. ``guessed`` are fields that
nobody confirmed: a host that is sent one must be marked experimental.
"""

from __future__ import annotations

import base64
import re
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from fake_captivate import TOKEN as CAPTIVATE_TOKEN
from fakehosts import SECRET
from hostrun import HOSTS, Run, made, without_waiting

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fakehosts import Request


class Row(NamedTuple):
    method: str
    path: str
    kind: str
    must: str = ""
    may: str = ""
    guessed: str = ""


def basic(name: str) -> str:
    return "Basic " + base64.b64encode(f"{name}:{SECRET}".encode()).decode()


UPLOAD = Row("PUT", r"/[0-9a-f]{16}/looms\.mp3", "file")
JSON = "application/json"
AUTH: dict[str, tuple[str, str]] = {
    "castopod": ("authorization", basic("api")),
    "transistor": ("x-api-key", SECRET),
    "buzzsprout": ("authorization", f"Token token={SECRET}"),
    "spreaker": ("authorization", f"Bearer {SECRET}"),
    "rsscom": ("x-api-key", SECRET),
    "captivate": ("authorization", f"Bearer {CAPTIVATE_TOKEN}"),
    "podlove": ("authorization", basic("ann")),
}
"""The header that says who we are. Podbean takes its token as a field."""
_CASTOPOD_MAY = """cover description transcript-choice transcript_file chapters-choice chapters_file location_name
    parental_advisory episode_number season_number type block premium custom_rss"""
_TRANSISTOR = "title summary description number season type explicit keywords author image_url alternate_url"
_BUZZSPROUT = """title description summary artist tags published_at duration inactive_at episode_number season_number
    explicit email_user_after_audio_processed audio_url artwork_url"""
_PODBEAN_MAY = "logo_key season_number episode_number apple_episode_type publish_timestamp"
_SPREAKER = "tags season_number episode_number explicit visibility auto_published_at"
_RSSCOM = "audio_upload_id cover_upload_id schedule_datetime itunes_episode_type custom_link ai_content"
_CAPTIVATE = """itunes_title media_id shownotes summary itunes_subtitle author episode_art explicit episode_type
    episode_season episode_number link itunes_block"""
_PODLOVE = """title subtitle summary number slug duration type cover explicit soundbite_start soundbite_duration
    soundbite_title show skip_validation"""
KNOWN: dict[str, list[Row]] = {
    "castopod": [
        Row("GET", r"/api/rest/v1/episodes", "query", "podcastIds", "query order limit offset"),
        Row("POST", r"/api/rest/v1/episodes", "files",
            "created_by updated_by title slug podcast_id audio_file", _CASTOPOD_MAY),
        Row("POST", r"/api/rest/v1/episodes/\d+/publish", "form",
            "publication_method created_by", "scheduled_publication_date client_timezone message"),
    ],
    "transistor": [
        Row("GET", r"/v1/episodes", "query", "show_id pagination[page] pagination[per]", "status"),
        Row("GET", r"/v1/episodes/authorize_upload", "query", "filename"),
        UPLOAD,
        Row("POST", r"/v1/episodes", "json episode", "show_id title audio_url", _TRANSISTOR),
        Row("GET", r"/v1/episodes/\d+", "query"),
        Row("PATCH", r"/v1/episodes/\d+/publish", "json episode", "status", "published_at"),
        Row("PATCH", r"/v1/episodes/\d+", "json episode", "", f"{_TRANSISTOR} audio_url"),
    ],
    "buzzsprout": [
        Row("GET", r"/api/42/episodes\.json", "query"),
        Row("POST", r"/api/42/episodes\.json", "files", "title audio_file", f"{_BUZZSPROUT} guid private artwork_file"),
        Row("PUT", r"/api/42/episodes/\d+\.json", "json or files", "", f"{_BUZZSPROUT} audio_file"),
    ],
    "podbean": [
        Row("POST", r"/v1/oauth/token", "form", "grant_type"),
        Row("GET", r"/v1/episodes", "query", "access_token offset limit"),
        Row("GET", r"/v1/files/uploadAuthorize", "query", "access_token filename filesize content_type"),
        UPLOAD,
        Row("POST", r"/v1/episodes", "form", "access_token title content status type media_key", _PODBEAN_MAY),
        Row("POST", r"/v1/episodes/\w+", "form", "", f"title content type media_key {_PODBEAN_MAY}", "access_token"),
    ],
    "spreaker": [
        Row("GET", r"/v2/shows/55/episodes", "query", "", "", "limit filter last"),
        Row("POST", r"/v2/shows/55/episodes", "files", "title media_file", "description hidden", _SPREAKER),
        Row("POST", r"/v2/episodes/\d+", "form or files", "", "title description hidden media_file", _SPREAKER),
        Row("GET", r"/v2/episodes/\d+/chapters", "query"),
        Row("POST", r"/v2/episodes/\d+/chapters", "form", "", "", "starts_at title url"),
    ],
    "rsscom": [
        Row("GET", r"/v4/podcasts/9/episodes", "query", "", "page limit order status filter"),
        Row("POST", r"/v4/podcasts/9/assets/presigned-uploads", "json", "asset_type expected_mime filename"),
        UPLOAD,
        Row("POST", r"/v4/podcasts/9/episodes", "json", "title description", _RSSCOM, "itunes_season itunes_episode"),
        Row("PATCH", r"/v4/podcasts/9/episodes/\d+", "json", "",
            f"title description {_RSSCOM}", "itunes_season itunes_episode"),
        Row("PUT", r"/v4/podcasts/9/episodes/\d+/transcript", "json", "transcription format"),
    ],
    "captivate": [
        Row("POST", r"/authenticate/token", "form", "username token"),
        Row("GET", r"/shows/s-1/episodes", "query"),
        Row("POST", r"/shows/s-1/media", "files", "file"),
        Row("POST", r"/episodes", "form", "shows_id title", _CAPTIVATE, "date status"),
        Row("PUT", r"/episodes/[\w-]+", "form", "shows_id title", _CAPTIVATE, "date status"),
    ],
    "podlove": [
        Row("GET", r"/wp-json/podlove/v2/episodes", "query", "", "status show guid sort_by order_by"),
        Row("POST", r"/wp-json/podlove/v2/episodes", "form"),
        Row("PUT", r"/wp-json/podlove/v2/episodes/\d+", "json", "", f"guid {_PODLOVE}"),
        Row("GET", r"/wp-json/podlove/v2/episodes/\d+", "query"),
        Row("GET", r"/wp-json/podlove/v2/episodes/\d+/media", "query"),
        Row("PUT", r"/wp-json/podlove/v2/episodes/\d+/media/\d+/(enable|verify)", "form"),
        Row("PUT", r"/wp-json/podlove/v2/chapters/\d+", "json", "chapters"),
        Row("POST", r"/wp-json/podlove/v2/transcripts/\d+", "json", "", "", "type content"),
        Row("POST", r"/wp-json/wp/v2/episodes/\d+", "json", "", "", "title content status date"),
    ],
}  # fmt: skip
NEVER: dict[str, dict[str, str]] = {"transistor": {"POST": "status"}, "castopod": {"POST": "guid"}}
"""Fields that a host refuses, or does not take, in what creates an episode."""


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No waiting."""
    with without_waiting(monkeypatch):
        yield


@pytest.fixture(params=HOSTS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def sent(name: str, tmp_path: Path) -> list[Request]:
    """All requests of an episode that is new and then changes in every part."""
    with HOSTS[name]() as fake:
        Run(name, fake, tmp_path, made(tmp_path / "out", "looms"))
        changed = made(tmp_path / "out", "looms", b"ID3 new sound", title="Another", subtitle="Under", type="bonus")
        Run(name, fake, tmp_path, changed)
        assert fake.leaks == []
        return list(fake.requests)


def row_of(name: str, request: Request) -> Row:
    found = [row for row in KNOWN[name] if row.method == request.method and re.fullmatch(row.path, request.path)]
    assert len(found) == 1, f"{request.method} {request.path} is no request of {name}"
    return found[0]


def fields_of(row: Row, request: Request) -> dict[str, Any]:
    """What a request carries, once it carries it in the way that the row names."""
    kind = request.headers.get("content-type", "").partition(";")[0]
    if row.kind == "query" or not request.body:
        assert not request.body
        return request.query
    if row.kind == "file":
        assert kind == "audio/mpeg"
        return {}
    assert not request.query
    ways = {"multipart/form-data": "files", "application/x-www-form-urlencoded": "form", JSON: "json"}
    assert ways[kind] in row.kind.split(), f"{request.path}: {kind}"
    if kind != JSON:
        return request.form()
    value = request.json()
    if row.kind == "json episode":
        assert list(value) == ["episode"]
        value = value["episode"]
    return dict(value)


def test_every_request_is_one_that_the_host_knows(name: str, sent: list[Request]) -> None:
    for request in sent:
        row = row_of(name, request)
        given = set(fields_of(row, request))
        known = {*row.must.split(), *row.may.split(), *row.guessed.split()}
        assert set(row.must.split()) <= given <= known, f"{request.method} {request.path}: {sorted(given ^ known)}"


def test_every_row_is_used(name: str, sent: list[Request]) -> None:
    used = {row_of(name, request) for request in sent}
    assert [row for row in KNOWN[name] if row not in used] == []


def test_what_is_guessed_is_experimental(name: str, sent: list[Request]) -> None:
    guessed = [row for row in (row_of(name, request) for request in sent) if row.guessed]
    if guessed:
        assert import_module(f"feedtool.publish.hosts.{name}").EXPERIMENTAL


def test_who_we_are_is_said_as_the_host_wants_it(name: str, sent: list[Request]) -> None:
    for request in sent:
        if row_of(name, request) == UPLOAD:
            assert not {"authorization", "x-api-key", "cookie"} & set(request.headers)
        elif name in AUTH and "authenticate" not in request.path:
            header, value = AUTH[name]
            assert request.headers[header] == value
        assert "feedtool" in request.headers["user-agent"]


def test_what_a_host_refuses_is_not_sent(name: str, sent: list[Request]) -> None:
    for request in sent:
        row = row_of(name, request)
        if (never := NEVER.get(name, {}).get(request.method)) and "title" in row.must:
            assert never not in fields_of(row, request)


def test_fields_have_the_types_of_the_host(tmp_path: Path) -> None:
    """Numbers as numbers in JSON, words as they are written in forms."""
    bodies: dict[str, dict[str, Any]] = {}
    for name in ("transistor", "rsscom", "buzzsprout", "castopod", "podbean", "captivate", "spreaker"):
        with HOSTS[name]() as fake:
            Run(name, fake, tmp_path / name, made(tmp_path / name / "out", "looms"))
            rows = [(row_of(name, request), request) for request in fake.requests]
            bodies[name] = next(
                fields_of(row, one) for row, one in rows if row.method == "POST" and "title" in row.must
            )
    assert (bodies["transistor"]["number"], bodies["transistor"]["season"]) == (7, 2)
    assert (bodies["transistor"]["explicit"], bodies["transistor"]["keywords"]) == (False, "a, b")
    assert (bodies["rsscom"]["itunes_episode"], bodies["rsscom"]["itunes_episode_type"]) == (7, "full")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", bodies["rsscom"]["schedule_datetime"])
    assert (bodies["buzzsprout"]["explicit"], bodies["buzzsprout"]["private"]) == ("false", "false")
    assert bodies["castopod"]["parental_advisory"] == "undefined"
    assert bodies["castopod"]["audio_file"][:2] == ("looms.mp3", "audio/mpeg")
    assert (bodies["castopod"]["chapters-choice"], bodies["castopod"]["transcript-choice"]) == ("upload-file",) * 2
    assert (bodies["podbean"]["status"], bodies["podbean"]["type"]) == ("publish", "public")
    assert (bodies["captivate"]["status"], bodies["captivate"]["date"]) == ("Published", "2026-11-20 08:00:00")
    assert (bodies["spreaker"]["hidden"], bodies["spreaker"]["explicit"]) == ("false", "false")
