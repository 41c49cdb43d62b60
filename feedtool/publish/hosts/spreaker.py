"""Spreaker: its API v2. An episode is one request, its audio inside; chapters are added one by one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from feedtool.publish.host import CREATE, Change, HostedEpisode, State, Step, look_up
from feedtool.publish.hosts import api
from feedtool.publish.target import Option, Secret

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedtool.publish.host import EpisodeUpload
    from feedtool.publish.target import Given

KIND: Final = "host"
OPTIONS: Final = (
    Option("show", "the show's number", int, required=True),
    Option("url", "the address of the API", default="https://api.spreaker.com/v2"),
    api.DRAFT,
)
SECRETS: Final = (Secret("token", "an OAuth2 access token with the scope basic"),)
EXPERIMENTAL: Final = "its requests follow a description that is not its own; the names of chapters' fields are a guess"


def connect(given: Given) -> Spreaker:
    """The show of the settings."""
    return Spreaker(given)


class Spreaker:
    """A show at Spreaker."""

    takes = frozenset({"fields", "audio", "chapters"})
    blank = ""
    uploads = True
    limits = (
        "Spreaker gives each episode a guid of its own, and dates it by the moment it is published.",
        "Chapters are only added at Spreaker: one that moved or went must be removed there by hand.",
        "Spreaker takes no transcript.",
    )

    def __init__(self, given: Given) -> None:
        self._show, self._draft = str(given.options["show"]), bool(given.options["draft"])
        self.dates = self._draft  # by hand, when it is published
        self.where = f"Spreaker show {self._show}"
        key = {"Authorization": f"Bearer {api.secret(given, 'token')}"}
        self._api = api.Api(
            given, str(given.options["url"]), headers=key, proof="token", settings="show",
            also="A token of Spreaker holds for a time only.",
        )  # fmt: skip

    def close(self) -> None:
        """End connections."""
        self._api.close()

    def episodes(self) -> Iterator[HostedEpisode]:
        """Every episode that we may edit, page by page."""
        answer = self._api.get(f"shows/{self._show}/episodes", params={"limit": 100, "filter": "editable"})
        for _ in range(api.PAGES):
            yield from (_hosted(row) for row in api.rows(answer, "response", "items"))
            onward = answer["response"].get("next_url")
            if not onward:
                return
            answer = self._api.get(str(onward))
        raise api.endless()

    def steps(self, change: Change) -> list[Step]:
        """Create or change, then the chapters."""
        add = Step(
            name="chapters", run=self._chapters, found=self._have_chapters, repeatable=False, of="chapters"
        )  # fmt: skip
        chapters = [add] if "chapters" in change.parts else []
        if change.new:
            create = Step(name=CREATE, run=self._create, found=look_up(self), repeatable=False, gives=("id",))
            return [create, *chapters]
        audio = [Step(name="audio", run=self._audio, of="audio")] if "audio" in change.parts else []
        return [Step(name="update", run=self._update, of="fields"), *audio, *chapters]

    def _create(self, item: EpisodeUpload, state: State) -> State:
        fields = {**_fields(item), "hidden": str(self._draft).lower()}
        path = f"shows/{self._show}/episodes"
        answer = self._api.send_files("POST", path, fields, {"media_file": api.sound(item)})
        row = _hosted(api.value(answer, "response", "episode"))
        return {"id": row.id, "url": row.url}

    def _update(self, item: EpisodeUpload, state: State) -> State:
        self._api.send("POST", f"episodes/{state['id']}", data=_fields(item))
        return {}

    def _audio(self, item: EpisodeUpload, state: State) -> State:
        self._api.send_files("POST", f"episodes/{state['id']}", {}, {"media_file": api.sound(item)})
        return {}

    def _chapters(self, item: EpisodeUpload, state: State) -> State:
        for row in self._missing(item, state):
            self._api.send("POST", f"episodes/{state['id']}/chapters", data=api.form(**row))
        return {}

    def _have_chapters(self, item: EpisodeUpload, state: State) -> State | None:
        return None if self._missing(item, state) else {}

    def _missing(self, item: EpisodeUpload, state: State) -> list[dict[str, Any]]:
        """The chapters that are not there, by when they start."""
        answer = self._api.get(f"episodes/{state['id']}/chapters")
        there = {row.get("starts_at") for row in api.rows(answer, "response", "items")}
        return [row for row in _wanted(item) if row["starts_at"] not in there]


def _wanted(item: EpisodeUpload) -> Iterator[dict[str, Any]]:
    """The chapters of the episode's file; starts in milliseconds."""
    if item.chapters:
        for row in json.loads(item.chapters.read_bytes())["chapters"]:
            yield {"starts_at": round(row["startTime"] * 1000), "title": row.get("title", ""), "url": row.get("url")}


def _fields(item: EpisodeUpload) -> dict[str, str]:
    return api.form(
        title=item.title, description=item.notes_html, tags=",".join(item.keywords) or None,
        season_number=item.season, episode_number=api.whole(item.number), explicit=item.explicit,
    )  # fmt: skip


def _hosted(row: dict[str, Any]) -> HostedEpisode:
    return HostedEpisode(
        id=str(api.value(row, "episode_id")), title=str(api.value(row, "title")), url=str(row.get("site_url") or ""),
        live=not row.get("hidden"),
    )  # fmt: skip
