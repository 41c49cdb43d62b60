"""RSS.com: its API v4, as several clients use it. Audio goes to a signed address first."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from feedtool.publish.host import CREATE, Change, HostedEpisode, State, Step, look_up
from feedtool.publish.hosts import api
from feedtool.publish.hosts.words import text
from feedtool.publish.target import Option, Secret

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedtool.publish.host import EpisodeUpload
    from feedtool.publish.target import Given

KIND: Final = "host"
OPTIONS: Final = (
    Option("podcast", "the podcast's number", int, required=True),
    Option("url", "the address of the API", default="https://api.rss.com/v4"),
    api.DRAFT,
)
SECRETS: Final = (Secret("api_key", "the API key of your dashboard"),)
EXPERIMENTAL: Final = "its API is a beta, and nobody confirmed that it takes the numbers of seasons and episodes"
_PAGE: Final = 100
_LONGEST_NOTES: Final = 4000


def connect(given: Given) -> RssCom:
    """The podcast of the settings."""
    return RssCom(given)


class RssCom:
    """A podcast at RSS.com."""

    takes = frozenset({"fields", "audio", "transcript"})
    blank = ""
    uploads = True
    limits = (
        "RSS.com gives each episode a guid of its own, and dates it by the moment it is published.",
        "RSS.com gets the notes as plain text, the first 4,000 letters of them.",
        "RSS.com takes chapters only inside the audio file.",
    )

    def __init__(self, given: Given) -> None:
        podcast = given.options["podcast"]
        self.where, self._draft = f"RSS.com podcast {podcast}", bool(given.options["draft"])
        self.dates = self._draft  # by hand, when it is published
        base = f"{str(given.options['url']).rstrip('/')}/podcasts/{podcast}"
        key = {"X-Api-Key": api.secret(given, "api_key")}
        self._api = api.Api(given, base, headers=key, proof="api_key", settings="podcast")

    def close(self) -> None:
        """End connections."""
        self._api.close()

    def episodes(self) -> Iterator[HostedEpisode]:
        """Every episode, page by page."""
        for page in range(1, api.PAGES):
            given = {"page": page, "limit": _PAGE, "order": "newest"}
            found = api.rows(self._api.get("episodes", params=given))
            yield from (_hosted(row) for row in found)
            if len(found) < _PAGE:
                return
        raise api.endless()

    def steps(self, change: Change) -> list[Step]:
        """Upload where there is new audio, then create or change, then the transcript."""
        upload = Step(name="upload", run=self._upload, of="audio", gives=("audio_upload_id",))
        words = Step(name="transcript", run=self._transcript, of="transcript")
        after = [words] if "transcript" in change.parts else []
        if change.new:
            create = Step(name=CREATE, run=self._create, found=look_up(self), repeatable=False, gives=("id",))
            return [upload, create, *after]
        return [*([upload] if "audio" in change.parts else []), Step(name="update", run=self._update), *after]

    def _upload(self, item: EpisodeUpload, state: State) -> State:
        wanted = {"asset_type": "audio", "expected_mime": item.media_type, "filename": item.sound.name}
        answer = self._api.send("POST", "assets/presigned-uploads", json=wanted)
        self._api.put(str(api.value(answer, "url")), api.sound(item))
        return {"audio_upload_id": api.value(answer, "id")}

    def _create(self, item: EpisodeUpload, state: State) -> State:
        when = {} if self._draft else {"schedule_datetime": datetime.now(UTC).isoformat(timespec="seconds")}
        body = {**_fields(item), "audio_upload_id": state["audio_upload_id"], **when}
        row = _hosted(self._api.send("POST", "episodes", json=body))
        return {"id": row.id, "url": row.url}

    def _update(self, item: EpisodeUpload, state: State) -> State:
        sound = {"audio_upload_id": state["audio_upload_id"]} if "audio_upload_id" in state else {}
        self._api.send("PATCH", f"episodes/{state['id']}", json={**_fields(item), **sound})
        return {}

    def _transcript(self, item: EpisodeUpload, state: State) -> State:
        if item.transcript:
            words = item.transcript.read_text(encoding="utf-8", errors="replace")
            given = {"transcription": words, "format": item.transcript.suffix.lstrip(".").lower()}
            self._api.send("PUT", f"episodes/{state['id']}/transcript", json=given)
        return {}


def _fields(item: EpisodeUpload) -> dict[str, Any]:
    """The fields that are known of it: any other is refused."""
    said = {"title": item.title, "description": text(item.notes_html)[:_LONGEST_NOTES] or item.title,
            "itunes_episode_type": item.type, "itunes_season": item.season,
            "itunes_episode": api.whole(item.number)}  # fmt: skip
    return {name: value for name, value in said.items() if value is not None}


def _hosted(row: dict[str, Any]) -> HostedEpisode:
    return HostedEpisode(
        id=str(api.value(row, "id")), title=str(api.value(row, "title")), guid=str(row.get("guid") or ""),
        url=str(row.get("dashboard_url") or ""), live=row.get("status") != "draft",
    )  # fmt: skip
