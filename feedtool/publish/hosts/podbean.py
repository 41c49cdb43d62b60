"""Podbean: its API v1. A token first, then the audio to a signed address, then the episode."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from feedtool.publish.host import CREATE, Change, HostedEpisode, State, Step, look_up
from feedtool.publish.hosts import api
from feedtool.publish.redact import remember
from feedtool.publish.retry import again
from feedtool.publish.target import Option, Secret

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedtool.publish.host import EpisodeUpload
    from feedtool.publish.target import Given

KIND: Final = "host"
OPTIONS: Final = (
    Option("url", "the address of the API", default="https://api.podbean.com/v1"),
    Option("podcast", "the podcast, in words for messages: the keys decide which one it is", default="podcast"),
    api.DRAFT,
)
SECRETS: Final = (
    Secret("client_id", "the id of your app at developers.podbean.com"),
    Secret("client_secret", "its secret"),
)
EXPERIMENTAL: Final = (
    "the request that changes an episode is described in two ways, and nobody confirmed which one holds"
)
_PAGE: Final = 100


def connect(given: Given) -> Podbean:
    """The podcast that the keys belong to."""
    return Podbean(given)


class Podbean:
    """A podcast at Podbean."""

    takes = frozenset({"fields", "audio"})
    blank = ""
    uploads = True
    limits = (
        "Podbean gives each episode a guid of its own, and dates it by the moment it is published.",
        "Podbean takes chapters only inside the audio file, and no transcript.",
    )

    def __init__(self, given: Given) -> None:
        self.where, self._draft = f"Podbean {given.options['podcast']}", bool(given.options["draft"])
        self.dates = self._draft  # by hand, when it is published
        keys = (api.secret(given, "client_id"), api.secret(given, "client_secret"))
        url, proof = str(given.options["url"]), "client_id or client_secret"
        self._api = api.Api(given, url, proof=proof, settings="url")
        self._keys = api.Api(given, url, auth=keys, proof=proof, settings="url")
        self._kept = ""

    def close(self) -> None:
        """End connections."""
        self._api.close()
        self._keys.close()

    def episodes(self) -> Iterator[HostedEpisode]:
        """Every episode, page by page."""
        offset = 0
        for _ in range(api.PAGES):
            given = {"access_token": self._token, "offset": offset, "limit": _PAGE}
            found = api.rows(self._api.get("episodes", params=given), "episodes")
            yield from (_hosted(row) for row in found)
            offset += len(found)
            if not found:
                return
        raise api.endless()

    def steps(self, change: Change) -> list[Step]:
        """Upload where there is new audio, then create or change."""
        upload = Step(name="upload", run=self._upload, of="audio", gives=("media_key",))
        if change.new:
            create = Step(name=CREATE, run=self._create, found=look_up(self), repeatable=False, gives=("id",))
            return [upload, create]
        return [*([upload] if "audio" in change.parts else []), Step(name="update", run=self._update)]

    @property
    def _token(self) -> str:
        """The token that the keys are changed for, kept for this run."""
        if not self._kept:
            answer = again(lambda: self._keys.send("POST", "oauth/token", data={"grant_type": "client_credentials"}))
            self._kept = remember(str(api.value(answer, "access_token")))
        return self._kept

    def _upload(self, item: EpisodeUpload, state: State) -> State:
        given = {"access_token": self._token, "filename": item.sound.name, "filesize": item.size,
                 "content_type": item.media_type}  # fmt: skip
        answer = self._api.get("files/uploadAuthorize", params=given)
        self._api.put(str(api.value(answer, "presigned_url")), api.sound(item))
        return {"media_key": str(api.value(answer, "file_key"))}

    def _create(self, item: EpisodeUpload, state: State) -> State:
        fields = self._fields(item, state, status="draft" if self._draft else "publish")
        row = _hosted(api.value(self._api.send("POST", "episodes", data=fields), "episode"))
        return {"id": row.id, "url": row.url}

    def _update(self, item: EpisodeUpload, state: State) -> State:
        self._api.send("POST", f"episodes/{state['id']}", data=self._fields(item, state, status=None))
        return {}

    def _fields(self, item: EpisodeUpload, state: State, *, status: str | None) -> dict[str, str]:
        return api.form(
            access_token=self._token, title=item.title, content=item.notes_html, status=status, type="public",
            media_key=state.get("media_key"), season_number=item.season, episode_number=api.whole(item.number),
            apple_episode_type=item.type,
        )  # fmt: skip


def _hosted(row: dict[str, Any]) -> HostedEpisode:
    return HostedEpisode(
        id=str(api.value(row, "id")), title=str(api.value(row, "title")), url=str(row.get("permalink_url") or ""),
        live=row.get("status") != "draft",
    )  # fmt: skip
