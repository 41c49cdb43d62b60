"""Castopod's REST API v1, as its source has it: no update, no delete, 409 for a slug that is taken."""

from __future__ import annotations

import base64
import re
from typing import Any

from fakehosts import SECRET, Answer, Fake, Refused, Request

_REQUIRED = ("created_by", "updated_by", "title", "slug", "podcast_id", "audio_file")


class Castopod(Fake):
    BASE = "/api/rest/v1"
    ROUTES = (
        ("GET", "/episodes", "listing"),
        ("POST", "/episodes", "create"),
        ("GET", r"/episodes/(\d+)", "one"),
        ("POST", r"/episodes/(\d+)/publish", "publish"),
    )

    def settings(self) -> dict[str, Any]:
        return {"url": self.url, "podcast": 7, "user_id": 3, "user": "api"}

    def secrets(self) -> dict[str, str]:
        return {"password": SECRET}

    def stored(self) -> list[dict[str, Any]]:
        return [{"title": row["title"], "audio": row["_audio"], "live": bool(row["published_at"])} for row in self.rows]

    def check(self, request: Request) -> None:
        if request.headers.get("authorization") != "Basic " + base64.b64encode(f"api:{SECRET}".encode()).decode():
            raise Refused(401)

    def listing(self, request: Request) -> Answer:
        start, size = int(request.query.get("offset", 0)), min(int(request.query.get("limit", 10)), 50)
        wanted = request.query["podcastIds"].split(",")
        rows = [self.shown(row) for row in reversed(self.rows) if str(row["podcast_id"]) in wanted]
        return 200, rows[start : start + size]

    def one(self, request: Request, number: str) -> Answer:
        return 200, self.shown(self.row("id", number))

    def create(self, request: Request) -> Answer:
        form = request.form()
        errors = {name: f"The {name} field is required." for name in _REQUIRED if not form.get(name)}
        if errors or len(form["slug"]) > 128 or form["audio_file"][1] not in {"audio/mpeg", "audio/mp4"}:
            return 400, {"status": 400, "error": 400, "messages": [*errors.values()]}
        for name in ("chapters", "transcript"):
            if f"{name}_file" in form and form.get(f"{name}-choice") != "upload-file":
                return 400, {"messages": {name: "choice"}}
        if form["podcast_id"] != "7" or form["created_by"] != "3":
            return 404, {"messages": {"error": "Podcast not found"}}
        if any(row["slug"] == form["slug"] for row in self.rows):
            return 409, {"messages": {"error": "An episode with the same slug already exists in this podcast."}}
        row = {
            "id": self.next_id(), "podcast_id": 7, "guid": f"urn:castopod:{self.next_id()}", "title": form["title"],
            "slug": form["slug"], "description_markdown": form.get("description", ""), "number": form.get("episode_number"),
            "published_at": None, "_audio": form["audio_file"][2], "_chapters": form.get("chapters_file", (0, 0, b""))[2],
            "_transcript": form.get("transcript_file", (0, 0, b""))[2],
        }  # fmt: skip
        self.rows.append(row)
        return 200, self.shown(row)

    def publish(self, request: Request, number: str) -> Answer:
        row, form = self.row("id", number), request.form()
        if form.get("publication_method") not in {"now", "schedule"} or not form.get("created_by"):
            return 400, {"messages": {"publication_method": "required"}}
        if row["published_at"]:
            return 409, {"messages": {"error": "Episode is already published or scheduled for publication."}}
        date = "2026-11-22 10:00"
        if form["publication_method"] == "schedule":  # any date, a past one too
            date = form.get("scheduled_publication_date", "")
            if not re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", date):
                return 400, {"messages": ["scheduled_publication_date"]}
        row["published_at"] = {"date": f"{date}:00.000000", "timezone": form.get("client_timezone", "UTC")}
        return 200, self.shown(row)

    def shown(self, row: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in row.items() if name[0] != "_"}
