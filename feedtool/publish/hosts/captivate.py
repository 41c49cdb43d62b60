"""Captivate: its API. A token first, then the audio, then the episode."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from feedtool.publish.errors import TargetError
from feedtool.publish.host import CREATE, Change, HostedEpisode, State, Step, look_up
from feedtool.publish.hosts import api
from feedtool.publish.hosts.refusals import LATER, NAMED
from feedtool.publish.redact import brief, remember
from feedtool.publish.retry import again
from feedtool.publish.target import Option, Secret

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedtool.publish.host import EpisodeUpload
    from feedtool.publish.target import Given

KIND: Final = "host"
OPTIONS: Final = (
    Option("show", "the show's id", required=True),
    Option("user", "your user id, from the page that shows the API key", required=True),
    Option("url", "the address of the API", default="https://api.captivate.fm"),
    api.DRAFT,
)
SECRETS: Final = (Secret("api_key", "the API key of your account page"),)
EXPERIMENTAL: Final = "its requests follow a description that is not its own, and other programs"


def connect(given: Given) -> Captivate:
    """The show of the settings."""
    return Captivate(given)


class Captivate:
    """A show at Captivate."""

    takes = frozenset({"fields", "audio"})
    blank = ""
    uploads = dates = True
    limits = (
        "Captivate gives each episode a guid of its own, and reads its date in the show's time zone.",
        "Captivate takes chapters only inside the audio file, and no transcript.",
    )

    def __init__(self, given: Given) -> None:
        self._given = given
        self._show, self._draft = str(given.options["show"]), bool(given.options["draft"])
        self.where, self._url = f"Captivate show {self._show}", str(given.options["url"])
        self._keys = {"username": str(given.options["user"]), "token": api.secret(given, "api_key")}

    def close(self) -> None:
        """End connections."""
        if "_api" in self.__dict__:
            self._api.close()

    @cached_property
    def _api(self) -> api.Api:
        """Requests with the token that the key is changed for."""
        asking = self._asking()
        try:
            answer = again(lambda: asking.send("POST", "authenticate/token", data=self._keys))
        finally:
            asking.close()
        token = remember(str(api.value(answer, "user", "token")))
        return self._asking({"Authorization": f"Bearer {token}"})

    def _asking(self, headers: dict[str, str] | None = None) -> api.Api:
        return api.Api(self._given, self._url, headers=headers, proof="api_key, or the user,", settings="show and user")

    def episodes(self) -> Iterator[HostedEpisode]:
        """Every episode; the list says how many there are."""
        answer = self._api.get(f"shows/{self._show}/episodes")
        found = api.rows(answer, "episodes")
        if answer.get("count") and api.count(answer, "count") > len(found):
            raise TargetError(f"it lists {len(found)} of {answer['count']} episodes", hint=LATER)
        return (_hosted(row) for row in found)

    def steps(self, change: Change) -> list[Step]:
        """Upload where there is new audio, then create or change."""
        upload = Step(name="upload", run=self._upload, of="audio", gives=("media_id",))
        if change.new:
            create = Step(name=CREATE, run=self._create, found=look_up(self), repeatable=False, gives=("id",))
            return [upload, create]
        return [*([upload] if "audio" in change.parts else []), Step(name="update", run=self._update)]

    def _upload(self, item: EpisodeUpload, state: State) -> State:
        answer = self._api.send_files("POST", f"shows/{self._show}/media", {}, {"file": api.sound(item)})
        return {"media_id": str(api.value(_whole(answer), "media", "id"))}

    def _create(self, item: EpisodeUpload, state: State) -> State:
        fields = self._fields(item, state, status="Draft" if self._draft else "Published")
        answer = _whole(self._api.send("POST", "episodes", data=fields))
        return {"id": str(api.value(answer, "record", "id"))}

    def _update(self, item: EpisodeUpload, state: State) -> State:
        _whole(self._api.send("PUT", f"episodes/{state['id']}", data=self._fields(item, state, status=None)))
        return {}

    def _fields(self, item: EpisodeUpload, state: State, *, status: str | None) -> dict[str, str]:
        when = item.published.strftime("%Y-%m-%d %H:%M:%S") if item.published else None
        explicit = None if item.explicit is None else "explicit" if item.explicit else "clean"
        return api.form(
            shows_id=self._show, title=item.title, itunes_title=item.title, media_id=state.get("media_id"), date=when,
            status=status, shownotes=item.notes_html, summary=item.summary or None,
            itunes_subtitle=item.subtitle or None, explicit=explicit, episode_type=item.type,
            episode_season=item.season, episode_number=api.whole(item.number),
        )  # fmt: skip


def _whole(answer: Any) -> Any:
    """An answer of 200 may still be a refusal."""
    if isinstance(answer, dict) and answer.get("success") is False:
        errors = answer.get("errors")
        said = ", ".join(map(str, errors)) if isinstance(errors, list) else ""
        raise TargetError(f"it does not take what was sent{f' ({brief(said)})' if said else ''}", hint=NAMED)
    return answer


def _hosted(row: dict[str, Any]) -> HostedEpisode:
    return HostedEpisode(
        id=str(api.value(row, "id")), title=str(api.value(row, "title")),
        published=api.moment(row.get("published_date")), live=row.get("status") != "Draft",
    )  # fmt: skip
