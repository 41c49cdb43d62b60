"""Transistor's API v1: JSON:API, a signed upload, drafts that are published by a request of their own."""

from __future__ import annotations

from typing import Any

from fakehosts import SECRET, Answer, Fake, Refused, Request

_KNOWN = frozenset(
    [
        "show_id",
        "title",
        "audio_url",
        "description",
        "summary",
        "number",
        "season",
        "image_url",
        "keywords",
        "explicit",
        "type",
        "author",
    ]
)


class Transistor(Fake):
    BASE = "/v1"
    ROUTES = (
        ("GET", "/episodes/authorize_upload", "authorize"),
        ("GET", "/episodes", "listing"),
        ("POST", "/episodes", "create"),
        ("GET", r"/episodes/(\d+)", "one"),
        ("PATCH", r"/episodes/(\d+)", "update"),
        ("PATCH", r"/episodes/(\d+)/publish", "publish"),
    )

    def settings(self) -> dict[str, Any]:
        return {"url": f"{self.url}/v1", "show": "my-show"}

    def secrets(self) -> dict[str, str]:
        return {"api_key": SECRET}

    def stored(self) -> list[dict[str, Any]]:
        return [{"title": row["title"], "audio": self.media.get(row["audio_url"].partition("/media/")[2], b""),
                 "live": row["status"] == "published"} for row in self.rows]  # fmt: skip

    def check(self, request: Request) -> None:
        if request.headers.get("x-api-key") != SECRET:
            raise Refused(
                401, {"errors": [{"status": "401", "title": f"Invalid key {request.headers.get('x-api-key')}"}]}
            )

    def authorize(self, request: Request) -> Answer:
        key, address = self.sign(request.query["filename"], "audio/mpeg")
        given = {"upload_url": address, "content_type": "audio/mpeg", "audio_url": f"{self.uploads}/media/{key}"}
        return 200, {"data": {"id": key, "type": "audio_upload", "attributes": given}}

    def listing(self, request: Request) -> Answer:
        page, size = int(request.query["pagination[page]"]), min(int(request.query["pagination[per]"]), 2)
        rows = list(reversed(self.rows))[(page - 1) * size : page * size]
        pages = max(-(-len(self.rows) // size), 1)
        meta = {"currentPage": page, "totalPages": pages, "totalCount": len(self.rows)}
        return 200, {"data": [self.shown(row) for row in rows], "meta": meta}

    def one(self, request: Request, number: str) -> Answer:
        return 200, {"data": self.shown(self.row("id", number))}

    def create(self, request: Request) -> Answer:
        given = request.json()["episode"]
        if given.get("show_id") != "my-show" or set(given) - _KNOWN or not given.get("title"):
            return 422, {"errors": [{"status": "422", "title": "Invalid parameters", "detail": "episode"}]}
        if given["audio_url"].partition("/media/")[2] not in self.media:
            return 422, {"errors": [{"detail": "audio_url was not uploaded"}]}
        row = {"id": self.next_id(), "status": "draft", "published_at": None, **given}
        self.rows.append(row)
        return 201, {"data": self.shown(row)}

    def update(self, request: Request, number: str) -> Answer:
        given = request.json()["episode"]
        if set(given) - _KNOWN:
            return 422, {"errors": [{"detail": "unknown"}]}
        self.row("id", number).update(given)
        return self.one(request, number)

    def publish(self, request: Request, number: str) -> Answer:
        given = request.json()["episode"]
        row = self.row("id", number)
        row |= {"status": given["status"], "published_at": given.get("published_at", "2026-11-22T10:00:00Z")}
        return self.one(request, number)

    def shown(self, row: dict[str, Any]) -> dict[str, Any]:
        about = {name: value for name, value in row.items() if name not in {"id", "show_id"}}
        about["share_url"] = f"https://share.transistor.fm/s/{row['id']}"
        return {
            "id": str(row["id"]),
            "type": "episode",
            "attributes": {**about, "audio_processing": not self.is_ready()},
        }
