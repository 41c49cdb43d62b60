"""Transistor: its API v1, as several clients use it. Audio goes to a signed address first, then the episode is made as
a draft, and published last.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from feedtool.publish.errors import TransientError
from feedtool.publish.host import CREATE, Change, HostedEpisode, State, Step, look_up
from feedtool.publish.hosts import api
from feedtool.publish.target import Option, Secret

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedtool.publish.host import EpisodeUpload
    from feedtool.publish.target import Given

KIND: Final = "host"
OPTIONS: Final = (
    Option("show", "the show's id or slug", required=True),
    Option("url", "the address of the API", default="https://api.transistor.fm/v1"),
    api.DRAFT,
)
SECRETS: Final = (Secret("api_key", "the API key of your account page"),)
EXPERIMENTAL: Final = ""
_PAGE: Final = 100


def connect(given: Given) -> Transistor:
    """The show of the settings."""
    return Transistor(given)


class Transistor:
    """A show at Transistor."""

    takes = frozenset({"fields", "audio"})
    blank = ""
    uploads = dates = True
    limits = (
        "Transistor gives each episode a guid of its own.",
        "Transistor takes chapters only inside the audio file, and no transcript file.",
    )

    def __init__(self, given: Given) -> None:
        self._show, self._draft = str(given.options["show"]), bool(given.options["draft"])
        self.where = f"Transistor show {self._show}"
        key = {"x-api-key": api.secret(given, "api_key")}
        self._api = api.Api(given, str(given.options["url"]), headers=key, proof="api_key", settings="show")

    def close(self) -> None:
        """End connections."""
        self._api.close()

    def episodes(self) -> Iterator[HostedEpisode]:
        """Every episode, page by page."""
        for page in range(1, api.PAGES):
            given = {"show_id": self._show, "pagination[page]": page, "pagination[per]": _PAGE}
            answer = self._api.get("episodes", params=given)
            yield from (_hosted(row) for row in api.rows(answer, "data"))
            if page >= api.count(answer, "meta", "totalPages"):
                return
        raise api.endless()

    def steps(self, change: Change) -> list[Step]:
        """Upload, create, wait, publish; or upload, update."""
        upload = Step(name="upload", run=self._upload, of="audio", gives=("audio_url",))
        if not change.new:
            uploads = [upload] if "audio" in change.parts else []
            return [*uploads, Step(name="update", run=self._update)]
        made = [
            upload,
            Step(name=CREATE, run=self._create, found=look_up(self), repeatable=False, gives=("id",)),
            Step(name="process", run=self._process, of="once"),
        ]
        return made if self._draft else [*made, Step(name="publish", run=self._publish, of="once")]

    def _upload(self, item: EpisodeUpload, state: State) -> State:
        answer = self._api.get("episodes/authorize_upload", params={"filename": item.sound.name})
        given = api.value(answer, "data", "attributes")
        address, kind = str(api.value(given, "upload_url")), str(api.value(given, "content_type"))
        self._api.put(address, api.Sending(item.sound, kind, item.sent))
        return {"audio_url": str(api.value(given, "audio_url"))}

    def _create(self, item: EpisodeUpload, state: State) -> State:
        episode = {**_fields(item), "show_id": self._show, "audio_url": state["audio_url"]}
        row = _hosted(api.value(self._api.send("POST", "episodes", json={"episode": episode}), "data"))
        return {"id": row.id, "url": row.url}

    def _process(self, item: EpisodeUpload, state: State) -> State:
        """Wait until the audio is taken in."""
        for seconds in (*api.PAUSES, None):
            attributes = api.value(self._api.get(f"episodes/{state['id']}"), "data", "attributes")
            if not attributes.get("audio_processing"):
                return {}
            if seconds:
                api.pause(seconds)
        hint, never = "Publish again in some minutes: it goes on from there.", float("inf")  # waiting was done here
        raise TransientError("it is still at work on the audio", hint=hint, retry_after=never)

    def _publish(self, item: EpisodeUpload, state: State) -> State:
        episode = {"status": "published"}
        if item.published:
            episode["published_at"] = item.published.isoformat()
        self._api.send("PATCH", f"episodes/{state['id']}/publish", json={"episode": episode})
        return {}

    def _update(self, item: EpisodeUpload, state: State) -> State:
        sound = {"audio_url": state["audio_url"]} if "audio_url" in state else {}
        self._api.send("PATCH", f"episodes/{state['id']}", json={"episode": {**_fields(item), **sound}})
        return {}


def _fields(item: EpisodeUpload) -> dict[str, Any]:
    said = {
        "title": item.title, "summary": item.summary or item.subtitle or None, "description": item.notes_html,
        "number": api.whole(item.number), "season": item.season, "type": item.type, "explicit": item.explicit,
        "keywords": ", ".join(item.keywords) or None,
    }  # fmt: skip
    return {name: value for name, value in said.items() if value is not None}


def _hosted(row: dict[str, Any]) -> HostedEpisode:
    about = api.value(row, "attributes")
    return HostedEpisode(
        id=str(api.value(row, "id")), title=str(api.value(about, "title")), url=str(about.get("share_url") or ""),
        published=api.moment(about.get("published_at")), live=about.get("status") != "draft",
    )  # fmt: skip
