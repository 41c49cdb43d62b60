"""Buzzsprout: its API as its own documentation says. An episode is one request, its audio inside."""

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
    Option("podcast", "the podcast's number", int, required=True),
    Option("url", "the address of the API", default="https://www.buzzsprout.com/api"),
    api.DRAFT,
)
SECRETS: Final = (Secret("api_token", "the API token of your account page"),)
EXPERIMENTAL: Final = ""
_JSON: Final = {"Content-Type": "application/json; charset=utf-8"}


def connect(given: Given) -> Buzzsprout:
    """The podcast of the settings."""
    return Buzzsprout(given)


class Buzzsprout:
    """A podcast at Buzzsprout."""

    takes = frozenset({"fields", "audio"})
    blank = ""
    uploads = dates = True
    limits = ("Buzzsprout takes chapters only inside the audio file, and no transcript.",)

    def __init__(self, given: Given) -> None:
        podcast = given.options["podcast"]
        self.where, self._draft = f"Buzzsprout podcast {podcast}", bool(given.options["draft"])
        token = api.secret(given, "api_token")
        base = f"{str(given.options['url']).rstrip('/')}/{podcast}"
        self._api = api.Api(
            given, base, headers={"Authorization": f"Token token={token}"}, proof="api_token", settings="podcast"
        )

    def close(self) -> None:
        """End connections."""
        self._api.close()

    def episodes(self) -> Iterator[HostedEpisode]:
        """Every episode; Buzzsprout has no pages."""
        return (_hosted(row) for row in api.rows(self._api.get("episodes.json")))

    def steps(self, change: Change) -> list[Step]:
        """Create; or send what changed."""
        if change.new:
            return [Step(name=CREATE, run=self._create, found=look_up(self), repeatable=False, gives=("id",))]
        audio = [Step(name="audio", run=self._audio, of="audio")] if "audio" in change.parts else []
        return [Step(name="update", run=self._update, of="fields"), *audio]

    def _create(self, item: EpisodeUpload, state: State) -> State:
        fields = api.form(**_fields(item), guid=item.guid, private=self._draft)
        row = _hosted(self._api.send_files("POST", "episodes.json", fields, {"audio_file": api.sound(item)}))
        return {"id": row.id, "url": row.url}

    def _update(self, item: EpisodeUpload, state: State) -> State:
        body = json.dumps({name: value for name, value in _fields(item).items() if value is not None})
        self._api.send("PUT", f"episodes/{state['id']}.json", content=body.encode(), headers=_JSON)
        return {}

    def _audio(self, item: EpisodeUpload, state: State) -> State:
        self._api.send_files("PUT", f"episodes/{state['id']}.json", {}, {"audio_file": api.sound(item)})
        return {}


def _fields(item: EpisodeUpload) -> dict[str, Any]:
    return {
        "title": item.title, "description": item.notes_html, "summary": item.summary or item.subtitle or None,
        "tags": ", ".join(item.keywords) or None, "episode_number": api.whole(item.number),
        "season_number": item.season, "explicit": bool(item.explicit),
        "published_at": item.published.isoformat() if item.published else None,
    }  # fmt: skip


def _hosted(row: dict[str, Any]) -> HostedEpisode:
    return HostedEpisode(
        id=str(api.value(row, "id")), title=str(api.value(row, "title")), guid=str(row.get("guid") or ""),
        url=str(row.get("audio_url") or ""), published=api.moment(row.get("published_at")),
        live=not row.get("private"),
    )  # fmt: skip
