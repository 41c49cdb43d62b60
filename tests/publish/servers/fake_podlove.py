"""Podlove Publisher's API v2 on WordPress: an empty draft first, audio on a media server that knows the slug."""

from __future__ import annotations

import base64
from typing import Any

from fakehosts import SECRET, Answer, Fake, Refused, Request

_KNOWN = frozenset(
    [
        "guid",
        "title",
        "subtitle",
        "summary",
        "number",
        "slug",
        "duration",
        "type",
        "cover",
        "explicit",
        "soundbite_start",
        "soundbite_duration",
        "soundbite_title",
        "show",
        "skip_validation",
    ]
)


class Podlove(Fake):
    BASE = "/wp-json"
    EXPERIMENTAL = True
    ROUTES = (
        ("GET", "/podlove/v2/episodes", "listing"),
        ("POST", "/podlove/v2/episodes", "create"),
        ("GET", r"/podlove/v2/episodes/(\d+)", "one"),
        ("PUT", r"/podlove/v2/episodes/(\d+)", "update"),
        ("PUT", r"/podlove/v2/chapters/(\d+)", "chapters"),
        ("POST", r"/podlove/v2/transcripts/(\d+)", "transcript"),
        ("GET", r"/podlove/v2/episodes/(\d+)/media", "assets"),
        ("PUT", r"/podlove/v2/episodes/(\d+)/media/(\d+)/enable", "enable"),
        ("PUT", r"/podlove/v2/episodes/(\d+)/media/(\d+)/verify", "verify"),
        ("POST", r"/wp/v2/episodes/(\d+)", "post"),
    )

    def settings(self) -> dict[str, Any]:
        return {"url": self.url, "user": "ann", "assets": "1"}

    def secrets(self) -> dict[str, str]:
        return {"password": SECRET}

    def stored(self) -> list[dict[str, Any]]:
        return [{"title": row["title"], "audio": None, "live": row["status"] == "publish"} for row in self.rows]

    def check(self, request: Request) -> None:
        if request.headers.get("authorization") != "Basic " + base64.b64encode(f"ann:{SECRET}".encode()).decode():
            raise Refused(401, {"code": "rest_not_logged_in", "message": "You are not logged in."})

    def listing(self, request: Request) -> Answer:
        live = request.query.get("status", "publish") == "all"
        rows = [self.shown(row) for row in self.rows if live or row["status"] == "publish"]
        return 200, {"_version": "v2", "results": rows}

    def one(self, request: Request, number: str) -> Answer:
        return 200, {**self.shown(self.row("id", number)), "post_id": f"9{number}"}

    def create(self, request: Request) -> Answer:
        number = self.next_id()
        row = {"id": number, "title": "API created Podcast-Post", "guid": f"http://wp/?p={number}", "slug": "", "status": "draft",
               "_chapters": [], "_transcript": "", "_content": "", "_enabled": set()}  # fmt: skip
        self.rows.append(row)
        return 201, {"message": "Episode created successfully", "location": "/x", "id": number}

    def update(self, request: Request, number: str) -> Answer:
        given = request.json()
        if set(given) - _KNOWN:
            raise Refused(400, {"code": "rest_invalid_param", "message": "Invalid parameter(s)"})
        self.row("id", number).update(given)
        return 200, {"status": "ok"}

    def chapters(self, request: Request, number: str) -> Answer:
        self.row("id", number)["_chapters"] = request.json()["chapters"]
        return 200, {"status": "ok"}

    def transcript(self, request: Request, number: str) -> Answer:
        self.row("id", number)["_transcript"] = request.json()["content"]
        return 201, {"status": "ok"}

    def assets(self, request: Request, number: str) -> Answer:
        enabled = self.row("id", number)["_enabled"]
        return 200, {"results": [{"asset_id": number, "enable": str(number) in enabled} for number in (1, 2)]}

    def enable(self, request: Request, number: str, asset: str) -> Answer:
        self.row("id", number)["_enabled"].add(asset)
        return 200, {"status": "ok"}

    def verify(self, request: Request, number: str, asset: str) -> Answer:
        size = len(self.media.get(f"{self.row('id', number)['slug']}.mp3", b""))
        return 200, {"file_size": size or None, "asset_id": int(asset)}

    def post(self, request: Request, number: str) -> Answer:
        row, given = self.row("id", number[1:]), request.json()
        row |= {"status": given.get("status", row["status"]), "_content": given["content"],
                "_date": given.get("date", "")}  # fmt: skip
        return 200, {"id": int(number), "link": f"https://example.org/{row['slug']}"}

    def shown(self, row: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in row.items() if name[0] != "_"}
