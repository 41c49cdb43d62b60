"""Podlove Publisher on WordPress: its API v2 (the plugin's own source), and WordPress's own for the post.

Podlove serves audio from a place of its owner's choice; it is put there by another target, a store of files, before.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from feedtool.publish.errors import TargetError
from feedtool.publish.host import CREATE, Change, HostedEpisode, State, Step, look_up
from feedtool.publish.hosts import api
from feedtool.publish.target import Option, Secret
from feedtool.timecode import npt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedtool.publish.host import EpisodeUpload
    from feedtool.publish.target import Given

KIND: Final = "host"
OPTIONS: Final = (
    Option("url", "the address of the site", required=True),
    Option("user", "the name of a WordPress user who may publish", required=True),
    Option("assets", "the numbers of the episode assets to enable, with commas; default: those enabled already"),
    api.DRAFT,
)
SECRETS: Final = (Secret("password", "an application password of that user"),)
EXPERIMENTAL: Final = "how one logs in and how the post is published follow other programs, not Podlove's own source"
_BLANK: Final = "API created Podcast-Post"


def connect(given: Given) -> Podlove:
    """The site of the settings."""
    return Podlove(given)


class Podlove:
    """A podcast of Podlove Publisher."""

    takes = frozenset({"fields", "audio", "chapters", "transcript"})
    blank = _BLANK
    uploads, dates = False, True
    limits = (
        "Podlove gets no audio by its API: put the files on its media server first, with a target for files.",
        "Podlove names audio by the episode's slug; the media server must hold it under that name.",
    )

    def __init__(self, given: Given) -> None:
        self._given = given.options
        self.where = f"Podlove site {given.options['url']}"
        auth = (str(given.options["user"]), api.secret(given, "password"))
        self._api = api.Api(
            given, f"{str(given.options['url']).rstrip('/')}/wp-json/", auth=auth,
            proof="user, or the application password,", settings="url and assets",
            also="It is not the password you log in with: WordPress makes one under Users, Profile.",
        )  # fmt: skip

    def close(self) -> None:
        """End connections."""
        self._api.close()

    def episodes(self) -> Iterator[HostedEpisode]:
        """Every episode, drafts too; Podlove has no pages."""
        answer = self._api.get("podlove/v2/episodes", params={"status": "all"})
        return (_hosted(row) for row in api.rows(answer, "results"))

    def steps(self, change: Change) -> list[Step]:
        """An empty draft, then all that is said of it, and last the post is published."""
        create = [Step(name=CREATE, run=self._create, found=look_up(self), repeatable=False, gives=("id",))]
        made = create if change.new else []
        made.append(Step(name="fields", run=self._fields, of="fields"))
        if "chapters" in change.parts:
            made.append(Step(name="chapters", run=self._chapters, of="chapters"))
        if "transcript" in change.parts:
            made.append(Step(name="transcript", run=self._transcript, of="transcript"))
        if "audio" in change.parts:
            made.append(Step(name="media", run=self._media, of="audio"))
        return [*made, Step(name="post", run=self._post, of="fields")]

    def _create(self, item: EpisodeUpload, state: State) -> State:
        return {"id": str(api.value(self._api.send("POST", "podlove/v2/episodes"), "id"))}

    def _fields(self, item: EpisodeUpload, state: State) -> State:
        said = {
            "guid": item.guid, "title": item.title, "subtitle": item.subtitle or None, "summary": item.summary or None,
            "slug": item.slug, "number": api.whole(item.number), "type": item.type, "explicit": item.explicit,
            "duration": npt(item.duration) if item.duration is not None else None,
        }  # fmt: skip
        body = {name: value for name, value in said.items() if value is not None}
        self._api.send("PUT", f"podlove/v2/episodes/{state['id']}", json=body)
        return {}

    def _chapters(self, item: EpisodeUpload, state: State) -> State:
        found = json.loads(item.chapters.read_bytes())["chapters"] if item.chapters else []
        rows = [{"start": npt(round(row["startTime"] * 1000)), "title": row.get("title", ""),
                 "href": row.get("url", ""), "image": row.get("img", "")} for row in found]  # fmt: skip
        self._api.send("PUT", f"podlove/v2/chapters/{state['id']}", json={"chapters": rows})
        return {}

    def _transcript(self, item: EpisodeUpload, state: State) -> State:
        if item.transcript and item.transcript.suffix.lower() == ".vtt":
            words = item.transcript.read_text(encoding="utf-8", errors="replace")
            path = f"podlove/v2/transcripts/{state['id']}"
            self._api.send("POST", path, json={"type": "vtt", "content": words})
        return {}

    def _media(self, item: EpisodeUpload, state: State) -> State:
        """Have Podlove look at the audio on the media server. TargetError where it is not there."""
        path = f"podlove/v2/episodes/{state['id']}/media"
        for asset in filter(None, (part.strip() for part in str(self._given["assets"] or "").split(","))):
            self._api.send("PUT", f"{path}/{asset}/enable")
        rows = [row for row in api.rows(self._api.get(path), "results") if row.get("enable", True)]
        sizes = [self._api.send("PUT", f"{path}/{api.value(row, 'asset_id')}/verify") for row in rows]
        if not any(size.get("file_size") for size in sizes):
            message = f"it finds no audio called {item.sound.name} on its media server"
            raise TargetError(message, hint="Put it there first, with a target for files, then publish again.")
        return {}

    def _post(self, item: EpisodeUpload, state: State) -> State:
        post = api.value(self._api.get(f"podlove/v2/episodes/{state['id']}"), "post_id")
        body: dict[str, Any] = {"title": item.title, "content": item.notes_html}
        if not self._given["draft"]:
            body["status"] = "publish"
        if item.published:
            body["date"] = item.published.isoformat()
        row = self._api.send("POST", f"wp/v2/episodes/{post}", json=body)
        return {"url": str(row.get("link") or "")}


def _hosted(row: dict[str, Any]) -> HostedEpisode:
    return HostedEpisode(
        id=str(api.value(row, "id")), title=str(row.get("title") or ""), guid=str(row.get("guid") or ""),
        slug=str(row.get("slug") or ""), url=str(row.get("permalink") or row.get("link") or ""),
        published=api.moment(row.get("publicationDate")), live=row.get("status", "publish") == "publish",
    )  # fmt: skip
