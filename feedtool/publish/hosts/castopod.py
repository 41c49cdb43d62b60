"""Castopod, which a podcaster runs: its REST API v1 (Castopod's own source). It is off until its owner turns it on.

An episode's slug is its own in a podcast, and a second one is refused (409): that makes publishing safe to repeat.
"""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any, Final

from feedtool.findings import SourceError
from feedtool.publish.errors import TargetError, UnsupportedError
from feedtool.publish.host import CREATE, Change, HostedEpisode, State, Step, look_up
from feedtool.publish.hosts import api
from feedtool.publish.hosts.words import markdown
from feedtool.publish.target import Option, Secret

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from feedtool.publish.host import EpisodeUpload
    from feedtool.publish.target import Given

KIND: Final = "host"
OPTIONS: Final = (
    Option("url", "the address of the instance", required=True),
    Option("podcast", "the podcast's number in the API", int, required=True),
    Option("user_id", "the number of the user in whose name episodes are made", int, required=True),
    Option("user", "the name for Basic authentication, as the instance has it in restapi.basicAuthUsername",
           required=True),
    api.DRAFT,
)  # fmt: skip
SECRETS: Final = (Secret("password", "the password for Basic authentication (restapi.basicAuthPassword)"),)
EXPERIMENTAL: Final = ""
_LONGEST_SLUG: Final = 128
_PAGE: Final = 100
_SMALLEST_COVER: Final = 1400


def connect(given: Given) -> Castopod:
    """The podcast of the settings."""
    return Castopod(given)


class Castopod:
    """A podcast on a Castopod instance."""

    takes = frozenset({"fields", "audio", "chapters", "transcript"})
    blank = ""
    uploads = dates = True
    limits = (
        "Castopod gives each episode a guid of its own.",
        "Castopod's API cannot change an episode: changes are made by hand in its pages.",
    )

    def __init__(self, given: Given) -> None:
        self._given = given.options
        self._podcast = str(given.options["podcast"])
        base = str(given.options["url"]).rstrip("/")
        self.where = f"podcast {self._podcast} of {base}"
        self._api = api.Api(
            given, f"{base}/api/rest/v1/", auth=(str(given.options["user"]), api.secret(given, "password")),
            proof="user or password", settings="url, podcast and user_id",
            also="The instance's .env must turn restapi.enabled and restapi.basicAuth on.",
        )  # fmt: skip

    def close(self) -> None:
        """End connections."""
        self._api.close()

    def episodes(self) -> Iterator[HostedEpisode]:
        """Every episode, page by page."""
        offset = 0
        for _ in range(api.PAGES):
            given = {"podcastIds": self._podcast, "order": "newest", "limit": _PAGE, "offset": offset}
            found = api.rows(self._api.get("episodes", params=given))
            yield from (_hosted(row) for row in found)
            offset += len(found)
            if not found:
                return
        raise api.endless()

    def steps(self, change: Change) -> list[Step]:
        """Create, then publish."""
        if not change.new:
            raise UnsupportedError("its API has no request that changes an episode")
        made = [Step(name=CREATE, run=self._create, found=look_up(self), repeatable=False, gives=("id",))]
        if not self._given["draft"]:
            publish = Step(name="publish", run=self._publish, found=self._published, repeatable=False, of="once")
            made.append(publish)
        return made

    def _create(self, item: EpisodeUpload, state: State) -> State:
        if len(item.slug) > _LONGEST_SLUG:
            message = f"it takes names of {_LONGEST_SLUG} letters at most: {item.slug}"
            raise TargetError(message, hint="Give the episode a shorter slug.")
        files = {"audio_file": api.sound(item)}
        if item.image and (cover := _cover(item.image)):
            files["cover"] = cover
        choices = {}
        if item.chapters:
            choices["chapters-choice"] = "upload-file"
            files["chapters_file"] = api.Sending(item.chapters, "application/json")
        if item.transcript:
            choices["transcript-choice"] = "upload-file"
            files["transcript_file"] = api.Sending(item.transcript, "text/vtt")
        row = self._api.send_files("POST", "episodes", {**self._fields(item), **choices}, files)
        return {"id": str(api.value(row, "id"))}

    def _fields(self, item: EpisodeUpload) -> dict[str, str]:
        user = self._given["user_id"]
        return api.form(
            created_by=user, updated_by=user, podcast_id=self._podcast, title=item.title, slug=item.slug,
            description=markdown(item.notes_html), type=item.type, episode_number=api.whole(item.number),
            season_number=item.season, parental_advisory="explicit" if item.explicit else "undefined",
        )  # fmt: skip

    def _publish(self, item: EpisodeUpload, state: State) -> State:
        given = {"publication_method": "now", "created_by": self._given["user_id"]}
        if item.published:  # one that is past is as good: Castopod takes over whatever date this is
            when = item.published.astimezone(UTC).strftime("%Y-%m-%d %H:%M")
            given |= {"publication_method": "schedule", "scheduled_publication_date": when, "client_timezone": "UTC"}
        self._api.send("POST", f"episodes/{state['id']}/publish", data=api.form(**given))
        return {}

    def _published(self, item: EpisodeUpload, state: State) -> State | None:
        row = self._api.get(f"episodes/{state['id']}")
        return {} if _hosted(row).live else None


def _hosted(row: dict[str, Any]) -> HostedEpisode:
    when = row.get("published_at")
    stamp = when.get("date") if isinstance(when, dict) else when
    return HostedEpisode(
        id=str(api.value(row, "id")), title=str(api.value(row, "title")), guid=str(row.get("guid") or ""),
        slug=str(row.get("slug") or ""), published=api.moment(stamp), live=bool(when),
    )  # fmt: skip


def _cover(path: Path) -> api.Sending | None:
    """The episode's artwork where Castopod takes it: JPEG or PNG, square, of 1400 pixels or more."""
    from feedtool.read import picture

    try:
        found = picture.read(path.read_bytes(), path.name, url="")
    except (OSError, SourceError):
        return None
    fits = found.width == found.height >= _SMALLEST_COVER
    return api.Sending(path, found.media_type) if fits else None
